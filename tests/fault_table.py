"""Faults that were tried, and how many were survived: one table for all fault tests.

What a test tried travels with its report, also from another process to the one that
prints the table.
"""

from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager

import pytest

Tally = list[tuple[str, object]]


@pytest.fixture
def tally(request: pytest.FixtureRequest) -> Tally:
    """Where a test notes what it tried and what was survived."""
    return request.node.user_properties


@contextmanager
def survived(tally: Tally, kind: str) -> Iterator[None]:
    """One try of a fault; it is survived when everything inside holds."""
    tally.append(("tried", kind))
    yield
    tally.append(("survived", kind))


def print_table(reporter: pytest.TerminalReporter) -> None:
    """Print the table of all faults of a test run, if there were any."""
    reports = {id(r): r for found in reporter.stats.values() for r in found}
    counts = Counter(
        noted
        for report in reports.values()
        if isinstance(report, pytest.TestReport) and report.when == "call"
        for noted in report.user_properties
    )
    kinds = sorted({str(kind) for what, kind in counts if what == "tried"})
    if not kinds:
        return
    reporter.write_sep("=", "faults")
    for line in ["| fault | tries | survived |", "|---|--:|--:|"] + [
        f"| {kind} | {counts['tried', kind]} | {counts['survived', kind]} |"
        for kind in kinds
    ]:
        reporter.write_line(line)
