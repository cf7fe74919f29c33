"""The settlements of one county's insured in one month, as columns of numbers.

Money is in fen (0.01 yuan), days are counted from 1970. Nothing here loops over
claims: a block of a county and month is a set of numpy columns.
"""

from dataclasses import dataclass

import numpy as np

from demo.sample import kinds
from demo.sample.flows import AWAY, Flows
from demo.sample.people import People, days
from demo.sample.scope import Scope, day_weights

VISIT, STAY, PURCHASE = 0, 1, 2
ORIGINAL, REFUND, AGAIN = 0, 1, 2
OUTSIDE = -1  # the area of providers outside the prefecture
MED_TYPES = ("11", "13", "14", "21", "22", "24", "52", "2101", "23", "41")
REFERRED, PURCHASED = 8, 9
REFUNDED = np.array([0.015, 0.010, 0.005])  # by visit, stay, purchase
MANUAL = 0.35  # of care outside the prefecture
LATE = 0.5  # of manual reimbursements: they come one or two files later
OLD = np.array([1.3, 2.2, 1.3])  # how much the old weigh, by kind of care
PURCHASE_FEN = 68_00
MONEY = (
    "fee", "own", "before", "scope", "deductible", "pooled", "serious", "large",
    "aid", "fund", "person_part", "account", "family", "cash",
)  # fmt: skip

Columns = dict[str, np.ndarray]


@dataclass(frozen=True)
class Offer:
    """What a county's insured find at each provider for one kind of care.

    `mean` and `deductible` in fen, `share` of the pooled fund before scheme.
    """

    care: int
    expected: np.ndarray
    first: int
    area: np.ndarray
    mean: np.ndarray
    sigma: float
    length: np.ndarray
    share: np.ndarray
    deductible: np.ndarray
    types: tuple[tuple[int, ...], tuple[float, ...]]


def offers(flows: Flows, county: int, month: int) -> list[Offer]:
    """Visits, stays and pharmacies, with the prices of the month."""
    world, at = flows.world, flows.world.column(month)
    growth = world.scope.growth(month) * 100
    area = np.append(world.county, np.full(AWAY, OUTSIDE))
    cheaper = 1 + np.append(
        world.reform.done("cost_per_stay")[world.county, at], np.zeros(AWAY)
    )

    def each(field: str, away: float) -> np.ndarray:
        return np.append(kinds.each(field)[world.kind], np.full(AWAY, away))

    def by_tier(away: float, other: float, **tiers: float) -> np.ndarray:
        known = [tiers.get(k.tier, other) for k in kinds.KINDS.values()]
        return np.append(np.array(known)[world.kind], np.full(AWAY, away))

    shops = flows.purchases(county, month)
    none, many = np.zeros(len(area)), np.full(len(shops), 1.0)
    return [
        Offer(VISIT, flows.outpatients(county, month), 0, area,
              each("visit_yuan", kinds.AWAY_VISIT_YUAN) * growth, 0.75, none,
              by_tier(0.30, 0.45, township=0.58, village=0.62, city=0.38), none,
              ((0, 1, 2), (0.82, 0.05, 0.13))),
        Offer(STAY, flows.inpatients(county, month), 0, area,
              each("stay_yuan", kinds.AWAY_STAY_YUAN) * growth * cheaper, 0.6,
              each("stay_days", kinds.AWAY_STAY_DAYS),
              by_tier(0.52, 0.76, township=0.86, city=0.64),
              by_tier(1500_00, 500_00, township=200_00, city=900_00),
              ((3, 4, 5, 6, 7), (0.90, 0.04, 0.02, 0.03, 0.01))),
        Offer(PURCHASE, shops, len(area), many * county, many * PURCHASE_FEN, 0.7,
              many * 0, many * 0, many * 0, ((PURCHASED,), (1.0,))),
    ]  # fmt: skip


