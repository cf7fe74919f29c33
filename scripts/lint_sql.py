"""sqlfluff on the SQL files that have changed since they were last found clean.

All two hundred of them take most of a minute; a fresh clone lints them all.
"""

import hashlib
import json
import subprocess
import sys
from pathlib import Path

PROJECT = Path(__file__).parent.parent
FOLDERS = ("models", "macros/tests")
CLEAN = PROJECT / "target" / "clean_sql.json"


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


def main() -> int:
    found = digests()
    clean = json.loads(CLEAN.read_text("utf-8")) if CLEAN.exists() else {}
    changed = [path for path, digest in found.items() if clean.get(path) != digest]
    if changed:
        sqlfluff = Path(sys.executable).with_name("sqlfluff")
        command = [sqlfluff, "lint", "--disable-progress-bar", "--processes", "2"]
        done = subprocess.run([*command, *changed], cwd=PROJECT, check=False)
        if done.returncode:
            return done.returncode
    CLEAN.parent.mkdir(exist_ok=True)
    CLEAN.write_text(json.dumps(found), "utf-8")
    return 0


if __name__ == "__main__":
    sys.exit(main())
