"""The source files of a publication: found again by their hash, kept for a release.

`data/archive/<sha256>` holds a copy of every file that a release was made from, in
the form in which it landed: a member of a zip stands there by itself. The inbox may
change afterwards. The files name persons, so only their owner can read them.
"""

import os
import shutil
import tempfile
from collections.abc import Generator, Iterable
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from extracts.landing import fingerprint
from extracts.problems import ExtractError
from extracts.readers.archive import is_envelope, unpack
from orchestration.problems import SourceLostError
from orchestration.settings import Settings


def sources_of(manifest: dict[str, Any]) -> dict[str, str]:
    """Hash and name of every file that landed; sheets of a workbook are one file."""
    return {found["sha256"]: found["file_name"] for found in manifest["sources"]}


@contextmanager
def located(paths: Settings, wanted: dict[str, str]) -> Generator[dict[str, Path]]:
    """Where each file is now, while the context lasts: archive first, then inbox.

    Raises:
        SourceLostError: some are nowhere; the message names them.
    """
    archive = paths.data / "archive"
    found = {sha: archive / sha for sha in wanted if (archive / sha).exists()}
    with tempfile.TemporaryDirectory(prefix="yigai-") as scratch:
        if wanted.keys() - found.keys():
            arrived = (p for p in sorted(paths.inbox.rglob("*")) if p.is_file())
            search(arrived, wanted, found, Path(scratch))
        if lost := [wanted[sha] for sha in wanted.keys() - found.keys()]:
            names = "、".join(sorted(lost)[:5])
            raise SourceLostError(
                f"{len(lost)} 个来源文件在档案和收件箱里都找不到，请放回收件箱："
                f"{names} ({len(lost)} source files are neither archived nor in the "
                f"inbox; put them back into the inbox: {', '.join(sorted(lost)[:5])})"
            )
        yield found


def search(
    files: Iterable[Path], wanted: dict[str, str], found: dict[str, Path], scratch: Path
) -> None:
    """Find files by their hash, and members of zips by theirs."""
    for path in files:
        if wanted.keys() <= found.keys():
            return
        sha = fingerprint(path)
        if sha in wanted:
            found.setdefault(sha, path)
        elif is_envelope(path):
            inside = Path(tempfile.mkdtemp(dir=scratch))
            try:
                members = unpack(path, inside)
            except ExtractError:
                continue
            search(members, wanted, found, inside)


def keep(paths: Settings, manifest: dict[str, Any]) -> int:
    """Copy a publication's source files into the archive; return how many were new."""
    archive = paths.data / "archive"
    archive.mkdir(mode=0o700, exist_ok=True)
    new = 0
    with located(paths, sources_of(manifest)) as found:
        for sha, path in found.items():
            if path.parent != archive:
                copy(path, archive / sha)
                new += 1
    return new


def copy(source: Path, target: Path) -> None:
    beside = target.with_name(f".{target.name}.{os.getpid()}")
    try:
        shutil.copyfile(source, beside)
        beside.chmod(0o400)
        with beside.open("rb") as file:
            os.fsync(file.fileno())
        if fingerprint(beside) != target.name:
            raise SourceLostError(
                f"{source.name} 在复制时被改动 (changed while it was copied)"
            )
        beside.replace(target)
    finally:
        beside.unlink(missing_ok=True)
