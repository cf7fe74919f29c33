"""Disks that are too small, and processes that may write only so much."""

import resource
import subprocess
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest


def limited(size: int) -> Callable[[], None]:
    """For a child process: no file may grow beyond a size, as on a full disk."""
    return lambda: resource.setrlimit(resource.RLIMIT_FSIZE, (size, size))


@contextmanager
def mounted(disk: Path, kilobytes: int) -> Iterator[None]:
    """A tmpfs of a size, where this machine mounts one."""
    disk.mkdir()
    done = subprocess.run(
        ["mount", "-t", "tmpfs", "-o", f"size={kilobytes}k", "tmpfs", disk],
        capture_output=True, check=False,
    )  # fmt: skip
    if done.returncode:
        pytest.skip("this machine mounts no tmpfs; RLIMIT_FSIZE stands for it")
    try:
        yield
    finally:
        subprocess.run(["umount", disk], check=True)


def resize(disk: Path, kilobytes: int) -> None:
    subprocess.run(["mount", "-o", f"remount,size={kilobytes}k", disk], check=True)


def used(folder: Path) -> int:
    """The kilobytes that a folder takes."""
    done = subprocess.run(["du", "-sk", folder], capture_output=True, check=True)
    return int(done.stdout.split()[0])
