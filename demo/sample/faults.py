"""Put the listed faults into the files, and write down where each one is."""

import math
import shutil
from dataclasses import dataclass, field, replace
from datetime import timedelta
from pathlib import Path

import polars as pl

from demo.sample.fault_kinds import KINDS, WHOLE_FILE, Kind, put
from demo.sample.files import Sheet, stamp
from demo.sample.forms import form
from demo.sample.registers import changes
from demo.sample.scope import SampleError
from demo.sample.truth import Fault
from demo.sample.world import COUNTY_CODES, PREFECTURE, World

MINIMUM = 5
RATE = 0.012  # of the files of an extract, for each kind
BIG_COUNTIES = range(9)  # small ones may have months without a single stay
AGAIN, CORRECTED = "_again", "_corrected"
DROPPED = "missing_facility_month"
OTHER_HEADERS = {"month": "所属时段", "visits": "来院总数"}

Slot = tuple[str, str, str]  # extract, place, period


def slots(world: World, extract: str, kind: Kind, fmt: str) -> list[Slot]:
    """The files that may carry a kind of fault."""
    scope = world.scope
    labels = [scope.label(m) for m in range(scope.months)]
    years = [str(y) for y in range(scope.start.year, scope.first(scope.months).year)]
    if extract == "insured_population":
        return [(extract, PREFECTURE, label) for label in labels[1:]] * 6
    if extract == "resident_population":
        return [(extract, PREFECTURE, str(y)) for y in scope.year_ends()] * 6
    if extract == "fund_budget":
        years = years or [str(scope.start.year)]
        return [(extract, COUNTY_CODES[c], y) for c in BIG_COUNTIES for y in years]
    if extract == "facility_registry":
        last = {c: changes(world, c)[-1] for c in BIG_COUNTIES}
        return [(extract, COUNTY_CODES[c], labels[m]) for c, m in last.items()]
    return [
        (extract, COUNTY_CODES[c], label)
        for c in BIG_COUNTIES
        if form(extract, c, fmt).format in kind.formats
        for label in labels
    ]


