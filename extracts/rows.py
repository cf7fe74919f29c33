"""From the rows of a table to typed rows: land the good, keep the bad with a reason."""

from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Self

import duckdb

from extracts.bulk import Settled, bring, settle
from extracts.contract import Contract, ContractField
from extracts.judging import Columns, is_aside, judged
from extracts.lines import put_true_lines
from extracts.parsing import FAULTS, literal, may_hide_persons
from extracts.problems import ExtractError, Reason
from extracts.readers import FileTable
from extracts.readers.table import Skipped


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

    def bring(self) -> None:
        """Before the transaction: the fast pass over a large file."""
        if self.table.fast:
            bring(self.con, self.columns, self.file_id, self.landed_at)

    def insert(self) -> RowCounts:
        """Insert the good rows; record the others.

        Raises:
            ExtractError: the file was cut off, or is in no encoding we read.
        """
        if not self.table.fast:
            return self.insert_judged(self.table.texts) + self.reject_doubles()
        settled = settle(self.con, self.columns, self.file_id)
        self.refuse_broken_file(settled)
        counts = RowCounts(landed=self.count(f"raw.{self.contract.extract}"))
        if self.count("odd", anywhere=True):
            counts += self.insert_judged("select * from odd")
        counts += self.record_broken(settled.broken) + self.reject_doubles()
        if settled.are_rows:
            put_true_lines(self.con, f"raw.{self.contract.extract}", self.file_id)
        return counts

    def refuse_broken_file(self, settled: Settled) -> None:
        """A quote without its pair, or a last line cut short."""
        bad = [line for line in settled.broken if not is_aside(line.text)]
        for line in bad:
            if line.swallows_lines:
                raise ExtractError(self.path.name, QUOTES, place(line.line))
        text = self.table.text
        if bad and text and not text.last_is_whole and bad[-1].line == settled.last:
            raise ExtractError(self.path.name, CUT, place(text.lines))

    def insert_judged(self, source: str) -> RowCounts:
        """Type and judge rows of text one by one."""
        fields = self.columns.fields
        self.con.execute(
            f"create or replace temp table judged as {judged(self.columns, source)}"
        )
        for field in self.faulty(fields):
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
        sql = "select _verdict, count(*) from judged group by all"
        tally = dict(self.con.execute(sql).fetchall())
        return RowCounts(
            *(tally.get(verdict, 0) for verdict in ("good", "bad", "aside"))
        )

    def faulty(self, fields: list[ContractField]) -> list[ContractField]:
        """The fields of which some row has a fault."""
        counts = ", ".join(f"count({field.name}__fault)" for field in fields)
        found = self.con.execute(f"select {counts} from judged").fetchone() or ()
        return [f for f, count in zip(fields, found, strict=True) if count]

    def count(self, table: str, anywhere: bool = False) -> int:
        """Rows of a table, of this file or anywhere."""
        where = "" if anywhere else f" where _file_id = '{self.file_id}'"
        found = self.con.execute(f"select count(*) from {table}{where}").fetchone()
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

    def record_broken(self, broken: list[Skipped]) -> RowCounts:
        """Lines with too few or too many columns; notes under the table are none."""
        bad = [line for line in broken if not is_aside(line.text)]
        width = self.table.layout.width
        self.record(
            [line.line for line in bad],
            [f"{line.columns_found} ≠ {width}" for line in bad],
            "columns",
        )
        return RowCounts(0, len(bad), len(broken) - len(bad))

    def record(self, lines: list[int], columns: list[str], code: str) -> None:
        reason = FAULTS[code]
        self.con.execute(
            """
            insert into raw.rejected_rows
            select ?, ?, unnest(?::bigint[]), unnest(?::varchar[]), '', '', ?, ?, ?
            """,
            [self.file_id, self.contract.extract, lines, columns, code, reason.zh,
             reason.en],
        )  # fmt: skip

    def reject_doubles(self) -> RowCounts:
        """Of rows with one key in a file that replaces the first stays.

        It may stand on another sheet.
        """
        present = {field.name for field in self.columns.fields}
        key = [name for name in self.contract.key if name in present]
        if self.contract.submission != "replaces" or not key:
            return RowCounts()
        raw, names = f"raw.{self.contract.extract}", ", ".join(key)
        rows = self.con.execute(
            f"""
            select _row_number from (
                select _file_id, _row_number, row_number() over (
                    partition by {names} order by _file_id = $part, _row_number
                ) as copy
                from {raw} where _file_id = $part or starts_with(_file_id, $sheets)
            )
            where _file_id = $part and copy > 1
            """,
            {"part": self.file_id, "sheets": self.file_id.split("#")[0]},
        ).fetchall()
        lines = [line for (line,) in rows]
        self.record(lines, [names] * len(lines), "duplicate")
        self.con.execute(
            f"delete from {raw} where _file_id = ? "
            "and _row_number in (select unnest(?::bigint[]))",
            [self.file_id, lines],
        )
        return RowCounts(-len(lines), len(lines), 0)


def place(line: int) -> str:
    return f"第 {line} 行 (line {line})"


def masked(contract: Contract, field: ContractField) -> str:
    """SQL of the refused value; its shape only, where persons may be named."""
    text = f"left(coalesce({field.name}__text, ''), 40)"
    if not contract.has_personal and not may_hide_persons(field):
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


CUT = Reason(
    "truncated",
    "最后一行不完整，文件在传输中被截断，请重新上报整个文件",
    "the last line is cut short: the file was truncated; send the whole file again",
)
QUOTES = Reason(
    "quotes",
    "从此行起的引号没有配对，其后的行无法辨认，请改正后重新上报",
    "a quote opened here has no pair, the lines after it cannot be told apart",
)
