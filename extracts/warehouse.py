"""The build warehouse: how it is opened, and the tables that the door owns."""

import os
import time
from collections.abc import Generator
from contextlib import contextmanager
from pathlib import Path

import duckdb

from extracts.bulk import forget_pending
from extracts.contract import Contract
from extracts.parsing import TYPES
from extracts.problems import BusyError, DamagedError
from extracts.pseudonyms import KeyFileError, Pseudonyms, key_mark, load_key

LEDGERS = """
create schema if not exists raw;
create table if not exists raw.files (
    file_id varchar, extract varchar, file_name varchar,
    sha256 varchar, bytes bigint, format varchar, encoding varchar,
    unknown_headers varchar, submitted_at timestamp, landed_at timestamp,
    rows_read bigint, rows_landed bigint, rows_rejected bigint,
    rows_set_aside bigint,
    primary key (file_id, extract)
);
create table if not exists raw.resent_files (
    sha256 varchar, extract varchar, file_name varchar, seen_at timestamp
);
create table if not exists raw.pending (file_id varchar, extract varchar);
create table if not exists raw.slices (
    file_id varchar, extract varchar, reporting_unit varchar, period varchar,
    submission varchar, row_count bigint
);
alter table raw.slices add column if not exists submission varchar;
create table if not exists raw.rejected_rows (
    file_id varchar, extract varchar, row_number bigint, column_name varchar,
    header varchar, value_masked varchar, reason_code varchar, reason_zh varchar,
    reason_en varchar
);
create table if not exists raw.rejected_files (
    sha256 varchar, extract varchar, file_name varchar, place varchar,
    reason_code varchar, reason_zh varchar, reason_en varchar, rejected_at timestamp
);
create table if not exists raw.publications (
    publication_id varchar, publication_number integer, sha256 varchar
);
create table if not exists raw.publication_values (
    publication_id varchar, publication_number integer, indicator_id varchar,
    division_code varchar, period_end date, value double, numerator double,
    denominator double, definition varchar, facilities_reported bigint,
    facilities_expected bigint, submissions bigint, superseded bigint, refunds bigint,
    null_reason varchar
);
-- a build that is older than the column
alter table raw.publication_values add column if not exists null_reason varchar;
"""

LOCKED = "Could not set lock"
DAMAGED = ("not a valid DuckDB database file", "Corrupt database file", "checksum")


@contextmanager
def open_warehouse(
    path: Path, wait_seconds: float = 20.0
) -> Generator[duckdb.DuckDBPyConnection]:
    """Open the build warehouse for writing; create it when there is none.

    Raises:
        BusyError: another process held it for longer than `wait_seconds`.
        DamagedError: the file is not as DuckDB wrote it.
    """
    path.parent.mkdir(parents=True, exist_ok=True)
    con = connect(path, time.monotonic() + wait_seconds)
    try:
        con.execute(f"set memory_limit = '{memory_limit_mib()}MiB'")
        con.execute(f"set temp_directory = '{path.parent / 'tmp'}'")
        con.execute("set timezone = 'UTC'")
        key = load_key(path.parent.parent / "key")
        refuse_other_key(con, key)
        Pseudonyms(key).install(con)
        yield con
    finally:
        con.close()


def connect(path: Path, deadline: float) -> duckdb.DuckDBPyConnection:
    while True:
        try:
            return duckdb.connect(path)
        except duckdb.Error as error:
            if is_damaged(error):
                raise DamagedError(
                    f"建模数据库 {path} 已损坏：把 {path.parent} 移走，再运行 yigai "
                    "run，一切都能从收件箱重新做出 (the build warehouse is damaged: "
                    f"move {path.parent} away and run yigai run; everything in it is "
                    "made again from the inbox)"
                ) from error
            if LOCKED not in str(error):
                raise
            if time.monotonic() > deadline:
                raise BusyError(
                    "另一个 yigai 进程正在写入数据仓库，请等它结束后再试 "
                    "(another yigai process is writing the warehouse; "
                    "try again when it has finished)"
                ) from error
            time.sleep(0.2)


def is_damaged(error: duckdb.Error) -> bool:
    """Whether DuckDB says that a file is not as it wrote it."""
    return any(words in str(error) for words in DAMAGED)


def refuse_other_key(con: duckdb.DuckDBPyConnection, key: bytes) -> None:
    """One warehouse holds pseudonyms of one key: two would make of one person two.

    Raises:
        KeyFileError: the warehouse was built with another key.
    """
    con.execute("create schema if not exists raw")
    con.execute("create table if not exists raw.key_mark (mark varchar)")
    found = con.execute("from raw.key_mark").fetchone()
    if not found:
        con.execute("insert into raw.key_mark values (?)", [key_mark(key)])
    elif found[0] != key_mark(key):
        raise KeyFileError(
            "数据仓库是用另一个密钥建立的：请恢复原密钥，或按 docs/runbook.md 重建 "
            "(the warehouse was built with another key: restore that key, or build it "
            "anew as docs/runbook.md says)"
        )


def memory_limit_mib() -> int:
    """A quarter of the machine's memory, at most 4 GiB."""
    machine = os.sysconf("SC_PAGE_SIZE") * os.sysconf("SC_PHYS_PAGES") >> 20
    return min(machine // 4, 4096)


def prepare(con: duckdb.DuckDBPyConnection, contracts: list[Contract]) -> None:
    """Create the door's own tables, and one raw table for each contract."""
    con.execute(LEDGERS)
    for contract in contracts:
        columns = ", ".join(f"{f.name} {TYPES[f.type]}" for f in contract.landed)
        con.execute(
            f"create table if not exists raw.{contract.extract} "
            f"({columns}, _file_id varchar, _row_number bigint, _landed_at timestamp)"
        )
        for field in contract.landed:
            con.execute(
                f"alter table raw.{contract.extract} "
                f"add column if not exists {field.name} {TYPES[field.type]}"
            )
    forget_pending(con)
