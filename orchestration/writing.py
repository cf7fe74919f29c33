"""One writer at a time: a run holds `data/writing.lock` from its start to its end.

DuckDB's own lock covers one open file; between two stages of a run another process
could slip in. The system lets go of this lock when its holder dies, however it dies.
"""

import fcntl
import json
import os
import time
from collections.abc import Generator
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from extracts.problems import BusyError
from orchestration.settings import Settings

# this process may come here again, from the command line into the job's own steps
held: set[Path] = set()


@contextmanager
def only_writer(
    paths: Settings, doing: str, wait_seconds: float = 0.0
) -> Generator[None]:
    """Hold the lock; do nothing where this process holds it already.

    Raises:
        BusyError: another process holds it; the message says which and since when.
    """
    path = paths.data / "writing.lock"
    if path in held:
        yield
        return
    handle = os.open(path, os.O_RDWR | os.O_CREAT, 0o644)
    try:
        wait_for(handle, time.monotonic() + wait_seconds)
        since = datetime.now(UTC).strftime("%Y-%m-%d %H:%M:%S")
        said = {"pid": os.getpid(), "doing": doing, "since": since}
        os.ftruncate(handle, 0)
        os.pwrite(handle, json.dumps(said).encode(), 0)
        held.add(path)
        try:
            yield
        finally:
            held.discard(path)
    finally:
        os.close(handle)


def wait_for(handle: int, deadline: float) -> None:
    while True:
        try:
            fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
            return
        except BlockingIOError as error:
            if time.monotonic() >= deadline:
                raise BusyError(busy_words(handle)) from error
            time.sleep(0.2)


def busy_words(handle: int) -> str:
    who = "yigai"
    for _ in range(10):
        said = writer_of(handle)
        if said and is_alive(said["pid"]):
            who = f"yigai {said['doing']}, pid {said['pid']}, {said['since']} UTC"
            break
        # it has just taken the lock; what stands there is its predecessor's
        time.sleep(0.1)
    return (
        f"另一个 yigai 进程正在写入数据仓库（{who}），请等它结束后再试 "
        f"(another yigai process is writing the warehouse: {who}; "
        "try again when it has finished; nothing was changed)"
    )


def writer_of(handle: int) -> dict[str, Any] | None:
    try:
        said = json.loads(os.pread(handle, 1000, 0))
    except ValueError:
        return None
    return said if {"pid", "doing", "since"} <= said.keys() else None


def is_alive(pid: int) -> bool:
    try:
        os.kill(pid, 0)
    except ProcessLookupError:
        return False
    except PermissionError:
        return True
    return True
