"""The values of all indicators: recomputed, true, and pooled.

Every cell equals a computation from the raw tables that shares nothing with the models
(tests/recompute), on a sample with gaps; the clean sample's values are the true ones.
"""

import duckdb
import polars as pl
import pytest
from recompute import LENGTHS, Definition, definitions, recompute
from sample_warehouse import SampleWarehouse
from true_values import (
    APART,
    CELL,
    HALF_A_CENT,
    MAPPED,
    PRINTED,
    REGISTERED,
    beside,
    differ,
    told,
    wrong_values,
)

pytestmark = pytest.mark.slow

NUMBERS = ["numerator", "denominator", "value", "facilities_expected",
           "facilities_reported", "facilities_on_time"]  # fmt: skip


def rows(warehouse: SampleWarehouse, sql: str) -> pl.DataFrame:
    with duckdb.connect(warehouse.build, read_only=True) as con:
        return con.sql(sql).pl()


def values(warehouse: SampleWarehouse) -> pl.DataFrame:
    return rows(warehouse, "from indicators.fct_indicator_values")


# ---- recomputed


@pytest.fixture(scope="module")
def recomputed(gappy_sample: SampleWarehouse) -> pl.DataFrame:
    with duckdb.connect(gappy_sample.build, read_only=True) as con:
        return recompute(con)


def test_every_cell_equals_the_recomputation(
    gappy_sample: SampleWarehouse, recomputed: pl.DataFrame
):
    found = values(gappy_sample)
    both = found.join(recomputed, on=CELL, how="full", coalesce=True, suffix="_other")
    reason = pl.col("null_reason").ne_missing(pl.col("null_reason_other"))
    wrong = both.filter(reason | pl.any_horizontal(differ(n) for n in NUMBERS))
    shown = [*CELL, "null_reason", "null_reason_other",
             *(n + t for n in NUMBERS for t in ("", "_other"))]  # fmt: skip
    assert wrong.is_empty(), told(wrong.select(shown))
    # the sample has what the rules are about
    assert set(found["null_reason"]) == {
        "none", "not_reported", "term_missing", "denominator_missing",
        "denominator_zero",
    }  # fmt: skip
    assert (found["facilities_reported"] < found["facilities_expected"]).any()
    assert found.height > 500_000


def test_every_indicator_has_values_at_every_level(gappy_sample: SampleWarehouse):
    found = values(gappy_sample).filter(null_reason="none", facility_tier="all")
    known = set(found.select("indicator_id", "division_level").iter_rows())
    for asked in definitions():
        for level in LENGTHS:
            assert (asked.indicator_id, level) in known


def test_a_tier_is_shown_where_the_dictionary_says_so(gappy_sample: SampleWarehouse):
    found = values(gappy_sample).filter(pl.col("facility_tier") != "all")
    tiered = {d.indicator_id for d in definitions() if d.is_tiered}
    assert set(found["indicator_id"]) <= tiered
    assert {"visits", "bed_use_rate", "cost_per_stay"} <= set(found["indicator_id"])


# ---- true


@pytest.fixture(scope="module")
def compared(clean_sample: SampleWarehouse) -> pl.DataFrame:
    return beside(clean_sample.true_values(), values(clean_sample))


def test_the_true_values_are_met(compared: pl.DataFrame):
    asked = compared.filter(~pl.col("indicator_id").is_in(APART))
    assert asked["indicator_id"].n_unique() > 30
    assert set(asked["period_type"]) == {"month", "year"}
    wrong = wrong_values(asked)
    assert wrong.is_empty(), told(wrong)


def test_the_true_growth_is_met(clean_sample: SampleWarehouse, compared: pl.DataFrame):
    truth = compared.filter(pl.col("value").is_not_null(), indicator_id="visit_growth")
    growth = rows(
        clean_sample,
        """
        select * replace ('visit_growth' as indicator_id, growth_pct as value)
        from indicators.fct_indicator_growth where indicator_id = 'visits'
        """,
    )
    found = truth.join(growth, on=CELL, how="left", suffix="_found")
    assert found.height > 900
    wrong = found.filter((pl.col("value") - pl.col("value_found")).abs() > PRINTED)
    assert wrong.is_empty(), told(wrong)


def test_what_the_register_cannot_know_stays_small(compared: pl.DataFrame):
    """A person who has joined a group since the signing is not yet named in it."""
    asked = compared.filter(indicator_id=REGISTERED)
    wrong = asked.filter(differ("denominator", HALF_A_CENT))
    assert wrong.is_empty(), told(wrong)
    first = asked.filter(pl.col("period_end") == pl.col("period_end").min())
    assert wrong_values(first).is_empty()
    away = (pl.col("numerator") - pl.col("numerator_other")) / pl.col("denominator")
    assert asked.select(away.abs().max()).item() < 0.06


