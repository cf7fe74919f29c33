"""The raw tables: their newest rows, and the months and periods that they speak of."""

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path

import duckdb
import polars as pl
import yaml
from commandline import PROJECT

CONTRACTS = PROJECT / "extracts" / "contracts"
SEEDS = PROJECT / "seeds"
MONTHLY = (
    "facility_monthly", "settlement", "discharge_record", "procurement",
    "chronic_care", "insured_population", "key_population", "signing_sheet",
)  # fmt: skip


@dataclass(frozen=True)
class Tables:
    """What the door wrote into a warehouse."""

    con: duckdb.DuckDBPyConnection

    def table(self, name: str) -> pl.DataFrame:
        found = self.con.sql(f"from {name}").pl()
        return found.with_columns(pl.col(pl.Decimal).cast(pl.Float64))

    @cached_property
    def sent(self) -> pl.DataFrame:
        return self.table("raw.files").select(
            "extract", "submitted_at", _file_id="file_id"
        )

    def newest(self, extract: str) -> pl.DataFrame:
        """The rows that count: of the newest file of a unit and period, or of a key."""
        contract = read_yaml(CONTRACTS / f"{extract}.yml")
        sent = self.sent.filter(extract=extract).drop("extract")
        rows = self.table(f"raw.{extract}").join(sent, on="_file_id")
        if contract["submission"] == "adds":
            order = ["submitted_at", "_file_id", "_row_number"]
            return rows.sort(order).unique(contract["key"], keep="last")
        unit = [pl.col(contract["reporting_unit"])]
        if period := contract.get("period"):
            unit.append(pl.col(period).dt.truncate("1mo"))
        age = pl.struct("submitted_at", pl.col("_file_id").str.head(64))
        return rows.filter(age == age.sort().last().over(unit))

    @cached_property
    def monthly(self) -> list:
        """Every month from the first to the last of monthly data."""
        found = [self.months_of(extract) for extract in MONTHLY]
        return months_between(min(map(min, found)), max(map(max, found)))

    def months_of(self, extract: str) -> list:
        periods = self.con.execute(
            "select distinct cast(period as date) from raw.slices where extract = ?",
            [extract],
        ).fetchall()
        return [row[0] for row in periods]

    @cached_property
    def months(self) -> list:
        """The same, and the months of annual reports."""
        years = self.months_of("facility_annual")
        known = {*self.monthly}.union(*(months_of_year(y) for y in years))
        return months_between(min(known), max(known))

    @cached_property
    def periods(self) -> pl.DataFrame:
        """Periods with the months that they hold, whole ones only."""
        rows = []
        for name, start, end in self.spans():
            inside = [m for m in self.months if start <= m <= end]
            known = self.months if name == "year" else self.monthly
            length = (end.year - start.year) * 12 + end.month - start.month + 1
            if len(inside) == length and {*inside} <= {*known}:
                rows += [(name, start, month_end(end), m) for m in inside]
        columns = ["period_type", "period_start", "period_end", "month"]
        return pl.DataFrame(rows, columns, orient="row").with_columns(
            month_days=pl.col("month").dt.month_end().dt.day()
        )

    def spans(self) -> Iterator[tuple]:
        for month in self.months:
            january = month.replace(month=1)
            yield "month", month, month
            yield "ytd", january, month
            yield "rolling_12", months_before(month, 11), month
            if month.month % 3 == 0:
                yield "quarter", months_before(month, 2), month
            if month.month == 12:
                yield "year", january, month

    @cached_property
    def ends(self) -> pl.DataFrame:
        return self.periods.select("period_type", "period_start", "period_end").unique()


def months_before(month, many: int):
    at = month.year * 12 + month.month - 1 - many
    return month.replace(year=at // 12, month=at % 12 + 1)


def months_between(first, last) -> list:
    found = [first]
    while found[-1] < last:
        found.append(months_before(found[-1], -1))
    return found


def months_of_year(day) -> list:
    return [day.replace(month=m) for m in range(1, 13)]


def month_end(month):
    after = months_before(month, -1)
    return month.replace(day=(after - month).days)


def read_yaml(path: Path) -> dict:
    return yaml.load(path.read_text("utf-8"), yaml.CSafeLoader)
