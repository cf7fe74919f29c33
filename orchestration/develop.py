"""`dagster dev` with this project's settings: the UI, the schedules and the sensors."""

import os
import sys
from pathlib import Path

from extracts.problems import BusyError
from orchestration import settings
from orchestration.progress import screen
from orchestration.run import prepare_home
from orchestration.writing import only_writer


def main() -> None:
    paths = settings.load()
    prepare_home(paths)
    clear_dead_runs(paths)
    dagster = str(Path(sys.executable).parent / "dagster")
    words = ["dev", "-m", "orchestration.definitions", "-h", "127.0.0.1"]
    os.execv(dagster, [dagster, *words, *sys.argv[1:]])


def clear_dead_runs(paths: settings.Settings) -> None:
    """What was killed while it ran must not keep the queue waiting."""
    import dagster as dg  # noqa: PLC0415

    from orchestration.failures import bury  # noqa: PLC0415

    try:
        with only_writer(paths, "dagster"), dg.DagsterInstance.get() as instance:
            bury(instance, only_ours=False)
    except BusyError as error:
        screen.print(str(error), markup=False)


if __name__ == "__main__":
    main()
