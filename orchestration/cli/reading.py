"""Commands that only read the publication: query, dashboard, docs, doctor."""

import json
import sys
from enum import StrEnum
from pathlib import Path
from typing import Annotated

import typer

from orchestration import settings
from orchestration.cli.errors import UserError, told


class Format(StrEnum):
    """How `yigai query` prints."""

    table = "table"
    csv = "csv"
    json = "json"


def register(app: typer.Typer) -> None:
    app.command("query")(query)
    app.command("dashboard")(dashboard)
    app.command("docs")(docs)
    app.command("doctor")(doctor)


def published() -> Path:
    """The current publication's file, resolved: a later one does not disturb it."""
    path = settings.load().published
    if not path.exists():
        raise UserError(
            "还没有发布，请先运行 yigai demo 或 yigai run "
            "(nothing was published yet: yigai demo or yigai run)"
        )
    return path.resolve()


def query(
    sql: Annotated[str, typer.Argument(help="SQL，如 from rpt_visit_growth")],
    shape: Annotated[Format, typer.Option("--format", "-f")] = Format.table,
) -> None:
    """查询已发布的数据 Ask the published warehouse, also while a run is going on."""
    import duckdb  # noqa: PLC0415

    from orchestration.publication import SCHEMAS  # noqa: PLC0415

    with told(), duckdb.connect(published(), read_only=True) as con:
        found = con.execute("select schema_name from duckdb_schemas()").fetchall()
        there = [schema for schema in SCHEMAS if (schema,) in found]
        con.execute(f"set search_path = '{','.join(there)}'")
        answer = con.sql(sql)
        if answer is None:
            raise UserError("没有结果 the statement gives no rows")
        write(answer.columns, answer.fetchall(), shape)


def write(columns: list[str], rows: list[tuple], shape: Format) -> None:
    if shape is Format.csv:
        import csv  # noqa: PLC0415

        csv.writer(sys.stdout).writerows([columns, *rows])
    elif shape is Format.json:
        records = [dict(zip(columns, row, strict=True)) for row in rows]
        print(json.dumps(records, ensure_ascii=False, indent=1, default=str))
    else:
        from rich.console import Console  # noqa: PLC0415

        from orchestration.reporting import rows_table  # noqa: PLC0415

        Console().print(rows_table(columns, rows))


def dashboard(
    demo: Annotated[
        bool,
        typer.Option("--demo", help="不登录，只对本机开放 no sign-in, loopback only"),
    ] = False,
    host: Annotated[str, typer.Option(help="监听地址 address")] = "127.0.0.1",
    port: Annotated[int, typer.Option(min=1, max=65535)] = 8050,
    https: Annotated[
        bool, typer.Option(help="读者经 HTTPS 反向代理而来 behind an HTTPS proxy")
    ] = False,
) -> None:
    """打开看板 Serve the dashboard: with sign-in, or as a demo to this machine."""
    from dashboards.app import serve  # noqa: PLC0415

    with told():
        found = settings.load()
        access = None if demo else found.data / "access"
        if access and not (access / "accounts.db").exists():
            raise UserError(
                "还没有账号：先 yigai user add，或用 --demo 只对本机开放 "
                "(no accounts yet: yigai user add, or --demo for this machine alone)"
            )
        try:
            serve(found.published, host, port, access, https)
        except ValueError as error:
            raise UserError(str(error)) from error


def docs() -> None:
    """数据字典 Write the data dictionary, made from the contracts, to data/docs."""
    from extracts.contract import load_contracts  # noqa: PLC0415
    from extracts.data_dictionary import write_data_dictionary  # noqa: PLC0415

    with told():
        folder = settings.load().data / "docs"
        for path in write_data_dictionary(load_contracts(), folder):
            print(path)


def doctor() -> None:
    """体检：环境是否齐备 Tell whether this machine has what yigai needs."""
    from orchestration.doctor import findings  # noqa: PLC0415

    bad = False
    for finding in findings(settings.load()):
        mark = "✓" if finding.is_good else ("✗" if finding.is_needed else "–")
        bad = bad or (finding.is_needed and not finding.is_good)
        print(f"{mark} {finding.zh} / {finding.en}")
    raise typer.Exit(int(bad))
