"""Questions about the quality of what arrived: reports, checks, revisions."""

from datetime import date
from typing import Any

import polars as pl

from dashboards.warehouse import ask, in_language, kept, records

Rows = list[dict[str, Any]]


def calendar(within: str, end: date, months: int) -> pl.DataFrame:
    """By extract and month: reports due, arrived, on time."""
    return ask(
        """
        select
            extract_id, month, sum(reports_expected)::bigint as expected,
            sum(reports_arrived)::bigint as arrived,
            sum(reports_on_time)::bigint as on_time
        from rpt_arrivals
        where
            starts_with(division_code, $within) and month <= $end
            and month > $end::date - to_months($months::integer)
        group by all
        order by all
        """,
        {"within": within, "end": end, "months": months},
    )


def missing(within: str, start: date, end: date) -> pl.DataFrame:
    """The reports that did not arrive in time: facility detail."""
    return ask(
        """
        from rpt_missing_reports
        where starts_with(division_code, $within) and month between $start and $end
        order by month desc, extract_id, division_code, facility_code
        """,
        {"within": within, "start": start, "end": end},
    )


@kept
def checks(lang: str) -> dict[str, dict[str, Any]]:
    """The checks, by name."""
    rows = in_language(ask("from dim_checks order by check_id"), lang)
    return {row["check_id"]: row for row in records(rows)}


def failed(within: str, start: date, end: date) -> Rows:
    """Each check that found something: how much, and which cells it touches."""
    rows = ask(
        """
        select
            check_id, min(severity) as severity,
            count(*) filter (where outcome = 'fail') as failed,
            count(*) as cells, count(distinct division_code) as counties,
            count(distinct indicator_id) as indicators,
            max(month) as newest
        from fct_check_cells
        where starts_with(division_code, $within) and month between $start and $end
        group by check_id
        order by severity, failed desc, cells desc, check_id
        """,
        {"within": within, "start": start, "end": end},
    )
    return records(rows)


def flagged(within: str, period_type: str, period_end: date) -> Rows:
    """How many values of a period are in question, and how many are withheld."""
    rows = ask(
        """
        select
            count(*) as cells, count(*) filter (where is_withheld) as withheld,
            count(distinct indicator_id) as indicators
        from rpt_flagged_cells
        where
            starts_with(division_code, $within) and period_type = $type
            and period_end = $period_end
        """,
        {"within": within, "type": period_type, "period_end": period_end},
    )
    return records(rows)


def touched(check_ids: list[str], within: str, start: date, end: date) -> Rows:
    """What some checks touch: indicators and divisions, by check."""
    return records(
        ask(
            """
            select
                check_id,
                list(distinct indicator_id order by indicator_id) as indicators,
                list(distinct division_code order by division_code) as divisions
            from fct_check_cells
            where
                list_contains($ids, check_id) and starts_with(division_code, $within)
                and month between $start and $end
            group by check_id
            """,
            {"ids": check_ids, "within": within, "start": start, "end": end},
        )
    )


def judged(within: str, start: date, end: date) -> Rows:
    """How often each check was judged, and with what outcome: facility detail."""
    return records(
        ask(
            """
            select
                check_id, count(*) as results,
                count(*) filter (where outcome = 'fail') as failed,
                count(*) filter (where outcome = 'warn') as warned,
                count(*) filter (where outcome = 'not_applicable') as without
            from rpt_check_results
            where starts_with(division_code, $within) and month between $start and $end
            group by check_id
            order by failed desc, warned desc, check_id
            """,
            {"within": within, "start": start, "end": end},
        )
    )


def against_claims(within: str, start: date, end: date) -> pl.DataFrame:
    """By county and quantity: what was reported, what claimed, what does not fit."""
    return ask(
        """
        select
            division_code, quantity, count(coalesce(reported, claimed)) as compared,
            count(*) filter (where is_question) as questioned,
            sum(reported::double) filter (where claimed is not null) as reported,
            sum(claimed::double) filter (where reported is not null) as claimed
        from rpt_reports_against_claims
        where starts_with(division_code, $within) and month between $start and $end
        group by all
        order by all
        """,
        {"within": within, "start": start, "end": end},
    )


@kept
def publications() -> list[int]:
    """The running numbers of the publications that changed anything."""
    rows = ask("select distinct publication_number as n from rpt_revisions order by n")
    return rows["n"].to_list()


def revisions(indicator_id: str, division_code: str, end: date, months: int) -> Rows:
    """How each publication saw the last months of one indicator."""
    return records(
        ask(
            """
            select publication_number, publication_id, period_end, value, reason, causes
            from rpt_revisions
            where
                indicator_id = $indicator and division_code = $division
                and period_end <= $end
                and period_end > $end::date - to_months($months::integer)
            order by period_end desc, publication_number
            """,
            {
                "indicator": indicator_id,
                "division": division_code,
                "end": end,
                "months": months,
            },
        )
    )


@kept
def columns(table: str) -> frozenset[str]:
    """The columns of a published table; none where it is not there."""
    rows = ask(
        """
        select column_name from duckdb_columns()
        where table_name = $table and not internal
        """,
        {"table": table},
    )
    return frozenset(rows["column_name"])
