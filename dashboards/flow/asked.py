"""What the page of patient flow is asked: how much, of which care, in which months."""

from dataclasses import dataclass
from datetime import date
from functools import cached_property
from typing import Any

import polars as pl

from dashboards.chosen import Chosen
from dashboards.components import switches
from dashboards.numbers import counted, with_unit
from dashboards.warehouse import flows, records, subjects
from dashboards.words import say

WHAT = {"encounters": "encounters", "fee": "fee_yuan", "fund": "fund_yuan"}
CARE = ("all", "visit", "stay")
INSIDE = ("primary", "county_hospital", "other_inside")


@dataclass(frozen=True)
class Asked:
    """The flows of one view."""

    it: Chosen

    @property
    def lang(self) -> str:
        return self.it.lang

    @property
    def show(self) -> str:
        return switches.current("show", dict.fromkeys(WHAT, ""), self.it)

    @property
    def column(self) -> str:
        return WHAT[self.show]

    @property
    def care(self) -> str:
        return switches.current("care", dict.fromkeys(CARE, ""), self.it)

    @property
    def what(self) -> str:
        """What is counted, in words."""
        return say(self.lang, f"flow.what_{self.show}")

    @property
    def start(self) -> date:
        return subjects.start(self.it.period_type, self.it.period_end)

    @cached_property
    def rows(self) -> pl.DataFrame:
        """County × place of care, of the chosen division and its neighbours."""
        return flows.where_to(
            self.it.within["division_code"], self.start, self.it.period_end, self.care
        )

    @cached_property
    def ours(self) -> list[dict[str, Any]]:
        """The rows of the chosen division."""
        return [
            r for r in records(self.rows) if r["division_code"].startswith(self.it.code)
        ]

    @cached_property
    def only_visits(self) -> bool:
        """Whether both kinds of care are asked for and all stays are withheld."""
        if self.care != "all":
            return False
        return flows.all_stays_withheld(self.it.code, self.start, self.it.period_end)

    @cached_property
    def names(self) -> dict[str, str]:
        return {code: row["name"] for code, row in subjects.named(self.lang).items()}

    @property
    def shown_places(self) -> list[str]:
        """The places of care that occur, in their order."""
        there = set(self.rows["place"])
        return [place for place in flows.PLACES if place in there]

    def place(self, place: str) -> str:
        return say(self.lang, f"flow.place_{place}")

    def total(self, place: str | None = None, rows: list | None = None) -> float:
        """What the chosen division's insured took at a place, or everywhere."""
        used = self.ours if rows is None else rows
        return float(
            sum(r[self.column] or 0 for r in used if place in (None, r["place"]))
        )

    def inside(self, rows: list | None = None) -> float | None:
        """The share that stays in the county, in per cent."""
        whole = self.total(rows=rows)
        kept = sum(self.total(place, rows) for place in INSIDE)
        return 100 * kept / whole if whole else None

    def written(self, value: float | None) -> str:
        return with_unit(
            counted(value, self.lang), say(self.lang, f"flow.unit_{self.show}")
        )
