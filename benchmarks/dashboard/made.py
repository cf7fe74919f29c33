"""The made-up publication that is read, and the dashboard that reads it."""

import sys
import time
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from subprocess import Popen

PROJECT = Path(__file__).parents[2]
SERVE = (
    "import sys; from pathlib import Path; from dashboards.app import serve; "
    "serve(Path(sys.argv[1]), port=int(sys.argv[2]))"
)


def warehouse(path: Path, counties: int, months: int) -> Path:
    """The made-up publication with all tiers, written once."""
    if path.exists():
        return path
    sys.path.insert(0, str(PROJECT / "tests"))
    from browser import pages_data, pages_more  # noqa: PLC0415

    beside = path.with_name(f"writing_{path.name}")
    pages_data.write(beside, counties, months, pages_data.EVERY_TIER, is_whole=True)
    return pages_more.add(beside).rename(path)


@contextmanager
def served(path: Path, port: int) -> Iterator[str]:
    """The dashboard in a process of its own, as `yigai dashboard` runs it."""
    with Popen([sys.executable, "-c", SERVE, str(path), str(port)]) as run:
        try:
            address = f"http://127.0.0.1:{port}"
            for _ in range(600):
                try:
                    urllib.request.urlopen(address, timeout=60).read()
                    break
                except OSError:
                    time.sleep(0.1)
            yield address
        finally:
            run.terminate()