def block(flows: Flows, people: People, month: int) -> Columns:
    """All settlements that a county's insured have in one month, with their refunds.

    Rows whose `file_month` is later than `month` come in a later file.
    """
    scope = flows.world.scope
    rng = scope.rng("claims", people.county, month)
    found = offers(flows, people.county, month)
    rows = joined([drawn(offer, scope, month, rng) for offer in found])
    rows = taken(rows, np.argsort(rows["day"], kind="stable"))
    rows |= persons(people, rows, rng)
    rows |= by_hand(scope, rows, month, rng)
    rows |= paid(rows, rng)
    rows["setl_id"] = first_id(people.county, month) + np.arange(len(rows["day"]))
    return with_refunds(scope, rows, month, rng)


def first_id(county: int, month: int) -> int:
    """Ids hold county and month, so no two blocks share one."""
    return (990_100 + county + 1) * 10**10 + (month + 1) * 10**7 + 1


def joined(parts: list[Columns]) -> Columns:
    return {name: np.concatenate([p[name] for p in parts]) for name in parts[0]}


def taken(rows: Columns, chosen: np.ndarray) -> Columns:
    return {name: column[chosen] for name, column in rows.items()}


def drawn(offer: Offer, scope: Scope, month: int, rng: np.random.Generator) -> Columns:
    """The encounters of one kind of care: where, which day, how long, how much."""
    counts = rng.poisson(offer.expected)
    at, many = np.repeat(np.arange(len(counts)), counts), counts.sum()
    busy = np.cumsum(day_weights(scope.first(month), scope.days(month)))
    day = np.searchsorted(busy, rng.random(many) * busy[-1], side="right")
    usual = offer.length[at]
    length = np.rint(rng.standard_gamma(2.5, many) / 2.5 * usual) if usual.any() else 0
    length = np.where(usual > 0, np.maximum(length, 1), 0).astype(np.int64)
    # longer stays cost more, in a way that leaves the mean about as it is
    longer = np.where(usual > 0, 0.4 + 0.6 * length / np.maximum(usual, 1), 1.0)
    noise = offer.sigma * rng.standard_normal(many) - offer.sigma**2 / 2
    fee = np.rint(offer.mean[at] * longer * np.exp(noise))
    codes, shares = offer.types
    step = np.searchsorted(np.cumsum(shares)[:-1], rng.random(many), side="right")
    return {
        "care": np.full(many, offer.care, dtype=np.int8),
        "provider": at + offer.first,
        "area": offer.area[at].astype(np.int8),
        "day": (day + days(scope.first(month))).astype(np.int32),
        "length": length,
        "fee": np.maximum(fee, 1_00).astype(np.int64),
        "med_type": np.array(codes, dtype=np.int8)[step],
        "pool_share": offer.share[at],
        "deductible": offer.deductible[at].astype(np.int64),
    }


def persons(people: People, rows: Columns, rng: np.random.Generator) -> Columns:
    """Who: the insured of the county, the old more often."""
    rank = rng.random(len(rows["care"])) ** OLD[rows["care"]]
    person = people.insured[(rank * len(people.insured)).astype(np.int64)]
    return {
        "person": person,
        "is_employee": people.is_employee[person],
        "age": people.age(person, rows["day"]),
    }


def by_hand(
    scope: Scope, rows: Columns, month: int, rng: np.random.Generator
) -> Columns:
    """Manual reimbursements (零星报销): care outside, settled and sent months later."""
    many, is_away = len(rows["care"]), rows["area"] == OUTSIDE
    is_stay = is_away & (rows["care"] == STAY)
    chance = rng.random(many)
    is_manual = is_away & (chance < MANUAL)
    wait = np.where(is_manual, rng.integers(30, 151, many), 0)
    late = is_manual & (chance < MANUAL * LATE)
    file_month = month + np.where(late, rng.integers(1, 3, many), 0)
    referred = is_stay & (rng.random(many) < 0.6)
    end = rows["day"] - wait
    return {
        "is_manual": is_manual,
        "has_code": ~is_manual | (rng.random(many) > 0.3),
        "file_month": np.minimum(file_month, scope.months - 1),
        "med_type": np.where(referred, REFERRED, rows["med_type"]).astype(np.int8),
        "end": end,
        "begin": end - rows["length"],
    }


