"""Income structure: shares of each source in the first and the last year printed."""

from dashboards.charts import printed as charts
from dashboards.headlines import selection
from dashboards.headlines.tiles import Note, Stat, Tile, first_of_each, records
from dashboards.numbers import counted, exact, percent, plain
from dashboards.words import say

SHADES = {"_medical_": "accent", "_fiscal_": "grey", "_superior_": "dark"}


def tile(indicator: dict, lang: str) -> Tile | None:
    """Shares of each source in the first and the last year printed."""
    rows = records(selection.income_structure(lang))
    medical = [row for row in rows if "_medical_" in row["statistic_id"]]
    fiscal = [row for row in rows if "_fiscal_" in row["statistic_id"]]
    if len(medical) < 2 or len(fiscal) < 2:
        return None
    return Tile(
        name="income-structure",
        indicator=indicator,
        title=title(medical[0], medical[-1], lang),
        stats=[stat(source[0], source[-1], lang) for source in (medical, fiscal)],
        chart_title=say(lang, "income.chart"),
        chart=charts.stacked([part(row, lang) for row in rows]),
        sources=first_of_each(rows, "document_id"),
        figure=medical[-1]["statistic_id"],
        notes=notes(rows, lang),
    )


def title(before: dict, after: dict, lang: str) -> str:
    rises = after["share_pct"] >= before["share_pct"]
    return say(
        lang,
        "income.rises" if rises else "income.falls",
        subject=after["subject"],
        source=after["source"],
        short=after["short"],
        before=percent(before["share_pct"]),
        after=percent(after["share_pct"]),
        first=before["period"],
        last=after["period"],
    )


def stat(before: dict, after: dict, lang: str) -> Stat:
    sides = [after["numerator"], after["denominator"]]
    label = say(
        lang,
        "income.share",
        source=after["source"],
        short=capital(after["short"]),
        before=percent(before["share_pct"]),
        before_period=before["period"],
    )
    return Stat(
        value=percent(after["share_pct"]),
        label=label,
        sides=" ÷ ".join(counted(side, lang) for side in sides),
        exact=" ÷ ".join(exact(side) for side in sides),
        printed=say(lang, "headlines.printed", value=after["printed_value"] + "%"),
        verdict=after["verdict"],
    )


def notes(rows: list[dict], lang: str) -> list[Note]:
    """Printed shares that do not hold, and the way to the first of them."""
    wrong = [row["statistic_id"] for row in rows if row["verdict"] == "disagrees"]
    said = say(lang, "income.note", count=len(rows), wrong=len(wrong))
    return [Note(said, figure=wrong[0])] if wrong else []


def part(row: dict, lang: str) -> charts.Part:
    total = counted(row["denominator"], lang)
    return charts.Part(
        bar=say(lang, "income.total", period=row["period"], total=total),
        name=capital(row["short"]),
        value=row["share_pct"],
        text=f"{plain(row['share_pct'], 1, 1)}%",
        hover=f"{row['source']} {percent(row['share_pct'])}"
        f"<br>{exact(row['numerator'])} ÷ {exact(row['denominator'])}",
        shade=next((s for k, s in SHADES.items() if k in row["statistic_id"]), "pale"),
    )


def capital(text: str) -> str:
    return text[:1].upper() + text[1:]
