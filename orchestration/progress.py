"""Stages of a run as they happen, with their time, for people at a terminal."""

import os
import sys
import time
from collections.abc import Generator
from contextlib import contextmanager

from rich.console import Console

screen = Console(stderr=True, highlight=False)


@contextmanager
def kept_screen() -> Generator[None]:
    """Keep a terminal while Dagster takes stderr away for its own log of each step.

    Without it nothing moves for as long as a step works.
    """
    if not screen.is_terminal:
        yield
        return
    with os.fdopen(os.dup(sys.stderr.fileno()), "w", encoding="utf-8") as terminal:
        screen.file = terminal
        try:
            yield
        finally:
            screen.file = sys.stderr


@contextmanager
def stage(zh: str, en: str) -> Generator[None]:
    """Show one stage while it works and its seconds when it is done."""
    started = time.perf_counter()
    label = f"{zh} [dim]{en}[/dim]"
    if not screen.is_terminal:
        print(f"… {zh} {en}", file=sys.stderr, flush=True)
    with screen.status(f"{label} …"):
        try:
            yield
        except BaseException:
            screen.print(f"[red]✗[/red] {label}")
            raise
    screen.print(f"[green]✓[/green] {label}  {time.perf_counter() - started:5.1f} s")