def paid(rows: Columns, rng: np.random.Generator) -> Columns:
    """Who pays how much; fee = fund + person, person = account + cash."""
    fee, is_stay, employee = rows["fee"], rows["care"] == STAY, rows["is_employee"]
    chance = rng.random(len(fee))
    is_shop = rows["care"] == PURCHASE
    own = np.where(is_shop, 0, fee * (0.03 + 0.06 * chance)).astype(np.int64)
    before = np.where(is_shop, 0, fee * (0.05 - 0.03 * chance)).astype(np.int64)
    scope = fee - own - before
    deductible = np.minimum(rows["deductible"], scope)
    ratio = np.rint((rows["pool_share"] + 0.08 * (employee & ~is_shop)) * 10_000)
    pooled = (scope - deductible) * ratio.astype(np.int64) // 10_000
    left = fee - pooled
    serious = np.where(
        is_stay & ~employee, np.maximum(left - 14_000_00, 0) * 6 // 10, 0
    )
    large = np.where(is_stay & employee, np.maximum(left - 30_000_00, 0) // 2, 0)
    left = left - serious - large
    is_poor = is_stay & ~employee & (rows["person"] % 33 == 0)
    aid = np.where(is_poor, left * 4 // 10, 0)
    found = {
        "own": own, "before": before, "scope": scope, "deductible": deductible,
        "ratio": ratio.astype(np.int64), "pooled": pooled, "serious": serious,
        "large": large, "aid": aid,
    }  # fmt: skip
    uses_account = employee & (is_stay | (chance < 0.85))
    limit = np.where(is_stay, 2_000_00, 10_000_00)
    found["limit"] = np.where(uses_account, limit, 0)
    found["shares_account"] = uses_account & (chance < 0.05)
    return found | shared({**rows, **found})


def shared(rows: Columns) -> Columns:
    """Sum the funds and split what is left between account and cash."""
    fund = rows["pooled"] + rows["serious"] + rows["large"] + rows["aid"]
    person_part = rows["fee"] - fund
    account = np.minimum(person_part, rows["limit"])
    return {
        "fund": fund,
        "person_part": person_part,
        "account": account,
        "family": np.where(rows["shares_account"], account // 3, 0),
        "cash": person_part - account,
    }


def with_refunds(
    scope: Scope, rows: Columns, month: int, rng: np.random.Generator
) -> Columns:
    """Take some settlements back; a stay that is taken back is settled again.

    The refund is negative and names the original. `is_void` marks both: a pair
    counts nowhere. In the last month only refunds of the same month exist.
    """
    many, is_stay = len(rows["care"]), rows["care"] == STAY
    last = days(scope.last(month))
    back = rows["day"] + rng.integers(0, 21, many)
    back = np.where(is_stay, np.minimum(back, last), back)
    chosen = (rng.random(many) < REFUNDED[rows["care"]]) & ~rows["is_manual"]
    chosen &= (back <= last) | (month < scope.months - 1)
    rows |= {
        "kind": np.zeros(many, dtype=np.int8), "is_void": chosen,
        "flag": chosen & (back <= last), "init": np.zeros(many, dtype=np.int64),
    }  # fmt: skip
    refund, again = taken(rows, chosen), taken(rows, chosen & is_stay)
    refund |= {name: -refund[name] for name in MONEY}
    refund |= {"kind": refund["kind"] + REFUND, "init": refund["setl_id"],
               "day": back[chosen], "flag": refund["is_void"],
               "file_month": month + (back[chosen] > last)}  # fmt: skip
    again |= {"kind": again["kind"] + AGAIN, "is_void": again["init"] > 0,
              "flag": again["init"] > 0, "day": back[chosen & is_stay],
              "aid": again["aid"] + again["person_part"] * 3 // 10}  # fmt: skip
    again |= shared(again)
    at = rows["setl_id"][-1] + 1 if many else first_id(0, month)
    for part in (refund, again):
        part["setl_id"] = at + np.arange(len(part["day"]))
        at += len(part["day"])
    return joined([rows, refund, again])
