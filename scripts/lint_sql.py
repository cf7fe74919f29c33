"""sqlfluff on the SQL files that have changed since they were last found clean.

A fresh clone lints all of them: in two processes, with sqlfluff's parser in Rust, and
with each macro compiled once; sqlfluff alone compiles every macro anew, twice a file.
"""

import hashlib
import json
import subprocess
import sys
from collections.abc import Iterable
from pathlib import Path
from types import CodeType

PROJECT = Path(__file__).parent.parent
FOLDERS = ("models", "macros/tests")
CLEAN = PROJECT / "target" / "clean_sql.json"
PROCESSES = 2


def digests() -> dict[str, str]:
    """What decides whether a file is clean: itself, the rules and the macros."""
    rules = [PROJECT / ".sqlfluff", *sorted((PROJECT / "macros").glob("*.sql"))]
    common = b"".join(path.read_bytes() for path in rules)
    return {
        str(path.relative_to(PROJECT)): hashlib.sha256(
            common + path.read_bytes()
        ).hexdigest()
        for folder in FOLDERS
        for path in sorted((PROJECT / folder).rglob("*.sql"))
    }


def lint_changed() -> int:
    found = digests()
    clean = json.loads(CLEAN.read_text("utf-8")) if CLEAN.exists() else {}
    changed = [path for path, digest in found.items() if clean.get(path) != digest]
    # the longest first, in turn: each process has as much to read
    changed.sort(key=lambda path: -(PROJECT / path).stat().st_size)
    shares = [changed[at::PROCESSES] for at in range(PROCESSES)]
    running = [
        subprocess.Popen([sys.executable, __file__, *share], cwd=PROJECT)
        for share in shares
        if share
    ]
    if codes := [process.wait() for process in running if process.wait()]:
        return max(codes)
    CLEAN.parent.mkdir(exist_ok=True)
    CLEAN.write_text(json.dumps(found), "utf-8")
    return 0


def lint(paths: Iterable[str]) -> None:
    """Lint files in this process; leaves it with sqlfluff's exit code."""
    from sqlfluff.cli.commands import cli  # noqa: PLC0415

    compile_once()
    cli(["lint", "--disable-progress-bar", "--nocolor", *paths])


def compile_once() -> None:
    """Have jinja remember what it has compiled: the same text gives the same code."""
    from jinja2 import Environment  # noqa: PLC0415

    compile_anew, known = Environment.compile, {}

    def compile_or_remember(env: Environment, source: str, *words: object) -> CodeType:
        asked = (type(env), source, *words)
        if asked not in known:
            known[asked] = compile_anew(env, source, *words)
        return known[asked]

    Environment.compile = compile_or_remember  # ty: ignore


if __name__ == "__main__":
    sys.exit(lint(sys.argv[1:]) if sys.argv[1:] else lint_changed())
