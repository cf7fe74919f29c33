"""Settlement rows as the insurer exports them, from the columns of `claims`."""

from dataclasses import dataclass
from functools import cached_property

import numpy as np
import polars as pl

from demo.sample.claims import MED_TYPES, PURCHASE, STAY, Columns
from demo.sample.flows import Flows
from demo.sample.people import People
from demo.sample.world import (
    AWAY_AREAS,
    AWAY_HOSPITALS,
    COUNTY_CODES,
    COUNTY_NAMES,
)

# code, name, of visits and of stays; the tail of a code is the insurer's edition
VISIT_DIAGNOSES = (
    ("J06.900", "急性上呼吸道感染"), ("I10.x00", "原发性高血压"),
    ("E11.900", "2型糖尿病"), ("K29.500", "慢性胃炎"),
    ("M54.500", "下背痛"), ("J40.x00", "支气管炎"),
    ("K04.000", "牙髓炎"), ("N39.000", "尿路感染"), ("L20.900", "特应性皮炎"),
)  # fmt: skip
STAY_DIAGNOSES = (
    ("J18.900", "肺炎"), ("I63.900", "脑梗死"), ("I25.100", "冠状动脉粥样硬化性心脏病"),
    ("J44.000", "慢性阻塞性肺疾病急性加重"), ("E11.900", "2型糖尿病"),
    ("K80.200", "胆囊结石"), ("M51.200", "腰椎间盘突出"), ("S72.000", "股骨颈骨折"),
    ("O80.000", "头位顺产"), ("H25.900", "老年性白内障"), ("C34.900", "肺恶性肿瘤"),
)  # fmt: skip
DIAGNOSES = (*VISIT_DIAGNOSES, *STAY_DIAGNOSES)
IS_CHRONIC = np.array([code[0] in "EICH" or code == "J44.000" for code, _ in DIAGNOSES])
IS_BIRTH = np.array([code[0] == "O" for code, _ in DIAGNOSES])
# contract field: column of `claims`, in fen
AMOUNTS = {
    "medfee_sumamt": "fee", "fulamt_ownpay_amt": "own", "preselfpay_amt": "before",
    "inscp_scp_amt": "scope", "act_pay_dedc": "deductible", "hifp_pay": "pooled",
    "hifmi_pay": "serious", "hifob_pay": "large", "maf_pay": "aid",
    "fund_pay_sumamt": "fund", "psn_part_amt": "person_part", "acct_pay": "account",
    "psn_cash_pay": "cash", "acct_mulaid_pay": "family",
}  # fmt: skip
ORDER = (
    "setl_id", "mdtrt_id", "psn_no", "psn_name", "certno", "gend", "age", "insutype",
    "setl_time", "med_type", *AMOUNTS, "pool_prop_selfpay", "insu_admdvs",
    "mdtrtarea_admdvs", "fixmedins_code", "fixmedins_name", "begndate", "enddate",
    "ipt_days", "diag_code", "diag_name", "refd_setl_flag", "init_setl_id",
    "manl_reim_rea", "vali_flag",
)  # fmt: skip


