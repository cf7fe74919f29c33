"""What this machine has and lacks, each finding with what to do about it."""

import importlib.metadata
import os
import re
import shutil
import sys
from collections.abc import Iterator
from dataclasses import dataclass

from orchestration.publication import read_manifest
from orchestration.settings import PROJECT, Settings


@dataclass(frozen=True)
class Finding:
    """One thing that was looked at; without a needed one yigai does not work."""

    zh: str
    en: str
    is_good: bool
    is_needed: bool = True


def findings(paths: Settings) -> Iterator[Finding]:
    """Look at Python, the packages, the data folder, the publication, the browser."""
    version = ".".join(map(str, sys.version_info[:3]))
    yield Finding(f"Python {version}（需 3.11 以上）", "Python 3.11 or newer",
                  sys.version_info >= (3, 11))  # fmt: skip
    wrong = list(wrong_packages())
    yield Finding(
        f"软件包与 requirements.lock 一致：{'、'.join(wrong) or '是'}",
        f"packages as locked: {', '.join(wrong) or 'yes'}; repair with make setup",
        not wrong,
    )
    yield Finding(f"数据目录可写 {paths.data}", "the data folder can be written",
                  os.access(paths.data, os.W_OK))  # fmt: skip
    free = shutil.disk_usage(paths.data).free >> 30
    yield Finding(f"磁盘剩余 {free} GiB", "free disk, 2 GiB wanted", free >= 2)
    manifest = read_manifest(paths.publications)
    name = manifest["publication_id"] if manifest else "无 none"
    yield Finding(f"当前发布 {name}", "current publication; make one: yigai run",
                  manifest is not None, is_needed=False)  # fmt: skip
    browser = os.environ.get("CHROMIUM") or shutil.which("chromium")
    yield Finding(f"浏览器 {browser or '无'}", "Chromium, for browser tests and images",
                  browser is not None, is_needed=False)  # fmt: skip


def wrong_packages() -> Iterator[str]:
    """Packages of the lock that are installed in another version or not at all."""
    lock = (PROJECT / "requirements.lock").read_text("utf-8")
    for name, version, marker in re.findall(
        r"^([\w.-]+)==([^\s;\\]+)(?: ; ([^\\]+))?", lock, re.MULTILINE
    ):
        if marker:
            continue
        try:
            found = importlib.metadata.version(name)
        except importlib.metadata.PackageNotFoundError:
            found = "none"
        if found != version:
            yield f"{name} {found} ≠ {version}"
