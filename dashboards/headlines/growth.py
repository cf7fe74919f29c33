"""Visit growth: over the years in words, a year on average beside the nation's."""

from dashboards.charts import printed as charts
from dashboards.headlines import selection
from dashboards.headlines.tiles import Note, Stat, Tile, first_of_each, records
from dashboards.numbers import counted, exact, percent, signed
from dashboards.words import period, say


def tile(indicator: dict, lang: str) -> Tile | None:
    """Growth over the years in words, growth a year beside the nation's."""
    rows = records(selection.visit_growth(lang))
    ours = [row for row in rows if row["statistic_id"] in selection.OURS]
    if not ours:
        return None
    one = ours[0]
    title = say(
        lang,
        "growth.title",
        subject=one["subject"],
        base=one["base_period"],
        current=one["current_period"],
        measure=one["measure"],
        indicator=indicator["name"],
        value=percent(one["growth_pct"]),
    )
    return Tile(
        name="visit-growth",
        indicator=indicator,
        title=title,
        stats=[stat(row, lang) for row in ours],
        chart_title=say(lang, "growth.chart"),
        chart=charts.dots(panels_of(rows, lang), span=(-3.5, 9)),
        sources=first_of_each(rows, "document_id"),
        figure=one["statistic_id"],
        notes=notes(rows, lang),
    )


def stat(row: dict, lang: str) -> Stat:
    sides = [row["denominator"], row["numerator"]]
    return Stat(
        value=f"{signed(row['growth_pct'])}%",
        label=row["measure"],
        sides=" → ".join(counted(side, lang) for side in sides),
        exact=" → ".join(exact(side) for side in sides),
        printed=say(lang, "headlines.printed", value=row["printed_value"] + "%"),
        verdict=row["verdict"],
    )


def panels_of(rows: list[dict], lang: str) -> dict[str, list[charts.Dot]]:
    kinds = {"visits": "growth.visits", "inpatients": "growth.inpatients"}
    panels = {say(lang, key): [] for key in kinds.values()}
    for row in rows:
        kind = "visits" if "visits" in row["statistic_id"] else "inpatients"
        years = " → ".join(
            period(lang, row[f"{k}_period"]) for k in ("base", "current")
        )
        dot = charts.Dot(
            label=row["subject"],
            value=row["yearly_growth_pct"],
            text=signed(row["yearly_growth_pct"], 1, 1),
            hover=f"{row['subject']}<br>{row['measure']} {percent(row['growth_pct'])}"
            f"<br>{years}",
            is_ours=row["statistic_id"] in selection.OURS,
        )
        panels[say(lang, kinds[kind])].append(dot)
    return panels


def notes(rows: list[dict], lang: str) -> list[Note]:
    """Growth over many years is no yearly growth: say what was made of it."""
    ours, nation = rows[0], rows[-1]
    if nation["statistic_id"] in selection.OURS:
        return []
    years = int(ours["current_period"][:4]) - int(ours["base_period"][:4])
    current = period(lang, nation["current_period"])
    return [Note(say(lang, "growth.note", years=years, current=current))]
