"""Questions about where the insured of a county go, and what it costs."""

from collections.abc import Mapping
from datetime import date
from typing import Any

import polars as pl

from dashboards.warehouse import among, ask, lately, tables

# where care was given, seen from home: what a reader tells apart
PLACES = ("primary", "county_hospital", "other_inside", "other_county", "outside",
          "unknown", "withheld")  # fmt: skip
WITHHELD = "withheld"
PLACE = """
case
    when destination = 'other_county' then 'other_county'
    when destination = 'outside_prefecture' then 'outside'
    when destination = 'unknown' then 'unknown'
    when facility_tier in ('township', 'village') then 'primary'
    when facility_tier = 'county_hospital' then 'county_hospital'
    else 'other_inside'
end
"""


# what is published of a county's insured as a whole, by care and column: measures and
# their signs. Cells of few persons are withheld; the whole mostly is not.
Named = dict[str, dict[str, tuple[str, ...]]]
WHOLES: Named = {
    "all": {
        "encounters": ("encounters",), "fee_yuan": ("fee_yuan",),
        "fund_yuan": ("fund_yuan",),
    },
    "visit": {
        "encounters": ("insured_visits",), "fee_yuan": ("fee_yuan", "-stay_fee_yuan"),
        "fund_yuan": ("fund_yuan", "-stay_fund_yuan"),
    },
    "stay": {
        "encounters": ("stays",), "fee_yuan": ("stay_fee_yuan",),
        "fund_yuan": ("stay_fund_yuan",),
    },
}  # fmt: skip
# of it, what stays in the county
INSIDES: Named = {
    "all": {"encounters": ("encounters_inside",), "fund_yuan": ("fund_inside_yuan",)},
    "visit": {"encounters": ("insured_visits_inside",)},
    "stay": {"encounters": ("stays_inside",), "fee_yuan": ("stay_fee_inside_yuan",)},
}
COLUMNS = ("encounters", "fee_yuan", "fund_yuan")
MEASURES = sorted({
    name.lstrip("-")
    for every in (WHOLES, INSIDES)
    for columns in every.values()
    for signed in columns.values()
    for name in signed
})  # fmt: skip


@lately
def where_to(within: str, start: date, end: date, care: str) -> pl.DataFrame:
    """By county of the insured and place of care: encounters, fee, fund.

    Args:
        care: visit, stay, or all of both.

    Returns:
        `withheld` counts the cells that disclosure control leaves out of a row. Where a
        county has some, a row of the place `withheld` holds what they add up to: null
        where the whole is not published either.
    """
    found = ask(
        f"""
        select
            division_code, {PLACE} as place,
            sum(encounters)::bigint as encounters, sum(fee_yuan) as fee_yuan,
            sum(fund_yuan) as fund_yuan,
            count(*) filter (where encounters is null) as withheld
        from rpt_patient_flows
        where
            starts_with(division_code, $within) and month between $start and $end
            and (care_kind = $care or $care = 'all')
        group by all
        order by all
        """,
        {"within": within, "start": start, "end": end, "care": care},
    )
    if not found["withheld"].sum():
        return found
    return with_the_rest(found, published(within, start, end), care)


def with_the_rest(
    found: pl.DataFrame, measures: dict[tuple[str, str], float | None], care: str
) -> pl.DataFrame:
    """Rows for what is withheld: the published whole without what is shown."""
    rest = []
    for (code,), rows in found.group_by("division_code", maintain_order=True):
        if rows["withheld"].sum():
            row = {"division_code": code, "place": WITHHELD, "withheld": 0}
            for column in COLUMNS:
                whole = combined(measures, str(code), WHOLES[care][column])
                left = None if whole is None else whole - float(rows[column].sum() or 0)
                counts = left is not None and column == "encounters"
                row[column] = round(left) if counts else left
            rest.append(row)
    return pl.concat([found, pl.DataFrame(rest, schema=found.schema)])


def combined(
    measures: Mapping[tuple[Any, str], float | None], key: Any, signed: tuple[str, ...]
) -> float | None:
    """A sum of measures with their signs; none when one of them is not published.

    Args:
        key: the division or the month.
    """
    values = [measures.get((key, name.lstrip("-"))) for name in signed]
    known = [value for value in values if value is not None]
    if not signed or len(known) < len(signed):
        return None
    signs = [-1 if name.startswith("-") else 1 for name in signed]
    return sum(sign * value for sign, value in zip(signs, known, strict=True))


@lately
def published(
    within: str, start: date, end: date
) -> dict[tuple[str, str], float | None]:
    """Sums of the months, by division and measure; none where one is withheld."""
    return measured(
        """
        select
            division_code, measure_id,
            case when count(value) = count(*) then sum(value) end as value
        """,
        {"within": within, "start": start, "end": end},
    )


@lately
def published_by_month(
    code: str, start: date, end: date
) -> dict[tuple[date, str], float | None]:
    """By month and measure, of one division."""
    return measured(
        """
        select month, measure_id,
            any_value(value) filter (where division_code = $within) as value
        """,
        {"within": code, "start": start, "end": end},
    )


def measured(select: str, values: dict[str, object]) -> dict:
    """What a question finds in the measures that `WHOLES` and `INSIDES` name."""
    if "fct_measures" not in tables():
        return {}
    wanted, names = among(MEASURES)
    found = ask(
        f"""
        {select}
        from fct_measures
        where
            starts_with(division_code, $within) and month between $start and $end
            and facility_tier = 'all' and geography = 'then'
            and measure_id in ({wanted})
        group by all
        """,
        {**values, **names},
    )
    return {(key, name): value for key, name, value in found.iter_rows()}


@lately
def matrix(within: str, start: date, end: date, care: str) -> pl.DataFrame:
    """By county of the insured and county of the provider."""
    return ask(
        """
        select
            division_code, provider_county_code,
            sum(encounters)::bigint as encounters, sum(fee_yuan) as fee_yuan,
            sum(fund_yuan) as fund_yuan,
            count(*) filter (where encounters is null) as withheld
        from rpt_patient_flows
        where
            starts_with(division_code, $within) and month between $start and $end
            and (care_kind = $care or $care = 'all')
        group by all
        order by all
        """,
        {"within": within, "start": start, "end": end, "care": care},
    )


@lately
def by_month(within: str, end: date, care: str) -> pl.DataFrame:
    """By month and place of care, over all that are insured within a division."""
    return ask(
        f"""
        select
            month, {PLACE} as place,
            sum(encounters)::bigint as encounters, sum(fee_yuan) as fee_yuan,
            sum(fund_yuan) as fund_yuan,
            count(*) filter (where encounters is null) as withheld
        from rpt_patient_flows
        where
            starts_with(division_code, $within) and month <= $end
            and (care_kind = $care or $care = 'all')
        group by all
        order by all
        """,
        {"within": within, "end": end, "care": care},
    )
