"""`yigai sample`: synthetic extract files of a made-up prefecture, with their truth."""

from datetime import date, datetime
from enum import StrEnum
from pathlib import Path
from typing import Annotated

import typer

from orchestration.cli.errors import UserError, told
from orchestration.progress import screen, stage


class Format(StrEnum):
    csv = "csv"
    parquet = "parquet"


def register(app: typer.Typer) -> None:
    app.command("sample")(sample)


def sample(
    out: Annotated[
        Path, typer.Option(help="收件箱 the inbox, e.g. data/inbox", file_okay=False)
    ],
    scale: Annotated[
        float, typer.Option(help="1 = 460万人 people", min=0.0005, max=2)
    ] = 0.02,
    months: Annotated[int, typer.Option(help="月数 months", min=1, max=120)] = 36,
    seed: Annotated[int, typer.Option(help="随机种子 seed", min=0)] = 1,
    start: Annotated[str, typer.Option(help="首月 first month")] = "2022-01",
    faults: Annotated[
        bool, typer.Option("--faults", help="加入清单内的差错 inject listed faults")
    ] = False,
    fmt: Annotated[
        Format, typer.Option("--format", help="csv：各种格式混用 mixed as in life")
    ] = Format.csv,
    truth: Annotated[
        Path | None, typer.Option(help="真值文件 default: truth.json beside the inbox")
    ] = None,
) -> None:
    """造数：虚构的示范市 Synthetic extract files of a made-up prefecture."""
    from demo.sample import SampleError, generate  # noqa: PLC0415

    with told():
        target = out.resolve()
        answer = (truth or target.parent / "truth.json").resolve()
        if answer.is_relative_to(target):
            raise UserError(
                "真值不能放进收件箱，请用 --truth 指定别处 "
                "(the truth must not lie in the inbox: name another place with --truth)"
            )
        first = first_month(start)
        try:
            with stage("造数", "generate"):
                found = generate(
                    target, scale=scale, months=months, seed=seed, start=first,
                    faults=faults, fmt=fmt.value,
                )  # fmt: skip
        except SampleError as error:
            raise UserError(str(error)) from error
        found.write(answer)
    show(found.files, found.rows, len(found.faults))
    screen.print(f"真值 truth: {answer}", soft_wrap=True)


def first_month(text: str) -> date:
    try:
        return datetime.strptime(text, "%Y-%m").date()
    except ValueError as error:
        words = f"--start 应如 2022-01 (write --start as 2022-01): {text}"
        raise UserError(words) from error


def show(files: dict[str, int], rows: dict[str, int], faults: int) -> None:
    """What was written, by extract."""
    from rich.table import Table  # noqa: PLC0415

    table = Table("上报数据 extract", "文件 files", "行 rows", box=None)
    for extract in sorted(files):
        table.add_row(extract, f"{files[extract]:,}", f"{rows[extract]:,}")
    table.add_row("合计 total", f"{sum(files.values()):,}", f"{sum(rows.values()):,}")
    screen.print(table)
    if faults:
        screen.print(f"差错 faults: {faults}")
