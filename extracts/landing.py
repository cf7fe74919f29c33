"""Land extract files: each file in one transaction, whole or not at all.

The same bytes twice change nothing. What is refused is kept in
`raw.rejected_rows` and `raw.rejected_files` with a reason. For every file
`rows_read = rows_landed + rows_rejected + rows_set_aside`.
"""

import hashlib
import os
import tempfile
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Literal

import duckdb

from extracts.bulk import forget_pending
from extracts.contract import Contract
from extracts.problems import ExtractError, Reason
from extracts.readers import FileTable, read_tables
from extracts.readers.archive import is_envelope, unpack
from extracts.rows import Landing, RowCounts
from extracts.sendings import is_size_known, note_again, now, sending, sent_at
from extracts.workspace import workspace

Outcome = Literal["landed", "unchanged", "refused"]
ZIPS_IN_ZIPS = 3
UNREADABLE = (duckdb.DataError, duckdb.InvalidInputException,
              duckdb.SerializationException)  # fmt: skip


@dataclass(frozen=True)
class FileResult:
    """What became of one file."""

    file_name: str
    extract: str
    outcome: Outcome
    counts: RowCounts = RowCounts()
    place: str = ""
    reason: Reason | None = None


def land_inbox(
    con: duckdb.DuckDBPyConnection, inbox: Path, contracts: dict[str, Contract]
) -> Iterator[FileResult]:
    """Land every file of `inbox/<extract>/`; one bad file does not stop the rest.

    Yields:
        one result a file, in order of folder and name; a zip gives one a member.
    """
    for folder in sorted(p for p in inbox.iterdir() if p.is_dir()):
        contract = contracts.get(folder.name)
        for path in sorted(p for p in folder.rglob("*") if is_extract(p)):
            if contract is None:
                error = ExtractError(path.name, NO_CONTRACT)
                yield refuse(con, path, folder.name, error)
            else:
                yield from land_arrival(con, path, contract)
    for path in sorted(p for p in inbox.iterdir() if p.is_file() and is_extract(p)):
        yield refuse(con, path, "none", ExtractError(path.name, NO_FOLDER))


def is_extract(path: Path) -> bool:
    return path.is_file() and not path.name.startswith((".", "~$"))


def land_arrival(
    con: duckdb.DuckDBPyConnection, path: Path, contract: Contract
) -> Iterator[FileResult]:
    """Land one file, or every member of a zip and of a zip in it."""
    if path.name.count("!") >= ZIPS_IN_ZIPS or not is_envelope(path):
        yield land_file(con, path, contract)
        return
    with tempfile.TemporaryDirectory(prefix="yigai-") as scratch:
        try:
            members = unpack(path, Path(scratch))
        except ExtractError as error:
            yield refuse(con, path, contract.extract, error)
            return
        for member in members:
            yield from land_arrival(con, member, contract)


def land_file(
    con: duckdb.DuckDBPyConnection, path: Path, contract: Contract
) -> FileResult:
    """Land one file, or record why it was refused."""
    try:
        if not path.exists():
            raise ExtractError(path.name, MISSING)
        found = path.stat()
        with (
            tempfile.TemporaryDirectory(prefix="yigai-") as scratch,
            ThreadPoolExecutor(1) as beside,
        ):
            hashing = beside.submit(fingerprint, path)
            if is_size_known(con, found.st_size, contract):
                file_id = hashing.result()
                if known := sending(con, file_id, contract):
                    again = (sent_at(found), path.name)
                    note_again(con, file_id, contract, known, again)
                    return FileResult(path.name, contract.extract, "unchanged")
            tables = read_tables(con, path, contract, Path(scratch))
            return land_tables(con, path, contract, tables, hashing.result(), found)
    except ExtractError as error:
        return refuse(con, path, contract.extract, error)
    except duckdb.Error as error:
        if not is_damage(error):
            raise
        # what DuckDB says quotes the line, which may name a person
        return refuse(con, path, contract.extract, ExtractError(path.name, DAMAGED))


def is_damage(error: duckdb.Error) -> bool:
    """Whether DuckDB read on in a file and found it damaged."""
    return isinstance(error, UNREADABLE) or type(error) is duckdb.Error


