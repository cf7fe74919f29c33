"""Roll-up, periods, rates of reporting and null rules, against DHIS2's own tests.

Their units hold data at every level of the tree. Ours are counties, so each unit's own
data stand in a county of its own; the unit itself is the division above.
"""

from calendar import monthrange
from datetime import date
from typing import Any

import pytest
from workbench import Workbench, golden, number

UNITS = {"all": "99", "A": "99", "B": "9901", "C": "9902", "D": "990101", "E": "990102"}
OWN = {"A": "990001", "B": "990100", "C": "990200", "D": "990101", "E": "990102"}

# what each of their numerators is as a sum of measures; one over a constant is a count
FORMULAS: dict[str, dict[str, float]] = {
    "sum(A)": {"A": 1},
    "sum(C)": {"C": 1},
    "B + C": {"B": 1, "C": 1},
    "indicatorA = A": {"A": 1},
    "2 * indicatorA": {"A": 2},
    "E.yearToDate()": {"E": 1},
    "E.periodOffset(-1).yearToDate()": {"E": 1},
}
# Ours has no products of measures, no maxima, no means of places or of ratios, no
# period in a formula, and growth instead of offsets.
NOT_OURS = (
    "B * C",
    "A * C",
    "reporting_rate",
    "avg(",
    "subExpression",
    "aggregationType",
    "periodInYear",
    "yearlyPeriodCount",
    "E.periodOffset(-1) + E",
    "indicatorA + ",
)

VALUES = (
    "int_periods_listed",
    "int_tier_terms_summed",
    "int_county_terms_completed",
    "int_county_terms_timed",
    "int_division_terms_rolled",
    "int_person_terms_placed",
    "int_indicator_sides_summed",
    "int_indicator_cells_listed",
    "int_indicator_values_divided",
)


def warehouse(
    formulas: dict[str, dict[str, Any]],
    values: list[dict[str, Any]],
    years: tuple[int, ...],
    extract_id: str = "settlement",
) -> Workbench:
    """The models from county terms to values, on measures of places. Theirs are events,
    as claims are: where none came there was none."""
    bench = Workbench()
    measures = {
        name
        for formula in formulas.values()
        for side in ("numerator", "denominator")
        for name in formula[side]
    }
    measure = {
        "grain": "place",
        "extract_id": extract_id,
        "frequency": "month",
        "facilities": "all",
        "over_time": "sum",
        "unit": "x",
        "final_after_months": 0,
    }
    place = {"geography": "now", "facility_tier": "none", "is_primary_care": False}
    lay = {
        "stg_dictionary__measures": [
            measure | {"measure_id": name} for name in measures
        ],
        "stg_dictionary__indicators": [
            {
                "indicator_id": name,
                "kind": formula["kind"],
                "factor": formula["factor"],
                "plus": 0,
                "scaled_by": formula["scaled_by"],
                "tiers": "all",
            }
            for name, formula in formulas.items()
        ],
        "stg_dictionary__indicator_terms": [
            {
                "indicator_id": name,
                "side": side,
                "measure_id": term,
                "weight": weight,
                "term_number": 1,
            }
            for name, formula in formulas.items()
            for side in ("numerator", "denominator")
            for term, weight in formula[side].items()
        ],
        "int_months_listed": [
            {"month": date(year, n, 1), "is_monthly": True}
            for year in years
            for n in range(1, 13)
        ],
        "int_place_measures_carried": [place | row for row in values],
        "int_county_terms_unioned": [
            place | row | {"indicator_id": name}
            for name, formula in formulas.items()
            for row in values
            if row["measure_id"] in formula["numerator"] | formula["denominator"]
        ],
    }
    for name, rows in lay.items():
        bench.lay(name, rows)
    bench.lay(
        "int_persons_counted",
        [],
        "geography division_code measure_id period_type period_end value",
    )
    bench.lay(
        "int_indicator_reports_counted",
        [],
        "indicator_id geography division_level division_code facility_tier period_type"
        " period_end facilities_expected facilities_reported facilities_on_time",
    )
    bench.run("int_indicator_measures_needed", *VALUES)
    return bench


def period(text: str) -> tuple[str, date]:
    """2017-03, 2017Q1 and 2017 as a type and an end."""
    year = int(text[:4])
    if "Q" in text:
        last = 3 * int(text[-1])
        return "quarter", date(year, last, monthrange(year, last)[1])
    if "-" in text:
        last = int(text[-2:])
        return "month", date(year, last, monthrange(year, last)[1])
    return "year", date(year, 12, 31)


def month_before(day: date) -> date:
    return date(day.year, day.month - 1, monthrange(day.year, day.month - 1)[1])


def test_roll_up() -> None:
    """18 of 47 rows: sums over places and periods; the rest is NOT_OURS."""
    formulas = {
        name: {
            "kind": "count",
            "factor": 1,
            "scaled_by": "none",
            "numerator": terms,
            "denominator": {},
        }
        for name, terms in FORMULAS.items()
    }
    values = [
        {
            "division_code": OWN[row["org_unit"]],
            "measure_id": row["data_element"],
            "month": date(int(row["period"][:4]), int(row["period"][5:]), 1),
            "value": float(row["value"]),
        }
        for row in golden("dhis2_agg_data_values")
        if row["data_element"] in "ABCDE"
    ]
    bench = warehouse(formulas, values, (2017,))
    checked = 0
    for row in golden("dhis2_agg_expected"):
        formula = row["numerator_expression"]
        if formula not in FORMULAS:
            assert any(part in formula for part in NOT_OURS), row
            continue
        kind, end = period(row["period"])
        if "yearToDate" in formula:
            kind = "ytd"
        if "periodOffset" in formula:
            end = month_before(end)
        found = bench.rows(
            "select value from int_indicator_values_divided where indicator_id ="
            f" '{formula}' and division_code = '{UNITS[row['org_unit']]}' and"
            f" facility_tier = 'all' and period_type = '{kind}'"
            f" and period_end = '{end}'"
        )
        if row["expected"]:
            assert found[0]["value"] == pytest.approx(float(row["expected"])), row
        else:
            assert found == [], row
        checked += 1
    assert checked == 18


