"""What a reader should know of the data behind a bulletin."""

from typing import Any

from dashboards.chosen import Chosen
from dashboards.numbers import plain, share
from dashboards.quality.calendar import LOW, extract_name
from dashboards.warehouse import arrivals, records, tables
from dashboards.words import say


def quality(standing: dict[str, dict], it: Chosen) -> list[str]:
    """Arrivals, checks, provisional figures: a sentence each."""
    known = [row for row in standing.values() if row["value"] is not None]
    provisional = sum(bool(row["is_provisional"]) for row in known)
    return [
        *arrived(it),
        checked(it),
        say(it.lang, "bulletin.provisional", count=provisional, all=len(known)),
    ]


def arrived(it: Chosen) -> list[str]:
    if "rpt_arrivals" not in tables():
        return [say(it.lang, "bulletin.arrivals_unknown")]
    rows = records(arrivals.calendar(it.code, it.period_end, 1))
    if not rows:
        return [say(it.lang, "bulletin.arrivals_unknown")]
    sums = {
        name: sum(row[name] for row in rows)
        for name in ("expected", "arrived", "on_time")
    }
    told = [
        say(
            it.lang,
            "bulletin.arrived",
            expected=plain(sums["expected"]),
            arrived=share(sums["arrived"], sums["expected"]),
            on_time=share(sums["on_time"], sums["expected"]),
        )
    ]
    lacking = [
        " ".join(
            (
                extract_name(row["extract_id"], it.lang),
                share(row["arrived"], row["expected"]),
            )
        )
        for row in rows
        if 100 * row["arrived"] < LOW * row["expected"]
    ]
    if lacking:
        comma = "、" if it.lang == "zh" else ", "
        told.append(say(it.lang, "bulletin.lacking", places=comma.join(lacking)))
    return told


def checked(it: Chosen) -> str:
    if not {"fct_check_cells", "dim_checks"} <= tables():
        return say(it.lang, "bulletin.checks_unknown")
    found: list[dict[str, Any]] = arrivals.failed(
        it.code, it.period_end.replace(day=1), it.period_end
    )
    if not found:
        return say(it.lang, "bulletin.checks_fine")
    first = arrivals.checks(it.lang).get(found[0]["check_id"], {})
    return say(
        it.lang,
        "bulletin.checked",
        count=len(found),
        cells=plain(sum(r["cells"] for r in found)),
        name=first.get("name") or found[0]["check_id"],
    )
