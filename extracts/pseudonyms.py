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
import threading
from pathlib import Path
from typing import Any, cast

import duckdb
import numpy as np
import pyarrow as pa
from duckdb.func import PythonUDFType

from extracts.problems import ContractError

LENGTH = 32  # 128 bits in hexadecimal
BLOCK = 64  # bytes that SHA-256 takes at a time
SLOTS = 1 << 21  # a million values remembered, 64 MB
HEXADECIMAL = np.frombuffer(bytes(range(256)).hex().encode("ascii"), np.uint16)
# a value that needs no trimming, and whose capitals are those of ASCII
SIMPLE = "[!-~]+"


class KeyFileError(ContractError):
    """The key is missing, too short, or readable by others."""


class Pseudonyms:
    """Pseudonyms of values, each distinct value hashed once while memory lasts.

    What was hashed is found again by DuckDB's own 64-bit hash of the value in an open
    table of numbers: a claims file asks for millions, and a Python object for each
    would cost more than the rest of the landing.
    """

    def __init__(self, key: bytes, slots: int = SLOTS) -> None:
        self.pads = keyed_pads(key)
        self.inner, self.outer = map(hashlib.sha256, self.pads)
        # a row holds the hash of a value, its pseudonym in two numbers, and nothing:
        # what is found is read from memory at once
        self.table = np.zeros((slots, 4), np.uint64)
        self.count = 0
        # DuckDB calls from several threads, and numpy lets go of Python's own lock
        self.lock = threading.Lock()

    def of(self, value: str) -> str:
        """The pseudonym of one value: its HMAC-SHA-256, cut."""
        return self.digest(value)[: LENGTH // 2].hex()

    def digest(self, value: str) -> bytes:
        inner, outer = self.inner.copy(), self.outer.copy()
        # the last of the 18 characters of an identity number may be x or X
        inner.update(value.strip().upper().encode())
        outer.update(inner.digest())
        return outer.digest()

    def of_all(self, hashes: np.ndarray, values: pa.Array) -> np.ndarray:
        """Pseudonyms as rows of ASCII bytes, shape (n, 32); no value may be null."""
        known = np.where(hashes == 0, np.uint64(1), hashes)
        _, rows = self.find(known)
        missing = np.flatnonzero(rows[:, 0] == 0)
        if missing.size:
            new, first, each = np.unique(
                known[missing], return_index=True, return_inverse=True
            )
            text = values.take(pa.array(missing[first])).to_pylist()
            digests = np.frombuffer(b"".join(map(self.digest, text)), np.uint64)
            fresh = digests.reshape(-1, 4)[:, :2]
            self.remember(new, fresh)
            rows[missing, 1:3] = fresh[each]
        made = np.ascontiguousarray(rows[:, 1:3]).view(np.uint8)
        return np.take(HEXADECIMAL, made).view(np.uint8)

    def find(self, hashes: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
        """The slot of each hash, or the empty one where it would go, and its row."""
        slot = (hashes & np.uint64(len(self.table) - 1)).astype(np.int64)
        rows = np.take(self.table, slot, axis=0)
        left = np.flatnonzero((rows[:, 0] != hashes) & (rows[:, 0] != 0))
        while left.size:
            slot[left] = (slot[left] + 1) & (len(self.table) - 1)
            rows[left] = self.table[slot[left]]
            there = rows[left, 0]
            left = left[(there != hashes[left]) & (there != 0)]
        return slot, rows

    def remember(self, hashes: np.ndarray, made: np.ndarray) -> None:
        """Put new values into the table while it is less than half full."""
        self.count += len(hashes)
        if self.count > len(self.table) // 2:
            return
        while hashes.size:
            # of two for one slot the second goes on
            slot, first = np.unique(self.find(hashes)[0], return_index=True)
            self.table[slot, 1:3] = made[first]
            self.table[slot, 0] = hashes[first]
            hashes, made = (np.delete(a, first, axis=0) for a in (hashes, made))

    def install(self, con: duckdb.DuckDBPyConnection) -> None:
        """Give the connection `keyed_hashes([hash(value), …], [value, …])`.

        And what `hashed_once` needs. All numbers of a row go in one call: what a call
        costs between DuckDB and Python is as much as to find the pseudonyms.
        """
        for name, pad in zip(("inner_pad", "outer_pad"), self.pads, strict=True):
            # of this session alone: nothing of it is written
            con.execute(f"set variable {name} = unhex('{pad.hex()}')")

        def keyed_hashes(hashes: Any, values: Any) -> Any:
            # DuckDB gives a call's rows in one piece
            (listed,), (listed_hashes,) = values.chunks, hashes.chunks
            value, hashed = listed.flatten(), listed_hashes.flatten().to_numpy()
            kept = value.is_valid().to_numpy(zero_copy_only=False)
            if kept.all():
                with self.lock:
                    made = as_arrow(self.of_all(hashed, value))
                return pa.ListArray.from_arrays(listed.offsets, made)
            there = pa.array(np.flatnonzero(kept))
            with self.lock:
                found = self.of_all(hashed[kept], value.take(there))
            places = pa.array(np.cumsum(kept) - 1, mask=~kept)
            return pa.ListArray.from_arrays(
                listed.offsets, as_arrow(found).take(places)
            )

        # duckdb's stubs know no Arrow functions
        cast(Any, con).create_function(
            "keyed_hashes", keyed_hashes, ["UBIGINT[]", "VARCHAR[]"], "VARCHAR[]",
            type=PythonUDFType.ARROW,
        )  # fmt: skip


def keyed_pads(key: bytes) -> tuple[bytes, bytes]:
    """The first block of HMAC-SHA-256 (RFC 2104), inner and outer.

    To start from the states after them takes half the time of a call of `hmac.digest`.
    """
    block = key if len(key) <= BLOCK else hashlib.sha256(key).digest()
    padded = block.ljust(BLOCK, b"\0")
    inner, outer = (bytes(byte ^ pad for byte in padded) for pad in (0x36, 0x5C))
    return inner, outer


def hashed_once(value: str) -> str:
    """SQL of a value's pseudonym by DuckDB's own SHA-256, on all cores.

    For values that are known to be distinct: where they repeat, to find them again by
    `keyed_hashes` is quicker. What is not plain ASCII goes to it too, so that there is
    one rule of blanks and capitals.
    """
    message = f"getvariable('inner_pad') || encode(upper({value}))"
    inner = f"unhex(sha256({message}))"
    hashed = f"left(sha256(getvariable('outer_pad') || {inner}), {LENGTH})"
    return (
        f"case when regexp_full_match({value}, '{SIMPLE}') then {hashed} "
        f"else {keyed_hashes(value)}[1] end"
    )


def keyed_hashes(*values: str) -> str:
    """SQL of a list of the pseudonyms of some values; nothing of nothing."""
    hashes = ", ".join(f"hash({value})" for value in values)
    return f"keyed_hashes([{hashes}], [{', '.join(values)}])"


def as_arrow(made: np.ndarray) -> pa.Array:
    """Rows of ASCII bytes as an Arrow array of text."""
    ends = np.arange(0, made.size + 1, LENGTH, dtype=np.int32)
    buffers = pa.py_buffer(ends), pa.py_buffer(np.ascontiguousarray(made))
    return pa.StringArray.from_buffers(len(made), *buffers)


def load_key(default: Path) -> bytes:
    """Read the key; create `default` (0600) when nothing else is configured.

    Raises:
        KeyFileError: it is too short, or others can read it.
    """
    if text := os.environ.get("YIGAI_KEY"):
        return checked(text, "YIGAI_KEY")
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
    return checked(path.read_text("utf-8", errors="replace"), str(path))


def key_mark(key: bytes) -> str:
    """What a warehouse keeps to know its key again; no person has this number."""
    return hmac.digest(key, b"\0which key", "sha256").hex()[:LENGTH]


def create(path: Path) -> None:
    """Write a new key, whole or not at all: half a key would lock the warehouse."""
    path.parent.mkdir(parents=True, exist_ok=True)
    new = path.with_name(f"{path.name}.new")
    new.unlink(missing_ok=True)
    handle = os.open(new, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    with os.fdopen(handle, "w") as file:
        file.write(secrets.token_hex(32) + "\n")
        file.flush()
        os.fsync(handle)
    new.replace(path)


def checked(text: str, where: str) -> bytes:
    try:
        key = bytes.fromhex(text.strip())
    except ValueError:
        # not "from": the cause holds the text of the key
        raise KeyFileError(
            f"{where}: 密钥须写成十六进制 (the key must be written in hexadecimal)"
        ) from None
    if len(key) < 32:
        raise KeyFileError(
            f"{where}: 密钥至少 32 字节 (the key must have at least 32 bytes)"
        )
    return key
