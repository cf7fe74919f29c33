"""The yearly and the running values that the page of income needs."""

from dataclasses import dataclass
from datetime import date
from functools import cached_property
from typing import Any

from dashboards import words
from dashboards.chosen import Chosen
from dashboards.warehouse import subjects

YEARLY = (
    "total_income", "income_share_medical_income", "income_share_fiscal_subsidy",
    "income_share_superior_subsidy", "income_share_other_income",
    "medical_income_share_service", "medical_income_share_tests",
    "medical_income_share_drug_without_pieces", "medical_income_share_herbal_pieces",
    "medical_income_share_materials", "medical_income_share_drug_with_pieces",
    "drug_share",
)  # fmt: skip
SHOWN = 5


@dataclass(frozen=True)
class Years:
    """The yearly values of the chosen division, up to its moment."""

    it: Chosen

    @cached_property
    def rows(self) -> dict[str, list[dict[str, Any]]]:
        end = subjects.last_year(self.it.period_end)
        if end is None:
            return {name: [] for name in YEARLY}
        return subjects.histories(YEARLY, self.it.code, self.it.geography, "year", end)

    @property
    def ends(self) -> list[date]:
        found = {row["period_end"] for row in self.rows["total_income"]}
        return sorted(found)[-SHOWN:]

    def known(self, indicator_id: str) -> list[dict[str, Any]]:
        return [row for row in self.rows[indicator_id] if row["value"] is not None]

    def row(self, indicator_id: str, end: date) -> dict[str, Any] | None:
        return next(
            (r for r in self.rows[indicator_id] if r["period_end"] == end), None
        )

    def now(self, indicator_id: str) -> float | None:
        known = self.known(indicator_id)
        return known[-1]["value"] if known else None

    def name(self, end: date | None = None) -> str:
        return words.dates(self.it.lang, "year", end or self.ends[-1])
