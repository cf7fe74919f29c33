"""Tables for the terminal."""

from collections.abc import Iterable
from typing import Any

import duckdb
from rich.box import SIMPLE_HEAD
from rich.table import Column, Table

from expectations.results import Change
from expectations.runner import CheckResult
from extracts.landing import FileResult
from extracts.rows import RowCounts
from orchestration.rebuild import Compared
from orchestration.releases import Release

MANY_FILES = 30
OUTCOMES = {
    "landed": "入库 landed",
    "unchanged": "已入库过 known",
    "refused": "[red]拒收 refused[/red]",
}
HEADLINES = {
    "诊疗增长 visit growth": """
        select measure_zh, base_period || '→' || current_period,
            growth_pct, stated_growth_pct, document_id
        from indicators.rpt_visit_growth
        where document_id = 'chifeng_2018' order by 1
        """,
    "收入结构 income structure": """
        select income_source_zh, period,
            share_pct, stated_share_pct, document_id
        from indicators.rpt_income_structure
        where document_id = 'chifeng_2018' order by 2, 3 desc
        """,
    "签约率 signing rate": """
        select measure_zh, period,
            ratio_pct, stated_ratio_pct, document_id
        from indicators.rpt_signing_rates order by 4
        """,
    "县域内就诊率 county visit ratio": """
        select subject_zh, period, ratio_pct, stated_ratio_pct, document_id
        from indicators.rpt_county_visit_ratios
        where document_id = 'chinaxiv_2019' order by 4 desc
        """,
}
VERDICTS = {
    "agrees": "相符 agrees",
    "truncated": "截尾 truncated",
    "disagrees": "不符 disagrees",
    "not_recomputable": "无法重算 not recomputable",
}


def file_table(results: Iterable[FileResult]) -> Table:
    """What became of each file: rows read = landed + rejected + set aside.

    Of many files those that landed whole are told together, a line an extract.
    """
    table = Table(
        Column("文件 file", overflow="fold", ratio=2),
        Column("结果 outcome"),
        *(Column(name, justify="right")
          for name in ("读 read", "入库 landed", "拒收 rejected", "另列 set aside")),
        Column("原因 reason", overflow="fold", ratio=2),
        box=SIMPLE_HEAD,
    )  # fmt: skip
    known = list(results)
    whole = [r for r in known if is_whole(r)] if len(known) > MANY_FILES else []
    for extract, outcome in dict.fromkeys((r.extract, r.outcome) for r in whole):
        alike = [r for r in whole if (r.extract, r.outcome) == (extract, outcome)]
        counts = sum((r.counts for r in alike), RowCounts())
        files = f"{extract}/ {len(alike):,} 个 files"
        table.add_row(files, OUTCOMES[outcome], *row_counts(outcome, counts))
    for result in known:
        if whole and is_whole(result):
            continue
        reason = result.reason
        table.add_row(
            f"{result.extract}/{result.file_name}",
            OUTCOMES[result.outcome],
            *row_counts(result.outcome, result.counts),
            f"{result.place} {reason.zh} ({reason.en})" if reason else "",
        )
    return table


def is_whole(result: FileResult) -> bool:
    """Whether nothing of a file needs to be looked at."""
    return result.outcome != "refused" and not result.counts.rejected


def row_counts(outcome: str, counts: RowCounts) -> list[str]:
    """The cells of a line; a file that changed nothing has none."""
    if outcome != "landed":
        return [""] * 4
    numbers = (counts.read, counts.landed, counts.rejected, counts.set_aside)
    return [f"{n:,}" for n in numbers]


def check_table(results: Iterable[CheckResult]) -> Table:
    table = Table("检查 check", "层 layer", "结果 outcome", "级别 severity",
                  "行 rows", "不符 failed", "内容 what")  # fmt: skip
    for r in results:
        table.add_row(
            r.check_id, r.layer, r.outcome, str(r.severity), str(r.rows_checked),
            str(r.rows_failed), f"{r.says_zh} {r.says_en}",
        )  # fmt: skip
    return table


def change_table(changes: Iterable[Change]) -> Table:
    """What other limits make of stored results; the marts follow at the next build."""
    table = Table("检查 check", "原判 before", "改判 now", "处 places")
    for change in changes:
        table.add_row(change.check_id, change.before, change.after, str(change.places))
    return table


def release_table(releases: Iterable[Release]) -> Table:
    """The releases, each with the publication that it pins."""
    table = Table("发布名 release", "发布 publication", "发布时间 published at",
                  "数据截至 data as of", "程序 code", "来源 sources")  # fmt: skip
    for release in releases:
        manifest = release.manifest
        table.add_row(
            release.name, manifest["publication_id"], manifest["published_at"],
            manifest["as_of"][:19], manifest["code_version"],
            str(len(manifest["sources"])),
        )  # fmt: skip
    return table


def comparison_table(tables: Iterable[Compared]) -> Table:
    """Each table of a release and of its rebuild."""
    table = Table("表 table", "当时行数 rows then", "重建 rows now", "内容 content",
                  "Parquet")  # fmt: skip
    same = {True: "同 same", False: "[red]不同 differs[/red]", None: "—"}
    for found in tables:
        table.add_row(
            found.table, count(found.rows_then), count(found.rows_now),
            same[found.is_same_content], same[found.is_same_file],
        )  # fmt: skip
    return table


def count(rows: int | None) -> str:
    return "—" if rows is None else f"{rows:,}"


def headline_table(con: duckdb.DuckDBPyConnection) -> Table:
    """The four headline indicators from printed figures."""
    table = Table(
        "指标 indicator", "对象 subject", "期间 period", "重算 again %", "印出 printed",
        "出处 source", title="四项指标（印出的数字） Headline indicators as printed",
    )  # fmt: skip
    for headline, sql in HEADLINES.items():
        for at, row in enumerate(con.sql(sql).fetchall()):
            what, period, value, stated, source = row
            label = "" if at else headline
            table.add_row(label, what, period, number(value), printed(stated), source)
        table.add_section()
    return table


def verdict_table(con: duckdb.DuckDBPyConnection) -> Table:
    """How many printed results follow from their own parts."""
    sql = "select verdict, count(*) from core.rpt_published_figures group by 1"
    counts = dict(con.sql(sql).fetchall())
    table = Table(
        "核对结论 verdict", "个数 figures", title="印出的结果 Printed results"
    )
    for verdict, label in VERDICTS.items():
        table.add_row(label, str(counts.get(verdict, 0)))
    table.add_section()
    table.add_row("合计 total", str(sum(counts.values())))
    return table


def number(value: float | None) -> str:
    return "—" if value is None else f"{value:.2f}"


def printed(value: float | None) -> str:
    return "未印 not printed" if value is None else f"{value:g}"


def rows_table(columns: list[str], rows: list[tuple[Any, ...]]) -> Table:
    table = Table(*columns)
    for row in rows:
        table.add_row(*("" if cell is None else str(cell) for cell in row))
    return table
