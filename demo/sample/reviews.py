"""Reviews: communities by graded item, facilities and their staff by points."""

from collections.abc import Iterator

import numpy as np
import polars as pl

from demo.sample import kinds
from demo.sample.files import Sheet
from demo.sample.forms import prefecture_form
from demo.sample.registers import communities
from demo.sample.report_sheets import identified
from demo.sample.reports import Reports
from demo.sample.settlements import one_of
from demo.sample.world import COUNTY_CODES, PREFECTURE, World

ITEMS_2020 = {
    "responsibility": ("party_government_lead", "decision_powers",
                       "residents_take_part"),
    "management": ("unified_staff", "unified_finance", "unified_medicines"),
    "service": ("orderly_referral", "information_exchange", "prevention_integration"),
    "interest": ("unified_income", "insurance_reform"),
}  # fmt: skip
ITEMS_2024 = {"tight": ("unified_resources", "democratic_decisions", "joined_services")}
POSTS = (("clinical", 1.12), ("nursing", 1.10), ("public_health", 1.11),
         ("technical", 1.10), ("administration", 1.05))  # fmt: skip


def half_years(world: World) -> list[int]:
    """The months of June and December."""
    scope = world.scope
    return [m for m in range(scope.months) if scope.first(m).month in (6, 12)]


def community_review_sheets(world: World, fmt: str) -> Iterator[Sheet]:
    """Twice a year; grades rise with the time since the start."""
    for month in half_years(world):
        rows = [
            row
            for county, start in enumerate(world.reform.starts)
            if start is not None and start <= month
            for row in graded(world, county, month, month - start)
        ]
        if rows:
            yield Sheet(
                "community_review", PREFECTURE, world.scope.label(month),
                pl.DataFrame(rows), world.scope.submitted(month, 10, 25, 10),
                prefecture_form(month // 6, fmt),
            )  # fmt: skip


def graded(world: World, county: int, month: int, since: int) -> Iterator[dict]:
    is_2020 = world.scope.first(month).year < 2024
    items = ITEMS_2020 if is_2020 else ITEMS_2024
    for at, (community, name, _) in enumerate(communities(world, county)):
        rng = world.scope.rng("review", county, at, month)
        for dimension, names in items.items():
            for item in names:
                chance = rng.random() + since / 36
                grade = "A" if chance > 0.8 else "B" if chance > 0.3 else "C"
                yield {
                    "community_id": community,
                    "community_name": name,
                    "division_code": COUNTY_CODES[county],
                    "month": world.scope.first(month),
                    "edition": "2020" if is_2020 else "2024",
                    "dimension": dimension,
                    "item": item,
                    "grade": grade if is_2020 else "met" if grade != "C" else "not_met",
                    "evidence": "合成数据 synthetic",
                }


def facility_review_sheets(reports: Reports, fmt: str) -> Iterator[Sheet]:
    """Facilities out of 1 000 points twice a year, their staff out of 100 monthly."""
    world = reports.flows.world
    for month in range(world.scope.months):
        at = world.column(month)
        chosen = np.flatnonzero(world.of(*kinds.PARENTS) & world.active[:, at])
        frame = staff_reviewed(reports, chosen, month)
        if month in half_years(world):
            frame = pl.concat([facilities_reviewed(reports, chosen, month), frame])
        yield Sheet(
            "facility_review", PREFECTURE, world.scope.label(month), frame,
            world.scope.submitted(month, 4, 9, 11), prefecture_form(month // 3, fmt),
        )  # fmt: skip


def facilities_reviewed(
    reports: Reports, chosen: np.ndarray, month: int
) -> pl.DataFrame:
    world = reports.flows.world
    rng = world.scope.rng("facility review", month)
    points = np.rint(rng.normal(840, 60, len(chosen)).clip(500, 1000) * 10) / 10
    pool = reports.monthly["staff"][chosen, world.column(month)] * 18_000_00
    paid = np.rint(pool * np.minimum(points / 800, 1)).astype(np.int64)
    return reviewed(identified(reports, chosen), world, month).with_columns(
        subject_kind=pl.lit("facility"),
        subject_id=pl.col("facility_code"),
        full_points=pl.lit(1000.0),
        points=pl.Series(points),
        reward_pool_yuan=pl.Series(pool),
        director_fund_yuan=pl.Series(pool // 20),
        reward_paid_yuan=pl.Series(paid),
    )


def staff_reviewed(reports: Reports, chosen: np.ndarray, month: int) -> pl.DataFrame:
    world = reports.flows.world
    rng = world.scope.rng("staff review", month)
    staff = reports.monthly["staff"][chosen, world.column(month)]
    at = np.repeat(chosen, staff)
    number = np.concatenate([np.arange(n) for n in staff])
    general = np.rint(rng.normal(31, 2, len(at)).clip(0, 35) * 10) / 10
    post = np.rint(rng.normal(56, 5, len(at)).clip(0, 65) * 10) / 10
    names, weights = zip(*POSTS, strict=True)
    ids = [f"S{f:05d}{n:04d}" for f, n in zip(at, number, strict=True)]
    frame = reviewed(identified(reports, at), world, month)
    return frame.with_columns(
        subject_kind=pl.lit("staff"),
        subject_id=pl.Series(ids, dtype=pl.String),
        staff_name=pl.Series([f"合成职工{i[1:]}" for i in ids], dtype=pl.String),
        post_kind=one_of(names, number % len(POSTS)),
        post_coefficient=one_of(weights, number % len(POSTS)),
        full_points=pl.lit(100.0),
        general_points=pl.Series(general),
        post_points=pl.Series(post),
        points=pl.Series(np.rint((general + post) * 10) / 10),
        review_result=one_of(["failed", "passed"], general + post >= 60),
    )


def reviewed(found: dict, world: World, month: int) -> pl.DataFrame:
    """The columns of the form, empty but for the facility and the month."""
    text = ("subject_kind", "subject_id", "staff_name", "post_kind", "review_result")
    points = ("post_coefficient", "full_points", "general_points", "post_points",
              "points")  # fmt: skip
    money = ("reward_pool_yuan", "director_fund_yuan", "reward_paid_yuan")
    types: dict = dict.fromkeys(text, pl.String)
    types |= dict.fromkeys(points, pl.Float64) | dict.fromkeys(money, pl.Int64)
    frame = pl.DataFrame(
        found, {"facility_code": pl.String, "facility_name": pl.String}
    )
    return frame.with_columns(
        pl.lit(world.scope.first(month)).alias("month"),
        *(pl.lit(None, dtype).alias(name) for name, dtype in types.items()),
    )
