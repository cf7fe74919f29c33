"""Pseudonyms: a keyed hash in place of a person's number, made at the door.

HMAC-SHA-256 cut to 128 bits, in hexadecimal. The same number gives the same
pseudonym in every extract, another key gives a disjoint set. The key comes from
`YIGAI_KEY_FILE` (or `YIGAI_KEY`, hexadecimal); it is never in the warehouse, a log
or the repository.
"""

import hashlib
import hmac
import os
import secrets
import stat
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, cast

import duckdb
import pyarrow as pa
from duckdb.func import PythonUDFType

from extracts.problems import ContractError

BITS = 128
REMEMBERED = 500_000


class KeyFileError(ContractError):
    """The key is missing, too short, or readable by others."""


@dataclass
class Pseudonyms:
    """Hashes distinct values once; what it remembers is bounded."""

    key: bytes
    known: dict[str, str] = field(default_factory=dict)

    def of(self, value: str | None) -> str | None:
        if value is None:
            return None
        found = self.known.get(value)
        if found is None:
            # 15 or 18 characters, the last of which may be x or X
            plain = value.strip().upper().encode()
            found = hmac.digest(self.key, plain, hashlib.sha256).hex()[: BITS // 4]
            if len(self.known) >= REMEMBERED:
                self.known.clear()
            self.known[value] = found
        return found

    def install(self, con: duckdb.DuckDBPyConnection) -> None:
        """Give the connection the function `pseudonym(varchar)`."""

        def pseudonym(values: Any) -> Any:
            return pa.array([self.of(v) for v in values.to_pylist()], pa.string())

        # duckdb's stubs know no Arrow functions
        cast(Any, con).create_function(
            "pseudonym", pseudonym, ["VARCHAR"], "VARCHAR", type=PythonUDFType.ARROW
        )


def load_key(default: Path) -> bytes:
    """Read the key; create `default` (0600) when nothing else is configured.

    Raises:
        KeyFileError: it is too short, or others can read it.
    """
    if text := os.environ.get("YIGAI_KEY"):
        return checked(bytes.fromhex(text), "YIGAI_KEY")
    configured = os.environ.get("YIGAI_KEY_FILE")
    path = Path(configured) if configured else default
    if not path.exists():
        if configured:
            raise KeyFileError(
                f"没有密钥文件 {path}，请恢复它；换新密钥会使所有假名改变 "
                f"(no key file {path}: restore it; a new key changes every pseudonym)"
            )
        create(path)
    if path.stat().st_mode & (stat.S_IRWXG | stat.S_IRWXO):
        raise KeyFileError(
            f"密钥文件 {path} 可被他人读取，请执行 chmod 600 {path} "
            f"(others can read the key file: chmod 600 {path})"
        )
    return checked(bytes.fromhex(path.read_text("ascii").strip()), str(path))


def create(path: Path) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    handle = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    with os.fdopen(handle, "w") as file:
        file.write(secrets.token_hex(32) + "\n")


def checked(key: bytes, where: str) -> bytes:
    if len(key) < 32:
        raise KeyFileError(
            f"{where}: 密钥至少 32 字节 (the key must have at least 32 bytes)"
        )
    return key
