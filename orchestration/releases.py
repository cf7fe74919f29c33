"""Releases: publications pinned by a name, which stay when newer ones come."""

import re
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from orchestration import archive, publication
from orchestration.problems import ReleaseError
from orchestration.settings import Settings

NAME = re.compile(r"\w[\w.-]{0,63}")


@dataclass(frozen=True)
class Release:
    """A publication pinned by name."""

    name: str
    folder: Path
    manifest: dict[str, Any]


def pin(paths: Settings, name: str, publication_id: str | None = None) -> Release:
    """Pin a publication, the current one if none is named, and archive its sources.

    Raises:
        ReleaseError: the name is taken or no name, or the publication is not whole.
        SourceLostError: some of its source files are gone.
    """
    if not NAME.fullmatch(name):
        raise ReleaseError(
            "发布名只能用文字、数字、点、横线 (a release's name holds letters, digits, "
            f"dots and hyphens): {name}"
        )
    folder = paths.publications / (publication_id or "current")
    if not (folder / "manifest.json").exists():
        raise ReleaseError(
            "没有这次发布，请先运行 yigai run "
            "(there is no such publication; yigai run makes one)"
        )
    folder = folder.resolve()
    refuse_taken(paths, name, folder)
    if damaged := publication.damages(folder):
        raise ReleaseError(
            f"这次发布已损坏，不能冻结 (the publication is damaged): {damaged}"
        )
    manifest = publication.read(folder) or {}
    archive.keep(paths, manifest)
    link = paths.publications / "releases" / name
    link.parent.mkdir(exist_ok=True)
    if not link.is_symlink():
        publication.replace_link(link, Path("..") / folder.name)
    return Release(name, folder, manifest)


def refuse_taken(paths: Settings, name: str, folder: Path) -> None:
    link = paths.publications / "releases" / name
    if link.is_symlink() and link.resolve() != folder:
        raise ReleaseError(
            f"{name} 已指向另一次发布 {link.resolve().name}，冻结的不再改动 "
            f"({name} pins another publication, {link.resolve().name}; a release never "
            "moves, choose another name)"
        )


def listed(paths: Settings) -> list[Release]:
    """Every release that can be read, in order of name."""
    found = []
    for link in publication.releases(paths.publications):
        manifest = publication.read(link)
        if manifest is not None:
            found.append(Release(link.name, link.resolve(), manifest))
    return found


def find(paths: Settings, name: str) -> Release:
    """A release by its name, or a publication by its own.

    Raises:
        ReleaseError: there is none; the message names those that there are.
    """
    for path in (paths.publications / "releases" / name, paths.publications / name):
        manifest = publication.read(path) if path.is_dir() else None
        if manifest is not None:
            return Release(name, path.resolve(), manifest)
    known = "、".join(release.name for release in listed(paths)) or "无 none"
    raise ReleaseError(
        f"没有名为 {name} 的发布；已有 (no release of that name; there are): {known}"
    )
