"""Formulas as people write them, `visits + 3 * occupied_bed_days`, read into terms."""

import re
from math import prod
from typing import Annotated, Any

from pydantic import AfterValidator, BeforeValidator

from extracts.definitions import Strict


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


def only_sums(terms: list[Term]) -> list[Term]:
    """A product of two measures does not add over facilities and months."""
    for term in terms:
        if term.quantity == "none":
            raise ValueError("a measure in every term; use factor or plus for numbers")
        if term.times != "none":
            raise ValueError(f"no product of measures: {term.quantity} * {term.times}")
    return terms


Terms = Annotated[list[Term], BeforeValidator(read_terms)]
# what an indicator divides: it must add up
Sum = Annotated[list[Term], BeforeValidator(read_terms), AfterValidator(only_sums)]
