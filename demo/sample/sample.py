"""The parts of a sample, made in the order in which they need each other."""

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np
import polars as pl

from demo.sample import (
    census,
    claims,
    county_forms,
    discharges,
    groups,
    indicators,
    measures,
    people,
    registers,
    report_sheets,
    reviews,
    signing_sheet,
    signings,
    world,
)
from demo.sample.claims import Columns
from demo.sample.files import Sheet
from demo.sample.flows import Flows
from demo.sample.forms import form
from demo.sample.measures import ALL, ClaimsTally
from demo.sample.reports import Reports, Served
from demo.sample.scope import Scope
from demo.sample.settlements import Printer
from demo.sample.truth import Value

# measure: kind of people and what is counted of them
COUNTED = {
    "signed_residents": (census.EVERYONE, "signed"),
    "key_people": (census.ANY, "people"),
    "signed_key_people": (census.ANY, "signed"),
    "hypertension": ("hypertension", "people"),
    "managed_hypertension": ("hypertension", "managed"),
}


@dataclass
class Sample:
    """The parts of a sample, made in the order in which they need each other."""

    scope: Scope
    flows: Flows
    fmt: str

    def __post_init__(self) -> None:
        self.world = self.flows.world
        self.tally = ClaimsTally(self.world)
        self.served = Served.none(self.flows)
        self.recorded = np.zeros((2, 12, self.scope.months), dtype=np.int64)
        self.census = census.Census(self.scope, len(self.world.facilities))
        self.orders = np.zeros((2, 12, self.scope.months), dtype=np.int64)

    def sheets(self) -> Iterator[Sheet]:
        """Every file of the sample."""
        everyone = [people.settle(self.scope, c) for c in range(12)]
        yield from registers.registry_sheets(self.world, self.fmt)
        yield from registers.membership_sheets(self.world, self.fmt)
        yield from registers.reform_sheets(self.world, self.fmt)
        yield from self.claims_sheets(everyone)
        yield from self.report_sheets()
        yield from self.people_sheets(everyone)
        yield from self.form_sheets()

    def claims_sheets(self, everyone: list[people.People]) -> Iterator[Sheet]:
        """Settlements by county of insurance, discharge records by that of care."""
        printers = [Printer(self.flows, p) for p in everyone]
        waiting: dict[tuple[int, int], list[pl.DataFrame]] = {}
        for month in range(self.scope.months):
            records = []
            for county, persons in enumerate(everyone):
                rows = claims.block(self.flows, persons, month)
                self.count(rows, county, month)
                records.append(discharges.frame(self.flows, persons, rows, month))
                frame = printers[county].frame(rows)
                for later in (month, month + 1, month + 2):
                    part = frame.filter(pl.Series(rows["file_month"] == later))
                    waiting.setdefault((county, later), []).insert(0, part)
                arrived = pl.concat(waiting.pop((county, month)))
                yield self.settled(county, month, arrived)
            yield from self.discharged(pl.concat(records), month)

    def count(self, rows: Columns, county: int, month: int) -> None:
        self.tally.add(rows, county, month)
        self.served.add(rows, self.world.column(month))

    def settled(self, county: int, month: int, frame: pl.DataFrame) -> Sheet:
        return Sheet(
            "settlement", world.COUNTY_CODES[county], self.scope.label(month), frame,
            self.scope.submitted(month, 2, 6, 15, county),
            form("settlement", county, self.fmt),
        )  # fmt: skip

    def discharged(self, records: pl.DataFrame, month: int) -> Iterator[Sheet]:
        at = self.world.county[records["facility"].to_numpy()]
        down = (records["discharge_way_code"] == str(discharges.TO_PRIMARY)).to_numpy()
        for county in range(12):
            shape = form("discharge_record", county, self.fmt)
            frame = records.filter(pl.Series(at == county)).drop("facility")
            if shape.format == "dbf":
                # the column of the name holds the record number in a DBF file
                frame = frame.drop("facility_name")
            self.recorded[0, county, month] = (at == county).sum()
            self.recorded[1, county, month] = (down & (at == county)).sum()
            yield Sheet(
                "discharge_record", world.COUNTY_CODES[county],
                self.scope.label(month), frame.sort("discharged_on", "record_number"),
                self.scope.submitted(month, 8, 20, 16, county), shape,
            )  # fmt: skip

    def report_sheets(self) -> Iterator[Sheet]:
        self.reports = Reports(self.flows, self.served).make()
        self.tables = report_sheets.annual_tables(self.reports)
        yield from report_sheets.monthly_sheets(self.reports, self.fmt)
        yield from report_sheets.annual_sheets(self.reports, self.tables, self.fmt)

    def people_sheets(self, everyone: list[people.People]) -> Iterator[Sheet]:
        signed = [
            signings.Signed(self.world, p, groups.windows(self.scope, p))
            for p in everyone
        ]
        for one in signed:
            self.census.add(one)
            yield from signings.signing_sheets(one, self.fmt)
        yield from signing_sheet.signing_sheet_sheets(self.census, self.world)
        yield from census.population_sheets(self.census, self.world.county)
        yield from census.insured_sheets(self.census, self.fmt)
        yield from census.key_population_sheets(
            self.census, self.world.county, self.fmt
        )

    def form_sheets(self) -> Iterator[Sheet]:
        yield from county_forms.budget_sheets(self.census)
        yield from reviews.community_review_sheets(self.world, self.fmt)
        yield from reviews.facility_review_sheets(self.reports, self.fmt)
        yield from county_forms.staffing_sheets(self.reports, self.tables, self.fmt)
        for sheet in county_forms.procurement_sheets(self.reports, self.fmt):
            self.note_orders(sheet.frame)
            yield sheet
        yield from county_forms.chronic_sheets(self.reports, self.census, self.fmt)

    def note_orders(self, frame: pl.DataFrame) -> None:
        """Value ordered and delivered by county and month, for the truth."""
        codes = {f.code: f.county for f in self.world.facilities}
        county = np.array([codes[c] for c in frame["facility_code"]])
        first = frame["ordered_on"][0]
        month = self.scope.month_of(first.year, first.month)
        for at, name in enumerate(("ordered_yuan", "delivered_yuan")):
            sums = np.bincount(county, frame[name].to_numpy(), minlength=12)
            self.orders[at, :, month] += np.rint(sums).astype(np.int64)

    def people_measures(self) -> measures.Measures:
        """Signed people over residents of the last year-end, groups, records."""
        county, scope = self.world.county, self.scope
        ends = {y: census.residents(self.census, county, y) for y in scope.year_ends()}
        living = []
        for month in range(scope.months):
            day = scope.last(month)
            year = day.year if day.month == 12 else day.year - 1
            living.append(ends[max(y for y in ends if y <= year)])
        found = {
            "residents": np.stack(living, 1),
            "recorded_discharges": self.recorded[0],
            "sent_to_primary": self.recorded[1],
            "ordered_yuan": self.orders[0] / 100,
            "delivered_yuan": self.orders[1] / 100,
        }
        for name, (kind, counted) in COUNTED.items():
            found[name] = self.census.by_county(county, kind, counted)
        return {name: {ALL: values} for name, values in found.items()}

    def values(self) -> list[Value]:
        """The true value of every indicator, from the clean arrays alone."""
        monthly = measures.report_measures(self.reports)
        monthly |= self.tally.measures() | self.people_measures()
        annual = measures.annual_measures(self.world, self.tables)
        years = list(self.tables)
        return list(indicators.values(self.scope, monthly, annual, years))
