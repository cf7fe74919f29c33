"""Errors as people read them: what happened and what to do, no stack trace."""

import errno
from collections.abc import Generator
from contextlib import contextmanager

import duckdb
import typer

from extracts.problems import BusyError, ContractError, ExtractError
from orchestration.problems import Problem, UserError
from orchestration.progress import screen

KNOWN = (BusyError, ContractError, ExtractError, Problem, duckdb.Error)
FULL = (errno.ENOSPC, errno.EDQUOT, errno.EFBIG)


@contextmanager
def told() -> Generator[None]:
    """Print a known error in red and leave with exit code 1."""
    try:
        yield
    except KNOWN as error:
        screen.print(f"[red]{type(error).__name__}[/red]", end=" ")
        screen.print(str(error), markup=False)
        raise typer.Exit(1) from error
    except OSError as error:
        if error.errno not in FULL:
            raise
        screen.print(
            f"[red]磁盘已满[/red]：腾出空间后再试，已发布的数据没有改动 {error} "
            "(the disk is full: make room and try again; what is published has not "
            "changed)"
        )
        raise typer.Exit(1) from error


__all__ = ["UserError", "told"]
