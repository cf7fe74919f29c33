"""The rule of disclosure control, read from `seeds/policy/disclosure.yml`."""

from pathlib import Path
from typing import Any, Literal

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


class FlowSum(Strict):
    """Which flows add up to a measure."""

    care_kind: Literal["visit", "stay", "any"] = "any"
    destination: str = "any"


class Rule(Strict):
    """What is small, what happens with zeros, and where counts of persons are."""

    threshold: int = Field(ge=1)
    zeros: Literal["shown", "withheld"]
    together: int = Field(ge=1)
    counts: Counts
    # money of the persons of a count; and money that holds only some of the tiers
    money: dict[str, list[str]]
    money_of_some_tiers: dict[str, list[str]]
    flows: dict[str, FlowSum]
    reported_stays: str
    identities: dict[str, list[str]]
    series: list[str]
    peers: list[str]

    @property
    def kinds_of_money(self) -> list[dict[str, Any]]:
        """One row for each measure of money and the count that it goes with."""
        return [
            {"money": money, "count": count, "any_tier": listed is not self.money}
            for listed in (self.money, self.money_of_some_tiers)
            for count, names in listed.items()
            for money in names
        ]


def load_rule(path: Path = FILE) -> Rule:
    """Read the rule.

    Raises:
        ContractError: the file is wrong; the message gives file and line.
    """
    return read(path, Rule)