def land_tables(
    con: duckdb.DuckDBPyConnection,
    path: Path,
    contract: Contract,
    tables: list[FileTable],
    file_id: str,
    found: os.stat_result,
) -> FileResult:
    """Write rows, slices and manifest rows: all of the file's tables or none."""
    landed_at = now()
    total = RowCounts()
    workspace(con).tidy()
    try:
        for number, table in enumerate(tables):
            part = file_id if not number else f"{file_id}#{number + 1}"
            landing = Landing(con, path, contract, table, part, landed_at)
            landing.bring()
            if not number:
                con.begin()
            counts = landing.insert()
            record_file(con, path, contract, table, part, landed_at, counts, found)
            total += counts
        if not total.landed:
            raise ExtractError(path.name, NOTHING, first_fault(con, file_id))
        if signature(path.stat()) != signature(found):
            raise ExtractError(path.name, CHANGED)
        con.commit()
    except BaseException:
        # the fast pass may have failed before the transaction began
        with suppress(duckdb.TransactionException):
            con.rollback()
        # on a full disk this fails too; the next opening does it
        with suppress(duckdb.Error):
            forget_pending(con)
        raise
    return FileResult(path.name, contract.extract, "landed", total)


def record_file(
    con: duckdb.DuckDBPyConnection,
    path: Path,
    contract: Contract,
    table: FileTable,
    file_id: str,
    landed_at: datetime,
    counts: RowCounts,
    stat: os.stat_result,
) -> None:
    shown = f"{path.name}#{table.name}" if "#" in file_id else path.name
    con.execute(
        f"insert into raw.files values ({', '.join('?' * 14)})",
        [file_id, contract.extract, shown, file_id[:64], stat.st_size, table.format,
         table.encoding, "、".join(table.layout.unknown), sent_at(stat), landed_at,
         counts.read, counts.landed, counts.rejected, counts.set_aside],
    )  # fmt: skip
    period = "'none'"
    if contract.period != "none":
        month = f"date_trunc('month', {contract.period})"
        period = f"cast(cast({month} as date) as varchar)"
    con.execute(
        f"""
        insert into raw.slices by name
        select _file_id as file_id, ? as extract,
            {contract.reporting_unit} as reporting_unit, {period} as period,
            '{contract.submission}' as submission, count(*) as row_count
        from raw.{contract.extract} where _file_id = ? group by all
        """,
        [contract.extract, file_id],
    )
    con.execute(
        "delete from raw.rejected_files where sha256 = ? and extract = ?",
        [file_id, contract.extract],
    )


def signature(stat: os.stat_result) -> tuple[int, int]:
    return stat.st_size, stat.st_mtime_ns


def first_fault(con: duckdb.DuckDBPyConnection, file_id: str) -> str:
    """Where the first refused row of a file stands, and why it was refused."""
    found = con.execute(
        "select row_number, header, reason_zh, reason_en from raw.rejected_rows "
        "where file_id = ? order by row_number limit 1",
        [file_id],
    ).fetchone()
    if not found:
        return ""
    line, header, zh, en = found
    return f"第 {line} 行 {header}：{zh} (line {line}: {en})"


def refuse(
    con: duckdb.DuckDBPyConnection, path: Path, extract: str, error: ExtractError
) -> FileResult:
    """Keep the reason; the warehouse's data stay as they were."""
    digest = fingerprint(path) if path.exists() else "none"
    con.begin()
    con.execute(
        "delete from raw.rejected_files "
        "where sha256 = ? and file_name = ? and extract = ?",
        [digest, path.name, extract],
    )
    con.execute(
        "insert into raw.rejected_files values (?, ?, ?, ?, ?, ?, ?, ?)",
        [digest, extract, path.name, error.where, error.reason.code,
         error.reason.zh, error.reason.en, now()],
    )  # fmt: skip
    con.commit()
    return FileResult(
        path.name, extract, "refused", place=error.where, reason=error.reason
    )


def fingerprint(path: Path) -> str:
    """The SHA-256 of the file's bytes."""
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


__all__ = ["FileResult", "fingerprint", "land_file", "land_inbox"]

MISSING = Reason("missing", "文件不存在", "there is no such file")
NOTHING = Reason(
    "no_rows", "没有一行数据可以入库", "not one row of the file could be landed"
)
CHANGED = Reason(
    "changed",
    "文件在读取时被改动，请在写完后再入库",
    "the file changed while it was read; land it again when it is complete",
)
DAMAGED = Reason(
    "damaged",
    "文件内容损坏，无法读完，请重新导出",
    "the file is damaged and could not be read to its end; export it again",
)
NO_CONTRACT = Reason(
    "no_contract",
    "目录名不是任何已知的上报数据，请放入正确的目录",
    "the folder is not the name of any extract; put the file in the right folder",
)
NO_FOLDER = Reason(
    "no_folder",
    "文件直接放在了收件箱，请放入以上报数据命名的子目录",
    "the file lies in the inbox itself; put it in the folder of its extract",
)
