"""The exam of the checks: files with listed faults, and what was made of them.

A fault is found when the door or a check of its kind says so of the very row, report or
place; a finding is right when some listed fault explains it. Cells are judged apart: an
indicator of a county and month is rightly flagged when a fault lies in an extract that
it is made of.
"""

from collections import defaultdict
from dataclasses import dataclass
from datetime import date
from functools import cached_property
from pathlib import Path
from typing import NamedTuple

import duckdb

from demo.sample.fault_kinds import WHOLE_FILE
from demo.sample.truth import Fault, Truth, Value
from extracts.landing import FileResult

# which checks find which kind; who made the check need not know how faults are made
FOUND_BY = {
    "yuan_for_thousand": {"U001", "U002"},
    "wan_for_thousand": {"U001"},
    "yuan_for_wan": {"U003", "U004"},
    "missing_facility_month": {"A001"},
    "missing_county_month": {"B001"},
    "optional_header_renamed": {"C003"},
    "insured_population_step": {"P001"},
    "resident_population_step": {"P002"},
    "swapped_columns": {"L008"},
    "bed_days_beyond_beds": {"L001"},
    "income_parts_off_total": {"T001"},
    "payers_off_total": {"T007"},
    "unknown_med_type": {"C001"},
    "duplicate_settlements": {"D001"},
    "discharge_before_admission": {"L009"},
    "unknown_facility_class": {"C002"},
}
YEARLY = ("resident_population", "fund_budget")


class Result(NamedTuple):
    """A result that did not pass."""

    check: str
    division: str
    facility: str
    part: str
    month: date
    file: str | None
    row: int | None


class Row(NamedTuple):
    """A row in question."""

    check: str
    division: str
    month: date
    file: str
    row: int


