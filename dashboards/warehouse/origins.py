"""Questions about where a number comes from: its measures, their files, its checks."""

from datetime import date
from typing import Any

from dashboards.warehouse import among, ask, in_language, kept, records, tables


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


def flagged(
    indicator_ids: list[str], within: str, period_type: str, period_end: date
) -> dict[tuple[str, str], int]:
    """How many checks failed or warned about each value of a division and below."""
    if "rpt_flagged_cells" not in tables():
        return {}
    listed, named = among(indicator_ids)
    rows = ask(
        f"""
        select indicator_id, division_code, check_count
        from rpt_flagged_cells
        where
            indicator_id in ({listed}) and starts_with(division_code, $within)
            and period_type = $period_type and period_end = $period_end
        """,
        named
        | {"within": within, "period_type": period_type, "period_end": period_end},
    )
    return {(indicator, code): count for indicator, code, count in rows.iter_rows()}


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