def diagnoses(people: People, rows: Columns) -> np.ndarray:
    """A place in `DIAGNOSES`, by person and week: whoever asks gets the same one.

    The young have no chronic disease, and only women of 18 to 45 give birth.
    """
    person, day, is_stay = rows["person"], rows["end"], rows["care"] == STAY
    mixed = (person * 7919 + day // 7 * 104_729) % 10_007
    stay = len(VISIT_DIAGNOSES) + mixed % len(STAY_DIAGNOSES)
    found = np.where(is_stay, stay, mixed % len(VISIT_DIAGNOSES))
    fertile = ~people.is_male[person] & (rows["age"] >= 18) & (rows["age"] <= 45)
    unlikely = (rows["age"] < 40) & IS_CHRONIC[found] | IS_BIRTH[found] & ~fertile
    return np.where(unlikely, np.where(is_stay, len(VISIT_DIAGNOSES), 0), found)


@dataclass(frozen=True)
class Printer:
    """Turns the columns of one county's insured into rows with names and codes."""

    flows: Flows
    people: People

    @cached_property
    def providers(self) -> pl.DataFrame:
        """Code, name and area of every provider, in the order of their numbers."""
        county = self.people.county
        area, name = COUNTY_CODES[county], COUNTY_NAMES[county]
        rows = [
            (f.insurer_code, f.name, COUNTY_CODES[f.county])
            for f in self.flows.world.facilities
        ]
        rows += [
            (code, there, AWAY_AREAS[at % 2])
            for at, (code, there) in enumerate(AWAY_HOSPITALS, 1)
        ]
        rows += [
            (f"P{area}{at + 1:05d}", f"{name}样例{at + 1:03d}大药房", area)
            for at in range(self.flows.pharmacy_count(county))
        ]
        return pl.DataFrame(rows, ["code", "name", "area"], orient="row")

    def frame(self, rows: Columns) -> pl.DataFrame:
        """The rows under the names of the contract; money stays in fen."""
        found: dict = {name: rows[column] for name, column in AMOUNTS.items()}
        found |= self.who(rows) | self.where(rows) | what(rows)
        illness = diagnoses(self.people, rows)
        for place, name in enumerate(("diag_code", "diag_name")):
            words = one_of([d[place] for d in DIAGNOSES], illness)
            found[name] = kept(words, rows["care"] != PURCHASE)
        return pl.DataFrame(found).select(ORDER)

    def who(self, rows: Columns) -> dict:
        people, person = self.people, rows["person"]
        area = pl.Series([COUNTY_CODES[people.county]])
        return {
            "psn_no": people.psn_no.gather(person),
            "psn_name": people.name.gather(person),
            "certno": people.certno.gather(person),
            "gend": one_of(("2", "1"), people.is_male[person]),
            "age": rows["age"],
            "insutype": one_of(("390", "310"), rows["is_employee"]),
            "insu_admdvs": area.new_from_index(0, len(person)),
        }

    def where(self, rows: Columns) -> dict:
        at = self.providers[rows["provider"]]
        return {
            "mdtrtarea_admdvs": at["area"],
            "fixmedins_code": kept(at["code"], rows["has_code"]),
            "fixmedins_name": at["name"],
        }


def what(rows: Columns) -> dict:
    """Ids, type, dates, flags and the fund's share."""
    is_manual, ratio = rows["is_manual"], pl.Series(rows["ratio"])
    return {
        "setl_id": rows["setl_id"],
        "mdtrt_id": rows["setl_id"] - 10**12,
        "setl_time": dated(rows["day"]),
        "med_type": one_of(MED_TYPES, rows["med_type"]),
        "pool_prop_selfpay": ratio.cast(pl.Decimal(18, 4)) / 10_000,
        "begndate": dated(rows["begin"]),
        "enddate": dated(rows["end"]),
        "ipt_days": kept(pl.Series(rows["length"]), rows["care"] == STAY),
        "refd_setl_flag": pl.Series(rows["flag"]),
        "init_setl_id": kept(pl.Series(rows["init"]), rows["init"] > 0),
        "manl_reim_rea": kept(one_of(("1", "1"), is_manual), is_manual),
        "vali_flag": np.ones(len(is_manual), dtype=bool),
    }


def one_of(words, at: np.ndarray) -> pl.Series:
    return pl.Series(list(words)).gather(at.astype(np.uint32))


def dated(day: np.ndarray) -> pl.Series:
    return pl.Series(day.astype(np.int32)).cast(pl.Date)


def kept(column: pl.Series, where: np.ndarray) -> pl.Series:
    """The column where it applies, else empty."""
    if where.all():
        return column
    return pl.select(pl.when(pl.Series(where)).then(column)).to_series()