def test_a_share_of_mapped_providers_lacks_the_others(compared: pl.DataFrame):
    """Who is missing in the crosswalk is primary care: it lacks on both sides alike.

    `primary_fund_share_mapped` is true everywhere.
    """
    asked = compared.filter(indicator_id=MAPPED)
    lacking = [pl.col(s) - pl.col(f"{s}_other") for s in ("numerator", "denominator")]
    uneven = asked.filter((lacking[0] - lacking[1]).abs() > HALF_A_CENT)
    assert uneven.is_empty(), told(uneven)
    assert asked.select(lacking[0].min()).item() > -HALF_A_CENT
    assert asked.filter(lacking[0].abs() < HALF_A_CENT).height > 0.5 * asked.height


# ---- pooled


def adds_up(asked: Definition) -> bool:
    """Whether sides of places add: people and means of months do not."""
    return not any(
        m["grain"] == "person" or m["over_time"] == "mean"
        for m in asked.measures.values()
    )


@pytest.mark.parametrize(
    ("below", "above"), [("county", "prefecture"), ("prefecture", "province")]
)
def test_sides_are_sums_of_the_places_that_have_them(
    gappy_sample: SampleWarehouse, below: str, above: str
):
    asked = [d.indicator_id for d in definitions() if adds_up(d)]
    found = values(gappy_sample).filter(pl.col("indicator_id").is_in(asked))
    place = pl.col("division_code").str.head(LENGTHS[above])
    sides = ["numerator", "denominator"]
    parts = (
        found.filter(division_level=below)
        .with_columns(division_code=place)
        .group_by(CELL)
        .agg(pl.when(pl.col(s).count() > 0).then(pl.sum(s)).alias(s) for s in sides)
    )
    whole = found.filter(division_level=above)
    both = whole.join(parts, on=CELL, how="full", coalesce=True, suffix="_other")
    wrong = both.filter(pl.any_horizontal(differ(s) for s in sides))
    assert wrong.is_empty(), told(wrong)
    assert both.height > 10_000


def test_a_value_is_its_sides_divided(gappy_sample: SampleWarehouse):
    plain = {d.indicator_id: d for d in definitions() if d.scaled_by == "none"}
    found = values(gappy_sample).filter(
        pl.col("indicator_id").is_in(list(plain)), null_reason="none"
    )
    told_factor = pl.col("indicator_id").replace_strict(
        {name: d.factor for name, d in plain.items()}, return_dtype=pl.Float64
    )
    plus = pl.col("indicator_id").replace_strict(
        {name: d.plus for name, d in plain.items()}, return_dtype=pl.Float64
    )
    below = pl.col("denominator").fill_null(1)
    wrong = found.with_columns(
        value_other=(pl.col("numerator") / below + plus) * told_factor
    ).filter(differ("value"))
    assert wrong.is_empty(), told(wrong)


def test_a_ratio_is_never_a_mean_of_ratios(gappy_sample: SampleWarehouse):
    """For nearly every ratio the mean of the counties is another number."""
    ratios = [d.indicator_id for d in definitions() if d.kind == "ratio"]
    found = values(gappy_sample).filter(
        pl.col("indicator_id").is_in(ratios), null_reason="none", geography="then",
        facility_tier="all", period_type="year",
    )  # fmt: skip
    place = pl.col("division_code").str.head(4)
    means = (
        found.filter(division_level="county")
        .with_columns(division_code=place)
        .group_by(CELL)
        .agg(mean=pl.mean("value"))
    )
    both = found.filter(division_level="prefecture").join(means, on=CELL)
    apart = both.filter((pl.col("value") / pl.col("mean") - 1).abs() > 1e-6)
    assert both["indicator_id"].n_unique() > 0.95 * len(ratios)
    assert apart["indicator_id"].n_unique() > 0.9 * both["indicator_id"].n_unique()


def test_limits_hold_the_value(gappy_sample: SampleWarehouse):
    found = values(gappy_sample).filter(pl.col("lower_95").is_not_null())
    wide, narrow = ("lower_998", "upper_998"), ("lower_95", "upper_95")
    slack = 1e-9 * (1 + pl.col("value").abs())
    wrong = found.filter(
        (pl.col(wide[0]) > pl.col(narrow[0]) + slack)
        | (pl.col(wide[1]) < pl.col(narrow[1]) - slack)
        | (pl.col("value") < pl.col(narrow[0]) - slack)
        | (pl.col("value") > pl.col(narrow[1]) + slack)
    )
    assert wrong.is_empty(), told(wrong.select(CELL, "value", *narrow, *wide))
    assert found.height > 100_000
