"""Statistics around the values on made-up facilities, against a computation by hand."""

from datetime import date
from random import Random
from typing import Any

import pytest
from workbench import Workbench, golden

YEARS = (2023, 2024)
COUNTIES = ("990101", "990102")


def months(*years: int) -> list[date]:
    return [date(year, number, 1) for year in years for number in range(1, 13)]


# facilities -------------------------------------------------------------------------


class Facilities:
    """Twelve facilities of two counties with visits and income, some of them silent,
    opened or closed."""

    def __init__(self, seed: int) -> None:
        random = Random(seed)
        self.county = {f"f{n}": COUNTIES[n % 2] for n in range(12)}
        self.open = {
            code: [
                month
                for month in months(*YEARS)
                if not (code == "f0" and month < date(2023, 9, 1))
                and not (code == "f1" and month > date(2024, 4, 1))
            ]
            for code in self.county
        }
        self.reports = {
            (code, month): (random.randint(1, 90), random.randint(100, 9000))
            for code, open_months in self.open.items()
            for month in open_months
            if random.random() < 0.9
        }

    def sides(self, code: str, wanted: list[date]) -> tuple[float, float]:
        found = [self.reports.get((code, month), (0, 0)) for month in wanted]
        return sum(income for _, income in found), sum(visits for visits, _ in found)

    def within(self, division: str) -> list[str]:
        return [c for c, county in self.county.items() if county.startswith(division)]

    def warehouse(self) -> Workbench:
        bench = Workbench()
        own = {"part": "own"}
        lay: dict[str, list[dict[str, Any]]] = {
            "int_months_listed": [
                {"month": month, "is_monthly": True} for month in months(*YEARS)
            ],
            "int_facility_terms_matched": [
                own | {"indicator_id": "price", "facility_code": code, "month": month}
                for code, month in self.reports
            ],
            "int_facility_measures_carried": [
                own
                | {
                    "facility_code": code,
                    "month": month,
                    "measure_id": measure,
                    "value": value,
                }
                for (code, month), values in self.reports.items()
                for measure, value in zip(("visits", "income"), values, strict=True)
            ],
            "int_facilities_placed": [
                own
                | {
                    "facility_code": code,
                    "month": month,
                    "geography": geography,
                    "division_code": self.county[code],
                    "is_open": True,
                    "facility_tier": "township",
                    "is_primary_care": True,
                }
                for code, open_months in self.open.items()
                for month in open_months
                for geography in ("then", "now")
            ],
            "int_indicator_measures_needed": [
                {
                    "indicator_id": "price",
                    "measure_id": measure,
                    "grain": "facility",
                    "over_time": "sum",
                    "frequency": "month",
                    "tiers": "all",
                }
                for measure in ("visits", "income")
            ],
            "stg_dictionary__measures": [
                {"measure_id": "visits", "unit": "人次"},
                {"measure_id": "income", "unit": "元"},
            ],
            "stg_dictionary__indicators": [
                {
                    "indicator_id": "price",
                    "kind": "ratio",
                    "factor": 1,
                    "plus": 0,
                    "scaled_by": "none",
                    "tiers": "all",
                }
            ],
            "stg_dictionary__indicator_terms": [
                {
                    "indicator_id": "price",
                    "side": side,
                    "measure_id": measure,
                    "weight": 1,
                }
                for side, measure in (
                    ("numerator", "income"),
                    ("denominator", "visits"),
                )
            ],
        }
        for name, rows in lay.items():
            bench.lay(name, rows)
        bench.run("int_periods_listed")
        return bench


@pytest.fixture(scope="module")
def facilities() -> Facilities:
    return Facilities(seed=4)


def parts_by_hand(
    facilities: Facilities, division: str, later: list[date], base: list[date]
) -> dict[str, float]:
    """Each facility looked at by itself."""
    one = {c: facilities.sides(c, later) for c in facilities.within(division)}
    two = {c: facilities.sides(c, base) for c in facilities.within(division)}
    cases = [sum(n for _, n in sides.values()) for sides in (one, two)]
    ratios = [
        sum(x for x, _ in s.values()) / n
        for s, n in zip((one, two), cases, strict=True)
    ]
    middle = sum(ratios) / 2
    parts = dict.fromkeys(("within_part", "mix_part", "entry_part", "exit_part"), 0.0)
    for code, (income, visits) in one.items():
        earlier_income, earlier_visits = two[code]
        share, earlier_share = visits / cases[0], earlier_visits / cases[1]
        if visits and earlier_visits:
            price, earlier_price = income / visits, earlier_income / earlier_visits
            step = price - earlier_price
            parts["within_part"] += (share + earlier_share) / 2 * step
            centred = (price + earlier_price) / 2 - middle
            parts["mix_part"] += (share - earlier_share) * centred
        elif visits:
            parts["entry_part"] += share * (income / visits - middle)
        elif earlier_visits:
            parts["exit_part"] -= earlier_share * (
                earlier_income / earlier_visits - middle
            )
    return parts | {"change": ratios[0] - ratios[1]}


