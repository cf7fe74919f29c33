"""Monthly and annual facility reports.

Counts are whole numbers, money is in fen and always a multiple of 1 000 (the form
prints 千元 with two decimals), so sums of rounded figures are exact.
"""

from dataclasses import dataclass, field

import numpy as np

from demo.sample import kinds
from demo.sample.claims import ORIGINAL, STAY, VISIT, Columns
from demo.sample.discharges import drug_share
from demo.sample.flows import Flows

STEP = 1_000  # fen: the smallest amount that a form prints
SELF_PAID = 0.04  # stays that nobody claims, of those that are claimed
FULLEST = 1.35  # occupied over open bed-days, at most
STAFF_VISITS, STAFF_STAYS = 900, 45  # a year for each member of staff
DOCTORS, TECHNICIANS = 0.31, 0.82  # of all staff

Table = dict[str, np.ndarray]


@dataclass
class Served:
    """What the claims say about each facility and month of the span."""

    visits: np.ndarray
    stays: np.ndarray
    stay_days: np.ndarray
    stay_fen: np.ndarray

    @classmethod
    def none(cls, flows: Flows) -> "Served":
        shape = flows.visits.shape
        return cls(*(np.zeros(shape, dtype=np.int64) for _ in range(4)))

    def add(self, rows: Columns, column: int) -> None:
        """Count a block's encounters, refunded or not: they took place."""
        many = len(self.visits)
        known = (rows["kind"] == ORIGINAL) & (rows["provider"] < many)
        for care, weights, where in (
            (VISIT, None, self.visits), (STAY, None, self.stays),
            (STAY, "length", self.stay_days), (STAY, "fee", self.stay_fen),
        ):  # fmt: skip
            chosen = known & (rows["care"] == care) & (rows["area"] >= 0)
            weight = rows[weights][chosen] if weights else None
            sums = np.bincount(rows["provider"][chosen], weight, minlength=many)
            where[:, column] += np.rint(sums).astype(np.int64)


