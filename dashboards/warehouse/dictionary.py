"""Questions about the dictionary: indicators, measures, targets."""

from typing import Any

from dashboards.warehouse import ask, in_language, kept, records, tables


@kept
def indicators(lang: str) -> dict[str, dict[str, Any]]:
    """The whole dictionary, by indicator."""
    rows = in_language(ask("from dim_indicators order by indicator_id"), lang)
    return {row["indicator_id"]: titled(row) for row in records(rows)}


def titled(row: dict[str, Any]) -> dict[str, Any]:
    """English names begin with a capital; the dictionary writes them small."""
    return row | {"name": row["name"][:1].upper() + row["name"][1:]}


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
