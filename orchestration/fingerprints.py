"""What a publication was made from: hashes of the code and of the source files."""

import hashlib
from collections.abc import Iterable
from pathlib import Path

from orchestration.settings import PROJECT

CODE = ("models", "macros", "seeds", "extracts", "expectations", "orchestration")
FILES = ("dbt_project.yml", "profiles.yml", "requirements.lock")
DBT = ("models", "macros", "seeds/reference", "dbt_project.yml", "profiles.yml")


def of_files(paths: Iterable[Path], root: Path = PROJECT) -> str:
    """One SHA-256 over the names and contents of files, in order of name."""
    digest = hashlib.sha256()
    for path in sorted(paths):
        digest.update(str(path.relative_to(root)).encode())
        digest.update(hashlib.sha256(path.read_bytes()).digest())
    return digest.hexdigest()


def below(*names: str) -> list[Path]:
    """The project's files in the named folders, without what Python leaves there."""
    found = []
    for path in (PROJECT / name for name in names):
        inside = path.rglob("*") if path.is_dir() else [path]
        found += [p for p in inside if p.is_file() and "__pycache__" not in p.parts]
    return found


def code_version() -> str:
    """The version of everything that can change a published number."""
    return of_files(below(*CODE, *FILES))[:16]


def dbt_version() -> str:
    """The version of what dbt parses."""
    return of_files(below(*DBT))[:16]


def inbox_version(inbox: Path) -> str:
    """The version of the files in the inbox."""
    return of_files(arrived(inbox), inbox)[:16]


def inbox_listing(inbox: Path) -> str:
    """The version of the files' names, sizes and times: cheap, for asking often."""
    digest = hashlib.sha256()
    for path in sorted(arrived(inbox)):
        found = path.stat()
        said = (str(path.relative_to(inbox)), found.st_size, found.st_mtime_ns)
        digest.update(repr(said).encode())
    return digest.hexdigest()[:16]


def arrived(inbox: Path) -> list[Path]:
    """The files of the inbox; hidden ones are still being written."""
    return [p for p in inbox.rglob("*") if p.is_file() and not p.name.startswith(".")]