def test_parts_of_a_change_add_to_the_whole(facilities: Facilities) -> None:
    bench = facilities.warehouse()
    bench.run(
        "int_periods_compared",
        "int_facility_sides_summed",
        "int_facility_changes_paired",
        "int_division_changes_rolled",
        "int_ratio_changes_parted",
    )
    bench.connection.execute(
        "create table int_indicator_values_divided as select *, 'now' as geography,"
        " 'x' as division_level, 1.0 as factor, numerator / denominator as value from ("
        " select distinct indicator_id, division_code, facility_tier, period_type,"
        " period_end, later_numerator as numerator, later_denominator as denominator"
        " from int_division_changes_rolled union select distinct indicator_id,"
        " division_code, facility_tier, period_type,"
        " base_period_end, base_numerator, base_denominator from"
        " int_division_changes_rolled join int_periods_compared"
        " using (period_type, period_end, compared_with))"
    )
    bench.run("int_ratio_changes_valued", "fct_indicator_decompositions")
    rows = bench.rows("select * from fct_indicator_decompositions")
    assert {(row["quantity"], row["compared_with"]) for row in rows} == {
        (quantity, compared)
        for quantity in ("value", "money")
        for compared in ("year_before", "month_before")
    }
    for row in rows:
        parts = ("volume", "within", "mix", "entry", "exit", "calendar")
        size = abs(row["later_value"]) + abs(row["base_value"])
        whole = sum(row[f"{part}_part"] for part in parts)
        assert row["change"] == pytest.approx(whole, abs=1e-9 * size), row
    year = [row for row in rows if row["period_type"] == "year"]
    assert {row["division_code"] for row in year} == {*COUNTIES, "9901"}
    for row in year:
        by_hand = parts_by_hand(
            facilities, row["division_code"], months(2024), months(2023)
        )
        scale = 1.0
        if row["quantity"] == "money":
            cases = [
                sum(
                    facilities.sides(c, months(y))[1]
                    for c in facilities.within(row["division_code"])
                )
                for y in YEARS
            ]
            scale = sum(cases) / 2
        for part, value in by_hand.items():
            if part != "change" or row["quantity"] == "value":
                assert row[part] == pytest.approx(scale * value, rel=1e-9, abs=1e-9), (
                    row
                )


def test_matched_facilities(facilities: Facilities) -> None:
    """Of each month only who reported in both years; openings apart."""
    bench = facilities.warehouse()
    bench.lay(
        "int_county_terms_completed",
        [],
        "measure_id month indicator_id geography division_code facility_tier value",
    )
    bench.run(
        "int_facility_years_paired",
        "int_matched_terms_summed",
        "int_matched_terms_completed",
        "int_matched_terms_timed",
        "int_matched_values_divided",
    )
    for division in (*COUNTIES, "9901"):
        (found,) = bench.rows(
            "select * from int_matched_values_divided where period_type = 'year'"
            f" and geography = 'now' and division_code = '{division}'"
        )
        totals = {
            name: [0.0, 0.0]
            for name in ("value", "base_value", "open_value", "open_base_value")
        }
        for code in facilities.within(division):
            for later in months(2024):
                earlier = later.replace(year=2023)
                here, there = (code, later), (code, earlier)
                both = here in facilities.reports and there in facilities.reports
                for name, key, other in (
                    ("value", here, earlier),
                    ("base_value", there, later),
                ):
                    if key not in facilities.reports:
                        continue
                    visits, income = facilities.reports[key]
                    opened = other not in facilities.open[code]
                    for column, counts in (
                        (name, both),
                        (f"open_{name}", both or opened),
                    ):
                        totals[column][0] += income * counts
                        totals[column][1] += visits * counts
        for column, (income, visits) in totals.items():
            assert found[column] == pytest.approx(income / visits, rel=1e-12), division


# series -----------------------------------------------------------------------------


