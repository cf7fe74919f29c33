"""The hash of a table's content: what it says, however and wherever it is stored.

SHA-256 over the columns, each over its rows in their order: which are null, and the
values of the others. It depends on no file format and on no version of DuckDB, so a
table in a DuckDB file and the same table in Parquet have one hash.
"""

import hashlib

import duckdb
import numpy as np
import pyarrow as pa

BATCH = 1 << 17
# types whose values lie as they are in one buffer; any other is hashed as text
PLAIN = {
    "TINYINT", "SMALLINT", "INTEGER", "BIGINT", "UTINYINT", "USMALLINT", "UINTEGER",
    "UBIGINT", "FLOAT", "DOUBLE", "DATE", "TIMESTAMP", "BOOLEAN", "VARCHAR",
}  # fmt: skip


def content_hash(
    con: duckdb.DuckDBPyConnection, source: str, leave_out: tuple[str, ...] = ()
) -> str:
    """The hash of a table or a `read_parquet(…)`, rows in the order they stand in."""
    columns = [
        (name, kind)
        for name, kind, *_ in con.execute(f"describe from {source}").fetchall()
        if name not in leave_out
    ]
    if not columns:
        return hashlib.sha256().hexdigest()
    chosen = ", ".join(plainly(name, kind) for name, kind in columns)
    said = [ColumnHash(f"{name} {kind}") for name, kind in columns]
    rows = con.execute(f"select {chosen} from {source}").to_arrow_reader(BATCH)
    for batch in rows:
        for column, values in zip(said, batch.columns, strict=True):
            column.add(values)
    return hashlib.sha256(b"".join(column.digest() for column in said)).hexdigest()


def plainly(name: str, kind: str) -> str:
    quoted = '"' + name.replace('"', '""') + '"'
    return quoted if kind in PLAIN else f"cast({quoted} as varchar) as {quoted}"


class ColumnHash:
    """One column's hash, however its rows are cut into batches."""

    def __init__(self, words: str) -> None:
        self.there = hashlib.sha256(words.encode())
        self.ends = hashlib.sha256()
        self.values = hashlib.sha256()

    def add(self, values: pa.Array) -> None:
        """Add rows; a null has no value, and is not zero."""
        there = values.is_valid().to_numpy(zero_copy_only=False)
        self.there.update(there.astype(np.uint8).tobytes())
        known = values.drop_null()
        if not pa.types.is_string(known.type):
            self.values.update(np.ascontiguousarray(as_numbers(known)).tobytes())
        elif len(known):
            _, ends, text = known.buffers()
            at = np.frombuffer(ends, np.int32)[known.offset :][: len(known) + 1]
            self.ends.update(np.diff(at).astype("<i4").tobytes())
            if text is not None:
                self.values.update(memoryview(text)[at[0] : at[-1]])

    def digest(self) -> bytes:
        return self.there.digest() + self.ends.digest() + self.values.digest()


def as_numbers(values: pa.Array) -> np.ndarray:
    """Values of a fixed width as little-endian numbers."""
    if pa.types.is_date32(values.type):
        values = values.cast(pa.int32())
    elif pa.types.is_timestamp(values.type):
        values = values.cast(pa.int64())
    found = values.to_numpy(zero_copy_only=False)
    return found.astype(found.dtype.newbyteorder("<"), copy=False)
