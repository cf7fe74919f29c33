"""Which indicators the overview shows, the four of the reform plans first."""

from datetime import date
from typing import Any

from dashboards.chosen import Chosen
from dashboards.warehouse import dictionary, places, summaries

HEADLINES = (
    "visit_growth",
    "income_structure",
    "signing_rate",
    "county_visit_ratio",
    "county_inpatient_ratio",
    "primary_care_visit_share",
    "fund_share_inside_county",
    "primary_fund_share",
    "cost_per_visit",
    "cost_per_stay",
    "reimbursement_rate",
    "bed_use_rate",
)


def shown(lang: str) -> list[dict[str, Any]]:
    """The headline indicators that this publication has."""
    known, computed = dictionary.indicators(lang), dictionary.with_values(lang)
    found = [known[name] for name in HEADLINES if name in known]
    return [one for one in found if source(one) in computed]


def source(one: dict[str, Any]) -> str:
    """Whose values stand behind an indicator: a growth is read from what grows."""
    of = one.get("of_indicator_id") or "none"
    return of if one["kind"] == "growth" and of != "none" else one["indicator_id"]


def standing(indicators: list[dict], it: Chosen) -> dict[str, dict[str, Any]]:
    """Where each indicator stands, by its name; where it has no value in this period,
    as what is known once a year has none, where it stood in the newest year."""
    ids = [source(one) for one in indicators]
    rows = summaries.standing(ids, it.code, it.geography, it.period_type, it.period_end)
    for end in years(it):
        silent = [name for name in ids if rows.get(name, {}).get("value") is None]
        if not silent:
            break
        yearly = summaries.standing(silent, it.code, it.geography, "year", end)
        rows |= {name: row for name, row in yearly.items() if row["value"] is not None}
    named = {one["indicator_id"]: rows.get(source(one)) for one in indicators}
    return {name: row for name, row in named.items() if row is not None}


def years(it: Chosen) -> list[date]:
    """The two newest whole years by the chosen period."""
    if it.period_type == "year":
        return []
    ends = places.periods().get("year", [])
    return [end for end in ends if end <= it.period_end][:2]
