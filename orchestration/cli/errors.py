"""Errors as people read them: what happened and what to do, no stack trace."""

import errno
from collections.abc import Generator
from contextlib import contextmanager

import duckdb
import typer

from extracts.problems import BusyError, ContractError, DamagedError, ExtractError
from orchestration.problems import Problem, UserError
from orchestration.progress import screen

KNOWN = (
    BusyError, ContractError, DamagedError, ExtractError, Problem, duckdb.Error,
)  # fmt: skip
FULL = (errno.ENOSPC, errno.EDQUOT, errno.EFBIG)
# the same as DuckDB, SQLite (where Dagster keeps its records) and dbt say it; SQLite
# calls a full tmpfs, and a disk that fails, an I/O error
SAID_FULL = ("no space left on device", "disk is full", "disk quota exceeded",
             "file too large", "disk i/o error")  # fmt: skip


@contextmanager
def told() -> Generator[None]:
    """Print a known error in red and leave with exit code 1."""
    try:
        yield
    except Exception as error:
        if is_disk_full(error):
            screen.print(
                "[red]磁盘已满[/red]：腾出空间后再试，读者看到的仍是完整的一次发布 "
                "(the disk is full: make room and try again; readers still see one "
                "whole publication)"
            )
        elif is_damage(error):
            screen.print(
                "[red]文件已损坏[/red]：发布的文件由 yigai run 重做；data/build 请移走"
                "再运行 yigai run (a file is damaged: yigai run makes what is "
                "published again; a damaged data/build move away, then yigai run)"
            )
        elif not isinstance(error, KNOWN):
            raise
        screen.print(f"[red]{type(error).__name__}[/red]", end=" ")
        lines = str(error).splitlines()
        # what others say goes on with addresses of their manuals
        said = lines if isinstance(error, KNOWN) else lines[:1]
        screen.print("\n".join(said), markup=False)
        raise typer.Exit(1) from error


def is_disk_full(error: BaseException) -> bool:
    """Whether an error says that there is no room, in numbers or in words."""
    if isinstance(error, OSError) and error.errno in FULL:
        return True
    return any(words in str(error).lower() for words in SAID_FULL)


def is_damage(error: Exception) -> bool:
    from extracts.warehouse import is_damaged  # noqa: PLC0415

    return isinstance(error, duckdb.Error) and is_damaged(error)


__all__ = ["UserError", "told"]
