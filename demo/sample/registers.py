"""Registers of what exists: facilities, codes, communities, components of reform.

A county sends its register at the start, every January, and after each change;
the newest file is whole and replaces the one before.
"""

from collections.abc import Iterator
from datetime import date, timedelta

import polars as pl

from demo.sample import kinds
from demo.sample.files import Sheet
from demo.sample.forms import form, prefecture_form
from demo.sample.reform import EFFECTS
from demo.sample.world import (
    ALWAYS,
    COUNTY_CODES,
    COUNTY_NAMES,
    PREFECTURE,
    Facility,
    World,
)

SECOND_COMMUNITY = (1, 4)  # counties with two communities


def changes(world: World, county: int) -> list[int]:
    """The months whose reports carry a register of the county."""
    months = set(range(0, world.scope.months, 12))
    for facility in world.facilities:
        if facility.county == county:
            months |= {facility.opened, facility.closed, facility.upgraded}
    return sorted(months & set(range(world.scope.months)))


def registry_sheets(world: World, fmt: str) -> Iterator[Sheet]:
    for county in range(12):
        for month in changes(world, county):
            for extract, rows in (
                ("facility_registry", registry(world, county, month)),
                ("facility_crosswalk", crosswalk(world, county, month)),
            ):
                yield Sheet(
                    extract, COUNTY_CODES[county], world.scope.label(month), rows,
                    world.scope.submitted(month - 1, 2, 9, 3, county),
                    form(extract, county, fmt),
                )  # fmt: skip


def known(world: World, county: int, month: int) -> list[Facility]:
    """The facilities of a county that opened up to a month."""
    return [f for f in world.facilities if f.county == county and f.opened <= month]


def registry(world: World, county: int, month: int) -> pl.DataFrame:
    rows = [
        row for f in known(world, county, month) for row in periods(world, f, month)
    ]
    return pl.DataFrame(rows, infer_schema_length=None)


def periods(world: World, facility: Facility, month: int) -> list[dict]:
    """One row for each class that a facility has had."""
    start, end = began(world, facility), ended(world, facility, month)
    if facility.upgraded > month:
        return [registered(world, facility, start, end, month)]
    change = world.scope.first(facility.upgraded)
    before = registered(world, facility, start, change - timedelta(1), -ALWAYS)
    after = registered(world, facility, change, end, month)
    return [before, after | {"facility_name": after["facility_name"] + "（中心）"}]


def registered(
    world: World, facility: Facility, start: date, end: date | None, month: int
) -> dict:
    kind, parent = kinds.KINDS[facility.kind], facility.parent
    above = world.facilities[world.heir(parent, month)].code if parent >= 0 else None
    is_private = facility.kind in ("private_hospital", "clinic")
    return {
        "facility_code": facility.code,
        "facility_name": facility.name,
        "division_code": COUNTY_CODES[facility.county],
        "facility_class_code": facility.class_code(month),
        "facility_tier": kind.tier,
        "management_type_code": "2" if is_private else "1",
        "parent_facility_code": above,
        "village_count": 1 if facility.kind == "village" else None,
        "is_government_run": not is_private,
        "responsible_person": f"合成负责人{facility.index + 1:05d}",
        "phone": "00000000000",
        "valid_from": start,
        "valid_to": end,
    }


def began(world: World, facility: Facility) -> date:
    if facility.opened > -ALWAYS:
        return world.scope.first(facility.opened)
    return facility.founded


def ended(world: World, facility: Facility, month: int) -> date | None:
    if facility.closed > month:
        return None
    return world.scope.first(facility.closed) - timedelta(1)


def crosswalk(world: World, county: int, month: int) -> pl.DataFrame:
    """Pairs of codes; facilities that are not mapped are missing."""
    rows = [
        {
            "division_code": COUNTY_CODES[county],
            "facility_code": f.code,
            "fixmedins_code": f.insurer_code,
            "facility_name": f.name,
            "fixmedins_name": f.name,
            "matched_by": "official" if f.kind in kinds.REPORTING else "name",
            "valid_from": began(world, f),
            "valid_to": ended(world, f, month),
        }
        for f in known(world, county, month)
        if f.is_mapped and f.kind != "cdc"
    ]
    return pl.DataFrame(rows, infer_schema_length=None)


def communities(world: World, county: int) -> list[tuple[str, str, list[Facility]]]:
    """The communities of a county that reforms: id, name, members with the lead first.

    A county has one, led by the county hospital; two counties have a second one.
    """
    ours = [f for f in world.facilities if f.county == county]
    kind = {k: [f for f in ours if f.kind == k] for k in kinds.NAMES}
    below = [*kind["township"], *kind["community"]]
    lead, second = kind["county_hospital"][0], kind["tcm_hospital"][0]
    code, name = COUNTY_CODES[county], COUNTY_NAMES[county]
    if county not in SECOND_COMMUNITY:
        return [(f"{code}-1", f"{name}医共体", [lead, second, *below])]
    return [
        (f"{code}-1", f"{name}第一医共体", [lead, *below[::2]]),
        (f"{code}-2", f"{name}第二医共体", [second, *below[1::2]]),
    ]


def membership_sheets(world: World, fmt: str) -> Iterator[Sheet]:
    """Who belongs to which community since when; renewed with every change."""
    for county, start in enumerate(world.reform.starts):
        if start is None or start >= world.scope.months:
            continue
        for month in sorted({start, *(m for m in changes(world, county) if m > start)}):
            yield Sheet(
                "community_membership", COUNTY_CODES[county],
                world.scope.label(month), members(world, county, start, month),
                world.scope.submitted(month, 1, 9, 4, county),
                prefecture_form(county, fmt),
            )  # fmt: skip


def members(world: World, county: int, start: int, month: int) -> pl.DataFrame:
    rows = []
    for community, name, facilities in communities(world, county):
        for at, facility in enumerate(facilities):
            if facility.opened > month or facility.closed <= start:
                continue
            joined = world.scope.first(max(start, facility.opened))
            rows.append({
                "division_code": COUNTY_CODES[county], "community_id": community,
                "community_name": name, "facility_code": facility.code,
                "facility_name": facility.name, "is_lead": at == 0,
                "valid_from": joined, "valid_to": ended(world, facility, month),
            })  # fmt: skip
    return pl.DataFrame(rows, infer_schema_length=None)


def reform_sheets(world: World, fmt: str) -> Iterator[Sheet]:
    """The register of components: the prefecture sends it after every start."""
    started = sorted(
        (begin, county, effect.component, effect.zh)
        for effect in EFFECTS
        for county in range(12)
        if (begin := world.reform.begin(effect, county)) is not None
    )
    for month in sorted({b[0] for b in started}):
        rows = [
            {
                "division_code": COUNTY_CODES[county],
                "component": component,
                "started_on": world.scope.first(begin),
                "ended_on": None,
                "document": "合成数据 synthetic",
                "clause": "无",
                "description": words,
                "status": "I",
            }
            for begin, county, component, words in started
            if begin <= month
        ]
        frame = pl.DataFrame(rows, infer_schema_length=None)
        yield Sheet(
            "reform_register", PREFECTURE, world.scope.label(month),
            frame.with_columns(pl.col("ended_on").cast(pl.Date)),
            world.scope.submitted(month, 1, 5, 5), prefecture_form(month, fmt),
        )  # fmt: skip
