"""What counts and adds: sums of the generator's own arrays by county and month."""

import numpy as np

from demo.sample import kinds
from demo.sample.claims import PURCHASE, STAY, Columns
from demo.sample.reports import Reports, Table
from demo.sample.world import World

ALL = "all"

# tier or ALL, county, month (or year)
Measures = dict[str, dict[str, np.ndarray]]


class ClaimsTally:
    """Sums of the claims by insured county and month, in encounters and fen."""

    NAMES = (
        "outpatients", "outpatients_inside", "stays", "stays_inside", "fund",
        "fund_inside", "fund_primary", "fund_primary_mapped", "stay_fee_inside", "fee",
        "purchases", "rows",
    )  # fmt: skip

    def __init__(self, world: World) -> None:
        self.sums = {
            n: np.zeros((12, world.scope.months), np.int64) for n in self.NAMES
        }
        facilities = world.facilities
        mapped = np.array([f.is_mapped for f in facilities])
        primary = world.of(*kinds.PRIMARY)
        # providers after the facilities are no primary care
        self.primary = np.append(primary, False)
        self.mapped = np.append(primary & mapped, False)

    def add(self, rows: Columns, county: int, month: int) -> None:
        """Count what stands after refunds, those of a later month too."""
        net = ~rows["is_void"]
        care, inside = rows["care"], rows["area"] == county
        at = np.minimum(rows["provider"], len(self.primary) - 1)
        claim = net & (care != PURCHASE)
        stay, visit = claim & (care == STAY), claim & (care != STAY)
        fund, fee = rows["fund"], rows["fee"]
        found = {
            "outpatients": visit.sum(), "outpatients_inside": (visit & inside).sum(),
            "stays": stay.sum(), "stays_inside": (stay & inside).sum(),
            "fund": fund[claim].sum(), "fund_inside": fund[claim & inside].sum(),
            "fund_primary": fund[claim & inside & self.primary[at]].sum(),
            "fund_primary_mapped": fund[claim & inside & self.mapped[at]].sum(),
            "stay_fee_inside": fee[stay & inside].sum(), "fee": fee[claim].sum(),
            "purchases": (net & (care == PURCHASE)).sum(), "rows": len(care),
        }  # fmt: skip
        for name, value in found.items():
            self.sums[name][county, month] += int(value)

    def measures(self) -> Measures:
        sums: dict[str, np.ndarray] = dict(self.sums)
        sums["encounters"] = sums["outpatients"] + sums["stays"]
        sums["encounters_inside"] = sums["outpatients_inside"] + sums["stays_inside"]
        money = ("fund", "fund_inside", "fund_primary", "fund_primary_mapped",
                 "stay_fee_inside", "fee")  # fmt: skip
        sums |= {f"{name}_yuan": sums.pop(name) / 100 for name in money}
        return {name: {ALL: values} for name, values in sums.items()}


def by_county(
    world: World, values: np.ndarray, chosen: np.ndarray | None = None
) -> np.ndarray:
    """Sum facility × time to county × time."""
    found = np.zeros((12, values.shape[1]), dtype=values.dtype)
    where = np.ones(len(values), bool) if chosen is None else chosen
    np.add.at(found, world.county[where], values[where])
    return found


def by_tier(world: World, values: np.ndarray, chosen: np.ndarray) -> dict:
    tiers = kinds.each("tier")[world.kind]
    found = {ALL: by_county(world, values, chosen)}
    for tier in kinds.TIERS:
        found[tier] = by_county(world, values, chosen & (tiers == tier))
    return found


def report_measures(reports: Reports) -> Measures:
    """Sums of the monthly reports, in counts and yuan."""
    world = reports.flows.world
    start = world.scope.before
    month = {n: v[:, start:] for n, v in reports.monthly.items()}
    reporting = world.of(*kinds.REPORTING)
    everyone = np.ones(len(reporting), bool)
    drugs = month["outpatient_drug_income_yuan"] + month["inpatient_drug_income_yuan"]
    found = {
        "visits": by_tier(world, month["visits"], everyone),
        "reported_visits": by_tier(world, month["visits"], reporting),
        "all_visits": {ALL: by_county(world, month["visits"])},
        "primary_visits": {
            ALL: by_county(world, month["visits"], world.of(*kinds.PRIMARY))
        },
        "drug_income_yuan": by_tier(world, drugs / 100, reporting),
    }
    for name in ("discharges", "occupied_bed_days", "open_bed_days",
                 "discharged_bed_days"):  # fmt: skip
        found[name] = by_tier(world, month[name], reporting)
    for name in ("outpatient_income_yuan", "inpatient_income_yuan",
                 "medical_income_yuan"):  # fmt: skip
        found[name] = by_tier(world, month[name] / 100, reporting)
    return found | growth(found["visits"], world.scope.months)


def growth(visits: dict[str, np.ndarray], months: int) -> Measures:
    """Visits of months that have a year before them, and of that year."""
    later, before = {}, {}
    for tier, values in visits.items():
        later[tier], before[tier] = values.astype(float), np.full(values.shape, np.nan)
        if months > 12:
            before[tier][:, 12:] = values[:, :-12]
    return {"visits_again": later, "visits_last_year": before}


def annual_measures(world: World, tables: dict[int, Table]) -> Measures:
    """Sums of the annual reports; the last axis is the year."""
    wanted = {
        "medical_income_yuan": "medical_income_yuan",
        "annual_medical_income_yuan": "medical_income_yuan",
        "fiscal_subsidy_yuan": "fiscal_subsidy_yuan",
        "superior_subsidy_yuan": "superior_subsidy_yuan",
        "other_income_yuan": "other_income_yuan",
        "total_income_yuan": "total_income_yuan",
        "drug_without_pieces_income_yuan": "drug_income_without_pieces_yuan",
        "herbal_pieces_income_yuan": "herbal_pieces_income_yuan",
        "materials_income_yuan": "materials_income_yuan",
        "service_income_yuan": "service_income_yuan",
        "chinese_medicine_visits": "chinese_medicine_visits",
        "annual_visits": "visits",
    }
    everyone = np.ones(len(world.facilities), bool)
    found = {}
    for name, column in wanted.items():
        values = np.stack([table[column] for table in tables.values()], 1)
        unit = 100 if column.endswith("_yuan") else 1
        found[name] = by_tier(world, values / unit, everyone)
    tests = [t["examination_income_yuan"] + t["laboratory_income_yuan"]
             for t in tables.values()]  # fmt: skip
    found["tests_income_yuan"] = by_tier(world, np.stack(tests, 1) / 100, everyone)
    return found
