"""The values that the one-pager shows: of the period, or of the last whole year."""

from dataclasses import dataclass
from datetime import date
from functools import cached_property
from typing import Any

from dashboards.chosen import Chosen
from dashboards.signing.asked import GROUPS as KEY_GROUPS
from dashboards.signing.asked import group_id
from dashboards.warehouse import dictionary, origins, profiles, subjects, summaries

GROUPS = {
    "growth": ("visits", "discharges", "primary_care_visit_share"),
    "flow": ("county_visit_ratio", "county_inpatient_ratio", "fund_share_inside_county",
             "primary_fund_share"),
    "cost": ("cost_per_visit", "cost_per_stay", "reimbursement_rate"),
    "income": ("income_share_medical_income", "medical_income_share_service",
               "drug_share"),
    "capacity": ("bed_use_rate", "average_stay", "beds_per_1000", "doctors_per_1000",
                 "grade_3_4_operation_share"),
    "signing": ("signing_rate", "signing_rate_aged_65", "signing_rate_hypertension",
                "signing_rate_diabetes", "chronic_standard_management_rate"),
}  # fmt: skip
FACTS = {
    "residents": ("signing_rate", "denominator"),
    "insured": ("participation_rate", "numerator"),
    "facilities": ("facilities", "value"),
    "beds": ("beds", "value"),
    "doctors": ("doctors", "value"),
    "nurses": ("nurses", "value"),
    "visits": ("visits", "value"),
    "discharges": ("discharges", "value"),
    "income": ("total_income", "value"),
}
SHARES = (
    "income_share_medical_income", "income_share_fiscal_subsidy",
    "income_share_superior_subsidy", "income_share_other_income",
)  # fmt: skip


@dataclass(frozen=True)
class Profile:
    """One division, ready to be shown."""

    it: Chosen

    @property
    def lang(self) -> str:
        return self.it.lang

    @cached_property
    def year_end(self) -> date | None:
        return subjects.last_year(self.it.period_end)

    @cached_property
    def shown(self) -> list[str]:
        """The indicators of the table that this publication has."""
        known = dictionary.with_values(self.lang)
        return [name for group in GROUPS.values() for name in group if name in known]

    @cached_property
    def _values(self) -> dict[tuple[str, str, str], dict[str, Any]]:
        it = self.it
        facts = (name for name, _ in FACTS.values())
        groups = map(group_id, KEY_GROUPS)
        wanted = {*self.shown, *SHARES, *facts, *groups}
        rows = profiles.values(
            sorted(wanted), [it.code, it.within["division_code"]], it.geography,
            it.period_type, it.period_end, self.year_end,
        )  # fmt: skip
        return {
            (r["indicator_id"], r["division_code"], r["period_type"]): r
            for r in origins.with_flags(rows)
        }

    def row(self, indicator_id: str, code: str | None = None) -> dict[str, Any] | None:
        """The value of the period; where it has none, that of the last whole year."""
        where = code or self.it.code
        row = self._values.get((indicator_id, where, self.it.period_type))
        if row is None or row["value"] is None:
            return self._values.get((indicator_id, where, "year")) or row
        return row

    @cached_property
    def standings(self) -> dict[tuple[str, str], dict[str, Any]]:
        it = self.it
        rows = profiles.standings(
            self.shown,
            it.code,
            it.geography,
            it.period_type,
            it.period_end,
            self.year_end,
        )
        return {(r["indicator_id"], r["period_type"]): r for r in rows}

    @cached_property
    def sparks(self) -> dict[str, list[float | None]]:
        it = self.it
        return summaries.sparks(
            self.shown, it.code, it.geography, it.period_type, it.period_end
        )

    def standing(self, row: dict[str, Any]) -> dict[str, Any]:
        return self.standings.get((row["indicator_id"], row["period_type"])) or {}
