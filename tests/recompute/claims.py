"""Settlements that stand, and what they count."""

from functools import cached_property

import polars as pl

from recompute.forms import long_places
from recompute.places import Places
from recompute.tables import Tables

KINDS_OF_CARE = {
    "visit": ("11", "13", "14", "51", "53", "91"),
    "stay": ("21", "22", "23", "24", "52", "92"),
    "purchase": ("41", "93"),
}


class Claims:
    """What insurers settled: visits, stays and purchases with their money."""

    def __init__(self, tables: Tables, places: Places) -> None:
        self.tables, self.places = tables, places

    @cached_property
    def settlements(self) -> pl.DataFrame:
        """Settlements that stand, with month, kind of care and the facility."""
        rows = self.tables.newest("settlement")
        rows = rows.filter(pl.col("vali_flag").fill_null(True))
        refunds = rows.filter(pl.col("medfee_sumamt") < 0)
        # the flag stands on the original too, whether its refund has come or not
        marked = rows.filter("refd_setl_flag")["setl_id"]
        gone = [*refunds["setl_id"], *refunds["init_setl_id"], *taken_back(rows),
                *marked]  # fmt: skip
        kinds = {code: kind for kind, codes in KINDS_OF_CARE.items() for code in codes}
        pairs = self.tables.newest("facility_crosswalk").sort("valid_from")
        return (
            rows.filter(~pl.col("setl_id").is_in(gone))
            .with_columns(
                month=pl.col("setl_time").dt.truncate("1mo"),
                care=pl.col("med_type").str.head(2).replace_strict(kinds, default=None),
            )
            .join(
                pairs.unique("fixmedins_code", keep="last").select(
                    "fixmedins_code", "facility_code"
                ),
                on="fixmedins_code",
                how="left",
            )
        )

    def seen(self, reading: str) -> pl.DataFrame:
        """The same as a reading of geography has them: who is inside, of which tier."""
        known = self.places.facilities(reading).filter(part="own")
        home = self.places.placed(pl.col("insu_admdvs"), reading)
        rows = self.settlements.join(
            known.select("facility_code", "month", "facility_tier", "is_primary",
                         at="division_code"),
            on=["facility_code", "month"], how="left",
        )  # fmt: skip
        there = self.places.placed(pl.coalesce("mdtrtarea_admdvs", "at"), reading)
        is_shop = (pl.col("care") == "purchase").fill_null(False)
        return rows.with_columns(division_code=home, there=there).with_columns(
            is_inside=(pl.col("there") == pl.col("division_code")).fill_null(False),
            is_near=(
                pl.col("there").str.head(4) == pl.col("division_code").str.head(4)
            ).fill_null(False),
            is_mapped=pl.col("facility_tier").is_not_null(),
            is_primary=pl.col("is_primary").fill_null(False) & ~is_shop,
            facility_tier=pl.when(is_shop)
            .then(pl.lit("pharmacy"))
            .otherwise(pl.col("facility_tier").fill_null("elsewhere")),
        )

    def values(self, reading: str) -> pl.DataFrame:
        rows = self.seen(reading)
        care, inside = pl.col("care"), pl.col("is_inside")
        visit, stay = care == "visit", care == "stay"
        shop = (care == "purchase").fill_null(False)
        taken, near = visit | stay, pl.col("is_near")
        fund, fee = pl.col("fund_pay_sumamt"), pl.col("medfee_sumamt")
        scope, paid = pl.col("inscp_scp_amt"), pl.col("psn_part_amt")
        one = pl.lit(1.0)
        items = {
            "visits": (visit, one), "visits_inside": (visit & inside, one),
            "stays": (stay, one), "stays_inside": (stay & inside, one),
            "encounters": (taken, one), "encounters_inside": (taken & inside, one),
            "encounters_other_county": (taken & near & ~inside, one),
            "encounters_outside_prefecture": (taken & ~near, one),
            "purchases": (shop, one), "pharmacy_fund_yuan": (shop, fund),
            "fund_yuan": (~shop, fund), "fund_inside_yuan": (~shop & inside, fund),
            "fund_inside_mapped_yuan": (~shop & inside & pl.col("is_mapped"), fund),
            "fee_yuan": (~shop, fee), "scope_yuan": (~shop, scope),
            "person_paid_yuan": (~shop, paid), "visit_fee_yuan": (visit, fee),
            "stay_fee_yuan": (stay, fee), "stay_fee_inside_yuan": (stay & inside, fee),
            "stay_fund_yuan": (stay, fund), "stay_scope_yuan": (stay, scope),
        }  # fmt: skip
        counted = rows.group_by(
            "division_code", "facility_tier", "is_primary", "month"
        ).agg(
            (pl.when(which).then(value).otherwise(0.0)).sum().alias(name)
            for name, (which, value) in items.items()
        )
        return long_places(counted, "settlement")


def taken_back(rows: pl.DataFrame) -> list[str]:
    """What refunds that name nothing take back: the last alike of the same person."""
    index = ["psn_no", "fixmedins_code", "med_type"]
    named = rows.filter(pl.col("medfee_sumamt") < 0)["init_setl_id"].drop_nulls()
    events = rows.filter(
        ~pl.col("setl_id").is_in(named.implode()),
        (pl.col("medfee_sumamt") >= 0) | pl.col("init_setl_id").is_null(),
    ).sort("setl_time", "setl_id")
    open_ones: dict[tuple, list[str]] = {}
    found = []
    for *key, fee, setl_id in events.select(
        *index, "medfee_sumamt", "setl_id"
    ).iter_rows():
        alike = open_ones.setdefault((*key, abs(fee)), [])
        if fee >= 0:
            alike.append(setl_id)
        elif alike:
            found.append(alike.pop())
    return found
