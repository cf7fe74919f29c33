"""Commands on releases: pin a publication, list what is pinned, build it again."""

from pathlib import Path
from typing import Annotated

import typer

from orchestration import settings
from orchestration.cli.errors import UserError, told
from orchestration.progress import screen, stage
from orchestration.writing import only_writer

WAIT = 20.0


def register(app: typer.Typer) -> None:
    app.command("release")(release)
    app.command("rebuild")(rebuild)


def release(
    name: Annotated[
        str | None, typer.Option(help="发布名 e.g. 2025-annual", show_default=False)
    ] = None,
    publication: Annotated[
        str | None, typer.Option(help="哪一次发布 its folder's name; default: current")
    ] = None,
    show: Annotated[bool, typer.Option("--list", help="列出 list them")] = False,
) -> None:
    """冻结一次发布 Pin a publication by name: it stays and can be built again."""
    from orchestration import releases  # noqa: PLC0415
    from orchestration.reporting import release_table  # noqa: PLC0415

    with told():
        paths = settings.load()
        if name is None and not show:
            raise UserError("请用 --name 或 --list (give --name or --list)")
        if name is not None:
            with only_writer(paths, "release", WAIT), stage("冻结", "pin, archive"):
                releases.pin(paths, name, publication)
        screen.print(release_table(releases.listed(paths)))


def rebuild(
    name: Annotated[str, typer.Argument(help="冻结的发布名 a release's name")],
    to: Annotated[
        Path | None, typer.Option(help="目录 folder; default: data/rebuilt/<name>")
    ] = None,
    anyway: Annotated[
        bool, typer.Option("--anyway", help="程序已变也重建 even with other code")
    ] = False,
) -> None:
    """重建一次发布并逐位比较 Build a release again and compare it bit for bit."""
    from orchestration import rebuild as again  # noqa: PLC0415
    from orchestration import releases  # noqa: PLC0415
    from orchestration.reporting import comparison_table  # noqa: PLC0415

    with told():
        paths = settings.load()
        found = releases.find(paths, name)
        folder = (to or paths.data / "rebuilt" / found.name).resolve()
        tables = again.rebuild(paths, found, folder, anyway)
    screen.print(comparison_table(tables))
    differing = [table.table for table in tables if not table.is_same]
    if differing:
        names = "、".join(differing)
        screen.print(f"[red]✗ 有差异 they differ: {names}[/red] {folder}")
        raise typer.Exit(2)
    screen.print(
        "[green]✓[/green] 逐位相同：各表内容，以及不含检查时刻的各 Parquet 文件 "
        "[dim]the same bit for bit: every table's content, and every Parquet file but "
        "those that hold moments of checking[/dim]"
    )
