"""Smaller forms: budgets, staffing, procurement, chronic care. Money in fen."""

from collections.abc import Iterator
from datetime import UTC, date, datetime

import numpy as np
import polars as pl

from demo.sample import kinds
from demo.sample.census import EVERYONE, Census
from demo.sample.files import Sheet
from demo.sample.forms import FUND_BUDGET, prefecture_form
from demo.sample.people import days
from demo.sample.report_sheets import Table, identified
from demo.sample.reports import Reports
from demo.sample.settlements import dated, kept, one_of
from demo.sample.world import COUNTY_CODES, PREFECTURE

WAN = 10_000_00  # fen
PIECE = 12_00  # fen that a package of a medicine costs
RAISED_YUAN = {"resident": 980, "employee": 3600}  # a person and year
DRUGS = (
    ("national_essential", "阿莫西林胶囊"), ("national_essential", "二甲双胍片"),
    ("national_essential", "硝苯地平缓释片"), ("national_essential", "阿托伐他汀钙片"),
    ("provincial_supplement", "银杏叶片"), ("provincial_supplement", "复方丹参滴丸"),
    ("other_medicine", "注射用头孢呋辛钠"), ("consumable", "一次性使用输液器"),
)  # fmt: skip
SUPPLIERS = ("合成医药配送1公司", "合成医药配送2公司", "合成医药配送3公司")
DISEASES = ("hypertension", "diabetes", "copd", "tuberculosis", "mental_disorder")


def budget_sheets(census: Census) -> Iterator[Sheet]:
    """医保资金总额预算: 预算总额 is 筹资额度 less the seven others."""
    scope = census.scope
    last = scope.first(scope.months - 1).year
    for year in range(scope.start.year, last + 1):
        month = min(max(scope.month_of(year, 1), 0), scope.months - 1)
        for county in range(12):
            rows = [
                budget(census, county, year, month, at, scheme)
                for at, scheme in ((1, "resident"), (0, "employee"))
            ]
            yield Sheet(
                "fund_budget", COUNTY_CODES[county], str(year), pl.DataFrame(rows),
                datetime(year, 1, 25, 9, county, tzinfo=UTC), FUND_BUDGET,
            )  # fmt: skip


def budget(
    census: Census, county: int, year: int, month: int, at: int, scheme: str
) -> dict:
    rng = census.scope.rng("budget", county, year, at)
    raised = int(census.insured[county, at, month]) * RAISED_YUAN[scheme] * 100
    raised = round(raised * 1.05 ** (month / 12) / 100_00) * 100_00
    shares = {
        "risk_reserve_yuan": 0.03, "major_illness_yuan": 0.06,
        "vaccine_procurement_yuan": 0.004, "years_recognised_yuan": 0.001,
        "major_illness_share_yuan": 0.005, "outside_reserve_yuan": 0.25,
        "quality_deposit_yuan": 0.05,
    }  # fmt: skip
    parts = {
        name: round(raised * share * rng.uniform(0.9, 1.1) / 100_00) * 100_00
        for name, share in shares.items()
    }
    return {
        "scheme": scheme,
        "division_code": COUNTY_CODES[county],
        "year": date(year, 12, 31),
        "funds_raised_yuan": raised,
        **parts,
        "budget_total_yuan": raised - sum(parts.values()),
    }


def staffing_sheets(
    reports: Reports, tables: dict[int, Table], fmt: str
) -> Iterator[Sheet]:
    """Posts and staff of the facilities that report themselves, by year."""
    world = reports.flows.world
    for year, table in tables.items():
        month = world.scope.month_of(year, 12)
        active = world.active[:, world.column(month)]
        chosen = np.flatnonzero(world.of(*kinds.REPORTING, "cdc") & active)
        frame = pl.DataFrame(
            identified(reports, chosen)
            | {"year": [world.scope.first(month)] * len(chosen)}
            | staffed(reports, table, chosen, year)
        )
        yield Sheet(
            "staffing", PREFECTURE, str(year), frame,
            world.scope.submitted(month, 10, 17, 12), prefecture_form(year, fmt),
        )  # fmt: skip


