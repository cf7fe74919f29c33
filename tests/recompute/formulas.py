"""The dictionary's files, read without the project's loader."""

import csv
import re
from dataclasses import dataclass
from functools import cached_property

import polars as pl

from recompute.tables import SEEDS, read_yaml

LEAVES = ("county_hospital", "township", "village", "city", "other")
# which facilities a measure counts, by columns of the facility
SCOPES = {
    "all": pl.lit(True), "primary": pl.col("is_primary"),
    "hospital": pl.col("is_hospital"), "lead": pl.col("is_lead"),
    **{tier: pl.col("facility_tier") == tier for tier in LEAVES},
}  # fmt: skip


@dataclass(frozen=True)
class Term:
    """One measure of a formula, as measures.csv describes it."""

    side: str
    weight: float
    measure: dict[str, str]

    @property
    def measure_id(self) -> str:
        return self.measure["measure_id"]


def read_terms(formula: str, side: str, measures: dict) -> list[Term]:
    found = []
    for sign, words in re.findall(r"([+-]?)([^+-]+)", str(formula).replace(" ", "")):
        factors = words.split("*")
        names = [f for f in factors if f in measures]
        weight = -1.0 if sign == "-" else 1.0
        for factor in factors:
            weight *= 1.0 if factor in names else float(factor)
        (name,) = names
        found.append(Term(side, weight, measures[name]))
    return found


@dataclass(frozen=True)
class Definition:
    """What an indicator divides."""

    indicator_id: str
    kind: str
    terms: list[Term]
    is_tiered: bool
    factor: float
    plus: float
    scaled_by: str

    @cached_property
    def measures(self) -> dict[str, dict]:
        """The measures of the formula, each once."""
        return {t.measure_id: t.measure for t in self.terms}

    def of_grain(self, *grains: str) -> list[dict]:
        return [m for m in self.measures.values() if m["grain"] in grains]

    @property
    def is_yearly(self) -> bool:
        return any(
            m["frequency"] == "year" and m["over_time"] == "sum"
            for m in self.measures.values()
        )


def written() -> list[dict]:
    """The dictionary's files as they stand."""
    return [read_yaml(p) for p in sorted((SEEDS / "indicators").glob("*.yml"))]


def definitions() -> list[Definition]:
    """Every indicator that measures give a value."""
    with (SEEDS / "measures.csv").open(encoding="utf-8") as file:
        measures = {row["measure_id"]: row for row in csv.DictReader(file)}
    found = []
    for told in written():
        if told["kind"] not in ("ratio", "count"):
            continue
        sides = ("numerator", "denominator")
        terms = [t for side in sides if side in told
                 for t in read_terms(told[side], side, measures)]  # fmt: skip
        found.append(
            Definition(
                told["indicator_id"], told["kind"], terms,
                told.get("tiers", "all") == "each", told.get("factor", 1),
                told.get("plus", 0), told.get("scaled_by", "none"),
            )
        )  # fmt: skip
    return found


def is_stock_of_year(measure: dict) -> bool:
    return measure["frequency"] == "year" and measure["over_time"] != "sum"
