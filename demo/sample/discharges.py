"""Discharge records (N041) of a hospital: one for every settled stay.

They hold the same person, dates and total cost as the settlement; people who pay
for themselves are not recorded here, so counts and costs agree with the claims.
"""

import numpy as np
import polars as pl

from demo.sample import kinds
from demo.sample.claims import AGAIN, ORIGINAL, STAY, Columns
from demo.sample.flows import Flows
from demo.sample.people import People
from demo.sample.settlements import DIAGNOSES, dated, diagnoses, kept, one_of

# cost item: its usual part of the cost without medicines
SERVICES = {
    "general_service_cost_yuan": 0.10, "general_treatment_cost_yuan": 0.09,
    "nursing_cost_yuan": 0.07, "pathology_cost_yuan": 0.01,
    "laboratory_cost_yuan": 0.20, "imaging_cost_yuan": 0.17,
    "clinical_diagnosis_cost_yuan": 0.05, "non_operative_treatment_cost_yuan": 0.06,
    "operative_treatment_cost_yuan": 0.09, "rehabilitation_cost_yuan": 0.01,
    "chinese_treatment_cost_yuan": 0.02, "blood_cost_yuan": 0.01,
    "treatment_materials_cost_yuan": 0.07, "operation_materials_cost_yuan": 0.04,
    "other_cost_yuan": 0.01,
}  # fmt: skip
DRUGS = {"western_drug_cost_yuan": 0.78, "patent_drug_cost_yuan": 0.17,
         "herbal_drug_cost_yuan": 0.05}  # fmt: skip
BY_ORDER, REFERRED_OUT, TO_PRIMARY, AGAINST_ADVICE, DIED, OTHER = 1, 2, 3, 4, 5, 9
DOWNWARD = 0.03  # usual share of discharges to primary care
OPERATIONS = (("47.0100x001", 2), ("51.2300", 3), ("79.3500", 3), ("81.5100", 4),
              ("13.4100", 3), ("86.2200", 1))  # fmt: skip
ORDER = (
    "facility_code", "facility_name", "payment_way_code", "admission_number",
    "record_number", "person_name", "gend", "birth_date", "age", "certno", "address",
    "phone", "contact_name", "admission_route_code", "admitted_on", "discharged_on",
    "stay_days", "main_diagnosis_name", "main_diagnosis_code",
    "other_diagnosis_code_1", "other_diagnosis_code_2", "operation_code_1",
    "operation_grade_1", "discharge_way_code", "total_cost_yuan", "self_paid_yuan",
    *SERVICES, *DRUGS, "antibiotic_cost_yuan",
)  # fmt: skip


def recorded(flows: Flows, rows: Columns, kind: int) -> np.ndarray:
    """The stays of a block that hospitals of the prefecture record."""
    world = flows.world
    at = np.minimum(rows["provider"], len(world.facilities) - 1)
    inside = (rows["provider"] < len(world.facilities)) & (rows["area"] >= 0)
    is_stay = (rows["care"] == STAY) & (rows["kind"] == kind)
    return np.flatnonzero(is_stay & inside & world.of(*kinds.RECORDING)[at])


def self_paid(flows: Flows, rows: Columns, chosen: np.ndarray) -> np.ndarray:
    """Fen that the person pays in the end: after a new settlement, if there is one."""
    part = rows["person_part"][chosen].copy()
    again = recorded(flows, rows, AGAIN)  # in the order of what they replace
    part[rows["is_void"][chosen]] = rows["person_part"][again]
    return part


def frame(flows: Flows, people: People, rows: Columns, month: int) -> pl.DataFrame:
    """The records of one county's insured, of all hospitals, with `facility`."""
    rng = flows.world.scope.rng("discharges", people.county, month)
    chosen = recorded(flows, rows, ORIGINAL)
    stay = {name: column[chosen] for name, column in rows.items()}
    facility, person = stay["provider"], stay["person"]
    illness, many = diagnoses(people, stay), len(chosen)
    found = whose(people, stay) | {
        "facility": facility,
        "facility_code": one_of([f.code for f in flows.world.facilities], facility),
        "facility_name": one_of([f.name for f in flows.world.facilities], facility),
        "admission_number": admissions(facility, stay, month),
        "admission_route_code": one_of(
            "1239", rng.choice(4, many, p=[0.22, 0.68, 0.08, 0.02])
        ),
        "admitted_on": dated(stay["begin"]),
        "discharged_on": dated(stay["end"]),
        "stay_days": stay["length"],
        "main_diagnosis_name": one_of([name for _, name in DIAGNOSES], illness),
        "main_diagnosis_code": one_of([code for code, _ in DIAGNOSES], illness),
        "discharge_way_code": one_of("0123456789", ways(flows, facility, month, rng)),
        "total_cost_yuan": stay["fee"],
        "self_paid_yuan": self_paid(flows, rows, chosen),
        "record_number": pl.Series(person + 10**8 * (people.county + 1)).cast(str),
    }
    found |= others(many, rng) | items(flows, stay, month, rng)
    return pl.DataFrame(found).select("facility", *ORDER)


