"""Publish: write the marts beside, then move them into place in one step.

A publication is a folder `data/published/<publication_id>/` with
`yigai.duckdb`, one Parquet file a table, and `manifest.json`. Readers open
`data/published/yigai.duckdb`, which leads through the link `current`; replacing
that one link is the whole switch, so a reader sees all of one publication or
all of the next. An open reader keeps what it opened.
"""

import json
import os
import re
import shutil
from collections.abc import Iterator
from dataclasses import asdict
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from orchestration import history
from orchestration.tables import SCHEMAS, file_hash, write_tables

KEPT = 3
NAME = re.compile(r"\d{8}T\d{6}-[0-9a-f]{8}(-\d+)?")
NEWEST = "newest"
MADE = ("yigai.duckdb", "parquet", "manifest.json")


def publish(
    build: Path, folder: Path, facts: dict[str, Any], before: Path | None = None
) -> Path:
    """Publish the marts of the build warehouse.

    Args:
        build: the build warehouse; nothing may be writing it.
        folder: the folder of publications.
        facts: what the manifest says besides the tables (fingerprint, sources …).
        before: what earlier publications showed of counts of persons, if not what the
            current one says.

    Returns:
        the folder of the new publication.
    """
    now = datetime.now(UTC)
    folder.mkdir(parents=True, exist_ok=True)
    forget_old(folder)
    name = free_name(folder, f"{now:%Y%m%dT%H%M%S}-{facts['fingerprint'][:8]}")
    beside = folder / f".{name}.{os.getpid()}"
    beside.mkdir()
    last = read_manifest(folder) or {}
    before = before or known(folder, last)
    tables = write_tables(build, beside, before, state_of(folder, name))
    manifest = {
        "publication_id": name,
        "number": next_number(folder),
        "published_at": f"{now:%Y-%m-%dT%H:%M:%SZ}",
        **facts,
        "disclosure_before": before.name if before else "none",
        "tables": {table: asdict(found) for table, found in tables.items()},
        "files": {"yigai.duckdb": file_hash(beside / "yigai.duckdb")},
        "values_kept": history.keep(build, beside / "yigai.duckdb", folder, name),
    }
    text = json.dumps(manifest, ensure_ascii=False, indent=1)
    (beside / "manifest.json").write_text(text, "utf-8")
    settle(beside)
    remember(folder, name)
    beside.rename(folder / name)
    point(folder, name)
    forget_old(folder)
    return folder / name


def state_of(folder: Path, name: str) -> Path:
    """Where it is kept what readers know after a publication; readers do not see it."""
    return folder.parent / "disclosure" / name


def known(folder: Path, manifest: dict[str, Any]) -> Path | None:
    """What readers know, or None where nothing was kept.

    They know what a publication showed that was withdrawn, too; so it is that of the
    newest one which was about to be shown, whatever is the current one.
    """
    newest = state_of(folder, NEWEST)
    for name in (
        newest.read_text("utf-8").strip() if newest.is_file() else "none",
        manifest.get("publication_id", "none"),
    ):
        if state_of(folder, name).is_dir():
            return state_of(folder, name)
    return None


def remember(folder: Path, name: str) -> None:
    """From now on readers may know this publication: before they can see it."""
    if state_of(folder, name).is_dir():
        newest = state_of(folder, NEWEST)
        beside = newest.with_name(f".{NEWEST}.{os.getpid()}")
        beside.write_text(name, "utf-8")
        beside.replace(newest)


def free_name(folder: Path, wanted: str) -> str:
    """A name of its own: what is published is never written again."""
    name, number = wanted, 1
    while (folder / name).exists():
        number += 1
        name = f"{wanted}-{number}"
    return name


def settle(folder: Path) -> None:
    """Have everything on the disk before the link leads to it, should power fail."""
    for path in [*folder.rglob("*"), folder, folder.parent]:
        handle = os.open(path, os.O_RDONLY)
        try:
            os.fsync(handle)
        finally:
            os.close(handle)


