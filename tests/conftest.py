"""Fixtures that every test may use."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

PROJECT = Path(__file__).parent.parent
YIGAI = Path(sys.executable).parent / "yigai"


def yigai(data: Path, *words: str, check: bool = True) -> subprocess.CompletedProcess:
    """Run the command line with a data folder of its own."""
    done = subprocess.run(
        [YIGAI, *words],
        cwd=PROJECT,
        env={**os.environ, "YIGAI_DATA": str(data), "COLUMNS": "200"},
        capture_output=True,
        text=True,
        check=False,
    )
    if check and done.returncode:
        raise AssertionError(f"yigai {words}: {done.stdout}\n{done.stderr}")
    return done


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