def staffed(reports: Reports, table: Table, chosen: np.ndarray, year: int) -> dict:
    world = reports.flows.world
    rng = world.scope.rng("staffing", year)
    staff, doctors = table["staff"][chosen], table["doctors"][chosen]
    holders = rng.binomial(staff, 0.68)
    professional = rng.binomial(staff, 0.85)
    management = np.maximum(staff // 12, 1)
    is_sender = world.of("county_hospital", "tcm_hospital")[chosen]
    gone = rng.binomial(staff, 0.01)
    return {
        "approved_posts": np.rint(staff * 0.8).astype(np.int64),
        "virtual_posts": staff // 20,
        "professional_posts": np.rint(staff * 0.68).astype(np.int64),
        "management_posts": management,
        "support_posts": staff // 20,
        "staff": staff,
        "post_holders": holders,
        "contract_staff": staff - holders,
        "professional_staff": professional,
        "senior_staff": professional // 12,
        "middle_staff": professional // 3,
        "posted_doctors": np.where(is_sender, (doctors + 9) // 10, 0),
        "resettled_staff": gone,
        "early_retired_staff": gone // 2,
        "transition_staff": gone - gone // 2,
        "released_contract_staff": gone // 3,
        "compensation_yuan": gone * 3 * WAN,
        "pension_yuan": gone * WAN,
    }


def procurement_sheets(reports: Reports, fmt: str) -> Iterator[Sheet]:
    """One order a month of each reporting facility, with a line for each medicine."""
    world = reports.flows.world
    for month in range(world.scope.months):
        spent = reports.monthly["drug_expenditure_yuan"][:, world.column(month)]
        chosen = np.flatnonzero(world.of(*kinds.REPORTING) & (spent > 0))
        yield Sheet(
            "procurement", PREFECTURE, world.scope.label(month),
            ordered(reports, chosen, month), world.scope.submitted(month, 2, 7, 13),
            prefecture_form(month // 3 + 2, fmt),
        )  # fmt: skip


def ordered(reports: Reports, chosen: np.ndarray, month: int) -> pl.DataFrame:
    """Order lines; a few are delivered in part or not at all."""
    scope = reports.flows.world.scope
    rng, lines = scope.rng("procurement", month), len(DRUGS)
    at, item = np.repeat(chosen, lines), np.tile(np.arange(lines), len(chosen))
    spent = reports.monthly["drug_expenditure_yuan"][at, scope.before + month]
    value = spent * rng.uniform(0.05, 0.16, len(at))
    quantity = np.maximum(np.rint(value / PIECE), 1).astype(np.int64)
    is_short = rng.random(len(at)) < 0.06
    share = np.where(is_short, rng.uniform(0, 0.9, len(at)), 1.0)
    delivered = np.floor(quantity * share).astype(np.int64)
    after = rng.integers(0, scope.days(month) - 4, len(chosen))
    day = days(scope.first(month)) + np.repeat(after, lines)
    kind, name = zip(*DRUGS, strict=True)
    return pl.DataFrame({
        "order_id": [f"O{scope.first(month):%Y%m}{f:05d}" for f in at],
        "item_code": one_of([f"SYNX{i:04d}" for i in range(lines)], item),
        "item_name": one_of(name, item),
        **identified(reports, at),
        "ordered_on": dated(day),
        "delivered_on": kept(dated(day + 3), delivered > 0),
        "drug_kind": one_of(kind, item),
        "is_volume_based": item % 3 == 0,
        "ordered_quantity": quantity,
        "delivered_quantity": delivered,
        "ordered_yuan": quantity * PIECE,
        "delivered_yuan": delivered * PIECE,
        "supplier_name": one_of(SUPPLIERS, item % 3),
    })  # fmt: skip


def chronic_sheets(reports: Reports, census: Census, fmt: str) -> Iterator[Sheet]:
    """慢性病健康管理 by facility, disease and month."""
    world = reports.flows.world
    for month in range(world.scope.months):
        served = world.of(*kinds.PARENTS) & world.active[:, world.column(month)]
        chosen = np.flatnonzero(served)
        frame = pl.concat(
            [chronic(reports, census, chosen, month, d) for d in DISEASES]
        )
        yield Sheet(
            "chronic_care", PREFECTURE, world.scope.label(month), frame,
            world.scope.submitted(month, 3, 9, 14),
            prefecture_form(month // 3 + 3, fmt),
        )  # fmt: skip


def chronic(
    reports: Reports, census: Census, chosen: np.ndarray, month: int, disease: str
) -> pl.DataFrame:
    """Patients and managed patients as the census counts them; the rest is drawn."""
    rng = census.scope.rng(f"chronic {disease}", month)
    if disease == "copd":  # no key group: two in a hundred residents
        patients = census.of(EVERYONE, "people")[chosen, month] * 2 // 100
        managed = patients // 2
    else:
        patients = census.of(disease, "people")[chosen, month]
        managed = census.of(disease, "managed")[chosen, month]
    standard = rng.binomial(managed, 0.86)
    return pl.DataFrame(
        identified(reports, chosen)
        | {
            "month": [census.scope.first(month)] * len(chosen),
            "disease": [disease] * len(chosen),
            "patients": patients,
            "managed_patients": managed,
            "standard_managed_patients": standard,
            "controlled_patients": rng.binomial(standard, 0.68),
            "followed_patients": rng.binomial(managed, 0.9),
            "admissions": rng.binomial(managed, 0.012),
        }
    )
