"""The fields of a contract in a table: where each stands, and in what unit."""

from dataclasses import dataclass

from extracts.contract import Contract, ContractField
from extracts.parsing import factor, literal
from extracts.readers import FileTable


@dataclass(frozen=True)
class Columns:
    """The contract's fields that a table has, each with its place and unit."""

    contract: Contract
    table: FileTable

    @property
    def fields(self) -> list[ContractField]:
        layout = self.table.layout
        present = {*layout.columns, *layout.stated}
        return [field for field in self.contract.landed if field.name in present]

    def place(self, field: ContractField) -> int:
        """The column, from 0; what stands above the table comes after the columns."""
        layout = self.table.layout
        if field.name in layout.stated:
            return layout.width + list(layout.stated).index(field.name)
        return layout.columns[field.name]

    def text(self, field: ContractField) -> str:
        """SQL of the field's text: a column, or what stands above the table."""
        stated = self.table.layout.stated.get(field.name)
        return literal(stated) if stated else f"c{self.place(field)}"

    def unit(self, field: ContractField) -> str:
        return self.table.layout.units.get(field.name, field.unit)

    def times(self, field: ContractField) -> int:
        """By what a number of the column is multiplied, as its unit says."""
        return factor(field, self.unit(field))
