"""Questions about the dictionary: indicators, measures, targets."""

from typing import Any

from dashboards.warehouse import ask, in_language, kept, records, tables


@kept
def indicators(lang: str) -> dict[str, dict[str, Any]]:
    """The whole dictionary, by indicator."""
    rows = in_language(ask("from dim_indicators order by indicator_id"), lang)
    known = documents(lang)
    return {row["indicator_id"]: titled(row, known) for row in records(rows)}


def titled(row: dict[str, Any], known: dict[str, str]) -> dict[str, Any]:
    """English names begin with a capital; documents have their titles."""
    name, source = row["name"], row["source_document"]
    return row | {
        "name": name[:1].upper() + name[1:],
        "document_title": known.get(source, source),
    }


@kept
def documents(lang: str) -> dict[str, str]:
    """The titles of the documents, by their identifiers."""
    if "documents" not in tables():
        return {}
    rows = in_language(
        ask("select document_id, title_zh, title_en from documents"), lang
    )
    return dict(rows.select("document_id", "title").iter_rows())


def has_values() -> bool:
    """Whether anything was computed from reports."""
    return "fct_indicator_values" in tables()


@kept
def with_values(lang: str) -> dict[str, dict[str, Any]]:
    """The indicators that were computed in this publication."""
    rows = ask("select distinct indicator_id from fct_indicator_values")
    computed = set(rows["indicator_id"])
    return {name: row for name, row in indicators(lang).items() if name in computed}


@kept
def targets(lang: str) -> list[dict[str, Any]]:
    """Targets with their document and clause."""
    if "dim_targets" not in tables():
        return []
    return records(
        in_language(ask("from dim_targets order by due_on, target_id"), lang)
    )


@kept
def measures(lang: str) -> dict[str, dict[str, Any]]:
    if "dim_measures" not in tables():
        return {}
    rows = in_language(ask("from dim_measures order by measure_id"), lang)
    return {row["measure_id"]: row for row in records(rows)}
