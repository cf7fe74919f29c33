"""The two lists: indicators and measures, as rows of a table."""

from typing import Any

from dash import html

from dashboards.components import table
from dashboards.overview.selection import HEADLINES, source
from dashboards.view import View
from dashboards.warehouse import dictionary
from dashboards.words import coded, editions_alone, say, unit


def indicator_rows(lang: str) -> list[dict[str, Any]]:
    """The headlines first, then what was computed, then the official lists' own."""
    computed = dictionary.with_values(lang) if dictionary.has_values() else {}
    known = dictionary.indicators(lang)

    def order(name: str) -> tuple:
        row = known[name]
        listed = row["editions"] not in (None, "none")
        place = HEADLINES.index(name) if name in HEADLINES else len(HEADLINES)
        return (
            place,
            source(row) not in computed,
            not listed,
            row["subject"] or "",
            name,
        )

    return [
        {
            "id": name,
            "name": row["name"],
            "name_under": name,
            "subject": coded(lang, "subject", row["subject"]),
            "editions": editions_alone(row["editions"]),
            "kind": coded(lang, "kind", row["kind"]),
            "unit": unit(lang, row["unit"]),
            "status": coded(lang, "status", row["source_status"]),
            "computed": "✓" if source(row) in computed else "",
            "document": f"{row['document_title']} {row['source_document']}",
        }
        for name, row in sorted(known.items(), key=lambda one: order(one[0]))
    ]


def measure_rows(lang: str) -> list[dict[str, Any]]:
    return [
        {
            "id": name,
            "name": row["name"],
            "name_under": name,
            "extract": row["extract_id"],
            "item": row["item"],
            "grain": coded(lang, "grain", row["grain"]),
            "unit": unit(lang, row["unit"]),
            "status": coded(lang, "status", row["status"]),
            "used_by": row.get("indicator_count"),
            "used_by_text": str(row.get("indicator_count") or ""),
        }
        for name, row in dictionary.measures(lang).items()
    ]


def indicator_columns(lang: str) -> list[dict]:
    def head(name: str) -> str:
        return say(lang, f"column.{name}")

    return [
        table.text("name", head("indicator"), flex=3, minWidth=200, cellRenderer="Two"),
        table.text("subject", head("theme"), width=88),
        table.text("editions", head("editions"), flex=2, minWidth=112),
        table.text("kind", head("kind"), width=80 if lang == "en" else 64),
        table.text("unit", head("unit"), width=64),
        table.text("status", head("status"), width=152 if lang == "en" else 112),
        table.text("computed", head("computed"), width=72 if lang == "en" else 56),
        table.text("id", head("indicator"), hide=True),
        table.text("document", head("document"), hide=True),
    ]


def measure_columns(lang: str) -> list[dict]:
    def head(name: str) -> str:
        return say(lang, f"column.{name}")

    return [
        table.text("name", head("measure"), flex=3, minWidth=200, cellRenderer="Two"),
        table.text("extract", head("extract"), flex=1, minWidth=136),
        table.text("grain", head("grain"), width=88),
        table.text("unit", head("unit"), width=64),
        table.text("status", head("status"), width=120),
        table.number("used_by", head("used_by"), 88),
        table.text("id", head("measure"), hide=True),
    ]


LISTS = {
    "indicators": (indicator_rows, indicator_columns),
    "measures": (measure_rows, measure_columns),
}


def shown(view: View) -> str:
    """Which list the address asks for."""
    asked = view.get("show")
    return asked if asked in LISTS else "indicators"


def chosen(view: View, rows: list[dict]) -> str:
    """What the panel tells of: what the address names, else the indicator of the
    other pages, else the first."""
    there = {row["id"] for row in rows}
    asked = (view.get("id"), view.get("indicator"))
    first = rows[0]["id"] if rows else ""
    # a name that is not there is told to be unknown
    return view.get("id") or next((name for name in asked if name in there), first)


def listing(view: View, rows: list[dict], selected: str) -> html.Div:
    name = shown(view)
    columns = LISTS[name][1](view.lang)
    label = say(view.lang, f"dictionary.title_{name}", count=len(rows), computed="")
    return table.grid(
        "dictionary-grid",
        label,
        columns,
        rows,
        view.lang,
        selected=selected,
        selects=True,
        row_height=40,
        quickFilterText=view.get("q"),
        includeHiddenColumnsInQuickFilter=True,
    )