@dataclass
class Injector:
    """Plans the faults of a sample, makes them, and keeps the list.

    `rates` gives a kind's share of the files of its extract; every kind comes at
    least `MINIMUM` times.
    """

    world: World
    fmt: str
    rates: dict[str, float] = field(default_factory=dict)
    plan: dict[Slot, list[str]] = field(default_factory=dict)
    faults: list[Fault] = field(default_factory=list)
    carried: dict[Slot, tuple[str, pl.DataFrame]] = field(default_factory=dict)
    wanted: dict[str, int] = field(default_factory=dict)

    def __post_init__(self) -> None:
        taken: set[Slot] = set()
        for name, kind in KINDS.items():
            possible = slots(self.world, kind.extract, kind, self.fmt)
            rng = self.world.scope.rng(f"fault {name}")
            order = [possible[i] for i in rng.permutation(len(possible))]
            if name == "duplicate_settlements":
                order = [s for s in order if s[2] != possible[-1][2]]
            rate = self.rates.get(name, RATE)
            self.wanted[name] = max(MINIMUM, math.ceil(rate * len(set(possible))))
            free = [s for s in order if s not in taken]
            chosen = free[: self.wanted[name]]
            if len(chosen) < self.wanted[name]:
                raise SampleError(
                    f"月数太少，放不下差错 too few months to hold the faults: {name}"
                )
            for slot in chosen:
                self.plan.setdefault(slot, []).append(name)
            if name in WHOLE_FILE:
                taken |= set(chosen)

    def sheets(self, sheet: Sheet) -> list[Sheet]:
        """The sheets that are written instead of a clean one."""
        slot = (sheet.extract, sheet.place, sheet.period)
        if slot in self.carried:
            sheet = self.with_duplicates(sheet, *self.carried.pop(slot))
        used: set[int] = set()
        # a row that is left out shifts the others: it goes first
        names = sorted(self.plan.get(slot, []), key=DROPPED.__ne__)
        for name in names:
            if KINDS[name].change:
                sheet = self.with_row_fault(sheet, name, used)
        for name in names:
            match name:
                case "missing_county_month":
                    self.note(sheet, name)
                    return []
                case "resent_corrected":
                    return self.corrected(sheet)
                case "required_header_renamed":
                    return [self.with_header(sheet, name, "month")]
                case "optional_header_renamed":
                    return [self.with_header(sheet, name, "visits")]
                case "duplicate_settlements":
                    self.keep(sheet)
        return [sheet]

    def after(self, sheet: Sheet, path: Path) -> None:
        """Damage or copy a file that was written."""
        for name in self.plan.get((sheet.extract, sheet.place, sheet.period), []):
            if name == "resent_identical":
                again = path.with_name(replace(sheet, tail=AGAIN).name)
                shutil.copyfile(path, again)
                stamp(again, sheet.submitted + timedelta(days=1))
                self.note(sheet, name, file=again.name, related_file=path.name)
            elif name == "broken_encoding":
                damaged(path, break_encoding)
                stamp(path, sheet.submitted)
                self.note(sheet, name)
            elif name == "truncated_file":
                damaged(path, truncate)
                stamp(path, sheet.submitted)
                self.note(sheet, name)

    def note(self, sheet: Sheet, kind: str, **more) -> None:
        fault: dict = {
            "kind": kind, "extract": sheet.extract, "file": sheet.name,
            "expected": KINDS[kind].expected, "division_code": sheet.place,
            "period": sheet.period,
        }  # fmt: skip
        self.faults.append(Fault(**(fault | more)))

    def eligible(self, sheet: Sheet, name: str, used: set[int]) -> int | None:
        """A row that can carry the fault, and carries no other one."""
        rows = KINDS[name].rows
        assert rows is not None
        frame = sheet.frame.with_row_index("_row").filter(rows)
        possible = [r for r in frame["_row"].to_list() if r not in used]
        if not possible:
            return None
        at = self.world.scope.rng(f"row {name} {sheet.name}", len(self.faults))
        return possible[int(at.integers(len(possible)))]

    def with_row_fault(self, sheet: Sheet, name: str, used: set[int]) -> Sheet:
        row, change = self.eligible(sheet, name, used), KINDS[name].change
        if row is None or change is None:
            return sheet
        frame, column = change(sheet.frame, row)
        before = sheet.frame.row(row, named=True)
        after = frame.row(row, named=True) if column else {}
        if column:
            used.add(row)
        self.note(
            sheet, name, **place(sheet, before), field=column,
            row=sheet.first_line + row if column else None,
            original=told(sheet, column, before), injected=told(sheet, column, after),
        )  # fmt: skip
        return replace(sheet, frame=frame)

    def corrected(self, sheet: Sheet) -> list[Sheet]:
        """First a file with too few visits of one facility, then the right one."""
        row = self.eligible(sheet, "resent_corrected", set())
        right = replace(
            sheet, tail=CORRECTED, submitted=sheet.submitted + timedelta(days=9)
        )
        if row is None:
            return [sheet]
        wrong = replace(
            sheet, frame=put(sheet.frame, row, visits=pl.col("visits") * 8 // 10)
        )
        before, after = (s.frame.row(row, named=True) for s in (sheet, wrong))
        self.note(
            wrong, "resent_corrected", **place(sheet, before), field="visits",
            row=sheet.first_line + row, original=str(before["visits"]),
            injected=str(after["visits"]), related_file=right.name,
        )  # fmt: skip
        return [wrong, right]

    def with_header(self, sheet: Sheet, kind: str, column: str) -> Sheet:
        other = OTHER_HEADERS[column]
        self.note(sheet, kind, field=column, row=sheet.first_line - 1, injected=other)
        return replace(sheet, renamed={**sheet.renamed, column: other})

    def keep(self, sheet: Sheet) -> None:
        """Remember some settlements; the next month's file brings them again."""
        year, month = map(int, sheet.period.split("-"))
        scope = self.world.scope
        following = scope.label(scope.month_of(year, month) + 1)
        rows = sheet.frame.head(max(3, sheet.frame.height // 50))
        self.carried[sheet.extract, sheet.place, following] = (sheet.name, rows)

    def with_duplicates(self, sheet: Sheet, source: str, rows: pl.DataFrame) -> Sheet:
        """The sheet with rows that an earlier file has already brought."""
        self.note(
            sheet, "duplicate_settlements", field="setl_id", related_file=source,
            row=sheet.first_line + sheet.frame.height,
            original=str(rows["setl_id"][0]), injected=f"{rows.height} rows",
        )  # fmt: skip
        both = [sheet.frame.cast(rows.schema), rows]
        return replace(sheet, frame=pl.concat(both))


def place(sheet: Sheet, row: dict) -> dict:
    """Where a row belongs: its facility, and its county in a file of many."""
    found = {"facility_code": row.get("facility_code") or ""}
    division = row.get("insu_admdvs") or row.get("division_code")
    return found | ({"division_code": division} if division else {})


def told(sheet: Sheet, column: str, row: dict) -> str:
    """A value as the warehouse would have it: money in yuan."""
    value = row.get(column)
    if value is None:
        return ""
    is_money = column.endswith(("_yuan", "_amt")) and isinstance(value, int)
    return f"{value / 100:.2f}" if is_money else str(value)


def damaged(path: Path, change) -> None:
    path.write_bytes(change(path.read_bytes()))


def break_encoding(content: bytes) -> bytes:
    """Two bytes that no encoding has, at the end of the first data line's text."""
    at = (
        content.index(b"\n", content.index(b"\n") + 1)
        if content.count(b"\n") > 1
        else -1
    )
    return content[:at] + b"\xff\xff" + content[at:]


def truncate(content: bytes) -> bytes:
    """Cut the file off within a line, after its second column."""
    lines = content.split(b"\n")
    at = max(1, len(lines) * 2 // 3 - 1)
    cut = b",".join(lines[at].split(b",")[:2])
    return b"\n".join([*lines[:at], cut])
