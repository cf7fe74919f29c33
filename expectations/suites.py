"""The checks as data: one file a layer, read and checked by pydantic."""

from pathlib import Path
from typing import Any, Literal

from pydantic import Field

from extracts.definitions import Name, Strict, read

FOLDER = Path(__file__).parent
Layer = Literal["raw", "staging", "intermediate", "marts"]
LAYERS: tuple[Layer, ...] = ("raw", "staging", "intermediate", "marts")
BLOCKING = 1


class Check(Strict):
    """One check: a small frame asked of DuckDB, and what must hold for it.

    Severity 1 blocks publishing; 2 to 5 warn.
    """

    check_id: str = Field(pattern=r"^[A-Z][0-9]{3}$")
    asset: tuple[str, str]
    category: Literal["conformance", "completeness", "plausibility"]
    severity: int = Field(ge=1, le=5)
    says: Name
    query: str
    expectation: str
    arguments: dict[str, Any]

    @property
    def is_blocking(self) -> bool:
        return self.severity == BLOCKING


class Suite(Strict):
    """The checks of one layer."""

    layer: Layer
    checks: list[Check]


def load_suite(layer: Layer, folder: Path = FOLDER) -> Suite:
    """Read one layer's checks.

    Raises:
        ContractError: the file is wrong; the message gives file and line.
    """
    return read(folder / f"{layer}.yml", Suite)
