"""DBF tables (dBASE III and its kin), as N041 discharge files still travel.

The table is fixed-width records after a header that names the fields; text is in
GB18030. Records that were deleted but not removed are left out.
"""

import struct
from dataclasses import dataclass
from pathlib import Path

import duckdb
import numpy as np
import pyarrow as pa

from extracts.contract import Contract
from extracts.problems import ExtractError, Reason
from extracts.readers.layout import find_layout
from extracts.readers.table import FileTable

VERSIONS = (0x02, 0x03, 0x04, 0x05, 0x30, 0x31, 0x83, 0x8B, 0xF5)
DELETED = b"*"


@dataclass(frozen=True)
class Header:
    """Number and form of the records: `(name, width)` of each field."""

    records: int
    start: int
    width: int
    fields: list[tuple[str, int]]


def read_dbf(
    con: duckdb.DuckDBPyConnection, path: Path, contract: Contract, folder: Path
) -> list[FileTable]:
    """Read the table.

    Raises:
        ExtractError: the header is damaged or records are missing at the end.
    """
    raw = path.read_bytes()
    header = read_header(path, raw)
    names = [name for name, _ in header.fields]
    layout = find_layout(path.name, [names], contract.in_format("dbf"))
    rows = records(path, raw, header)
    kept = rows["_deleted"] != DELETED
    table = pa.table(
        {
            "_line": np.flatnonzero(kept) + 1,
            **{f"c{n}": texts(rows[f"c{n}"][kept]) for n in range(len(names))},
        }
    )
    return [FileTable("", "dbf", "gb18030", layout, "select * from rows", table)]


def read_header(path: Path, raw: bytes) -> Header:
    try:
        count, start, width = struct.unpack_from("<xxxxIHH", raw)
        fields = []
        at = 32
        while raw[at] != 0x0D:
            name, size = struct.unpack_from("<11sxxxxxB", raw, at)
            fields.append((decoded(name.split(b"\0")[0]), size))
            at += 32
    except (struct.error, IndexError) as error:
        raise ExtractError(path.name, DAMAGED) from error
    if 1 + sum(size for _, size in fields) != width:
        raise ExtractError(path.name, DAMAGED)
    return Header(count, start, width, fields)


def records(path: Path, raw: bytes, header: Header) -> np.ndarray:
    whole = (len(raw) - header.start) // header.width if header.width else 0
    if whole < header.records:
        place = f"第 {whole + 1} 条 (record {whole + 1})"
        raise ExtractError(path.name, CUT, place)
    form = [("_deleted", "S1")]
    form += [(f"c{n}", f"S{size}") for n, (_, size) in enumerate(header.fields)]
    return np.frombuffer(raw, np.dtype(form), header.records, header.start)


def texts(column: np.ndarray) -> list[str]:
    """The values of a field, without the blanks that fill it.

    A field too narrow for its text may end in half a character.
    """
    return [decoded(value).strip().rstrip("\ufffd") for value in column.tolist()]


def decoded(value: bytes) -> str:
    return value.decode("ascii" if value.isascii() else "gb18030", errors="replace")


DAMAGED = Reason("damaged", "DBF 文件头损坏，请重新导出", "the DBF header is damaged")
CUT = Reason(
    "truncated",
    "DBF 文件的记录比文件头所写的少，传输不完整，请重新上报",
    "fewer records than the DBF header says: the file was cut off; send it again",
)
