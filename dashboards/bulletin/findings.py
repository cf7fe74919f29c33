"""Three findings in sentences: what moved and why, what is no chance, who differs."""

from typing import Any

from dashboards.chosen import Chosen
from dashboards.components import cells
from dashboards.numbers import valued, with_unit
from dashboards.overview.findings import why
from dashboards.overview.tiles import moved
from dashboards.warehouse import comparisons, summaries
from dashboards.words import say

NAMED = 4
GRAVE = ("above_limit", "below_limit")


def three(indicators: list[dict], standing: dict[str, dict], it: Chosen) -> list[str]:
    first, used = change(indicators, standing, it)
    others = [one for one in indicators if one["indicator_id"] != used]
    second, also = signal(others, standing, it)
    third = [one for one in others if one["indicator_id"] != also]
    return [sentence(first), sentence(second), sentence(difference(third, it))]


def sentence(text: str) -> str:
    """A sentence begins with a capital where there are capitals."""
    return text[:1].upper() + text[1:]


def written(value: float | None, one: dict[str, Any], lang: str) -> str:
    text = valued(value, one["unit"], one["decimals"], lang)
    return with_unit(text, cells.unit_of(one, lang))


def change(
    indicators: list[dict], standing: dict[str, dict], it: Chosen
) -> tuple[str, str]:
    """What moved most since the year before, and the parts of that."""
    ids = [one["indicator_id"] for one in indicators]
    parts = summaries.reasons(ids, it.code, it.period_type, it.period_end)
    known = [
        one
        for one in indicators
        if (standing.get(one["indicator_id"]) or {}).get("growth_pct") is not None
        and standing[one["indicator_id"]]["value"] is not None
    ]
    if not known:
        return say(it.lang, "bulletin.moved_none"), ""
    # an indicator whose change can be told apart says more than one that cannot
    known.sort(
        key=lambda one: (
            one["indicator_id"] not in parts,
            -abs(standing[one["indicator_id"]]["growth_pct"]),
        )
    )
    one = known[0]
    name = one["indicator_id"]
    row = standing[name]
    key = "overview.rose" if row["difference"] > 0 else "overview.fell"
    said = say(
        it.lang,
        "bulletin.moved",
        name=one["name"],
        value=written(row["value"], one, it.lang),
        moved=say(it.lang, key, change=moved(one, row, it.lang)),
        why=why(one, parts.get(name), it.lang),
    )
    return said, name


def signal(
    indicators: list[dict], standing: dict[str, dict], it: Chosen
) -> tuple[str, str]:
    """The gravest thing that the control charts say, and of which indicator."""
    found = []
    for one in indicators:
        row = standing.get(one["indicator_id"]) or {}
        if row.get("value") is not None and row.get("signal") not in (
            None,
            "none",
            "too_few_points",
        ):
            found.append((one, row))
    if not found:
        return say(it.lang, "bulletin.steady"), ""
    found.sort(
        key=lambda pair: (
            pair[1]["signal_meaning"] != "worse",
            pair[1]["signal"] not in GRAVE,
        )
    )
    one, row = found[0]
    words = say(it.lang, f"signal.{row['signal']}").removeprefix("◆ ")
    said = say(
        it.lang,
        "bulletin.signalled",
        name=one["name"],
        signal=words,
        value=written(row["value"], one, it.lang),
        meaning=say(it.lang, f"bulletin.signal_{row['signal_meaning']}"),
    )
    return said, one["indicator_id"]


def difference(indicators: list[dict], it: Chosen) -> str:
    """The indicator in which most counties are worse than all together beyond chance.

    One large place can make all others better than all together: how many are worse
    decides, and not how many differ.
    """
    best: tuple[int, dict, list, list, int] | None = None
    for one in indicators:
        rows = comparisons.counties(
            one["indicator_id"],
            it.within["division_code"],
            "all",
            it.geography,
            it.period_type,
            it.period_end,
            it.lang,
        )
        known = [row for row in rows if row["value"] is not None]
        worse = [row["name"] for row in known if row["verdict_on_higher"] == "worse"]
        better = [row["name"] for row in known if row["verdict_on_higher"] == "better"]
        if known and (best is None or len(worse) > best[0]):
            best = (len(worse), one, worse, better, len(known))
    if best is None or not best[4]:
        return say(it.lang, "bulletin.compared_none")
    _, one, worse, better, count = best
    return say(
        it.lang,
        "bulletin.compared",
        name=one["name"],
        count=count,
        higher=it.within["name"],
        worse=len(worse),
        worst=named(worse, it),
        better=len(better),
        best=named(better, it),
    )


def named(names: list[str], it: Chosen) -> str:
    if not names:
        return ""
    comma = "、" if it.lang == "zh" else ", "
    shown = comma.join(names[:NAMED]) + ("…" if len(names) > NAMED else "")
    return say(it.lang, "bulletin.named", names=shown)
