"""Commands that write: land, run, check, publish."""

import re
from pathlib import Path
from typing import Annotated

import typer

from orchestration import settings
from orchestration.cli.errors import UserError, told
from orchestration.progress import screen, stage
from orchestration.writing import only_writer

KEPT = (
    "没有发布，读者看到的仍是上一次发布 nothing was published, readers keep the last "
    "publication"
)
PUBLISHED = "已经发布，但之后的一步失败 it is published, but a step after that failed"
# a person may wait this long for a landing to end; a whole run nobody waits for
WAIT = 20.0


def register(app: typer.Typer) -> None:
    app.command("land")(land)
    app.command("run")(run)
    app.command("check")(check)
    app.command("publish")(publish)


def land(
    files: Annotated[
        list[Path] | None, typer.Argument(help="文件 files; none: the whole inbox")
    ] = None,
    extract: Annotated[
        str | None, typer.Option("--as", help="上报数据名 name of the extract")
    ] = None,
) -> None:
    """入库：收件箱或所列文件 Land the inbox or the files named."""
    from extracts.contract import load_contracts  # noqa: PLC0415
    from extracts.landing import land_file, land_inbox  # noqa: PLC0415
    from extracts.warehouse import open_warehouse, prepare  # noqa: PLC0415
    from orchestration.reporting import file_table  # noqa: PLC0415

    with told():
        paths, contracts = settings.load(), load_contracts()
        if files and extract not in contracts:
            names = ", ".join(sorted(contracts))
            raise UserError(f"用 --as 指明上报数据 name the extract with --as: {names}")
        with only_writer(paths, "land", WAIT), open_warehouse(paths.build) as con:
            prepare(con, list(contracts.values()))
            if files:
                results = [
                    land_file(con, path, contracts[str(extract)]) for path in files
                ]
            else:
                results = list(land_inbox(con, paths.inbox, contracts))
    screen.print(file_table(results))
    if any(result.outcome == "refused" for result in results):
        raise typer.Exit(2)


def run(
    force: Annotated[
        bool, typer.Option(help="即使没有变化也重做 run even if nothing changed")
    ] = False,
    months: Annotated[
        str,
        typer.Option(help="重做这些月份 build again: 2024-01 or 2024-01:2024-03"),
    ] = "",
) -> None:
    """入库、建模、检查、发布 Land, build, check, publish: the schedule's job."""
    with told():
        execute(settings.load(), force, month_range(months))


def month_range(said: str) -> tuple[str, str] | None:
    """The first and last month of a range as it is typed."""
    if not said:
        return None
    month = r"\d{4}-(?:0[1-9]|1[0-2])"
    found = re.fullmatch(rf"({month})(?::({month}))?", said)
    if found is None or (found[2] or found[1]) < found[1]:
        raise UserError(
            f"月份应写成 2024-01 或 2024-01:2024-03，而不是 {said} "
            "(months are like 2024-01 or 2024-01:2024-03)"
        )
    return found[1], found[2] or found[1]


def execute(
    paths: settings.Settings,
    force: bool = False,
    months: tuple[str, str] | None = None,
) -> None:
    """Run the job unless the publication already holds what it would make."""
    from orchestration import publication  # noqa: PLC0415
    from orchestration.run import RunFailedError, is_up_to_date, run_job  # noqa: PLC0415

    with only_writer(paths, "run"):
        if not (force or months) and is_up_to_date(paths):
            screen.print(
                "[green]✓[/green] 已是最新：收件箱和程序都没有变化 "
                "[dim]up to date: neither the inbox nor the code has changed[/dim]"
            )
            return
        before = publication.read_manifest(paths.publications)
        try:
            run_job(months)
        except RunFailedError as error:
            now = publication.read_manifest(paths.publications)
            raise UserError(
                f"{PUBLISHED if now != before else KEPT}\n{error}"
            ) from error


def check(
    rejudge: Annotated[
        bool, typer.Option("--rejudge", help="只按现在的阈值重判 only judge again")
    ] = False,
) -> None:
    """只检查，不建模 Run the checks on the build warehouse as it is."""
    from expectations.results import failed  # noqa: PLC0415
    from orchestration import stages  # noqa: PLC0415
    from orchestration.reporting import change_table, check_table  # noqa: PLC0415

    with told():
        paths = settings.load()
        need(paths.build)
        with only_writer(paths, "check", WAIT), stage("检查", "check"):
            if rejudge:
                screen.print(change_table(stages.rejudge(paths)))
                return
            results = stages.check(paths)
    screen.print(check_table(results))
    if failed(results):
        raise typer.Exit(2)


def publish() -> None:
    """重新发布现有的建模结果（先检查） Check, then publish the build as it is."""
    from orchestration import stages  # noqa: PLC0415

    with told():
        paths = settings.load()
        with only_writer(paths, "publish", WAIT):
            check()
            with stage("发布", "publish"):
                target = stages.publish(paths)
    screen.print(str(target))


def need(build: Path) -> None:
    if not build.exists():
        raise UserError(
            "还没有建模结果，请先运行 yigai run (nothing was built yet: yigai run)"
        )