def point(folder: Path, name: str) -> None:
    """Make a publication the current one."""
    replace_link(folder / "current", Path(name))
    for inside in MADE:
        link = folder / inside
        if not link.is_symlink():
            replace_link(link, Path("current") / inside)


def replace_link(link: Path, target: Path) -> None:
    fresh = link.with_name(f".{link.name}.{os.getpid()}")
    fresh.unlink(missing_ok=True)
    fresh.symlink_to(target)
    fresh.replace(link)


def forget_old(folder: Path) -> None:
    """Remove all but the current publication, some before it, and what is pinned.

    What is newer than the current one was never shown or was withdrawn. Without a
    readable current one nothing is removed.
    """
    current = (folder / "current").resolve().name
    pinned = {path.resolve().name for path in releases(folder)}
    whole = [path.name for path in publications(folder)]
    if current in whole:
        shown = whole[: whole.index(current) + 1]
        for name in set(whole) - set(shown[-KEPT:]) - pinned:
            # renamed first: a half removed folder must not look like a publication
            gone = folder / f".{name}.gone"
            (folder / name).rename(gone)
            shutil.rmtree(gone, ignore_errors=True)
        kept = [read(path) or {} for path in publications(folder)]
        forget_states(folder, kept)
        history.clear(folder, kept)
    clear_leftovers(folder)


def forget_states(folder: Path, manifests: list[dict[str, Any]]) -> None:
    """Keep what readers knew before and after each publication that is kept."""
    wanted = set()
    for manifest in manifests:
        wanted |= {manifest["publication_id"], manifest.get("disclosure_before")}
    states = state_of(folder, "none").parent
    newest = known(folder, {})
    for path in states.iterdir() if states.is_dir() else ():
        if path.is_dir() and path.name not in wanted and path != newest:
            shutil.rmtree(path, ignore_errors=True)


def clear_leftovers(folder: Path) -> None:
    """Remove what broken runs left behind; the caller is the only one that writes."""
    for path in folder.glob(".*"):
        if path.is_symlink():
            path.unlink()
        elif path.is_dir():
            shutil.rmtree(path, ignore_errors=True)


def publications(folder: Path) -> Iterator[Path]:
    """The publications whose manifests can be read, in the order of their making."""
    numbered = []
    for path in folder.iterdir():
        if path.is_dir() and not path.is_symlink() and NAME.fullmatch(path.name):
            manifest = read(path)
            if manifest is not None:
                numbered.append((int(manifest.get("number", 0)), path.name, path))
    for _, _, path in sorted(numbered):
        yield path


def releases(folder: Path) -> Iterator[Path]:
    """The links that pin publications by name."""
    if (folder / "releases").is_dir():
        yield from sorted(p for p in (folder / "releases").iterdir() if p.is_symlink())


def next_number(folder: Path) -> int:
    """The clock may be moved; the number of a publication only grows."""
    made = [read(path) for path in publications(folder)]
    return max((int(m.get("number", 0)) for m in made if m), default=0) + 1


def read(publication: Path) -> dict[str, Any] | None:
    """A publication's manifest, or None where it cannot be read."""
    try:
        return json.loads((publication / "manifest.json").read_text("utf-8"))
    except (OSError, ValueError):
        return None


def read_manifest(folder: Path) -> dict[str, Any] | None:
    """The manifest of the current publication, or None where there is none."""
    if not (folder / "current" / "yigai.duckdb").exists():
        return None
    return read(folder / "current")


def damages(publication: Path) -> list[str]:
    """The files of a publication that are not as they were written."""
    manifest = read(publication)
    if manifest is None:
        return ["manifest.json"]
    wanted = dict(manifest.get("files", {}))
    for table, found in manifest["tables"].items():
        wanted[f"parquet/{table.replace('.', '/')}.parquet"] = found["parquet"]
    return [
        name
        for name, sha256 in wanted.items()
        if not (publication / name).exists() or file_hash(publication / name) != sha256
    ]


__all__ = ["SCHEMAS", "damages", "publish", "read_manifest"]
