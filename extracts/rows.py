"""From the rows of a table to typed rows: land the good, keep the bad with a reason."""

from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Self

import duckdb

from extracts.bulk import Settled, bring, enter, settle, settle_entries
from extracts.columns import Columns
from extracts.contract import Contract, ContractField
from extracts.entries import entered, is_aside
from extracts.judging import gathered, judged
from extracts.lines import put_true_lines
from extracts.parsing import FAULTS, literal, may_hide_persons
from extracts.problems import ExtractError, Reason
from extracts.readers import FileTable
from extracts.readers.table import Skipped
from extracts.workspace import CELLS, MANY_CELLS, workspace

# SQL of the shape of a value where persons may be named
SHAPE = "left(text, 40)"
for characters, sign in (("[0-9]", "9"), ("[A-Za-z]", "A"), (r"[^\x00-\x7F]", "汉")):
    SHAPE = f"regexp_replace({SHAPE}, '{characters}', '{sign}', 'g')"


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
        if self.table.fast:
            settled = settle(self.con, self.columns, self.file_id)
        else:
            settled = self.enter()
        self.refuse_broken_file(settled)
        counts = RowCounts(landed=self.count()) if self.table.fast else RowCounts()
        counts += self.judge_entries() + self.record_broken(settled.broken)
        counts += self.reject_doubles()
        if settled.are_rows:
            put_true_lines(self.con, f"raw.{self.contract.extract}", self.file_id)
        return counts

    def enter(self) -> Settled:
        """Enter the text of all rows, to be judged one by one."""
        workspace(self.con).empty("entries", "reject_errors", "reject_scans")
        enter(self.con, entered(self.columns, self.table.texts), self.table.rows)
        if self.table.text:
            return settle_entries(self.con, self.columns)
        return Settled([], False, 0)

    def refuse_broken_file(self, settled: Settled) -> None:
        """A quote without its pair, or a last line cut short."""
        bad = [line for line in settled.broken if not is_aside(line.text)]
        for line in bad:
            if line.swallows_lines:
                raise ExtractError(self.path.name, QUOTES, place(line.line))
        text = self.table.text
        if bad and text and not text.last_is_whole and bad[-1].line == settled.last:
            raise ExtractError(self.path.name, CUT, place(text.lines))

    def judge_entries(self) -> RowCounts:
        """Type and judge rows of text; some at a time, because cells take room."""
        space = workspace(self.con)
        sql = "select count(*), count(*) filter (where is_aside) from entries"
        entries, aside = space.run(sql).fetchone() or (0, 0)
        bad, fields = 0, len(self.columns.fields)
        at_once = max(MANY_CELLS // fields, 1)
        for first in range(0, entries, at_once):
            if entries <= at_once:
                space.empty("cells")
                space.run(judged(self.columns))
            else:
                space.renew(CELLS)
                some = f"entry > {first} and entry <= {first + at_once}"
                self.con.execute(judged(self.columns, some))
            space.cells += min(at_once, entries) * fields
            bad += self.record_faults()
            self.insert_good()
        return RowCounts(entries - aside - bad, bad, aside)

    def insert_good(self) -> None:
        workspace(self.con).run(
            f"insert into raw.{self.contract.extract} by name "
            f"select *, cast($1 as varchar) as _file_id, "
            f"cast($2 as timestamp) as _landed_at from ({gathered(self.columns)})",
            f"{literal(self.file_id)}::varchar",
            f"timestamp {literal(str(self.landed_at))}",
        )

    def count(self) -> int:
        """Rows of this file in its table."""
        raw = f"raw.{self.contract.extract}"
        sql = f"select count(*) from {raw} where _file_id = ?"
        found = self.con.execute(sql, [self.file_id]).fetchone()
        return found[0] if found else 0

    def record_faults(self) -> int:
        """Keep the refused values with their reasons; returns how many rows had any."""
        kinds = "select distinct field, fault from cells where fault is not null"
        found = workspace(self.con).run(kinds).fetchall()
        if not found:
            return 0
        fields = self.columns.fields
        reasons = ", ".join(
            f"({number}, {literal(code)}, {self.reason(fields[number - 1], code)})"
            for number, code in found
        )
        self.con.execute(
            f"""
            insert into raw.rejected_rows
            select $file_id, $extract, _line, name, header,
                case when is_masked then {SHAPE} else left(text, 40) end,
                fault, zh, en
            from cells
            inner join (values {reasons})
                as reasons (field, fault, name, header, is_masked, zh, en)
                using (field, fault)
            """,
            {"file_id": self.file_id, "extract": self.contract.extract},
        )
        rows = "select count(distinct _line) from cells where fault is not null"
        count = workspace(self.con).run(rows).fetchone()
        return count[0] if count else 0

    def reason(self, field: ContractField, code: str) -> str:
        """SQL: the field's name and header, whether to mask it, the reason in words."""
        more = {"allowed": "、".join(field.allowed), "pattern": field.pattern,
                "type": field.type}  # fmt: skip
        said = f": {more[code]}" if code in more else ""
        is_masked = self.contract.has_personal or may_hide_persons(field)
        words = [field.name, field.label.zh, FAULTS[code].zh + said,
                 FAULTS[code].en + said]  # fmt: skip
        name, header, zh, en = map(literal, words)
        return f"{name}, {header}, {is_masked}, {zh}, {en}"

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
        if not lines:
            return
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
        if not rows:
            return RowCounts()
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
