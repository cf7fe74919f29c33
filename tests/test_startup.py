"""What the command line loads before it knows what is asked: nothing that is slow."""

import subprocess
import sys

SLOW = ("dagster", "dbt", "great_expectations", "pandas", "apprise", "dash", "polars")


def test_the_command_line_loads_nothing_slow():
    code = (
        "import sys, orchestration.cli; "
        f"print([name for name in {SLOW} if name in sys.modules])"
    )
    done = subprocess.run(
        [sys.executable, "-c", code], capture_output=True, text=True, check=True
    )
    assert done.stdout.strip() == "[]"
