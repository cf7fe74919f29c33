"""How printed figures follow from others: a file of `seeds/calculations/`."""

from typing import Literal, Self

from pydantic import model_validator

from extracts.definitions import Name, Strict
from extracts.dictionary_formulas import Terms


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