def admissions(facility: np.ndarray, stay: Columns, month: int) -> pl.Series:
    """The number of the admission; two stays that end on one day differ in it."""
    same = pl.DataFrame({"at": facility, "who": stay["person"], "end": stay["end"]})
    again = same.select(pl.int_range(pl.len()).over("at", "who", "end")).to_series()
    return 1 + again + stay["person"] * 7 % 4 + month // 9


def whose(people: People, stay: Columns) -> dict:
    """The patient; address and telephone are plainly no one's."""
    person = stay["person"]
    name = people.name.gather(person)
    return {
        "payment_way_code": one_of("31", stay["is_employee"]),
        "person_name": name,
        "contact_name": name + "家属",
        "gend": one_of("21", people.is_male[person]),
        "birth_date": dated(people.birth[person]).dt.strftime("%Y%m%d"),
        "age": stay["age"],
        "certno": people.certno.gather(person),
        "address": pl.Series(["合成地址"]).new_from_index(0, len(person)),
        "phone": pl.Series(["00000000000"]).new_from_index(0, len(person)),
    }


def ways(
    flows: Flows, facility: np.ndarray, month: int, rng: np.random.Generator
) -> np.ndarray:
    """How patients leave; the reform sends more of them down to primary care."""
    world = flows.world
    done = world.reform.done("downward_referral_share")[:, world.column(month)]
    down = DOWNWARD + done[world.county[facility]]
    chance = rng.random(len(facility))
    rest = np.array([REFERRED_OUT, AGAINST_ADVICE, DIED, OTHER, BY_ORDER])
    step = np.searchsorted([0.02, 0.06, 0.068, 0.08], rng.random(len(facility)))
    return np.where(chance < down, TO_PRIMARY, rest[step])


def others(many: int, rng: np.random.Generator) -> dict:
    """Other diagnoses and operations: half and a third of the patients have one."""
    chance, at = rng.random((3, many)), rng.integers(0, len(OPERATIONS), many)
    codes = [code for code, _ in DIAGNOSES]
    grades = [str(grade) for _, grade in OPERATIONS]
    has = chance < np.array([0.5, 0.2, 0.3])[:, None]
    return {
        "other_diagnosis_code_1": kept(one_of(codes, at), has[0]),
        "other_diagnosis_code_2": kept(one_of(codes, at + 1), has[0] & has[1]),
        "operation_code_1": kept(one_of([c for c, _ in OPERATIONS], at), has[2]),
        "operation_grade_1": kept(one_of(grades, at), has[2]),
    }


def items(flows: Flows, stay: Columns, month: int, rng: np.random.Generator) -> dict:
    """Cost items in fen, which add to the total."""
    fee, many = stay["fee"], len(stay["fee"])
    share = drug_share(flows, month, inpatient=True)[stay["provider"]]
    drugs = np.rint(fee * np.clip(share + rng.normal(0, 0.05, many), 0.02, 0.9))
    drugs = drugs.astype(np.int64)
    found = split(drugs, DRUGS, rng) | split(fee - drugs, SERVICES, rng)
    western = found["western_drug_cost_yuan"]
    found["antibiotic_cost_yuan"] = np.where(rng.random(many) < 0.3, western // 5, 0)
    return found


def split(total: np.ndarray, shares: dict[str, float], rng: np.random.Generator):
    """Split fen at random around usual shares; the largest part takes the rest."""
    usual = np.array(list(shares.values()))
    weight = rng.standard_gamma(6 * usual / usual.mean(), (len(total), len(usual)))
    parts = np.floor(total[:, None] * weight / weight.sum(1, keepdims=True))
    parts = parts.astype(np.int64)
    parts[:, usual.argmax()] += total - parts.sum(1)
    return dict(zip(shares, parts.T, strict=True))


def drug_share(flows: Flows, month: int, inpatient: bool) -> np.ndarray:
    """Medicines over medical income of each facility, less what the reform does."""
    world = flows.world
    taste = world.scope.rng("drugs").normal(0, 0.015, 12)
    base = np.where(world.of(*kinds.PRIMARY), 0.52, 0.42) - 0.11 * inpatient
    done = world.reform.done("drug_share")[:, world.column(month)]
    return base + (taste + done)[world.county]


__all__ = ["drug_share", "frame"]
