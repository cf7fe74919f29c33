"""The listed kinds of fault and what each one does to a table.

`rows` may carry the fault; `change` makes it in one row and says which field it
touched. Kinds without either concern whole files and are made in `faults`.
"""

from collections.abc import Callable
from dataclasses import dataclass

import polars as pl

from demo.sample.truth import Expected

MONEY = (
    "medical_income_yuan", "outpatient_income_yuan", "outpatient_drug_income_yuan",
    "inpatient_income_yuan", "inpatient_drug_income_yuan",
    "essential_drug_income_yuan", "chinese_medicine_income_yuan",
    "medical_expenditure_yuan", "drug_expenditure_yuan",
    "chinese_medicine_expenditure_yuan", "public_health_expenditure_yuan",
)  # fmt: skip
BUDGET = (
    "funds_raised_yuan", "risk_reserve_yuan", "major_illness_yuan",
    "vaccine_procurement_yuan", "years_recognised_yuan", "major_illness_share_yuan",
    "outside_reserve_yuan", "quality_deposit_yuan", "budget_total_yuan",
)  # fmt: skip
STEP = 1_000  # fen that a form in 千元 can print

Change = Callable[[pl.DataFrame, int], tuple[pl.DataFrame, str]]


@dataclass(frozen=True)
class Kind:
    """One kind of fault; `files` says which shapes of file can carry it."""

    extract: str
    expected: Expected
    rows: pl.Expr | None = None
    change: Change | None = None
    formats: tuple[str, ...] = ("csv", "xlsx", "parquet")


def put(frame: pl.DataFrame, row: int, **values) -> pl.DataFrame:
    """The frame with other values in one row."""
    here = pl.int_range(pl.len()) == row
    return frame.with_columns(
        pl.when(here).then(value).otherwise(pl.col(name)).alias(name)
        for name, value in values.items()
    )


def times(names: tuple[str, ...], factor: int) -> Change:
    def change(frame: pl.DataFrame, row: int) -> tuple[pl.DataFrame, str]:
        return put(frame, row, **{n: pl.col(n) * factor for n in names}), names[0]

    return change


