"""What the page of patient flow is asked: how much, of which care, in which months."""

from dataclasses import dataclass
from datetime import date
from functools import cached_property
from typing import Any

import polars as pl

from dashboards.chosen import Chosen
from dashboards.components import switches
from dashboards.numbers import counted, plain, with_unit
from dashboards.warehouse import flows, records, subjects
from dashboards.words import say

WHAT = {"encounters": "encounters", "fee": "fee_yuan", "fund": "fund_yuan"}
CARE = ("all", "visit", "stay")
INSIDE = ("primary", "county_hospital", "other_inside")

Rows = list[dict[str, Any]]


def is_rest(row: dict[str, Any]) -> bool:
    """Whether a row holds what the withheld cells of its county add up to."""
    return row["place"] == flows.WITHHELD


@dataclass(frozen=True)
class Asked:
    """The flows of one view.

    Args:
        counted: what is counted, whatever the view shows; a key of `WHAT`.
    """

    it: Chosen
    counted: str = ""

    @property
    def lang(self) -> str:
        return self.it.lang

    @property
    def show(self) -> str:
        return self.counted or switches.current(
            "show", dict.fromkeys(WHAT, ""), self.it
        )

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
    def every(self) -> Rows:
        return records(self.rows)

    @cached_property
    def names(self) -> dict[str, str]:
        return {code: row["name"] for code, row in subjects.named(self.lang).items()}

    @property
    def shown_places(self) -> list[str]:
        """The places of care that occur, in their order."""
        there = {row["place"] for row in self.every}
        return [place for place in flows.PLACES if place in there]

    def place(self, place: str) -> str:
        return say(self.lang, f"flow.place_{place}")

    @cached_property
    def by_division(self) -> dict[str, Rows]:
        found: dict[str, Rows] = {}
        for row in self.every:
            found.setdefault(row["division_code"], []).append(row)
        return found

    def of(self, code: str = "") -> Rows:
        """The rows of a division, of the chosen one unless told."""
        mine = code or self.it.code
        if mine in self.by_division:
            return self.by_division[mine]
        return [row for row in self.every if row["division_code"].startswith(mine)]

    def amount(self, place: str, code: str = "") -> float:
        """What is published of a place; what is withheld has a place of its own."""
        mine = [row for row in self.of(code) if row["place"] == place]
        return float(sum(row[self.column] or 0 for row in mine))

    def shown(self) -> float:
        """All that is published of the chosen division."""
        places = set(self.shown_places) - {flows.WITHHELD}
        return sum(self.amount(place) for place in places)

    def whole(self, code: str = "") -> float | None:
        """All that the insured took; none where that is not published."""
        used = self.of(code)
        if all(row[self.column] is not None for row in used if is_rest(row)):
            return float(sum(row[self.column] or 0 for row in used))
        return self.published(flows.WHOLES, code or self.it.code)

    def published(self, named: flows.Named, code: str) -> float | None:
        """Of a division, what its measures say."""
        within, signed = self.it.within, named[self.care].get(self.column, ())
        measures = flows.published(
            within["division_code"], self.start, self.it.period_end
        )
        return flows.combined(measures, code, signed)

    def is_partial(self, places: tuple[str, ...], code: str = "") -> bool:
        """Whether some of what went there is withheld."""
        used = self.of(code)
        return any(row["withheld"] for row in used if row["place"] in places)

    def share(self, place: str, code: str = "") -> str:
        """In per cent of the whole; where cells are withheld, at least that much."""
        whole, part = self.whole(code), self.amount(place, code)
        least = "≥ " if self.is_partial((place,), code) else ""
        if not whole or (least and not part):
            return ""
        return f"{least}{plain(100 * part / whole, 1, 1)}%"

    def inside(self, code: str = "") -> float | None:
        """The share that stays in the county, in per cent."""
        whole = self.whole(code)
        kept: float | None = sum(self.amount(place, code) for place in INSIDE)
        if self.is_partial(INSIDE, code):
            kept = self.published(flows.INSIDES, code or self.it.code)
        return 100 * kept / whole if whole and kept is not None else None

    def written(self, value: float | None) -> str:
        return with_unit(
            counted(value, self.lang), say(self.lang, f"flow.unit_{self.show}")
        )
