"""A new indicator over known measures is one file: it has values, a formula, a page."""

import shutil
from pathlib import Path

import duckdb
import pytest
from commandline import PROJECT
from sample_warehouse import SampleWarehouse, copied, dbt

from dashboards.app import create_app
from dashboards.dictionary import listing
from extracts.dictionary import load_dictionary
from extracts.dictionary_tables import land_dictionary
from extracts.warehouse import open_warehouse

pytestmark = pytest.mark.slow

NAME = "visits_per_discharge"
FILE = f"""
indicator_id: {NAME}
name: {{zh: 诊疗人次与出院人次之比, en: visits per discharge}}
question: {{zh: 每出院一人有多少诊疗人次？, en: How many visits to a discharge?}}
subject: flow
kind: ratio
numerator: reported_visits
denominator: discharges
unit: 人次
decimals: 1
direction: monitor
interval: overdispersed
tiers: each
plausible: [0, 1000]
source: {{document: this_project, status: I}}
notes: {{zh: 测试用。, en: For a test.}}
"""
# the measures are as they were: only what reads formulas is built again
MODELS = (
    "path:models/intermediate/indicators", "path:models/intermediate/dictionary",
    "fct_indicator_values", "dim_indicators",
)  # fmt: skip
SUMS = """
select sum(visits), sum(discharges) from raw.facility_monthly where year(month) = 2022
"""


@pytest.fixture(scope="module")
def grown(
    clean_sample: SampleWarehouse, tmp_path_factory: pytest.TempPathFactory
) -> Path:
    """The clean sample's warehouse after one more file in the dictionary."""
    folder = tmp_path_factory.mktemp("grown")
    shutil.copytree(PROJECT / "seeds", folder / "seeds")
    path = folder / "seeds" / "indicators" / f"{NAME}.yml"
    assert not path.exists()
    path.write_text(FILE.lstrip(), "utf-8")
    build = copied(clean_sample.build.parent.parent, folder / "data")
    with open_warehouse(build) as con:
        land_dictionary(con, load_dictionary(folder / "seeds"))
    dbt(build, "run", "--select", *MODELS)
    return build


def one(build: Path, sql: str) -> tuple:
    with duckdb.connect(build, read_only=True) as con:
        return con.sql(sql).fetchall()[0]


def test_it_has_values(grown: Path):
    values = f"from indicators.fct_indicator_values where indicator_id = '{NAME}'"
    above, below, value, low, high = one(
        grown,
        f"""
        select numerator, denominator, value, lower_95, upper_95 {values}
            and division_code = '9901' and facility_tier = 'all'
            and geography = 'then' and period_type = 'year' and year(period_end) = 2022
        """,
    )
    assert (above, below) == pytest.approx([float(x) for x in one(grown, SUMS)])
    assert value == pytest.approx(above / below)
    assert low < value < high
    cells, tiers, periods, places = one(
        grown,
        f"""
        select count(*), count(distinct facility_tier), count(distinct period_type),
            count(distinct division_code) {values}
        """,
    )
    assert (periods, places) == (5, 14)
    assert tiers >= 5
    assert cells > 5_000


def test_it_is_in_the_dictionary(grown: Path):
    name, formula, status = one(
        grown,
        f"""
        select name_zh, formula_zh, source_status from indicators.dim_indicators
        where indicator_id = '{NAME}'
        """,
    )
    assert name == "诊疗人次与出院人次之比"
    assert "诊疗人次" in formula and "出院人数" in formula
    assert status == "I"


def test_it_is_in_the_dashboards_list(grown: Path, tmp_path: Path):
    app = create_app(Path(shutil.copy(grown, tmp_path)))
    with app.server.test_request_context():
        rows = {row["id"]: row for row in listing.indicator_rows("zh")}
    assert rows[NAME]["name"] == "诊疗人次与出院人次之比"
    assert rows[NAME]["computed"]


def test_nothing_else_has_changed(grown: Path, clean_sample: SampleWarehouse):
    rows = "(select hash(v) as cell from indicators.fct_indicator_values as v where {})"
    count = f"select count(*), bit_xor(cell) from {rows}"
    before = one(clean_sample.build, count.format("true"))
    assert one(grown, count.format(f"indicator_id <> '{NAME}'")) == before
