"""Questions about where a number comes from: its measures, their files, its checks."""

from collections.abc import Iterable
from typing import Any

from dashboards.warehouse import among, ask, in_language, kept, records, tables

CELL = ("indicator_id", "division_code", "period_type", "period_end")


@kept
def terms(lang: str) -> dict[str, list[dict[str, Any]]]:
    """What each indicator is made of: side, weight, measure and its extract."""
    if not {"dim_indicator_terms", "dim_measures"} <= tables():
        return {}
    rows = ask(
        """
        select terms.*, measures.* exclude (measure_id)
        from dim_indicator_terms as terms
        inner join dim_measures as measures on terms.measure_id = measures.measure_id
        order by terms.indicator_id, terms.side desc, terms.term_number
        """
    )
    found: dict[str, list[dict[str, Any]]] = {}
    for row in records(in_language(rows, lang)):
        found.setdefault(row["indicator_id"], []).append(row)
    return found


@kept
def files(extract_ids: tuple[str, ...]) -> dict[str, list[dict[str, Any]]]:
    """The landed files of some extracts, the newest first."""
    rows = ask(
        """
        select extract_id, file_name, rows_landed, submitted_at
        from rpt_landed_files
        where list_contains($extracts, extract_id)
        order by extract_id, submitted_at desc, file_name
        """,
        {"extracts": list(extract_ids)},
    )
    found: dict[str, list[dict[str, Any]]] = {}
    for row in records(rows):
        found.setdefault(row["extract_id"], []).append(row)
    return found


def with_flags(found: Iterable[dict[str, Any]]) -> list[dict[str, Any]]:
    """Values with `check_count`: how many checks failed or warned about each."""
    values = list(found)
    if not values or "rpt_flagged_cells" not in tables():
        return [row | {"check_count": None} for row in values]
    listed, named = among(sorted({row["indicator_id"] for row in values}))
    flags = {
        (name, code, kind, end): count
        for name, code, kind, end, count in ask(
            f"""
            select indicator_id, division_code, period_type, period_end, check_count
            from rpt_flagged_cells
            where
                indicator_id in ({listed}) and list_contains($codes, division_code)
                and list_contains($kinds, period_type)
                and list_contains($ends, period_end)
            """,
            named
            | {
                "codes": sorted({row["division_code"] for row in values}),
                "kinds": sorted({row["period_type"] for row in values}),
                "ends": sorted({row["period_end"] for row in values}),
            },
        ).iter_rows()
    }
    return [
        row | {"check_count": flags.get(tuple(row[part] for part in CELL))}
        for row in values
    ]


def checks(lang: str, **key: object) -> list[dict[str, Any]]:
    """The checks that failed or warned about a value, the gravest first."""
    if not {"rpt_flagged_cells", "dim_checks"} <= tables():
        return []
    rows = ask(
        """
        with flagged as (
            select unnest(string_split_regex(checks, '[ ,]+')) as check_id
            from rpt_flagged_cells
            where
                indicator_id = $indicator_id and division_code = $division_code
                and period_type = $period_type and period_end = $period_end
        )
        select checks.check_id, checks.severity, checks.name_zh, checks.name_en
        from dim_checks as checks
        inner join flagged on checks.check_id = flagged.check_id
        order by checks.severity, checks.check_id
        """,
        {
            k: key[k]
            for k in ("indicator_id", "division_code", "period_type", "period_end")
        },
    )
    return records(in_language(rows, lang))
