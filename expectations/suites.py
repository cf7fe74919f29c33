"""The checks that Great Expectations runs: a suite a layer, and one of control rows."""

from pathlib import Path
from typing import Any, Literal

from pydantic import Field

from extracts.definitions import Name, Strict, read
from extracts.dictionary_checks import Category, Control, Controls, load_controls

FOLDER = Path(__file__).parent
# `measured` holds the control rows: dbt has judged each place, and these the whole
Layer = Literal["raw", "staging", "intermediate", "marts", "measured"]
LAYERS: tuple[Layer, ...] = ("raw", "staging", "intermediate", "marts", "measured")
BLOCKING = 1


class Check(Strict):
    """One check: a small frame asked of DuckDB, and what must hold for it.

    Severity 1 stops publishing: the whole publication where the check is about
    structure, the cells that it touches where it is a control row. 2 to 5 warn.
    """

    check_id: str = Field(pattern=r"^[A-Z][0-9]{3}$")
    asset: tuple[str, str]
    category: Category
    severity: int = Field(ge=1, le=5)
    stops: Literal["publication", "cells"] = "publication"
    says: Name
    query: str
    expectation: str
    arguments: dict[str, Any]

    @property
    def is_blocking(self) -> bool:
        return self.severity == BLOCKING and self.stops == "publication"


class Suite(Strict):
    """The checks of one layer."""

    layer: Layer
    checks: list[Check]


def load_suite(layer: Layer, folder: Path = FOLDER) -> Suite:
    """Read one layer's checks.

    Raises:
        ContractError: the file is wrong; the message gives file and line.
    """
    if layer != "measured":
        return read(folder / f"{layer}.yml", Suite)
    return measured_suite(load_controls())


def measured_suite(
    found: list[Controls], judged: str = "quality.rpt_check_results"
) -> Suite:
    """The checks of control rows over the table in which each place is judged."""
    checks = [as_check(c, judged) for controls in found for c in controls.checks]
    return Suite(layer="measured", checks=checks)


def as_check(control: Control, judged: str) -> Check:
    """The check of a control row: not too many of its places and months failed."""
    query = (
        f"select outcome from {judged} "
        f"where check_id = '{control.check_id}' and not is_accepted"
    )
    return Check(
        check_id=control.check_id,
        asset=("quality", "rpt_check_results"),
        category=control.category,
        severity=control.severity,
        stops="cells",
        says=control.name,
        query=query,
        expectation="ExpectColumnValuesToBeInSet",
        arguments={
            "column": "outcome",
            "value_set": ["pass", "warn", "not_applicable"],
            "mostly": 1 - control.tolerated,
        },
    )
