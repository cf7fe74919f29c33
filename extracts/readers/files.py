"""Choose the reader by what the file is, not by what it is called."""

from codecs import BOM_UTF8
from collections.abc import Callable
from pathlib import Path

import duckdb

from extracts.contract import Contract
from extracts.problems import ExtractError, Reason
from extracts.readers.dbf import VERSIONS, read_dbf
from extracts.readers.delimited import read_delimited
from extracts.readers.parquet import read_parquet
from extracts.readers.table import FileTable
from extracts.readers.workbook import read_workbook

Reader = Callable[[duckdb.DuckDBPyConnection, Path, Contract, Path], list[FileTable]]

MAGIC: tuple[tuple[bytes, Reader | None], ...] = (
    (b"PK\x03\x04", read_workbook),
    (b"\xd0\xcf\x11\xe0", None),
    (b"PAR1", read_parquet),
)
FOREIGN = {b"%PDF": "PDF", b"Rar!": "RAR", b"7z\xbc\xaf": "7z", b"\x1f\x8b": "gzip"}
WEB_PAGE = (b"<!doctype", b"<html", b"<head", b"<meta", b"<table", b"<?xml")


def read_tables(
    con: duckdb.DuckDBPyConnection, path: Path, contract: Contract, folder: Path
) -> list[FileTable]:
    """Read every table of a file as text.

    Args:
        con: the connection that gets the temporary tables.
        path: the file.
        contract: tells the header.
        folder: where temporary files may be written.

    Raises:
        ExtractError: the file cannot be read; nothing was landed.
    """
    if not path.exists():
        raise ExtractError(path.name, MISSING)
    if path.stat().st_size == 0:
        raise ExtractError(path.name, EMPTY)
    with path.open("rb") as file:
        start = file.read(512)
    for magic, reader in MAGIC:
        if start.startswith(magic):
            if reader is None:
                raise ExtractError(path.name, OLD_EXCEL)
            return reader(con, path, contract, folder)
    refuse_foreign(path, start)
    # a DBF has no magic of its own but a version, and 0x0d where its fields end
    if start[0] in VERSIONS and path.suffix.lower() == ".dbf":
        return read_dbf(con, path, contract, folder)
    return read_delimited(con, path, contract, folder)


def refuse_foreign(path: Path, start: bytes) -> None:
    """Refuse by name what is often sent in place of a table."""
    for magic, name in FOREIGN.items():
        if start.startswith(magic):
            reason = Reason("format", f"是 {name} 文件，{NOT_READ.zh}",
                            f"a {name} file; {NOT_READ.en}")  # fmt: skip
            raise ExtractError(path.name, reason)
    if start.removeprefix(BOM_UTF8).lstrip().lower().startswith(WEB_PAGE):
        raise ExtractError(path.name, PAGE)


MISSING = Reason("missing", "文件不存在", "there is no such file")
EMPTY = Reason("empty", "文件是空的（0 字节）", "the file is empty (0 bytes)")
OLD_EXCEL = Reason(
    "format",
    "旧版 .xls 或加密的工作簿，请另存为 .xlsx（不加密）后上报",
    "an old .xls or an encrypted workbook; save as .xlsx without a password",
)
NOT_READ = Reason(
    "format",
    "请上报 CSV、XLSX、Parquet、DBF 或 zip",
    "send CSV, XLSX, Parquet, DBF or zip",
)
PAGE = Reason(
    "format",
    "是网页或 XML（网上系统导出的“.xls”常是如此），请在 Excel 中打开后另存为 .xlsx",
    "a web page or XML, as web systems export under .xls; open it in Excel and save "
    "as .xlsx",
)