@dataclass(frozen=True)
class Reports:
    """Everything that facilities report, facility × month of the span."""

    flows: Flows
    served: Served
    monthly: Table = field(default_factory=dict)

    def make(self) -> "Reports":
        self.monthly.update(self.services())
        self.monthly.update(self.beds())
        self.monthly.update(self.income())
        self.monthly.update(self.staff())
        self.monthly.update(self.on_behalf())
        self.monthly.update(self.public_health())
        return self

    def rng(self, name: str) -> np.random.Generator:
        return self.flows.world.scope.rng(f"reports {name}")

    def services(self) -> Table:
        """Visits: those of the claims and those that nobody claims."""
        rng, active = self.rng("services"), self.flows.world.active
        rest = np.maximum(self.flows.visits - self.flows.claims, 0)
        visits = self.served.visits + rng.poisson(rest) * active
        world = self.flows.world
        # months before the start have no claims: all stays are drawn
        before = np.array(world.scope.span) < 0
        drawn = np.where(before, self.flows.stays, self.flows.stays * SELF_PAID)
        extra = rng.poisson(drawn) * active
        discharges = self.served.stays + extra
        return {
            "visits": visits,
            "outpatient_emergency_visits": rng.binomial(visits, 0.97),
            "booked_visits": rng.binomial(visits, self.by_kind(0.35, 0.05)),
            "chinese_medicine_visits": rng.binomial(visits, self.chinese()),
            "discharges": discharges,
            "extra_stays": extra,
            "deaths": rng.binomial(discharges, 0.006),
            "operations": rng.binomial(discharges, self.by_kind(0.22, 0.01)),
        }

    def by_kind(self, hospital: float, primary: float) -> np.ndarray:
        is_primary = self.flows.world.of(*kinds.PRIMARY)
        return np.where(is_primary, primary, hospital)[:, None]

    def chinese(self) -> np.ndarray:
        of = self.flows.world.of
        return np.where(of("tcm_hospital"), 0.85, np.where(of("township"), 0.3, 0.15))[
            :, None
        ]

    def beds(self) -> Table:
        """Beds follow the usual number of bed-days; some townships have none."""
        world, rng = self.flows.world, self.rng("beds")
        usual_days = kinds.each("stay_days")[world.kind]
        extra = np.rint(
            self.monthly["extra_stays"]
            * np.maximum(usual_days, 1)[:, None]
            * rng.uniform(0.9, 1.1, self.flows.stays.shape)
        ).astype(np.int64)
        used = self.served.stay_days + extra
        use = np.maximum(kinds.each("bed_use")[world.kind], 0.1)
        days = np.array([world.scope.days(m) for m in world.scope.span])
        usual = used[:, world.scope.before :].sum(1) / days[world.scope.before :].sum()
        has_beds = world.of(*kinds.REPORTING) & (kinds.each("stays")[world.kind] > 0)
        beds = np.where(has_beds, np.maximum(np.rint(usual / use), 2), 0)
        beds = np.where(usual == 0, 0, beds).astype(np.int64)
        beds = beds[:, None] * world.active
        opened = beds * days
        occupied = np.rint(used * rng.normal(1.0, 0.03, used.shape)).astype(np.int64)
        return {
            "beds": beds,
            "open_bed_days": opened,
            "occupied_bed_days": np.minimum(occupied, (opened * FULLEST).astype(int)),
            "discharged_bed_days": used,
            "extra_bed_days": extra,
        }

    def income(self) -> Table:
        """Outpatient and inpatient income and their medicines, in fen."""
        world, rng, shape = (
            self.flows.world,
            self.rng("income"),
            self.served.visits.shape,
        )
        growth = np.array([world.scope.growth(m) for m in world.scope.span]) * 100
        price = kinds.each("visit_yuan")[world.kind][:, None] * growth
        visits = self.monthly["visits"] * price * rng.normal(1, 0.03, shape)
        done = 1 + world.reform.done("cost_per_stay")[world.county]
        price = kinds.each("stay_yuan")[world.kind][:, None] * growth * done
        extra = self.monthly["extra_stays"] * price * rng.normal(1, 0.05, shape)
        outpatient, inpatient = stepped(visits), stepped(self.served.stay_fen + extra)
        medical = outpatient + inpatient
        spent = stepped(medical * rng.normal(0.96, 0.02, shape))
        return {
            "medical_income_yuan": medical,
            "outpatient_income_yuan": outpatient,
            "inpatient_income_yuan": inpatient,
            "medical_expenditure_yuan": spent,
            **self.medicines(outpatient, inpatient, spent),
        }

    def medicines(
        self, outpatient: np.ndarray, inpatient: np.ndarray, spent: np.ndarray
    ) -> Table:
        """Income from medicines by the share of the month, and what they cost."""
        rng, months = self.rng("medicines"), self.flows.world.scope.span
        found: Table = {}
        for name, income in (("outpatient", outpatient), ("inpatient", inpatient)):
            is_stay = name == "inpatient"
            share = np.stack(
                [drug_share(self.flows, m, inpatient=is_stay) for m in months], 1
            )
            share = np.clip(share + rng.normal(0, 0.01, share.shape), 0, 1)
            found[f"{name}_drug_income_yuan"] = stepped(income * share)
        drugs = sum(found.values())
        paid = np.minimum(drugs, spent)
        return found | {
            "essential_drug_income_yuan": stepped(drugs * self.by_kind(0.5, 0.85)),
            "chinese_medicine_income_yuan": stepped(drugs * self.chinese() * 0.6),
            "drug_expenditure_yuan": paid,
            "chinese_medicine_expenditure_yuan": stepped(paid * self.chinese() * 0.6),
        }

    def staff(self) -> Table:
        """Staff by the usual work of a facility; at least one.

        Doctors, nurses and the other technicians are shares of them, rounded by one
        chance a facility: of three village rooms with one member each, one has a
        doctor.
        """
        world = self.flows.world
        visits, stays = self.flows.visits.mean(1) * 12, self.served.stays.sum(1)
        yearly = stays * 12 / world.scope.months
        staff = np.maximum(np.rint(visits / STAFF_VISITS + yearly / STAFF_STAYS), 1)
        staff = np.where(world.of("cdc"), 30 * world.scope.scale**0.5, staff)
        staff = np.ceil(staff).astype(np.int64)[:, None] * world.active
        chance = self.rng("staff").random(len(staff))[:, None]

        def share(of_all: float | np.ndarray) -> np.ndarray:
            return np.floor(staff * of_all + chance * world.active).astype(np.int64)

        doctors = share(DOCTORS)
        general = np.rint(doctors * self.by_kind(0.02, 0.5)).astype(np.int64)
        return {
            "staff": staff,
            "health_technicians": share(TECHNICIANS),
            "doctors": doctors,
            "registered_general_practitioners": general,
            "certified_general_practitioners": general // 2,
            "nurses": share(DOCTORS + self.by_kind(0.42, 0.25)) - doctors,
        }

    def on_behalf(self) -> Table:
        """Visits of village rooms, stations and clinics, at the parent or its heir."""
        world, visits = self.flows.world, self.monthly["visits"]
        found = {
            "clinic": np.zeros_like(visits), "village": np.zeros_like(visits),
            "station": np.zeros_like(visits), "represented": np.zeros_like(visits),
        }  # fmt: skip
        for at, month in enumerate(world.scope.span):
            for facility in world.facilities:
                if facility.parent >= 0 and world.active[facility.index, at]:
                    parent = world.heir(facility.parent, month)
                    found[facility.kind][parent, at] += visits[facility.index, at]
                    found["represented"][parent, at] += 1
        return {
            "clinic_visits": found["clinic"],
            "village_room_visits": found["village"],
            "station_visits": found["station"],
            "represented_facilities": found["represented"],
        }

    def public_health(self) -> Table:
        """Records and managed patients of primary care, growing slowly."""
        world = self.flows.world
        usual = self.flows.visits.mean(1) * world.of(*kinds.PARENTS) * 2.2
        months = np.array(world.scope.span)
        records = np.rint(usual[:, None] * (1 + 0.001 * months)).astype(np.int64)
        spent = stepped(records * 20_00 / 12) * world.active
        return {
            "health_records": records * world.active,
            "electronic_health_records": records * 9 // 10 * world.active,
            "standard_managed_hypertension_patients": records * 9 // 100 * world.active,
            "public_health_expenditure_yuan": spent,
        }


def stepped(fen: np.ndarray) -> np.ndarray:
    """Fen rounded to what a form can print."""
    return (np.rint(fen / STEP) * STEP).astype(np.int64)
