"""Fixtures that every test may use."""

from pathlib import Path

import pytest
from commandline import yigai


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
