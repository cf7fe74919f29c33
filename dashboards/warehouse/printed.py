"""The only door to the warehouse: every question in SQL, read-only."""

import json
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import duckdb
import polars as pl
from flask import current_app

UNREADABLE = (duckdb.IOException, duckdb.CatalogException, duckdb.BinderException)


class NoPublication(Exception):
    """There is no published warehouse, or it is not one that these pages can read."""


def ask(sql: str, values: object = None) -> pl.DataFrame:
    """Open the current publication, ask, close.

    The link is resolved for each request: a publication has a name of its own, so
    that a reader meets all of one and nothing of the next.
    """
    path = Path(current_app.config["PUBLISHED"]).resolve()
    try:
        with duckdb.connect(path, read_only=True) as connection:
            return connection.execute(sql, values).pl()
    except (
        duckdb.IOException,
        duckdb.CatalogException,
        duckdb.BinderException,
    ) as error:
        raise NoPublication(str(error)) from error


def in_language(rows: pl.DataFrame, lang: str) -> pl.DataFrame:
    """Keep the columns of one language, without their `_zh` or `_en`."""
    other = {"zh": "_en", "en": "_zh"}[lang]
    kept = rows.select(c for c in rows.columns if not c.endswith(other))
    return kept.rename({c: c.removesuffix(f"_{lang}") for c in kept.columns})


def publication() -> dict[str, Any]:
    """What is published: its name, when, and from how many files and rows."""
    path = Path(current_app.config["PUBLISHED"]).resolve()
    facts = ask(
        """
        select count(*) as files, sum(rows_landed)::bigint as landed
        from quality.rpt_landed_files
        """
    ).row(0, named=True)
    manifest = path.with_name("manifest.json")
    if manifest.exists():
        return facts | json.loads(manifest.read_text("utf-8"))
    written = datetime.fromtimestamp(path.stat().st_mtime, UTC)
    return facts | {
        "publication_id": path.name,
        "published_at": f"{written:%Y-%m-%dT%H:%M:%SZ}",
    }


def growth(statistic_ids: list[str], lang: str) -> pl.DataFrame:
    """Printed growth over any number of years, and what it is a year on average."""
    rows = ask(
        """
        select
            growths.*,
            figures.printed_value,
            100 * (
                pow(
                    growths.numerator / growths.denominator,
                    1 / (
                        left(growths.current_period, 4)::int
                        - left(growths.base_period, 4)::int
                    )
                ) - 1
            ) as yearly_growth_pct
        from indicators.rpt_visit_growth as growths
        inner join core.rpt_published_figures as figures using (statistic_id)
        where list_contains($ids, growths.statistic_id)
        order by list_position($ids, growths.statistic_id)
        """,
        {"ids": statistic_ids},
    )
    return in_language(rows, lang)


def income(statistic_ids: list[str], lang: str) -> pl.DataFrame:
    """Shares of total income by source, recomputed from the printed amounts."""
    rows = ask(
        """
        select
            shares.*,
            replace(shares.income_source_zh, '占总收入比例', '') as source_zh,
            lower(split_part(shares.income_source_en, ',', 1)) as source_en,
            replace(source_zh, '收入', '') as short_zh,
            regexp_replace(
                source_en, '^(income|subsidy) from | income$', ''
            ) as short_en,
            figures.printed_value
        from indicators.rpt_income_structure as shares
        inner join core.rpt_published_figures as figures using (statistic_id)
        where list_contains($ids, shares.statistic_id)
        order by list_position($ids, shares.statistic_id)
        """,
        {"ids": statistic_ids},
    )
    return in_language(rows, lang)


def signing(document_id: str, lang: str) -> pl.DataFrame:
    """Signing rates that a document prints, the lowest first."""
    rows = ask(
        """
        select rates.*, figures.printed_value
        from indicators.rpt_signing_rates as rates
        inner join core.rpt_published_figures as figures using (statistic_id)
        where rates.document_id = ?
        order by rates.stated_ratio_pct, rates.statistic_id
        """,
        [document_id],
    )
    return in_language(rows, lang)


def county_visits(document_id: str, lang: str) -> pl.DataFrame:
    """Visits inside the county as a share of all, the highest first."""
    rows = ask(
        """
        select ratios.*, figures.printed_value
        from indicators.rpt_county_visit_ratios as ratios
        inner join core.rpt_published_figures as figures using (statistic_id)
        where ratios.document_id = ?
        order by ratios.stated_ratio_pct desc, ratios.statistic_id
        """,
        [document_id],
    )
    return in_language(rows, lang)


def statistic(statistic_id: str, lang: str) -> dict[str, Any] | None:
    """One printed figure, whether a calculation leads to it or not."""
    rows = ask(
        "from core.fct_published_statistics where statistic_id = ?", [statistic_id]
    )
    return next(in_language(rows, lang).iter_rows(named=True), None)


def indicators(lang: str) -> dict[str, dict[str, Any]]:
    rows = in_language(ask("from indicators.dim_indicators"), lang)
    return {row["indicator_id"]: row for row in rows.iter_rows(named=True)}


def verdict_counts() -> dict[str, int]:
    rows = ask("select verdict, count(*) from core.rpt_published_figures group by all")
    return dict(rows.iter_rows())


def documents(lang: str) -> pl.DataFrame:
    """The documents that have judged figures, the most figures first."""
    rows = ask(
        """
        select document_id, document_zh, document_en, count(*) as figures
        from core.rpt_published_figures
        group by all
        order by figures desc, document_id
        """
    )
    return in_language(rows, lang)


def figures(lang: str, document: str | None = None, text: str = "") -> pl.DataFrame:
    """Judged figures: the worst first, what rounding explains after what it does not.

    Args:
        lang: which language's columns to return.
        document: only this document's.
        text: words that must all occur, in either language.
    """
    rows = ask(
        """
        select
            *,
            lower(concat_ws(
                ' ', statistic_id, document_zh, document_en, clause, subject_zh,
                subject_en, period, measure_zh, measure_en, printed_text,
                explanation_zh, explanation_en
            )) as said
        from core.rpt_published_figures
        where
            ($document::varchar is null or document_id = $document)
            and len(list_filter(
                $words::varchar[], lambda word: not contains(said, word)
            )) = 0
        order by
            list_position(
                ['disagrees', 'truncated', 'agrees', 'not_recomputable'], verdict
            ),
            is_within_rounding_of_parts,
            document_id,
            file_row
        """,
        {"document": document or None, "words": text.lower().split()},
    )
    return in_language(rows.drop("said"), lang)


def figure(statistic_id: str, lang: str) -> dict[str, Any] | None:
    """One judged figure."""
    rows = ask(figure_sql("?"), [statistic_id])
    return next(in_language(rows, lang).iter_rows(named=True), None)


def figure_sql(value: str) -> str:
    return f"select * from core.rpt_published_figures where statistic_id = {value}"


def figure_query(statistic_id: str) -> str:
    """The SQL with which a reader gets the row again."""
    quoted = statistic_id.replace("'", "''")
    return figure_sql(f"'{quoted}'") + ";"
