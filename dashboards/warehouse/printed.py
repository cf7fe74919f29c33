"""Questions about figures that documents print."""

from typing import Any

import polars as pl

from dashboards.warehouse import ask, in_language


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
        from rpt_visit_growth as growths
        inner join rpt_published_figures as figures using (statistic_id)
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
        from rpt_income_structure as shares
        inner join rpt_published_figures as figures using (statistic_id)
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
        from rpt_signing_rates as rates
        inner join rpt_published_figures as figures using (statistic_id)
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
        from rpt_county_visit_ratios as ratios
        inner join rpt_published_figures as figures using (statistic_id)
        where ratios.document_id = ?
        order by ratios.stated_ratio_pct desc, ratios.statistic_id
        """,
        [document_id],
    )
    return in_language(rows, lang)


def statistic(statistic_id: str, lang: str) -> dict[str, Any] | None:
    """One printed figure, whether a calculation leads to it or not."""
    rows = ask("from fct_published_statistics where statistic_id = ?", [statistic_id])
    return next(in_language(rows, lang).iter_rows(named=True), None)


def verdict_counts() -> dict[str, int]:
    rows = ask("select verdict, count(*) from rpt_published_figures group by all")
    return dict(rows.iter_rows())


def documents(lang: str) -> pl.DataFrame:
    """The documents that have judged figures, the most figures first."""
    rows = ask(
        """
        select document_id, document_zh, document_en, count(*) as figures
        from rpt_published_figures
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
        from rpt_published_figures
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
    return f"select * from rpt_published_figures where statistic_id = {value}"


def figure_query(statistic_id: str) -> str:
    """The SQL with which a reader gets the row again."""
    quoted = statistic_id.replace("'", "''")
    return figure_sql(f"'{quoted}'") + ";"
