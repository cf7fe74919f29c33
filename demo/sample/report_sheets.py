"""The monthly and annual reports as sheets, one a county and period."""

from collections.abc import Iterator

import numpy as np
import polars as pl

from demo.sample import kinds
from demo.sample.files import Sheet
from demo.sample.forms import form
from demo.sample.reports import Reports, Table, stepped
from demo.sample.world import COUNTY_CODES

MONTHLY = (
    "health_technicians", "doctors", "registered_general_practitioners",
    "certified_general_practitioners", "nurses", "beds", "open_bed_days",
    "occupied_bed_days", "discharged_bed_days", "medical_income_yuan",
    "outpatient_income_yuan", "outpatient_drug_income_yuan", "inpatient_income_yuan",
    "inpatient_drug_income_yuan", "essential_drug_income_yuan",
    "chinese_medicine_income_yuan", "medical_expenditure_yuan",
    "drug_expenditure_yuan", "chinese_medicine_expenditure_yuan",
    "public_health_expenditure_yuan", "visits", "outpatient_emergency_visits",
    "booked_visits", "discharges", "deaths", "clinic_visits", "village_room_visits",
    "station_visits", "represented_facilities", "health_records",
    "electronic_health_records", "standard_managed_hypertension_patients",
)  # fmt: skip
PRIMARY_ONLY = (
    "public_health_expenditure_yuan", "clinic_visits", "village_room_visits",
    "station_visits", "represented_facilities", "health_records",
    "electronic_health_records", "standard_managed_hypertension_patients",
)  # fmt: skip
SUMS = (
    "open_bed_days", "occupied_bed_days", "discharged_bed_days", "visits",
    "outpatient_emergency_visits", "chinese_medicine_visits", "discharges",
    "operations", "outpatient_income_yuan", "inpatient_income_yuan",
    "medical_income_yuan", "medical_expenditure_yuan", "drug_expenditure_yuan",
    "public_health_expenditure_yuan",
)  # fmt: skip
LASTS = ("beds", "staff", "health_technicians", "doctors", "nurses")
# shares of medical income besides medicines
PARTS = {
    "materials_income_yuan": 0.10, "examination_income_yuan": 0.15,
    "laboratory_income_yuan": 0.13,
}  # fmt: skip


def monthly_sheets(reports: Reports, fmt: str) -> Iterator[Sheet]:
    """医疗服务月报: facilities that report themselves and work in the month."""
    world = reports.flows.world
    for month in range(world.scope.months):
        at = world.column(month)
        for county in range(12):
            chosen = reporting(reports, at) & (world.county == county)
            yield Sheet(
                "facility_monthly",
                COUNTY_CODES[county],
                world.scope.label(month),
                monthly_frame(reports, np.flatnonzero(chosen), month),
                world.scope.submitted(month, 5, 12, 1, county),
                form("facility_monthly", county, fmt),
            )


def reporting(reports: Reports, at: int) -> np.ndarray:
    world = reports.flows.world
    return world.of(*kinds.REPORTING) & world.active[:, at]


def monthly_frame(reports: Reports, chosen: np.ndarray, month: int) -> pl.DataFrame:
    world = reports.flows.world
    at = world.column(month)
    found: dict = identified(reports, chosen)
    found["month"] = [world.scope.first(month)] * len(chosen)
    is_hospital = world.of(*kinds.HOSPITALS)[chosen]
    found["form_number"] = np.where(is_hospital, "卫统1-9", "卫统1-10")
    found["form_edition"] = ["2009"] * len(chosen)
    frame = pl.DataFrame(
        found | {name: reports.monthly[name][chosen, at] for name in MONTHLY}
    )
    return frame.with_columns(
        pl.when(pl.Series(~is_hospital)).then(pl.col(name)).alias(name)
        for name in PRIMARY_ONLY
    )


def identified(reports: Reports, chosen: np.ndarray) -> dict:
    facilities = [reports.flows.world.facilities[f] for f in chosen]
    return {
        "facility_code": [f.code for f in facilities],
        "facility_name": [f.name for f in facilities],
    }