def annualised(
    factor: float,
    scaled_by: str,
    denominator: float | None,
    extract_id: str = "settlement",
) -> Any:
    """24 events in the first half of 2000, over one denominator a month."""
    formulas = {
        "i": {
            "kind": "ratio",
            "factor": factor,
            "scaled_by": scaled_by,
            "numerator": {"x": 1},
            "denominator": {"n": 1},
        }
    }
    values = [
        {
            "division_code": "990101",
            "measure_id": name,
            "month": date(2000, month, 1),
            "value": value / 6,
        }
        for name, value in (("x", 24), ("n", denominator))
        if value is not None
        for month in range(1, 7)
    ]
    return warehouse(formulas, values, (2000,), extract_id).rows(
        "select value, null_reason from int_indicator_values_divided"
        " where division_code = '990101' and period_type = 'ytd'"
        " and period_end = '2000-06-30'"
    )[0]


def test_annualised() -> None:
    """Their factor is rounded to 200.55 before it is used; ours is not."""
    for row in golden("dhis2_indicator_unit_cases"):
        if row["case"].startswith("annualised"):
            scaled_by = "year" if row["periods"] else "none"
            found = annualised(float(row["factor"]), scaled_by, 12)["value"]
            assert round(found, 1) == float(row["expected"])


def test_zero_and_missing_denominators_are_null_with_a_reason() -> None:
    zero = annualised(100, "none", 0)
    assert zero["null_reason"] == "denominator_zero" and zero["value"] != zero["value"]
    # of events that never came there were none; a blank in a form is not known
    assert annualised(100, "none", None)["null_reason"] == "denominator_zero"
    assert annualised(100, "none", None, "form")["null_reason"] == "term_missing"


# rates of reporting -----------------------------------------------------------------


def coverage(reports: list[dict[str, Any]]) -> Workbench:
    bench = Workbench()
    bench.lay(
        "int_indicator_reports_matched",
        [{"facility_code": row["place"]} | row for row in reports],
    )
    bench.lay(
        "int_facilities_placed",
        [
            {
                "facility_code": code,
                "part": "own",
                "month": date(2017, n, 1),
                "geography": "now",
                "division_code": code,
                "facility_tier": "other",
                "is_primary_care": False,
            }
            for code in {row["place"] for row in reports}
            for n in range(1, 13)
        ],
    )
    bench.lay(
        "stg_dictionary__indicators",
        [{"indicator_id": name, "tiers": "all"} for name in "AB"],
    )
    bench.lay(
        "int_months_listed",
        [{"month": date(2017, n, 1), "is_monthly": True} for n in range(1, 13)],
    )
    bench.run("int_periods_listed", "int_indicator_reports_counted")
    return bench


def test_reporting_rates() -> None:
    """Who is asked and who answered: 2 of 2 rows. Unasked answers do not count."""
    registrations = golden("dhis2_reporting_registrations")
    answered = {(r["data_set"], r["org_unit"], r["period"]) for r in registrations}
    asked = {r["data_set"]: r["assigned_org_units"].split("|") for r in registrations}
    bench = coverage(
        [
            {
                "indicator_id": name,
                "place": OWN[unit],
                "month": date(2017, n, 1),
                "is_reported": (name, unit, f"2017-{n:02d}") in answered,
                "is_on_time": False,
            }
            for name, units in asked.items()
            for unit in units
            for n in range(1, 13)
        ]
    )
    checked = 0
    for row in golden("dhis2_agg_expected"):
        formula = row["numerator_expression"]
        if not formula.startswith("reporting_rate("):
            continue
        kind, end = period(row["period"])
        found = bench.rows(
            "select 100.0 * facilities_reported / facilities_expected as rate"
            f" from int_indicator_reports_counted where indicator_id = '{formula[-2]}'"
            f" and division_code = '{UNITS[row['org_unit']]}'"
            f" and period_type = '{kind}' and period_end = '{end}'"
        )[0]["rate"]
        assert round(found, 2) == float(row["expected"]), row
        checked += 1
    assert checked == 2


def test_counts_of_reports() -> None:
    """The monthly unit case: 1000 asked in ten months, 500 answered."""
    case = {row["case"]: row for row in golden("dhis2_indicator_unit_cases")}[
        "reporting_rate"
    ]
    asked, answered = (
        number(case["denominator_or_expected"]),
        number(case["numerator_or_actual"]),
    )
    bench = coverage(
        [
            {
                "indicator_id": "A",
                "facility_code": "990101",
                "place": "990101",
                "month": date(2017, 1 + n % 10, 1),
                "is_reported": n < 500,
                "is_on_time": False,
            }
            for n in range(1000)
        ]
    )
    found = bench.rows(
        "select * from int_indicator_reports_counted where division_code = '990101'"
        " and period_type = 'ytd' and period_end = '2017-10-31'"
    )[0]
    assert (found["facilities_expected"], found["facilities_reported"]) == (
        asked,
        answered,
    )
