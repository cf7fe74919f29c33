"""What an address asks for, held against what the publication has."""

from dataclasses import dataclass
from datetime import date
from typing import Any

from dashboards import words
from dashboards.view import View
from dashboards.warehouse import NoData, NoPublication, dictionary, places, tables

TYPES = ("month", "quarter", "ytd", "year", "rolling_12")
TIERS = (
    "all", "primary", "county_hospital", "township", "village", "city", "other",
)  # fmt: skip


@dataclass(frozen=True)
class Chosen:
    """A division, an indicator and a period that are there, whatever was asked."""

    view: View
    division: dict[str, Any]
    indicator: dict[str, Any]
    period_type: str
    period_end: date
    tier: str
    geography: str

    @property
    def lang(self) -> str:
        return self.view.lang

    @property
    def code(self) -> str:
        return self.division["division_code"]

    @property
    def within(self) -> dict[str, Any]:
        """The division whose counties are compared; of a county, its prefecture."""
        every = places.divisions(self.lang)
        if self.division["level"] != "county":
            return self.division
        return every.get(self.division["parent_code"], self.division)

    @property
    def period(self) -> str:
        """The period in words."""
        return words.dates(self.lang, self.period_type, self.period_end)

    def key(self, **changes: object) -> dict[str, object]:
        """The key of a value; what is not said is as chosen."""
        return {
            "indicator_id": self.indicator["indicator_id"],
            "division_code": self.code,
            "facility_tier": self.tier,
            "geography": self.geography,
            "period_type": self.period_type,
            "period_end": self.period_end,
        } | changes


def is_only_printed(view: View) -> bool:
    """Whether there is a publication, and nothing computed from reports in it."""
    try:
        chosen(view)
    except NoData:
        return True
    except NoPublication:
        pass
    return False


def chosen(view: View) -> Chosen:
    """Read a view; what the publication does not have becomes the nearest default."""
    if "fct_indicator_values" not in tables() or "dim_divisions" not in tables():
        raise NoData
    divisions = places.divisions(view.lang)
    indicators = dictionary.with_values(view.lang)
    if not divisions or not indicators:
        raise NoData
    period_type, period_end = period(view)
    return Chosen(
        view=view,
        division=divisions.get(view.get("place")) or first_division(divisions),
        indicator=indicators.get(view.get("indicator")) or first_indicator(indicators),
        period_type=period_type,
        period_end=period_end,
        tier=view.get("tier") if view.get("tier") in TIERS else "all",
        geography="now" if view.get("geo") == "now" else "then",
    )


def first_division(divisions: dict[str, dict]) -> dict:
    """The widest that there is; a province of one prefecture is that prefecture."""
    prefectures = [row for row in divisions.values() if row["level"] == "prefecture"]
    return prefectures[0] if len(prefectures) == 1 else next(iter(divisions.values()))


def first_indicator(indicators: dict[str, dict]) -> dict:
    return indicators.get("county_visit_ratio") or next(iter(indicators.values()))


def period(view: View) -> tuple[str, date]:
    """The type of period, and its last day: the one that holds the month asked for."""
    known = places.periods()
    if not known:
        raise NoPublication("no periods")
    asked = view.get("by")
    period_type = (
        asked if asked in known else ("month" if "month" in known else min(known))
    )
    ends = known[period_type]
    month = view.get("period")
    # the newest period that ends by the month asked for; nothing asked, the newest
    by_then = [end for end in ends if not month or f"{end:%Y-%m}" <= month]
    return period_type, by_then[0] if by_then else ends[-1]
