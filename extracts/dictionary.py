"""The dictionary: indicators, measures and calculations that people write by hand.

They are read from `seeds/`, checked, and landed as `raw.dictionary_*` tables,
so that the warehouse knows them as it knows any other data. A formula is
written as people write it, `visits + 3 * occupied_bed_days`, and becomes rows.
"""

import csv
import re
from dataclasses import dataclass
from math import prod
from pathlib import Path
from typing import Annotated, Any, Literal, Self

from pydantic import BeforeValidator, ValidationError, model_validator

from extracts.definitions import Identifier, Name, Status, Strict, read
from extracts.problems import ContractError

SEEDS = Path(__file__).parent.parent / "seeds"


class Term(Strict):
    """A weight times up to two quantities; `none` stands for one that is not there."""

    weight: float
    quantity: str = "none"
    times: str = "none"


def read_terms(written: Any) -> Any:
    """Read `a - 3 * b * c` as its terms; anything but text is left to pydantic."""
    if not isinstance(written, str | int | float):
        return written
    compact = str(written).replace(" ", "")
    if not re.fullmatch(r"[+-]?[\w.*]+([+-][\w.*]+)*", compact):
        raise ValueError(f"not a sum of weighted quantities: {written}")
    return [
        read_term(sign, product.split("*"))
        for sign, product in re.findall(r"([+-]?)([\w.*]+)", compact)
    ]


def read_term(sign: str, factors: list[str]) -> dict[str, Any]:
    numbers = [f for f in factors if re.fullmatch(r"[0-9]+(\.[0-9]+)?", f)]
    quantities = [f for f in factors if f not in numbers]
    if len(quantities) > 2:
        raise ValueError(f"at most two quantities a term: {'*'.join(factors)}")
    weight = prod(map(float, numbers)) * (-1 if sign == "-" else 1)
    return {
        "weight": weight,
        **dict(zip(("quantity", "times"), quantities, strict=False)),
    }


Terms = Annotated[list[Term], BeforeValidator(read_terms)]


class Source(Strict):
    """Which document asks for an indicator, and how sure we are of its wording."""

    document: str
    clause: str = "none"
    status: Status


class Indicator(Strict):
    """One file of `seeds/indicators/`."""

    indicator_id: Identifier
    name: Name
    question: Name
    numerator: Terms
    denominator: Terms = []
    plus: float = 0.0
    factor: float = 1.0
    unit: str
    decimals: int
    direction: Literal["up", "down", "monitor"]
    plausible: tuple[float, float]
    source: Source
    notes: Name


class Measure(Strict):
    """One row of `seeds/measures.csv`."""

    measure_id: Identifier
    name_zh: str
    name_en: str
    unit: str
    over_time: Literal["sum", "last", "mean", "distinct"]
    over_places: Literal["sum", "none"]
    source: str
    status: Status


class Formula(Strict):
    """numerator ÷ denominator + plus."""

    numerator: Terms
    denominator: Terms = []
    plus: float = 0.0


ReadingKind = Literal[
    "implied_denominator", "ratio_called_increase", "pie_forced_to_100",
    "difference_called_growth", "other_base", "parts_incomplete", "misprint", "other",
]  # fmt: skip


class OtherReading(Formula):
    """Another reading of the text under which the printed figure agrees."""

    kind: ReadingKind
    reading: Name


class Calculation(Strict):
    """How one printed figure follows from others, or why that cannot be told."""

    result: str
    numerator: Terms = []
    denominator: Terms = []
    plus: float = 0.0
    missing: Name | None = None
    note: Name | None = None
    otherwise: OtherReading | None = None

    @model_validator(mode="after")
    def either_parts_or_missing(self) -> Self:
        if bool(self.numerator) == bool(self.missing):
            raise ValueError("give either a numerator or what is missing")
        return self


class Calculations(Strict):
    """One file of `seeds/calculations/`."""

    document: str
    calculations: list[Calculation]


@dataclass(frozen=True)
class Dictionary:
    """Everything that people wrote, checked."""

    indicators: list[Indicator]
    measures: list[Measure]
    calculations: list[Calculations]


def load_dictionary(seeds: Path = SEEDS) -> Dictionary:
    """Read and check every definition.

    Raises:
        ContractError: a definition is wrong; the message gives file and line.
    """
    measures = read_measures(seeds / "measures.csv")
    known = {measure.measure_id for measure in measures}
    indicators = []
    for path in sorted((seeds / "indicators").glob("*.yml")):
        indicator = read(path, Indicator)
        if indicator.indicator_id != path.stem:
            raise ContractError(f"{path}:1: defines {indicator.indicator_id}")
        terms = indicator.numerator + indicator.denominator
        if unknown := sorted({t.quantity for t in terms} - known):
            raise ContractError(f"{path}: no such measure: {', '.join(unknown)}")
        indicators.append(indicator)
    calculations = [
        read(path, Calculations)
        for path in sorted((seeds / "calculations").glob("*.yml"))
    ]
    return Dictionary(indicators, measures, calculations)


def read_measures(path: Path) -> list[Measure]:
    measures = []
    with path.open(encoding="utf-8", newline="") as file:
        for line, row in enumerate(csv.DictReader(file), start=2):
            try:
                measures.append(Measure.model_validate(row))
            except ValidationError as error:
                found = error.errors()[0]
                raise ContractError(
                    f"{path}:{line}: {found['loc'][0]}: {found['msg']}"
                ) from error
    return measures
