"""Errors as people read them: what happened and what to do, no stack trace."""

from collections.abc import Generator
from contextlib import contextmanager

import duckdb
import typer

from extracts.problems import BusyError, ContractError, ExtractError
from orchestration.progress import screen


class UserError(Exception):
    """A mistake that the user can repair; the message says how."""


KNOWN = (BusyError, ContractError, ExtractError, UserError, duckdb.Error)


@contextmanager
def told() -> Generator[None]:
    """Print a known error in red and leave with exit code 1."""
    try:
        yield
    except KNOWN as error:
        screen.print(f"[red]{type(error).__name__}[/red]", end=" ")
        screen.print(str(error), markup=False)
        raise typer.Exit(1) from error
