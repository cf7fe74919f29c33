"""`yigai bulletin` and `yigai assess`: documents from the publication as it is."""

import re
from pathlib import Path
from typing import Annotated

import typer

from orchestration import settings
from orchestration.cli.errors import UserError, told
from orchestration.cli.reading import published


def register(app: typer.Typer) -> None:
    app.command("bulletin")(bulletin)
    app.command("assess")(assess)


def bulletin(
    month: Annotated[
        str, typer.Option(help="月份，如 2024-12；不写为最新一月 the newest without it")
    ] = "",
    place: Annotated[str, typer.Option(help="区划代码 code of the division")] = "",
    out: Annotated[Path | None, typer.Option(help="文件夹 folder to write to")] = None,
) -> None:
    """生成月报 Write the bulletin of a month: one HTML file and its PDF."""
    from dashboards import bulletin as bulletins  # noqa: PLC0415

    with told():
        if month and not re.fullmatch(r"\d{4}-(0[1-9]|1[0-2])", month):
            raise UserError(
                f"月份应写成 2024-12，而不是 {month} (a month is like 2024-12)"
            )
        path = published()
        try:
            wanted = month or bulletins.newest_month(path)
            target = out or settings.load().data / "bulletins"
            made = bulletins.make(path, wanted, target, place)
        except bulletins.NoData as error:
            raise UserError(
                f"本次发布没有 {place} {month} 的指标 "
                "(this publication has no indicators of that place and month)"
            ) from error
    for file in made:
        typer.echo(file)


def assess(
    year: Annotated[
        int, typer.Option(help="年度；不写为最新一年 the newest without it")
    ] = 0,
    out: Annotated[Path | None, typer.Option(help="文件夹 folder to write to")] = None,
) -> None:
    """生成年度评估表 Write the tables of a year's assessment: one workbook."""
    from assessment import year_tables  # noqa: PLC0415

    with told():
        path = published()
        wanted = year or max(year_tables.years(path), default=0)
        target = out or settings.load().data / "assessments"
        try:
            made = year_tables.write(path, wanted, target)
        except year_tables.NoYearError as error:
            raise UserError(str(error)) from error
    typer.echo(made.path)