def in_wan(frame: pl.DataFrame, row: int) -> tuple[pl.DataFrame, str]:
    """万元 in a form of 千元: a tenth."""
    tenth = {n: pl.col(n) // (10 * STEP) * STEP for n in MONEY}
    return put(frame, row, **tenth), MONEY[0]


def dropped(frame: pl.DataFrame, row: int) -> tuple[pl.DataFrame, str]:
    return frame.filter(pl.int_range(pl.len()) != row), ""


def swapped(frame: pl.DataFrame, row: int) -> tuple[pl.DataFrame, str]:
    both = {"visits": pl.col("discharges"), "discharges": pl.col("visits")}
    return put(frame, row, **both), "visits"


def negative(frame: pl.DataFrame, row: int) -> tuple[pl.DataFrame, str]:
    return put(frame, row, visits=-pl.col("visits")), "visits"


def overfull(frame: pl.DataFrame, row: int) -> tuple[pl.DataFrame, str]:
    more = pl.col("open_bed_days") * 9 // 5
    return put(frame, row, occupied_bed_days=more), "occupied_bed_days"


def parts_off(frame: pl.DataFrame, row: int) -> tuple[pl.DataFrame, str]:
    more = pl.col("outpatient_income_yuan") * 13 // (10 * STEP) * STEP
    return put(frame, row, outpatient_income_yuan=more), "outpatient_income_yuan"


def person_off(frame: pl.DataFrame, row: int) -> tuple[pl.DataFrame, str]:
    return put(frame, row, psn_part_amt=pl.col("psn_part_amt") + 137_00), "psn_part_amt"


def unknown_care(frame: pl.DataFrame, row: int) -> tuple[pl.DataFrame, str]:
    return put(frame, row, med_type=pl.lit("88")), "med_type"


def unknown_class(frame: pl.DataFrame, row: int) -> tuple[pl.DataFrame, str]:
    return put(frame, row, facility_class_code=pl.lit("X999")), "facility_class_code"


def no_such_date(frame: pl.DataFrame, row: int) -> tuple[pl.DataFrame, str]:
    if frame["setl_time"].dtype == pl.Date:
        frame = frame.with_columns(pl.col("setl_time").dt.strftime("%Y-%m-%d"))
    return put(frame, row, setl_time=pl.lit("2023-02-30")), "setl_time"


def before_admission(frame: pl.DataFrame, row: int) -> tuple[pl.DataFrame, str]:
    late = pl.col("discharged_on").dt.offset_by("5d")
    return put(frame, row, admitted_on=late), "admitted_on"


def more_people(name: str) -> Change:
    def change(frame: pl.DataFrame, row: int) -> tuple[pl.DataFrame, str]:
        return put(frame, row, **{name: pl.col(name) * 13 // 10}), name

    return change


BUSY = (pl.col("visits") > pl.col("discharges") + 20) & (pl.col("discharges") > 0)
EARNING = pl.col("medical_income_yuan") > 100 * STEP
ANY = pl.lit(True)
MONTHLY, CLAIMS = "facility_monthly", "settlement"

KINDS = {
    # whole files
    "resent_identical": Kind("signing", "unchanged"),
    "resent_corrected": Kind(MONTHLY, "superseded", BUSY),
    "missing_county_month": Kind(MONTHLY, "flagged"),
    "required_header_renamed": Kind(MONTHLY, "refused"),
    "optional_header_renamed": Kind(MONTHLY, "flagged"),
    "broken_encoding": Kind("discharge_record", "refused", formats=("csv",)),
    "truncated_file": Kind("discharge_record", "refused", formats=("csv",)),
    "duplicate_settlements": Kind(CLAIMS, "superseded"),
    # single rows
    "yuan_for_thousand": Kind(MONTHLY, "flagged", EARNING, times(MONEY, 1_000)),
    "wan_for_thousand": Kind(MONTHLY, "flagged", EARNING, in_wan),
    "missing_facility_month": Kind(MONTHLY, "flagged", ANY, dropped),
    "swapped_columns": Kind(MONTHLY, "flagged", BUSY, swapped),
    "negative_count": Kind(MONTHLY, "rejected_row", pl.col("visits") > 0, negative),
    "bed_days_beyond_beds": Kind(MONTHLY, "flagged", pl.col("open_bed_days") > 0,
                                 overfull),
    "income_parts_off_total": Kind(MONTHLY, "flagged",
                                   pl.col("outpatient_income_yuan") > 10 * STEP,
                                   parts_off),
    "payers_off_total": Kind(CLAIMS, "flagged", ANY, person_off),
    "unknown_med_type": Kind(CLAIMS, "flagged", ANY, unknown_care),
    "no_such_date": Kind(CLAIMS, "rejected_row", ANY, no_such_date, ("csv",)),
    "discharge_before_admission": Kind("discharge_record", "flagged", ANY,
                                       before_admission, ("csv", "dbf")),
    "unknown_facility_class": Kind("facility_registry", "flagged",
                                   pl.col("facility_tier") == "village",
                                   unknown_class),
    "insured_population_step": Kind("insured_population", "flagged", ANY,
                                    more_people("insured_people")),
    "resident_population_step": Kind("resident_population", "flagged",
                                     pl.col("division_code").str.len_chars() == 6,
                                     more_people("residents")),
    "yuan_for_wan": Kind("fund_budget", "flagged", ANY, times(BUDGET, 10_000)),
}  # fmt: skip
WHOLE_FILE = (
    "resent_identical", "resent_corrected", "missing_county_month",
    "required_header_renamed", "optional_header_renamed", "broken_encoding",
    "truncated_file", "duplicate_settlements",
)  # fmt: skip
