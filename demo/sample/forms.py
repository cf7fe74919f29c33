"""Which county sends which extract in which shape: fixed, as offices' habits are."""

from demo.sample.files import Form

BOM, GB = "utf-8-sig", "gb18030"
PARQUET = Form("parquet")

HABITS = {
    "facility_monthly": (
        Form(encoding=BOM),
        Form(encoding=GB, dates="compact"),
        Form("xlsx", headers="alias", null="-"),
        Form(headers="alias", dates="zh"),
    ),
    "settlement": (
        Form(),
        PARQUET,
        Form(encoding=GB),
        Form(encoding=BOM, headers="alias"),
        Form(headers="alias"),
        PARQUET,
    ),
    "discharge_record": (
        Form("dbf", headers="short", dates="compact"),
        Form(encoding=GB, headers="short", dates="compact"),
        Form(encoding=BOM),
    ),
    "signing": (
        Form(encoding=BOM, headers="alias"),
        Form(encoding=GB, dates="compact"),
        Form(delimiter="\t"),
        PARQUET,
    ),
    "facility_annual": (
        Form("xlsx", unit="千元"),
        Form(encoding=GB),
        Form(encoding=BOM, headers="alias"),
    ),
    "facility_registry": (Form(encoding=BOM), Form(encoding=GB), Form("xlsx")),
    "facility_crosswalk": (Form("xlsx"), Form(encoding=BOM)),
}
# sent by the prefecture for all counties, in another shape every other time
PREFECTURE = (Form(encoding=BOM), Form("xlsx"), Form(encoding=GB), Form())
YUAN_COUNTY, TAB_COUNTY = 7, 11  # one prints yuan, one sends tabs
ONLY_XLSX = ("signing_sheet", "fund_budget")
SIGNING_SHEET = Form(
    "xlsx", banner="家庭医生签约服务进展情况统计表", banner_from=3, total=True, null="-"
)
FUND_BUDGET = Form("xlsx", unit="万元", total=True)


def form(extract: str, county: int, fmt: str) -> Form:
    """The shape of a county's files; `parquet` asks for it wherever a table is flat."""
    if fmt == "parquet" and extract != "discharge_record":
        return PARQUET
    if extract == "facility_monthly" and county == YUAN_COUNTY:
        return Form(headers="alias", unit="元")
    if extract == "facility_monthly" and county == TAB_COUNTY:
        return Form(delimiter="\t")
    habits = HABITS[extract]
    return habits[county % len(habits)]


def prefecture_form(at: int, fmt: str) -> Form:
    return PARQUET if fmt == "parquet" else PREFECTURE[at % len(PREFECTURE)]
