"""The command line as tests call it, each with a data folder of its own."""

import os
import subprocess
import sys
from pathlib import Path

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