@dataclass
class Exam:
    """What is true of the files, and what was said of them."""

    faults: list[Fault]
    landed: list[FileResult]
    con: duckdb.DuckDBPyConnection
    values: list[Value]

    def ask(self, sql: str) -> list[tuple]:
        return self.con.sql(sql).fetchall()

    @cached_property
    def results(self) -> list[Result]:
        rows = self.ask(
            """
            select check_id, division_code, facility_code, part, month, file_name,
                file_row
            from quality.rpt_check_results
            where outcome in ('warn', 'fail', 'error') and not is_accepted
            """
        )
        return [Result(*row) for row in rows]

    @cached_property
    def questioned(self) -> list[Row]:
        rows = self.ask(
            "select check_id, division_code, month, file_name, file_row "
            "from quality.rpt_questioned_rows"
        )
        return [Row(*row) for row in rows]

    @cached_property
    def rejected(self) -> set[tuple[str, int]]:
        return set(self.ask(
            "select distinct file_name, row_number from quality.rpt_rejected_rows"
        ))  # fmt: skip

    @cached_property
    def superseded(self) -> set[tuple[str, str]]:
        return set(self.ask(
            """
            select file_name, reporting_unit from staging.stg_landing__slices as slices
            inner join staging.stg_landing__files as files
                on slices.file_id = files.file_id
            where not slices.is_current
            """
        ))  # fmt: skip

    @cached_property
    def outcomes(self) -> dict[str, set[str]]:
        found: dict[str, set[str]] = defaultdict(set)
        for result in self.landed:
            found[result.file_name].add(result.outcome)
        return found

    @cached_property
    def counties(self) -> dict[str, str]:
        return dict(self.ask(
            "select facility_code, division_code "
            "from intermediate.int_facilities_located"
        ))  # fmt: skip

    @cached_property
    def extracts(self) -> dict[str, set[str]]:
        """The extracts that each check and each indicator is about."""
        found: dict[str, set[str]] = defaultdict(set)
        for name, extract in self.ask(
            """
            select check_id, extract_id from staging.stg_checks__terms
            union
            select indicators.indicator_id, measures.extract_id
            from staging.stg_dictionary__indicators as indicators
            inner join staging.stg_dictionary__indicator_terms as terms
                on terms.indicator_id in (indicators.indicator_id,
                    indicators.of_indicator_id, indicators.over_indicator_id)
            inner join staging.stg_dictionary__measures as measures
                on terms.measure_id = measures.measure_id
            """
        ):
            found[name].add(extract)
        return found

    def is_found(self, fault: Fault) -> bool:
        match fault.expected:
            case "refused" | "unchanged":
                return fault.expected in self.outcomes[fault.file]
            case "rejected_row":
                return (fault.file, fault.row) in self.rejected
            case "superseded" if fault.kind == "resent_corrected":
                return (fault.file, fault.facility_code) in self.superseded
        checks = FOUND_BY[fault.kind]
        rows = [row for row in self.questioned if row.check in checks]
        if rows or fault.kind == "duplicate_settlements":
            return any(is_about(fault, row) for row in rows)
        return any(r.check in checks and self.explains(fault, r) for r in self.results)

    def explains(self, fault: Fault, result: Result) -> bool:
        """Whether a result is about the fault, or follows from it."""
        about = self.extracts[result.check] or self.extracts[result.part]
        if fault.extract not in about or not covers(fault, result.month):
            return fault.extract in about and self.sent_again(fault, result)
        is_row = fault.kind not in WHOLE_FILE
        if is_row and result.row and fault.row and result.file == fault.file:
            return result.row == fault.row
        facility = fault.facility_code if len(fault.facility_code) > 20 else ""
        if facility and result.facility != "none":
            return facility == result.facility
        county = self.counties.get(facility, fault.division_code)
        # what is wrong in a county is wrong in its prefecture
        return county.startswith(result.division)

    def sent_again(self, fault: Fault, result: Result) -> bool:
        """Settlements sent again belong to the month of the older file."""
        return any(
            (row.check, row.division, row.month) == (result.check, result.division,
                                                     result.month)
            and is_about(fault, row)
            for row in self.questioned
            if fault.kind == "duplicate_settlements"
        )  # fmt: skip

    @cached_property
    def false_results(self) -> list[Result]:
        return [
            result for result in self.results
            if not any(self.explains(fault, result) for fault in self.faults)
        ]  # fmt: skip

    def precision(self, kind: str) -> tuple[int, int]:
        """Right and all findings of the checks, or of the door, that find a kind."""
        fault = next(f for f in self.faults if f.kind == kind)
        same = [f for f in self.faults if f.expected == fault.expected]
        match fault.expected:
            case "unchanged":  # the same bytes: it cannot be wrong
                files = {f for f, o in self.outcomes.items() if fault.expected in o}
                return len(files), len(files)
            case "refused":
                files = {f for f, o in self.outcomes.items() if fault.expected in o}
                return len(files & {f.file for f in same}), len(files)
            case "rejected_row":
                rows = {(f.file, f.row) for f in same}
                return len(self.rejected & rows), len(self.rejected)
            case "superseded" if kind == "resent_corrected":
                return self.precision_of_superseded()
        found = [r for r in self.results if r.check in FOUND_BY[kind]]
        wrong = [r for r in self.false_results if r.check in FOUND_BY[kind]]
        return len(found) - len(wrong), len(found)

    def precision_of_superseded(self) -> tuple[int, int]:
        """Registers replace each other by nature; of reports only corrections do."""
        files = {f for f, _ in self.superseded if "facility_monthly" in f}
        right = {f.file for f in self.faults if f.kind == "resent_corrected"}
        return len(files & right), len(files)

    @cached_property
    def cells(self) -> int:
        """Indicators of counties and months."""
        return self.ask(
            """
            select count(*) from (
                select distinct indicator_id, division_code, period_end
                from indicators.fct_indicator_values
                where period_type = 'month' and length(division_code) = 6)
            """
        )[0][0]

    @cached_property
    def false_cells(self) -> list[tuple[str, str, date, str]]:
        """Flagged indicators of counties and months that no fault is behind."""
        behind = defaultdict(list)
        for fault in self.faults:
            facility = fault.facility_code
            county = self.counties.get(facility, fault.division_code)
            behind[fault.extract, county].append(fault)
        flagged = self.ask(
            """
            select indicator_id, division_code, period_end, checks
            from quality.rpt_flagged_cells
            where period_type = 'month' and length(division_code) = 6
            """
        )
        return [
            (indicator, division, end, checks)
            for indicator, division, end, checks in flagged
            if not any(
                covers(fault, end.replace(day=1))
                for extract in self.extracts[indicator]
                for fault in behind[extract, division]
            )
        ]

    @cached_property
    def judged(self) -> int:
        sql = "select count(statistic) from quality.rpt_check_results"
        return self.ask(sql)[0][0]

    @cached_property
    def recall(self) -> float:
        return sum(map(self.is_found, self.faults)) / len(self.faults)

    @cached_property
    def false_alarm_rate(self) -> float:
        return len(self.false_cells) / self.cells


def is_about(fault: Fault, row: Row) -> bool:
    if fault.kind == "duplicate_settlements":
        return row.file in (fault.file, fault.related_file)
    return (row.file, row.row) == (fault.file, fault.row)


def covers(fault: Fault, month: date) -> bool:
    """Whether a fault's period holds the month; a yearly count stands for two years."""
    if not fault.period:
        return True
    if fault.extract in YEARLY:
        months = (month.year - int(fault.period[:4])) * 12 + month.month - 12
        return 0 <= months < 24
    return str(month)[: len(fault.period)] == fault.period


def open_exam(build: Path, truth: Truth, landed: list[FileResult]) -> Exam:
    con = duckdb.connect(build, read_only=True)
    return Exam(truth.faults, landed, con, truth.values)
