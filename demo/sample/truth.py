"""What is true of a sample: reform, faults, and the value of every indicator.

Values come from the generator's own clean arrays, not from the files and not from
the warehouse. Money in yuan, shares in per cent.
"""

import json
from datetime import date
from pathlib import Path
from typing import Literal

from pydantic import BaseModel, ConfigDict

from demo.sample.reform import EFFECTS
from demo.sample.world import COUNTY_CODES, COUNTY_NAMES, World

Expected = Literal["refused", "rejected_row", "unchanged", "superseded", "flagged"]
CONVENTIONS = {
    "month": "reports: the month reported; claims: the month of setl_time",
    "refund": "an original and its refund count nowhere, in no month; "
    "a stay settled again counts in the month of the new settlement",
    "inside": "mdtrtarea_admdvs equals insu_admdvs; pharmacies (41) are left out",
    "visits": "own visits (3.1) and visits on behalf (4.1-4.3); village rooms and "
    "stations are tier village, clinics and private hospitals tier other",
    "primary_care": "classes B, C and D of WS 218: townships, community centres and "
    "stations, village rooms, clinics",
    "county_visit_ratio": "outpatient and inpatient encounters; the two apart as "
    "county_outpatient_ratio and county_inpatient_ratio",
    "city": "city hospitals lie in county 990101 and are inside for its insured",
    "signing_rate": "residents with an agreement in force at the end of the period, "
    "over residents at the last year-end that is not later",
    "discharge_records": "stays settled by insurance only; people who pay for "
    "themselves are in the monthly reports and not in the records",
    "mapped": "*_mapped classifies providers by the crosswalk as sent, with its gaps",
    "effects": "relative to what the county would have had; in full after ramp_months; "
    "other indicators follow (fund share inside, cost per visit) without a stated size",
}


class Record(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)


class Fault(Record):
    """One injected fault; `row` is the line, sheet row or row number in the file."""

    kind: str
    extract: str
    file: str
    expected: Expected
    division_code: str = ""
    facility_code: str = ""
    period: str = ""
    field: str = ""
    row: int | None = None
    original: str = ""
    injected: str = ""
    related_file: str = ""


class Start(Record):
    """When a component starts in a county; None where it never does."""

    county: str
    county_name: str
    component: str
    started_on: date | None


class Value(Record):
    """The true value of an indicator."""

    indicator_id: str
    division_code: str
    facility_tier: str
    period_type: Literal["month", "year"]
    period_start: date
    numerator: float
    denominator: float | None
    value: float | None


class Truth(Record):
    """Everything that is known of a sample."""

    label: str = "合成数据 synthetic"
    seed: int
    scale: float
    months: int
    start: date
    has_faults: bool
    conventions: dict[str, str]
    effects: list[dict]
    starts: list[Start]
    faults: list[Fault]
    fault_minimum: dict[str, int]
    crosswalk_gaps: list[str]
    files: dict[str, int]
    rows: dict[str, int]
    values: list[Value]

    def write(self, path: Path) -> None:
        """Write JSON; the values as one list of columns and one of rows."""
        found = self.model_dump(mode="json", exclude={"values"})
        found["values"] = {
            "columns": list(Value.model_fields),
            "rows": [list(v.model_dump(mode="json").values()) for v in self.values],
        }
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(json.dumps(found, ensure_ascii=False), "utf-8")


def starts(world: World) -> list[Start]:
    """The reform's calendar; None for counties that never start."""
    found = []
    for effect in EFFECTS:
        for county in range(12):
            begin = world.reform.begin(effect, county)
            found.append(
                Start(
                    county=COUNTY_CODES[county],
                    county_name=COUNTY_NAMES[county],
                    component=effect.component,
                    started_on=None if begin is None else world.scope.first(begin),
                )
            )
    return found
