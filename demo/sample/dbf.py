"""Write a dBase III table in GB18030, as discharge files still travel."""

import struct
from datetime import date
from pathlib import Path

import numpy as np
import polars as pl

CHINESE_WINDOWS = 0x4D  # language driver: code page 936
ENCODING = "gb18030"
NAME_BYTES = 10


def write_dbf(frame: pl.DataFrame, headers: list[str], path: Path, day: date) -> None:
    """Write text columns as they are; the newest date stands in the header.

    Args:
        frame: the rows; every column is text without nulls.
        headers: one name a column, of at most ten bytes.
        path: where to write.
        day: the date of the last change.
    """
    columns = [encoded(frame[name]) for name in frame.columns]
    widths = [max(1, column.dtype.itemsize) for column in columns]
    record = 1 + sum(widths)
    head = struct.pack(
        "<4BIHH17xB2x", 3, day.year - 1900, day.month, day.day, frame.height,
        33 + 32 * len(widths), record, CHINESE_WINDOWS,
    )  # fmt: skip
    rows = np.full((frame.height, record), ord(" "), dtype=np.uint8)
    at = 1
    for column, width in zip(columns, widths, strict=True):
        padded = np.char.ljust(column, width).astype(f"S{width}")
        rows[:, at : at + width] = padded.view(np.uint8).reshape(-1, width)
        at += width
    names = b"".join(map(descriptor, headers, widths))
    path.write_bytes(head + names + b"\r" + rows.tobytes() + b"\x1a")


def encoded(column: pl.Series) -> np.ndarray:
    """The column as fixed-width bytes; encoded in one piece, not row by row."""
    if column.is_empty():
        return np.zeros(0, dtype="S1")
    text = "\n".join(column.to_list())
    return np.array(text.encode(ENCODING).split(b"\n"))


def descriptor(header: str, width: int) -> bytes:
    name = header.encode(ENCODING)
    if len(name) > NAME_BYTES or width > 254:
        raise ValueError(f"{header}: name or column too long for a DBF file")
    return struct.pack("<11sc4xBB14x", name, b"C", width, 0)
