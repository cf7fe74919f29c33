"""Signing rates and county visit ratios: printed as ratios alone, and shown so."""

from dashboards.charts import printed as charts
from dashboards.headlines import selection
from dashboards.headlines.tiles import Note, Stat, Tile, first_of_each, records
from dashboards.numbers import percent, plain
from dashboards.warehouse import printed
from dashboards.words import say


def signing_rates(indicator: dict, lang: str) -> Tile | None:
    rows = records(selection.signing_rates(lang))
    if len(rows) < 2:
        return None
    one, other = rows[0], rows[1]
    return Tile(
        name="signing-rates",
        indicator=indicator,
        title=say(
            lang,
            "signing.title",
            subject=one["subject"],
            value=one["printed_value"] + "%",
            other=other["subject"],
            other_value=other["printed_value"] + "%",
            period=one["period"],
        ),
        stats=[ratio_stat(row, lang) for row in (one, other)],
        chart_title=say(lang, "signing.chart"),
        chart=charts.bars([ratio_dot(row, row is one) for row in rows], end=100),
        sources=first_of_each(rows, "document_id"),
        figure=one["statistic_id"],
    )


def ratio_stat(row: dict, lang: str) -> Stat:
    """A ratio that is printed alone: no sides to show, and it says so."""
    return Stat(
        value=row["printed_value"] + "%",
        label=row["measure"],
        sides=say(lang, "headlines.only_ratio"),
        exact=row["explanation"],
        verdict=row["verdict"],
    )


def ratio_dot(row: dict, is_ours: bool) -> charts.Dot:
    return charts.Dot(
        label=row["subject"],
        value=row["stated_ratio_pct"],
        text=row["printed_value"],
        hover=f"{row['subject']} {row['printed_value']}%",
        is_ours=is_ours,
    )


def county_visit_ratios(indicator: dict, lang: str) -> Tile | None:
    """Counties ranked; the mark at 90 is the one another document uses."""
    rows = records(selection.county_visit_ratios(lang))
    mark = printed.statistic(selection.COUNTY_LEVEL, lang)
    if not rows or not mark:
        return None
    level = mark["stated_value"]
    reached = [row for row in rows if row["stated_ratio_pct"] >= level]
    dots = [ratio_dot(row, row in reached) for row in rows]
    return Tile(
        name="county-visit-ratios",
        indicator=indicator,
        title=county_title(rows, len(reached), level, lang),
        stats=county_stats(rows, len(reached), level, lang),
        chart_title=say(lang, "county.chart"),
        chart=charts.dots({"": dots}, span=(75, 104), mark=level),
        sources=[rows[0], mark],
        figure=rows[0]["statistic_id"],
        notes=[Note(say(lang, "county.level", level=percent(level), **mark))],
    )


def county_title(rows: list[dict], reached: int, level: float, lang: str) -> str:
    return say(
        lang,
        "county.title",
        count=len(rows),
        period=rows[0]["period"],
        measure=rows[0]["measure"],
        low=rows[-1]["printed_value"] + "%",
        high=rows[0]["printed_value"] + "%",
        reached=reached,
        level=percent(level),
    )


def county_stats(rows: list[dict], reached: int, level: float, lang: str) -> list[Stat]:
    spread = rows[0]["stated_ratio_pct"] - rows[-1]["stated_ratio_pct"]
    return [
        Stat(
            value=say(lang, "county.of", reached=reached, count=len(rows)),
            label=say(lang, "county.reached", level=percent(level)),
            sides=say(lang, "headlines.only_visits"),
            exact=rows[0]["explanation"],
            verdict=rows[0]["verdict"],
        ),
        Stat(
            value=plain(spread),
            label=say(lang, "county.range"),
            sides=say(lang, "county.no_mean"),
        ),
    ]
