"""`yigai demo`: the real printed figures, through the door to the tables."""

import shutil
import time
from pathlib import Path

import typer

from orchestration import settings
from orchestration.cli.errors import told
from orchestration.progress import screen, stage

FIGURES = settings.PROJECT / "demo" / "published"


def register(app: typer.Typer) -> None:
    app.command("demo")(demo)


def demo() -> None:
    """演示：用真实的印出数字走完全程 The whole line on real printed figures."""
    from orchestration.cli.running import execute  # noqa: PLC0415

    started = time.perf_counter()
    with told():
        paths = settings.load()
        with stage("收件", "fill the inbox"):
            deliver(paths.inbox / "published_statistic")
        execute(paths)
        show(paths)
    screen.print(f"用时 {time.perf_counter() - started:.1f} s")


def deliver(folder: Path) -> None:
    """Copy the demo's extract files into the inbox, where they are not there yet."""
    folder.mkdir(parents=True, exist_ok=True)
    for source in sorted(FIGURES.iterdir()):
        target = folder / source.name
        if not target.exists() or target.read_bytes() != source.read_bytes():
            shutil.copy2(source, target)


def show(paths: settings.Settings) -> None:
    """Print the headline indicators, the verdicts, and where everything is."""
    import duckdb  # noqa: PLC0415
    from rich.console import Console  # noqa: PLC0415

    from orchestration.reporting import headline_table, verdict_table  # noqa: PLC0415

    out = Console()
    if not out.is_terminal:
        out = Console(width=120)
    with duckdb.connect(paths.published.resolve(), read_only=True) as con:
        out.print(headline_table(con))
        out.print("— 文件只印出比率 the document prints the ratio alone")
        out.print(verdict_table(con))
    for label, path in {
        "数据库 database": paths.published,
        "Parquet": paths.publications / "parquet",
        "发布清单 manifest": paths.publications / "manifest.json",
    }.items():
        out.print(f"{label}: {path}", soft_wrap=True, highlight=False)
    out.print("看图 dashboard: .venv/bin/yigai dashboard --demo", highlight=False)
