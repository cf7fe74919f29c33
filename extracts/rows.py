"""From the rows of a table to typed rows: land the good, keep the bad with a reason."""

import re
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Self

import duckdb

from extracts.bulk import land_bulk
from extracts.contract import Contract, ContractField
from extracts.judging import NOTE, Columns, judged
from extracts.parsing import FAULTS, literal
from extracts.readers import FileTable, encoding
from extracts.readers.delimited import refuse_cut_file
from extracts.readers.table import Unreadable


@dataclass(frozen=True)
class RowCounts:
    """Rows of a file by what became of them; `read` is their sum."""

    landed: int = 0
    rejected: int = 0
    set_aside: int = 0

    @property
    def read(self) -> int:
        return self.landed + self.rejected + self.set_aside

    def __add__(self, other: Self) -> "RowCounts":
        return RowCounts(
            self.landed + other.landed,
            self.rejected + other.rejected,
            self.set_aside + other.set_aside,
        )


@dataclass(frozen=True)
class Landing:
    """One table of one file on its way in, inside the caller's transaction."""

    con: duckdb.DuckDBPyConnection
    path: Path
    contract: Contract
    table: FileTable
    file_id: str
    landed_at: datetime

    @property
    def columns(self) -> Columns:
        return Columns(self.contract, self.table)

    def insert(self) -> RowCounts:
        """Insert the good rows; record the others.

        Raises:
            ExtractError: the file was cut off, or is in no encoding we read.
        """
        source, broken = self.table.texts, []
        if self.table.fast:
            broken = land_bulk(self.con, self.columns, self.file_id, self.landed_at)
            self.refuse_broken_file(broken)
            source = "select * from odd"
        counts = self.insert_judged(source) + self.record_broken(broken)
        return counts + self.reject_doubles()

    def refuse_broken_file(self, broken: list[Unreadable]) -> None:
        lines = [line.line for line in broken if not is_note_line(line.text)]
        if lines:
            encoding.refuse_unknown(self.path)
            refuse_cut_file(self.path, lines)

    def insert_judged(self, source: str) -> RowCounts:
        """Type and judge rows of text one by one."""
        fields = self.columns.fields
        self.con.execute(
            f"create or replace temp table judged as {judged(self.columns, source)}"
        )
        for field in fields:
            self.record_faults(field)
        names = ", ".join(field.name for field in fields)
        self.con.execute(
            f"""
            insert into raw.{self.contract.extract} by name
            select {names}, $file_id as _file_id, _row_number,
                $landed_at as _landed_at
            from judged where _verdict = 'good'
            """,
            {"file_id": self.file_id, "landed_at": self.landed_at},
        )
        tally = dict(
            self.con.execute(
                "select _verdict, count(*) from judged group by all"
            ).fetchall()
        )
        in_bulk = self.bulk_count() if self.table.fast else tally.get("good", 0)
        return RowCounts(in_bulk, tally.get("bad", 0), tally.get("aside", 0))

    def bulk_count(self) -> int:
        found = self.con.execute(
            f"select count(*) from raw.{self.contract.extract} where _file_id = ?",
            [self.file_id],
        ).fetchone()
        return found[0] if found else 0

    def record_faults(self, field: ContractField) -> None:
        self.con.execute(
            f"""
            insert into raw.rejected_rows
            select $file_id, $extract, _row_number, $name, $header,
                {masked(self.contract, field)}, {field.name}__fault,
                {said(field, "zh")}, {said(field, "en")}
            from judged
            where _verdict = 'bad' and {field.name}__fault is not null
            """,
            {"file_id": self.file_id, "extract": self.contract.extract,
             "name": field.name, "header": field.label.zh},
        )  # fmt: skip

    def record_broken(self, broken: list[Unreadable]) -> RowCounts:
        """Lines with too few or too many columns; notes under the table are none."""
        bad = [line for line in broken if not is_note_line(line.text)]
        for line in bad:
            found = f"{line.columns_found} ≠ {self.table.layout.width}"
            self.record(line.line, found, "columns")
        return RowCounts(0, len(bad), len(broken) - len(bad))

    def record(self, line: int, column: str, code: str) -> None:
        reason = FAULTS[code]
        self.con.execute(
            "insert into raw.rejected_rows values (?, ?, ?, ?, '', '', ?, ?, ?)",
            [self.file_id, self.contract.extract, line, column, code, reason.zh,
             reason.en],
        )  # fmt: skip

    def reject_doubles(self) -> RowCounts:
        """Of rows with one key in a file that replaces, the first stays."""
        present = {field.name for field in self.columns.fields}
        key = [name for name in self.contract.key if name in present]
        if self.contract.submission != "replaces" or not key:
            return RowCounts()
        rows = self.con.execute(
            f"""
            select _row_number from raw.{self.contract.extract} where _file_id = ?
            qualify row_number() over (
                partition by {", ".join(key)} order by _row_number
            ) > 1
            """,
            [self.file_id],
        ).fetchall()
        for (line,) in rows:
            self.record(line, ", ".join(key), "duplicate")
        self.con.execute(
            f"delete from raw.{self.contract.extract} "
            "where _file_id = ? and list_contains(?, _row_number)",
            [self.file_id, [line for (line,) in rows]],
        )
        return RowCounts(-len(rows), len(rows), 0)


def is_note_line(text: str) -> bool:
    return re.match(NOTE, text.lstrip(' "\t,;|')) is not None


def masked(contract: Contract, field: ContractField) -> str:
    """SQL of the refused value; its shape only, where persons may be named."""
    text = f"left(coalesce({field.name}__text, ''), 40)"
    if not contract.has_personal:
        return text
    shape = f"regexp_replace({text}, '[0-9]', '9', 'g')"
    shape = f"regexp_replace({shape}, '[A-Za-z]', 'A', 'g')"
    return f"regexp_replace({shape}, '[^\\x00-\\x7F]', '汉', 'g')"


def said(field: ContractField, language: str) -> str:
    """SQL of the reason in words, with what the contract would have accepted."""
    more = {"allowed": "、".join(field.allowed), "pattern": field.pattern,
            "type": field.type}  # fmt: skip
    branches = []
    for code, reason in FAULTS.items():
        words = getattr(reason, language)
        if code in more:
            words += f": {more[code]}"
        branches.append(f"when {literal(code)} then {literal(words)}")
    return f"case {field.name}__fault {' '.join(branches)} end"
