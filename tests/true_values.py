"""The generator's true values beside those of a warehouse."""

import polars as pl

CELL = ["indicator_id", "geography", "division_code", "facility_tier", "period_type",
        "period_end"]  # fmt: skip
EXACT = 1e-9
# as the truth is printed: two digits of the sides, six of the value
HALF_A_CENT, PRINTED = 0.0051, 1e-6
# the register names a person's group at the signing, the truth at the period's end
REGISTERED = "key_group_signing_rate"
# of the truth, all providers; of ours, those that the crosswalk knows
MAPPED = "primary_fund_share"
# those, and what has a model of its own, are compared apart from the others
APART = ("visit_growth", REGISTERED, MAPPED)


def differ(name: str, absolute: float = 0.0, relative: float = EXACT) -> pl.Expr:
    """Whether a number and its twin are apart, or one is there and the other not."""
    ours, theirs = (pl.col(n).cast(pl.Float64) for n in (name, f"{name}_other"))
    largest = pl.max_horizontal(ours.abs(), theirs.abs())
    apart = (ours - theirs).abs() > relative * largest + absolute
    return apart.fill_null(ours.is_null() != theirs.is_null())


def beside(truth: pl.DataFrame, values: pl.DataFrame) -> pl.DataFrame:
    """The truth, and what the warehouse has for it (`_other`)."""
    month = pl.col("period_type") == "month"
    start = pl.col("period_start")
    ends = pl.when(month).then(start).otherwise(start.dt.offset_by("11mo"))
    truth = truth.with_columns(
        period_end=ends.dt.month_end(), geography=pl.lit("then"),
        # nothing is divided by zero, which the truth prints as no denominator
        denominator=pl.when(pl.col("value").is_not_null()).then("denominator"),
    )  # fmt: skip
    values = values.with_columns(
        denominator=pl.when(pl.col("null_reason") == "none").then("denominator")
    )
    return truth.join(values, on=CELL, how="left", suffix="_other")


def wrong_values(compared: pl.DataFrame) -> pl.DataFrame:
    """True values that the warehouse does not have.

    A tier that a county does not have, and a month without one record, is no row or no
    report: the truth says zero there.
    """
    nothing = (pl.col("numerator") == 0) & (
        pl.col("null_reason").is_null() | (pl.col("null_reason") == "not_reported")
    )
    return compared.filter(
        ~nothing,
        differ("numerator", HALF_A_CENT)
        | differ("denominator", HALF_A_CENT)
        | differ("value", PRINTED),
    ).select(
        "indicator_id", "division_code", "facility_tier", "period_type", "period_end",
        "numerator", "numerator_other", "denominator", "denominator_other", "value",
        "value_other", "null_reason",
    )  # fmt: skip


def told(frame: pl.DataFrame) -> str:
    """A few of the cells that are wrong, for the message of a failed test."""
    kinds = frame["indicator_id"].value_counts(sort=True).rows()
    first = frame.unique("indicator_id", keep="first").head(8).to_dicts()
    return "\n".join(map(str, [f"{frame.height} cells", kinds[:20], *first]))