def series(values: list[float], target: tuple[str, float] | None = None) -> list[dict]:
    """A monthly series through the chart to the mart."""
    bench = Workbench()
    cell = {"indicator_id": "i", "division_code": "990101", "facility_tier": "all"}
    found = [
        cell
        | {
            "geography": "now",
            "period_type": "month",
            "null_reason": "none",
            "division_level": "county",
            "data_version": "v",
            "value": value,
            "period_start": month,
            "period_end": month,
            "denominator": None,
            "dispersion": None,
            "lower_95": None,
            "upper_95": None,
        }
        for month, value in zip(months(2022, 2023), values, strict=False)
    ]
    bench.lay("fct_indicator_values", found)
    bench.lay(
        "stg_dictionary__indicators",
        [
            {
                "indicator_id": "i",
                "direction": "up",
                "factor": 1,
                "plus": 0,
                "unit": "x",
                "interval_method": "none",
                "plausible_high": None,
            }
        ],
    )
    bench.lay("int_indicator_measures_needed", [], "indicator_id frequency")
    bench.lay("rebases", [], "indicator_id division_code rebased_on")
    bench.lay(
        "int_targets_matched",
        [
            cell
            | {
                "period_end": row["period_end"],
                "target_id": "t",
                "comparison": target[0] if target else "at_least",
                "target_value": target[1] if target else None,
            }
            for row in found
        ],
    )
    bench.run(
        "int_series_points_listed",
        "int_series_limits_computed",
        "int_series_points_marked",
        "int_series_signals_detected",
        "int_trend_points_weighed",
        "int_trend_markers_computed",
        "fct_indicator_trends",
    )
    return bench.rows("select * from fct_indicator_trends order by period_end")


def test_a_constant_series_is_not_blind() -> None:
    still = series([7.0] * 20)
    assert {(row["movement"], row["signal"]) for row in still} == {("constant", "none")}
    jump = series([7.0] * 14 + [8.0] + [7.0] * 5)
    signals = [row["signal"] for row in jump]
    assert signals == ["none"] * 14 + ["above_limit"] + ["none"] * 5
    assert jump[14]["signal_meaning"] == "better"
    moved = series([1 / 3] * 12 + [0.25] * 8)
    assert [row["signal"] for row in moved] == ["none"] * 12 + ["below_limit"] * 8


def test_short_series_have_no_limits() -> None:
    for row in series([1.0, 5.0] * 5):
        assert row["signal"] == "too_few_points" and row["centre"] != row["centre"]


def test_assurance() -> None:
    """The three published cases with a target."""
    outcomes = {"consistent_fail": "never_met", "consistent_pass": "always_met"}
    points = golden("spc_xmr_points")
    cases = [row for row in golden("spc_xmr_cases") if row["target"]]
    assert len(cases) == 3
    for case in cases:
        values = [float(r["y"]) for r in points if r["case_id"] == case["case_id"]]
        increase = case["improvement_direction"] == "increase"
        comparison = "at_least" if increase else "at_most"
        last = series(values, (comparison, float(case["target"])))[-1]
        assert last["assurance"] == outcomes[case["assurance_type"]], case["case_id"]


def test_pace() -> None:
    """A value that gains 2 a month, and one whose months jump by the season alone."""
    season = [3.0, 9.0, 1.0, 4.0, 8.0, 2.0, 5.0, 7.0, 6.0, 0.0, 2.0, 5.0]
    bench = Workbench()
    rows = []
    for name, step in (("steady", 2.0), ("season", 0.0)):
        for at, month in enumerate(months(2022, 2023, 2024)):
            value = step * at + season[at % 12]
            cell = {
                "indicator_id": name,
                "division_code": "9901",
                "facility_tier": "all",
                "geography": "now",
                "period_end": month_end(month),
            }
            rows.append(cell | {"period_type": "month", "value": value})
            if at >= 11:
                rolling = step * (at - 5.5) + sum(season) / 12
                rows.append(cell | {"period_type": "rolling_12", "value": rolling})
    bench.lay("fct_indicator_values", rows)
    bench.seed("student_quantiles")
    bench.run("int_paces_estimated")
    found = bench.rows("select * from int_paces_estimated")
    # twelve rolling values are there from the twenty-third month on
    assert len(found) == 2 * 14
    for row in found:
        step = 2.0 if row["indicator_id"] == "steady" else 0.0
        assert row["pace"] == pytest.approx(step, abs=1e-9)
    newest = {
        row["indicator_id"]: row for row in found if row["period_end"].year == 2024
    }
    assert newest["steady"]["pace_lower_95"] == pytest.approx(2.0)
    assert newest["season"]["pace_upper_95"] == pytest.approx(0.0)


def month_end(month: date) -> date:
    following = date(month.year + month.month // 12, month.month % 12 + 1, 1)
    return date.fromordinal(following.toordinal() - 1)
