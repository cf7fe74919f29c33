"""`dagster dev` with this project's settings: the UI, the schedule and the sensor."""

import os
import shutil
import sys
from pathlib import Path

from orchestration import settings


def main() -> None:
    paths = settings.load()
    template = Path(__file__).with_name("dagster.yaml")
    shutil.copyfile(template, paths.dagster_home / "dagster.yaml")
    dagster = str(Path(sys.executable).parent / "dagster")
    os.execv(
        dagster,
        [
            dagster,
            "dev",
            "-m",
            "orchestration.definitions",
            "-h",
            "127.0.0.1",
            *sys.argv[1:],
        ],
    )


if __name__ == "__main__":
    main()
