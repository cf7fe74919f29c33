"""The indicators of a sample and their true values for every place and period."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from typing import Literal

import numpy as np

from demo.sample.measures import Measures
from demo.sample.scope import Scope
from demo.sample.truth import Value
from demo.sample.world import COUNTY_CODES, PREFECTURE


@dataclass(frozen=True)
class Indicator:
    """A measure over a measure times a factor; no denominator for a plain count."""

    indicator_id: str
    numerator: str
    denominator: str = ""
    factor: float = 100
    over_time: Literal["sum", "last", "year"] = "sum"


INDICATORS = (
    Indicator("visits", "visits", factor=1),
    Indicator("visit_growth", "visits_again", "visits_last_year"),
    Indicator("primary_care_visit_share", "primary_visits", "all_visits"),
    Indicator("discharges", "discharges", factor=1),
    Indicator("bed_use_rate", "occupied_bed_days", "open_bed_days"),
    Indicator("average_stay", "discharged_bed_days", "discharges", 1),
    Indicator("cost_per_visit", "outpatient_income_yuan", "reported_visits", 1),
    Indicator("cost_per_stay", "inpatient_income_yuan", "discharges", 1),
    Indicator("drug_share", "drug_income_yuan", "medical_income_yuan"),
    Indicator("outpatient_income_share", "outpatient_income_yuan",
              "medical_income_yuan"),
    *(Indicator(f"income_share_{part}", f"{part}_yuan", "total_income_yuan",
                over_time="year")
      for part in ("medical_income", "fiscal_subsidy", "superior_subsidy",
                   "other_income")),
    *(Indicator(f"medical_income_share_{part}", f"{part}_income_yuan",
                "annual_medical_income_yuan", over_time="year")
      for part in ("drug_without_pieces", "herbal_pieces", "materials", "tests",
                   "service")),
    Indicator("chinese_medicine_visit_share", "chinese_medicine_visits",
              "annual_visits", over_time="year"),
    Indicator("county_visit_ratio", "encounters_inside", "encounters"),
    Indicator("county_outpatient_ratio", "outpatients_inside", "outpatients"),
    Indicator("county_inpatient_ratio", "stays_inside", "stays"),
    Indicator("fund_share_inside_county", "fund_inside_yuan", "fund_yuan"),
    Indicator("primary_fund_share", "fund_primary_yuan", "fund_inside_yuan"),
    Indicator("primary_fund_share_mapped", "fund_primary_mapped_yuan",
              "fund_inside_yuan"),
    Indicator("insured_cost_per_stay_inside", "stay_fee_inside_yuan", "stays_inside",
              1),
    Indicator("reimbursement_rate", "fund_yuan", "fee_yuan"),
    Indicator("pharmacy_purchases", "purchases", factor=1),
    Indicator("signing_rate", "signed_residents", "residents", over_time="last"),
    Indicator("key_group_signing_rate", "signed_key_people", "key_people",
              over_time="last"),
    Indicator("downward_referral_share", "sent_to_primary", "recorded_discharges"),
    Indicator("managed_hypertension_share", "managed_hypertension", "hypertension",
              over_time="last"),
    Indicator("procurement_delivery_rate", "delivered_yuan", "ordered_yuan"),
)  # fmt: skip


def values(
    scope: Scope, monthly: Measures, annual: Measures, years: list[int]
) -> Iterator[Value]:
    """Every indicator for every division, tier and period that it has."""
    months = [("month", scope.first(m), [m]) for m in range(scope.months)]
    full = [
        ("year", date(y, 1, 1), [scope.month_of(y, m) for m in range(1, 13)])
        for y in scope.full_years(0)
    ]
    by_year = [("year", date(y, 1, 1), [at]) for at, y in enumerate(years)]
    for indicator in INDICATORS:
        is_annual = indicator.over_time == "year"
        source = annual if is_annual else monthly
        for period in by_year if is_annual else [*months, *full]:
            yield from of_period(indicator, source, period)


def of_period(indicator: Indicator, source: Measures, period: tuple) -> Iterator[Value]:
    period_type, start, columns = period
    if indicator.over_time == "last":
        columns = columns[-1:]
    for tier, numbers in source[indicator.numerator].items():
        above = summed(numbers, columns)
        below = None
        if indicator.denominator:
            below = summed(source[indicator.denominator][tier], columns)
        for at, division in enumerate((*COUNTY_CODES, PREFECTURE)):
            yield Value(
                indicator_id=indicator.indicator_id,
                division_code=division,
                facility_tier=tier,
                period_type=period_type,
                period_start=start,
                **quotient(indicator, above[at], None if below is None else below[at]),
            )


def summed(numbers: np.ndarray, columns: list[int]) -> np.ndarray:
    """Add months, then counties: twelve counties and the prefecture."""
    found = numbers[:, columns].sum(1)
    return np.append(found, found.sum())


def quotient(indicator: Indicator, above: float, below: float | None) -> dict:
    """Numerator, denominator and value; growth is less one; nothing over zero."""
    above = round(float(above), 2)
    if below is None:
        return {"numerator": above, "denominator": None, "value": above}
    if np.isnan(below) or below == 0:
        return {"numerator": above, "denominator": None, "value": None}
    ratio = above / float(below) - (indicator.indicator_id == "visit_growth")
    return {
        "numerator": above,
        "denominator": round(float(below), 2),
        "value": round(ratio * indicator.factor, 6),
    }
