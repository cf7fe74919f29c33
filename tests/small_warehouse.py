"""A build warehouse of made-up counts, small enough to attack in every way."""

from datetime import date
from pathlib import Path

import duckdb
import numpy as np
import pandas as pd

TIERS = ("county_hospital", "township", "village", "other")
MEASURES = {
    # unit, over_time, mean of a month in a leaf tier
    "discharges": ("人次", "sum", 60),
    "deaths": ("人", "sum", 2),
    "people_managed": ("人", "last", 40),
    "insured_visits": ("人次", "sum", 900),
    "stays": ("人次", "sum", 45),
    "encounters": ("人次", "sum", 0),
    "income_yuan": ("元", "sum", 90_000),
    "stay_fee_yuan": ("元", "sum", 0),
}
TERMS = [
    ("mortality", "numerator", "deaths", 1.0),
    ("mortality", "denominator", "discharges", 1.0),
    ("cost", "numerator", "income_yuan", 1.0),
    ("cost", "denominator", "discharges", 1.0),
    ("load", "numerator", "insured_visits", 1.0),
    ("load", "numerator", "stays", 3.0),
    ("fee_level", "numerator", "stay_fee_yuan", 1.0),
    ("fee_level", "denominator", "income_yuan", 1.0),
    ("managed", "numerator", "people_managed", 1.0),
    ("managed", "denominator", "discharges", 1.0),
]
KEYS = ["measure_id", "division_code", "facility_tier", "month"]


def counts(seed: int, counties: int, months: int) -> pd.DataFrame:
    """Leaf counts by measure, county, tier and month; small places among large ones."""
    chance = np.random.default_rng(seed)
    rows = []
    for measure, (_, _, mean) in MEASURES.items():
        for county in range(1, counties + 1):
            for tier in TIERS:
                level = mean * chance.gamma(1.2) * chance.choice([0.1, 1, 3])
                for at in range(months):
                    month = date(2023 + at // 12, at % 12 + 1, 1)
                    value = float(chance.poisson(level))
                    rows.append((measure, f"99{county:04d}", tier, month, value))
    found = pd.DataFrame(rows, columns=[*KEYS, "value"])
    both = found[found.measure_id.isin(["insured_visits", "stays"])]
    total = both.groupby(KEYS[1:], as_index=False).value.sum()
    fees = found[found.measure_id == "stays"].assign(measure_id="stay_fee_yuan")
    fees["value"] *= 311.5
    found = found[~found.measure_id.isin(["encounters", "stay_fee_yuan"])]
    return pd.concat([found, total.assign(measure_id="encounters"), fees])


def write(path: Path, leaves: pd.DataFrame) -> Path:
    """The build warehouse of these counts."""
    path.parent.mkdir(parents=True, exist_ok=True)
    path.unlink(missing_ok=True)
    tiers = pd.concat(
        [
            leaves,
            leaves.assign(facility_tier="all"),
            leaves[leaves.facility_tier.isin(["township", "village"])].assign(
                facility_tier="primary"
            ),
        ]
    )
    places = pd.concat(
        [
            tiers.assign(division_code=tiers.division_code.str[:size])
            for size in (6, 4, 2)
        ]
    )
    cells = places.groupby(KEYS, as_index=False).value.sum()
    periods = pd.concat(
        [
            over_time(cells, kind)
            for kind in ("month", "quarter", "ytd", "year", "rolling_12")
        ]
    )
    with duckdb.connect(path) as con:
        con.register("cells", cells)
        con.register("periods", periods)
        con.register(
            "terms",
            pd.DataFrame(
                TERMS, columns=["indicator_id", "side", "measure_id", "weight"]
            ),
        )
        con.register(
            "measures",
            pd.DataFrame(
                [(name, unit, over) for name, (unit, over, _) in MEASURES.items()],
                columns=["measure_id", "unit", "over_time"],
            ),
        )
        con.execute(BUILD)
    return path


BUILD = """
create schema core; create schema indicators;
create table indicators.dim_measures as
    select *, 'month' as frequency from measures;
create table indicators.dim_indicator_terms as from terms;
create table core.fct_measures as
select division_code, facility_tier, geography, cast(month as date) as month,
    measure_id, value, 3 as facilities_reported, 3 as facilities_expected
from cells, (values ('then'), ('now')) as readings(geography);
create table indicators.fct_indicator_values as
with sides as (
    select indicator_id, division_code, facility_tier, period_type, period_end,
        sum(weight * value) filter (side = 'numerator') as numerator,
        sum(weight * value) filter (side = 'denominator') as denominator
    from periods join terms using (measure_id) group by all
)
select indicator_id, division_code, facility_tier, geography, period_type,
    cast(period_end as date) as period_end, numerator, denominator,
    numerator / nullif(denominator, 0) as value,
    numerator / nullif(denominator, 0) * 0.9 as lower_95,
    case when denominator = 0 then 'denominator_zero' else 'none' end as null_reason
from sides, (values ('then'), ('now')) as readings(geography);
create table indicators.fct_indicator_trends as
select indicator_id, division_code, facility_tier, geography, period_type, period_end,
    value, avg(value) over (partition by indicator_id, division_code, facility_tier,
        geography) as centre
from indicators.fct_indicator_values where period_type = 'month';
"""


def over_time(cells: pd.DataFrame, kind: str) -> pd.DataFrame:
    """Measures over periods that lie whole in the months that there are."""
    months = pd.to_datetime(cells.month)
    ends = sorted(months.unique())
    stocks = {name for name, (_, over, _) in MEASURES.items() if over == "last"}
    found = []
    for end in ends:
        start = {
            "month": end,
            "quarter": end - pd.DateOffset(months=2),
            "ytd": pd.Timestamp(end.year, 1, 1),
            "year": pd.Timestamp(end.year, 1, 1),
            "rolling_12": end - pd.DateOffset(months=11),
        }[kind]
        whole = {"quarter": end.month % 3 == 0, "year": end.month == 12}.get(kind, True)
        if start < ends[0] or not whole:
            continue
        inside = cells[(months >= start) & (months <= end)]
        keys = KEYS[:3]
        flows = inside[~inside.measure_id.isin(stocks)]
        last = inside[inside.measure_id.isin(stocks) & (months[inside.index] == end)]
        summed = pd.concat([flows, last]).groupby(keys, as_index=False).value.sum()
        found.append(
            summed.assign(period_type=kind, period_end=end + pd.offsets.MonthEnd(0))
        )
    columns = [*KEYS[:3], "value", "period_type", "period_end"]
    return pd.concat(found) if found else pd.DataFrame(columns=columns)
