"""家庭医生签约服务进展情况统计表: 33 columns under two header rows, all as text."""

from collections.abc import Callable, Iterator

import numpy as np
import polars as pl

from demo.sample.census import ANY, EVERYONE, Census
from demo.sample.files import Sheet
from demo.sample.forms import SIGNING_SHEET
from demo.sample.world import COUNTY_CODES, COUNTY_NAMES, World

Counts = Callable[[str, str], np.ndarray]


def signing_sheet_sheets(census: Census, world: World) -> Iterator[Sheet]:
    """One sheet a county and month, cumulative to the end of the month."""
    scope = census.scope
    for month in range(scope.months):
        for county in range(12):
            homes = world.homes[county]
            homes = homes[world.active[homes, world.column(month)]]
            yield Sheet(
                "signing_sheet", COUNTY_CODES[county], scope.label(month),
                signing_sheet(census, world, homes, month),
                scope.submitted(month, 3, 10, 9, county), SIGNING_SHEET,
                renamed={"signed_residents": "常住人 口签约数"},
            )  # fmt: skip


def signing_sheet(
    census: Census, world: World, homes: np.ndarray, month: int
) -> pl.DataFrame:
    """The 33 columns of one county and month."""

    def of(name: str, counted: str) -> np.ndarray:
        return census.of(name, counted)[homes, month]

    living = of(EVERYONE, "people")
    numbers: dict[str, np.ndarray] = {
        "teams": np.maximum(living // 2000, 1),
        "registered_residents": np.rint(living * 1.06).astype(np.int64),
        "residents": living,
    }
    for names, values in groups_of_columns(of):
        numbers |= dict(zip(names, values, strict=True))
    words: dict = {
        "division_name": [COUNTY_NAMES[world.county[h]] for h in homes],
        "facility_name": [world.facilities[h].name for h in homes],
        "month": [world.scope.first(month)] * len(homes),
    }
    for name, values in numbers.items():
        is_rate = name.endswith("_pct")
        words[name] = [rate(v) if is_rate else f"{int(v):,}" for v in values]
    return pl.DataFrame(words)


def groups_of_columns(of: Counts) -> Iterator[tuple[list[str], list[np.ndarray]]]:
    """Column names with their values, in the order of the sheet.

    Mothers are counted from those registered early, tuberculosis and mental
    disorder from those managed; the sheet asks for no total of them.
    """
    signed, living = of(EVERYONE, "signed"), of(EVERYONE, "people")
    yield ["signed_residents", "signed_residents_pct"], [signed, pct(signed, living)]
    yield (
        ["key_group_people", "signed_key_group_people", "signed_key_group_pct"],
        rated(of(ANY, "people"), of(ANY, "signed")),
    )
    children, followed = of("child_0_6", "people"), of("child_0_6", "managed")
    yield (
        ["child_0_6_people", "followed_child_0_6_people", *signed_names("child_0_6")],
        [children, followed, *rated(children, of("child_0_6", "signed"))[1:]],
    )
    yield with_managed(of, "aged_65", "aged_65_people", "_people")
    yield (
        ["early_registered_mothers", *signed_names("maternal")],
        rated(of("maternal", "managed"), of("maternal", "signed")),
    )
    for name in ("hypertension", "diabetes"):
        yield with_managed(of, name, f"{name}_patients", "_patients")
    for name in ("tuberculosis", "mental_disorder"):
        names, values = with_managed(of, name, "", "_patients")
        yield names[1:], values[1:]


def signed_names(name: str, tail: str = "_people") -> list[str]:
    return [f"signed_{name}{tail}", f"signed_{name}_pct"]


def with_managed(
    of: Counts, name: str, people: str, tail: str
) -> tuple[list[str], list[np.ndarray]]:
    """All, those managed, those of them signed, and the rate that divides by them."""
    names = [people, f"managed_{name}{tail}", *signed_names(name, tail)]
    return names, [
        of(name, "people"),
        *rated(of(name, "managed"), of(name, "signed_managed")),
    ]


def rated(whole: np.ndarray, part: np.ndarray) -> list[np.ndarray]:
    return [whole, part, pct(part, whole)]


def pct(part: np.ndarray, whole: np.ndarray) -> np.ndarray:
    """Per cent; not a number where there is nobody."""
    return np.divide(
        100.0 * part, whole, out=np.full(len(part), np.nan), where=whole > 0
    )


def rate(value: float) -> str:
    """A rate as the sheet prints it: 62.9%, or a dash where there is nobody."""
    return "-" if np.isnan(value) else f"{value:.1f}%"
