"""The rule of disclosure control, read from `seeds/policy/disclosure.yml`."""

from pathlib import Path
from typing import Literal

from pydantic import Field

from extracts.definitions import Strict, read
from orchestration.settings import PROJECT

FILE = PROJECT / "seeds" / "policy" / "disclosure.yml"


class Counts(Strict):
    """Which measures count persons: by unit, by name, and without the exceptions."""

    units: list[str]
    measures: list[str]
    # `except` is a word of Python
    exceptions: list[str] = Field(alias="except")


class Group(Strict):
    """Rows of a finer table that are withheld together."""

    table: str
    counts: list[str]
    by: list[str]
    measures: list[str] = []
    where: str = "true"


class Rule(Strict):
    """What is small, what happens with zeros, and where counts of persons are."""

    threshold: int = Field(ge=1)
    zeros: Literal["shown", "withheld"]
    together: int = Field(ge=1)
    counts: Counts
    # money of the persons of a count
    money: dict[str, list[str]]
    identities: dict[str, list[str]]
    series: list[str]
    peers: list[str]
    groups: list[Group]


def load_rule(path: Path = FILE) -> Rule:
    """Read the rule.

    Raises:
        ContractError: the file is wrong; the message gives file and line.
    """
    return read(path, Rule)
