"""Control rows: which check kind is applied to which items, and when it fails.

`seeds/checks/<kind>.yml` holds the rows of a kind. dbt measures a statistic for each
row, place and month; the row's limits judge it. So a rule is a row, a threshold is
data, and only five ways of measuring are code:

ratio    Σ numerator ÷ Σ denominator, or the plain sum where there is no denominator
gap      what the numerator's parts lack to its whole, beyond what rounding explains
usual    the ratio over what it usually is: `against` self or peers
history  how far a count lies from its own history, season and size considered
range    an indicator's value; its limits are the dictionary's plausible range
"""

from datetime import date
from pathlib import Path
from typing import Annotated, Literal, Self

from pydantic import BeforeValidator, Field, model_validator

from extracts.contract import load_contracts
from extracts.definitions import Name, Status, Strict, read
from extracts.dictionary_formulas import Sum
from extracts.dictionary_indicators import Measure
from extracts.problems import ContractError

FOLDER = Path(__file__).parent.parent / "seeds" / "checks"

Category = Literal["conformance", "completeness", "plausibility"]
Layer = Literal["raw", "staging", "intermediate", "marts"]
Kind = Literal[
    "arrival", "partition", "total", "relation", "outlier", "unit", "duplicate",
    "across", "denominator", "code", "sanity",
]  # fmt: skip
Limit = tuple[float | None, float | None]
Place = Annotated[str, Field(pattern=r"^(any|[0-9]{2}|[0-9]{4}|[0-9]{6})$")]

# what the models count besides the fields of an extract: of every one, and of some
COUNTED_OF_ALL = {
    "rows", "reports", "reports_due", "reports_received", "reports_late",
    "unknown_headers",
}  # fmt: skip
COUNTED = {
    "facility_monthly": {
        "visits_given",
        "income_given",
        "visits_tolerated",
        "discharges_tolerated",
    },
    "settlement": {
        "rows_off_total",
        "rows_of_unknown_type",
        "rows_sent_again",
        "stays_at_facility",
        "visits_at_facility",
    },
    "discharge_record": {"rows_ending_early"},
    "facility_registry": {"rows_of_unknown_class"},
    "resident_population": {"residents_of_parts"},
}


def read_month(written: object) -> object:
    return None if written == "none" else written


Month = Annotated[date | None, BeforeValidator(read_month)]


class Accepted(Strict):
    """A known finding that flags nothing: where, when, why, and who says so.

    A division stands for those in it. `part` is an insurance scheme or an indicator.
    """

    division_code: Place = "any"
    facility_code: str = "any"
    part: str = "any"
    first_month: Month = None
    last_month: Month = None
    because: Name
    accepted_by: str
    accepted_on: date


class Control(Strict):
    """One check of a kind.

    `fail` and `warn` are limits: a statistic outside of them fails or warns; null is
    no limit. `at_least` is the size below which nothing is judged. `tolerated` is the
    share of places and months that may fail before the check as a whole does.
    `doubts` says what a failure puts in doubt: the items of all terms, those above the
    line, or all items of their extract that have the same unit.
    Severity 1 withholds the cells that a failure touches; 2 to 5 flag them.
    """

    check_id: str = Field(pattern=r"^[A-Z][0-9]{3}$")
    name: Name
    layer: Layer = "staging"
    category: Category
    severity: int = Field(ge=1, le=5)
    statistic: Literal["ratio", "gap", "usual", "history", "range"]
    per: Literal["facility", "division"] = "facility"
    numerator: Sum = []
    denominator: Sum = []
    against: Literal["none", "self", "peers"] = "none"
    at_least: float = 0.0
    warn: Limit = (None, None)
    fail: Limit = (None, None)
    tolerated: float = Field(default=0.0, ge=0, lt=1)
    doubts: Literal["terms", "numerator", "unit"] = "terms"
    touches: Literal["cells", "nothing"] = "cells"
    note: Name | None = None
    status: Status = "I"
    basis: str
    accepted: list[Accepted] = []

    @model_validator(mode="after")
    def says_what_its_statistic_needs(self) -> Self:
        if (self.statistic == "usual") != (self.against != "none"):
            raise ValueError("`against` belongs to `usual`, and to it alone")
        if (self.statistic == "range") == bool(self.numerator):
            raise ValueError("a range has no formula of its own; all others need one")
        if self.statistic in ("gap", "history") and self.denominator:
            raise ValueError(f"{self.statistic} has no denominator")
        for low, high in (self.warn, self.fail):
            if low is not None and high is not None and low > high:
                raise ValueError("the low limit comes first")
        return self


class Controls(Strict):
    """One file of `seeds/checks/`, named by its kind."""

    kind: Kind
    checks: list[Control]


def load_controls(folder: Path = FOLDER) -> list[Controls]:
    """Read every control row; each check stands once.

    Raises:
        ContractError: a row is wrong; the message gives file and line.
    """
    found, seen = [], dict[str, Path]()
    for path in sorted(folder.glob("*.yml")):
        controls = read(path, Controls)
        for check in controls.checks:
            if check.check_id in seen:
                raise wrong(path, check, f"stands in {seen[check.check_id]} too")
            seen[check.check_id] = path
        found.append(controls)
    return found


def refer_to_items(
    found: list[Controls], measures: list[Measure], folder: Path = FOLDER
) -> None:
    """Every term is a field of a contract, the item of a measure, or a count.

    Raises:
        ContractError: a term is none of these.
    """
    known = {f"{measure.extract}.{measure.item}" for measure in measures}
    for contract in load_contracts().values():
        names = {field.name for field in contract.landed}
        names |= COUNTED_OF_ALL | COUNTED.get(contract.extract, set())
        known |= {f"{contract.extract}.{name}" for name in names}
    for controls in found:
        for check in controls.checks:
            terms = check.numerator + check.denominator
            if unknown := sorted({t.quantity for t in terms} - known):
                path = folder / f"{controls.kind}.yml"
                raise wrong(path, check, f"no such item: {', '.join(unknown)}")


def wrong(path: Path, check: Control, said: str) -> ContractError:
    """The error of one control row, with the line on which it stands."""
    lines = path.read_text("utf-8").splitlines()
    line = next(at for at, text in enumerate(lines, 1) if check.check_id in text)
    return ContractError(f"{path}:{line}: {check.check_id}: {said}")
