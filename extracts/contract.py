"""Contracts: the declared form of each extract, one YAML file each.

A contract is the only place where a header or a unit of an extract is named.
"""

from collections import Counter
from collections.abc import Collection
from pathlib import Path
from typing import Literal, Self

from pydantic import model_validator

from extracts.definitions import Identifier, Name, Status, Strict, read

FOLDER = Path(__file__).parent / "contracts"

Mark = Literal["null", "zero", "reject"]
Type = Literal[
    "text", "code", "integer", "decimal", "money", "percent", "date", "month", "year",
    "flag",
]  # fmt: skip
Format = Literal["csv", "xlsx", "parquet", "dbf"]


class Origin(Strict):
    """Where a field's form comes from."""

    source: str
    item: str = "none"
    status: Status


class Form(Strict):
    """A printed form that carries an extract; its number changes with its edition."""

    number: str
    edition: str
    name: str
    source: str
    status: Status


class ContractField(Strict):
    """One column of an extract.

    `formats` limits a column to some file formats: elsewhere the same header means
    something else and is not read. `note` says how the value can be misread.
    """

    name: Identifier
    label: Name
    type: Type
    headers: list[str] = []
    unit: str = "none"
    required: bool = False
    allowed: list[str] = []
    codes: str = "none"
    pattern: str = "none"
    minimum: float | None = None
    maximum: float | None = None
    dash: Mark = "null"
    blank: Mark = "null"
    personal: Literal["no", "drop", "pseudonymise"] = "no"
    formats: list[Format] = []
    note: Name | None = None
    origin: Origin

    @property
    def aliases(self) -> list[str]:
        """Every header under which the column may arrive."""
        return [*self.headers, self.label.zh, self.name]


class Contract(Strict):
    """The declared form of an extract.

    `submission` says what a newer file for the same reporting unit and period
    does: it `replaces` the older rows, or `adds` rows, the newest of a key wins.
    `due_day` is the day of the month after the period, none where no document says it.
    `any_of` lists groups of fields of which a file must bring at least one column.
    `forms` are the printed forms, by edition, that the extract stands for.
    """

    extract: Identifier
    name: Name
    grain: Name
    key: list[str]
    reporting_unit: str
    period: str = "none"
    submission: Literal["replaces", "adds"]
    due_day: int | None = None
    any_of: list[list[str]] = []
    forms: list[Form] = []
    fields: list[ContractField]

    @model_validator(mode="after")
    def check_names(self) -> Self:
        """Names are unique and every name that is referred to exists."""
        names = Counter(field.name for field in self.fields)
        if twice := [name for name, count in names.items() if count > 1]:
            raise ValueError(f"fields declared twice: {', '.join(twice)}")
        either = {name for group in self.any_of for name in group}
        wanted = {*self.key, *either, self.reporting_unit, self.period} - {"none"}
        if unknown := sorted(wanted - set(names)):
            raise ValueError(f"no such field: {', '.join(unknown)}")
        sure = either | {field.name for field in self.fields if field.required}
        if unsure := sorted(wanted - sure):
            raise ValueError(f"must be required: {', '.join(unsure)}")
        return self

    @property
    def landed(self) -> list[ContractField]:
        """The fields that reach the warehouse: all but the dropped ones."""
        return [field for field in self.fields if field.personal != "drop"]

    def missing(self, columns: Collection[str]) -> list[ContractField]:
        """The fields for want of which a file with these columns is refused."""
        wanted = {field.name for field in self.fields if field.required}
        wanted |= {group[0] for group in self.any_of if not set(group) & set(columns)}
        return [f for f in self.fields if f.name in wanted - set(columns)]

    def in_format(self, file_format: Format) -> "Contract":
        """The contract with the columns alone that a file format has."""
        fields = [f for f in self.fields if file_format in (f.formats or [file_format])]
        return self.model_copy(update={"fields": fields})

    @property
    def has_personal(self) -> bool:
        return any(field.personal != "no" for field in self.fields)


def load_contracts(folder: Path = FOLDER) -> dict[str, Contract]:
    """Read every contract of a folder, by extract name.

    Raises:
        ContractError: a contract is wrong; the message gives file and line.
    """
    contracts = [read(path, Contract) for path in sorted(folder.glob("*.yml"))]
    return {contract.extract: contract for contract in contracts}
