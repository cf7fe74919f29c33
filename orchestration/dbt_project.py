"""The dbt project as Dagster needs it: parsed once for each state of its files."""

import subprocess
import sys
from pathlib import Path

from dagster_dbt import DbtProject

from orchestration import settings
from orchestration.fingerprints import dbt_version
from orchestration.settings import PROJECT

# the dbt of this environment, wherever the caller's PATH points
DBT = str(Path(sys.executable).parent / "dbt")

project = DbtProject(project_dir=PROJECT, profiles_dir=PROJECT)


def manifest() -> Path:
    """The path of a manifest that fits the files; parses when it does not.

    Raises:
        RuntimeError: dbt cannot parse the project; the message is dbt's.
    """
    settings.load()
    path = PROJECT / "target" / "manifest.json"
    stamp = PROJECT / "target" / "parsed_version"
    version = dbt_version()
    if path.exists() and stamp.exists() and stamp.read_text("utf-8") == version:
        return path
    done = subprocess.run(
        [DBT, "parse", "--quiet"],
        cwd=PROJECT,
        capture_output=True,
        text=True,
        check=False,
    )
    if done.returncode:
        raise RuntimeError(f"dbt parse: {done.stdout}{done.stderr}")
    stamp.write_text(version, "utf-8")
    return path


if __name__ == "__main__":
    manifest()
