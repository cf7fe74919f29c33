"""The dictionary: indicators, measures, targets and calculations that people write.

They are read from `seeds/`, checked, and landed as `raw.dictionary_*` tables,
so that the warehouse knows them as it knows any other data.
"""

import csv
from dataclasses import dataclass
from pathlib import Path
from typing import TypeVar

from pydantic import ValidationError

from extracts.definitions import Strict, read
from extracts.dictionary_calculations import Calculations
from extracts.dictionary_checks import Controls, load_controls, refer_to_items
from extracts.dictionary_indicators import Indicator, Measure, Target
from extracts.problems import ContractError

SEEDS = Path(__file__).parent.parent / "seeds"


@dataclass(frozen=True)
class Dictionary:
    """Everything that people wrote, checked."""

    indicators: list[Indicator]
    measures: list[Measure]
    targets: list[Target]
    calculations: list[Calculations]
    checks: list[Controls]


def load_dictionary(seeds: Path = SEEDS) -> Dictionary:
    """Read and check every definition.

    Raises:
        ContractError: a definition is wrong; the message gives file and line.
    """
    measures = read_rows(seeds / "measures.csv", Measure, "measure_id")
    indicators = {
        path: read(path, Indicator)
        for path in sorted((seeds / "indicators").glob("*.yml"))
    }
    refer_to_what_exists(indicators, measures)
    plans = seeds / "plans" / "targets.csv"
    targets = read_rows(plans, Target, "target_id")
    units = {i.indicator_id: i.unit for i in indicators.values()}
    for line, target in enumerate(targets, start=2):
        if target.unit != (unit := units.get(target.indicator_id, "no such indicator")):
            raise ContractError(
                f"{plans}:{line}: {target.indicator_id} is in {target.unit}: {unit}"
            )
    calculations = [
        read(path, Calculations)
        for path in sorted((seeds / "calculations").glob("*.yml"))
    ]
    checks = load_controls(seeds / "checks")
    refer_to_items(checks, measures, seeds / "checks")
    return Dictionary(
        list(indicators.values()), measures, targets, calculations, checks
    )


def refer_to_what_exists(
    indicators: dict[Path, Indicator], measures: list[Measure]
) -> None:
    """Every name in an indicator is that of a measure or of another indicator."""
    restricted = {m.measure_id: m.facilities != "all" for m in measures}
    known = {i.indicator_id for i in indicators.values()}
    in_use = {i.indicator_id for i in indicators.values() if not i.archived}
    for path, indicator in indicators.items():
        if indicator.indicator_id != path.stem:
            raise ContractError(f"{path}:1: defines {indicator.indicator_id}")
        used = {t.quantity for t in indicator.numerator + indicator.denominator}
        if unknown := sorted(used - restricted.keys()):
            raise ContractError(f"{path}: no such measure: {', '.join(unknown)}")
        if indicator.tiers == "each" and any(restricted[name] for name in used):
            raise ContractError(
                f"{path}: tiers: a measure of some facilities only has no other tiers"
            )
        others = {indicator.of, indicator.over, indicator.supersedes} - {None}
        if unknown := sorted(str(name) for name in others - known):
            raise ContractError(f"{path}: no such indicator: {', '.join(unknown)}")
        if indicator.supersedes in in_use:
            raise ContractError(f"{path}: {indicator.supersedes} is not archived")


Row = TypeVar("Row", bound=Strict)


def read_rows(path: Path, model: type[Row], key: str) -> list[Row]:
    """Read the rows of a CSV file, each key once.

    Raises:
        ContractError: a row is wrong; the message gives file and line.
    """
    rows, seen = [], set()
    with path.open(encoding="utf-8", newline="") as file:
        for line, row in enumerate(csv.DictReader(file), start=2):
            try:
                rows.append(model.model_validate(row))
            except ValidationError as error:
                found = error.errors()[0]
                field = ".".join(map(str, found["loc"])) or "row"
                message = f"{path}:{line}: {field}: {found['msg']}"
                raise ContractError(message) from error
            if row[key] in seen:
                raise ContractError(f"{path}:{line}: {key}: {row[key]} a second time")
            seen.add(row[key])
    return rows