def annual_tables(reports: Reports) -> dict[int, Table]:
    """机构年报 by year: sums of the months, and what only the year has, in fen."""
    return {
        year: annual(reports, year) for year in
        reports.flows.world.scope.full_years(-reports.flows.world.scope.before)
    }  # fmt: skip


def annual(reports: Reports, year: int) -> Table:
    world = reports.flows.world
    first = world.column(world.scope.month_of(year, 1))
    months = slice(first, first + 12)
    found = {name: reports.monthly[name][:, months].sum(1) for name in SUMS}
    found |= {name: reports.monthly[name][:, months].max(1) for name in LASTS}
    drugs = sum(
        reports.monthly[f"{way}_drug_income_yuan"][:, months].sum(1)
        for way in ("outpatient", "inpatient")
    )
    rng = world.scope.rng("annual", year)
    found |= structure(found["medical_income_yuan"], drugs, reports.chinese()[:, 0])
    return found | sources(reports, found, rng) | people(reports, found, rng)


def structure(medical: np.ndarray, drugs: np.ndarray, chinese: np.ndarray) -> Table:
    """Five parts of medical income, and the sixth that they leave: services."""
    pieces = stepped(drugs * np.clip(chinese, 0, 1) * 0.35)
    parts = {name: stepped(medical * share) for name, share in PARTS.items()}
    service = medical - drugs - sum(parts.values())
    return {
        "drug_income_without_pieces_yuan": drugs - pieces,
        "herbal_pieces_income_yuan": pieces,
        **parts,
        "service_income_yuan": service,
    }


def sources(reports: Reports, found: Table, rng: np.random.Generator) -> Table:
    """The four sources add to total income; expenditure follows it."""
    world = reports.flows.world
    medical, many = found["medical_income_yuan"], len(world.facilities)
    fiscal = stepped(
        medical * kinds.each("fiscal")[world.kind] * rng.normal(1, 0.08, many)
        + world.of("cdc") * 180_000_00 * found["staff"]
    )
    superior = stepped(medical * 0.02 * rng.random(many))
    other = stepped(medical * 0.015 * rng.random(many))
    total = medical + fiscal + superior + other
    spent = stepped(total * rng.normal(0.97, 0.015, many))
    return {
        "total_income_yuan": total, "fiscal_subsidy_yuan": fiscal,
        "superior_subsidy_yuan": superior, "other_income_yuan": other,
        "total_expenditure_yuan": spent,
        "materials_expenditure_yuan": found["materials_income_yuan"],
        "personnel_expenditure_yuan": stepped(spent * rng.uniform(0.30, 0.42, many)),
        "debt_yuan": stepped(total * rng.uniform(0, 0.4, many)),
    }  # fmt: skip


def people(reports: Reports, found: Table, rng: np.random.Generator) -> Table:
    world = reports.flows.world
    is_village = world.of("village", "station")
    beds = found["beds"]
    return {
        "general_practitioners": np.where(
            world.of(*kinds.PARENTS), found["doctors"] // 2, 0
        ),
        "village_doctors": np.where(is_village, found["staff"], 0),
        "approved_beds": np.rint(beds * rng.uniform(0.85, 1.0, len(beds))).astype(int),
        "has_imaging_ecg_service": ~is_village | (rng.random(len(beds)) < 0.55),
        "has_ecg_equipment": ~is_village | (rng.random(len(beds)) < 0.7),
    }


def annual_sheets(
    reports: Reports, tables: dict[int, Table], fmt: str
) -> Iterator[Sheet]:
    """One file a county and year; it covers more facilities than the monthly one."""
    world = reports.flows.world
    for year, table in tables.items():
        month = world.scope.month_of(year, 12)
        there = world.active[:, world.column(month) - 11 : world.column(month) + 1]
        for county in range(12):
            chosen = np.flatnonzero(there.any(1) & (world.county == county))
            frame = pl.DataFrame(
                identified(reports, chosen)
                | {"year": [world.scope.first(month)] * len(chosen)}
                | {name: column[chosen] for name, column in table.items()}
            )
            yield Sheet(
                "facility_annual", COUNTY_CODES[county], str(year), frame,
                world.scope.submitted(month, 10, 17, 2, county),
                form("facility_annual", county, fmt),
            )  # fmt: skip
