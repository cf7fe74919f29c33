"""The rates that the page of signing shows, of one division and of its counties."""

from dataclasses import dataclass
from functools import cached_property
from typing import Any

from dashboards.chosen import Chosen
from dashboards.components import cells
from dashboards.numbers import plain, valued, with_unit
from dashboards.warehouse import dictionary, origins, subjects, summaries

GROUPS = (
    "aged_65", "child_0_6", "maternal", "hypertension", "diabetes", "tuberculosis",
    "mental_disorder", "disabled", "poverty_relieved", "special_family",
)  # fmt: skip
MANAGED = ("aged_65", "hypertension", "diabetes")
RATE, RENEWAL = "signing_rate", "signing_renewal_rate"


def group_id(group: str) -> str:
    return f"signing_rate_{group}"


@dataclass(frozen=True)
class Asked:
    """The signing rates of one view."""

    it: Chosen

    @property
    def lang(self) -> str:
        return self.it.lang

    @cached_property
    def rows(self) -> dict[str, dict[str, Any]]:
        """The chosen division's rates, by indicator."""
        names = [RATE, RENEWAL, *map(group_id, GROUPS)]
        names += [f"managed_signing_rate_{name}" for name in MANAGED]
        it = self.it
        return summaries.standing(
            names, it.code, it.geography, it.period_type, it.period_end
        )

    @cached_property
    def counties(self) -> list[dict[str, Any]]:
        """The rates of residents and groups in every county."""
        it = self.it
        rates = (RATE, *map(group_id, GROUPS))
        within = it.within["division_code"]
        return origins.with_flags(
            subjects.across(
                rates, within, it.geography, it.period_type, it.period_end, it.lang
            )
        )

    def indicator(self, indicator_id: str) -> dict[str, Any] | None:
        return dictionary.indicators(self.lang).get(indicator_id)

    def value(self, indicator_id: str) -> float | None:
        return (self.rows.get(indicator_id) or {}).get("value")

    def key(self, indicator_id: str) -> str:
        """The name of the chosen division's value."""
        return cells.cell_id(
            self.it.key(indicator_id=indicator_id, facility_tier="all")
        )


def percent(value: float | None) -> str:
    return f"{plain(value, 1, 1)}%" if value is not None else "–"


def written(value: float | None, one: dict[str, Any], lang: str) -> str:
    text = valued(value, one["unit"], one["decimals"], lang)
    return with_unit(text, cells.unit_of(one, lang))
