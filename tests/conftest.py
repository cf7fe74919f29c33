"""Fixtures that every test may use."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from commandline import yigai
from door import fast_way
from fault_table import print_table, tally
from sample_warehouse import clean_sample, gappy_sample

__all__ = ["clean_sample", "gappy_sample", "tally"]


@pytest.fixture(scope="session")
def demo_data(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The data folder after one `yigai demo`; tests must not change it."""
    data = tmp_path_factory.mktemp("demo")
    yigai(data, "demo")
    return data


@pytest.fixture(scope="session")
def publication(demo_data: Path) -> Path:
    """The published warehouse of the demo."""
    return demo_data / "published" / "yigai.duckdb"


@pytest.fixture(params=["small", "large"])
def way(request: pytest.FixtureRequest) -> Iterator[None]:
    """Both ways in: that of small files and that of large ones."""
    with fast_way(request.param == "large"):
        yield


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter) -> None:
    """After all tests: what faults were tried, and how many were survived."""
    print_table(terminalreporter)
