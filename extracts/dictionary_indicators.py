"""What an indicator, a measure and a target look like: seeds/ is read through these."""

from datetime import date
from typing import Annotated, Any, Literal, Self

from pydantic import BeforeValidator, Field, model_validator

from extracts.definitions import Identifier, Name, Status, Strict
from extracts.dictionary_formulas import Sum

Subject = Literal[
    "growth", "income", "signing", "flow", "cost", "beds", "quality", "resources",
    "fund", "chronic", "medicine", "staff", "community",
]  # fmt: skip
# ratio and count are computed from measures; growth and quotient from other indicators;
# judged comes from the graded items of community_review; missing cannot be computed
Kind = Literal["ratio", "count", "growth", "quotient", "judged", "missing"]
Tier = Literal["county_hospital", "township", "village", "city", "other"]

# what each kind must say, and what it must not
NEEDED = {
    "ratio": {"numerator", "denominator"},
    "count": {"numerator"},
    "growth": {"of"},
    "quotient": {"of", "over"},
    "judged": {"item"},
    "missing": {"missing"},
}
OF_A_KIND = ("numerator", "denominator", "of", "over", "item", "missing")


class Source(Strict):
    """Which document asks for an indicator, and how sure we are of its formula."""

    document: str
    clause: str = "none"
    status: Status


class Edition(Strict):
    """A list that holds the indicator, its number there, and how sure its name is."""

    edition: Literal["2020", "2024", "documents"]
    number: Annotated[str, BeforeValidator(str)] = "none"
    name_status: Status | None = None


class Archived(Strict):
    """When and why an indicator was put away; its history stays."""

    since: date  # `on` is the word true to YAML
    reason: Name


class Indicator(Strict):
    """One file of `seeds/indicators/`."""

    indicator_id: Identifier
    name: Name
    question: Name
    subject: Subject
    editions: list[Edition] = Field(default=[{"edition": "documents"}], min_length=1,
                                    validate_default=True)  # fmt: skip
    kind: Kind
    numerator: Sum = []
    denominator: Sum = []
    of: str | None = None
    over: str | None = None
    item: str | None = None
    missing: Name | None = None
    plus: float = 0.0
    factor: float = 1.0
    # days: × calendar days of the period; year: × 365 ÷ days; per_day: ÷ days
    scaled_by: Literal["none", "days", "year", "per_day"] = "none"
    unit: str
    decimals: int
    direction: Literal["up", "down", "monitor"]
    interval: Literal["wilson", "byar", "overdispersed", "none"] = "none"
    tiers: Literal["all", "each"] = "all"
    plausible: tuple[float, float]
    source: Source
    name_status: Status | None = None
    notes: Name
    supersedes: str | None = None
    archived: Archived | None = None

    @model_validator(mode="after")
    def says_what_its_kind_needs(self) -> Self:
        said = {name for name in OF_A_KIND if getattr(self, name)}
        if said != NEEDED[self.kind]:
            raise ValueError(
                f"kind {self.kind} needs {', '.join(sorted(NEEDED[self.kind]))}"
                f" and no other of {', '.join(OF_A_KIND)}"
            )
        if self.plausible[0] > self.plausible[1]:
            raise ValueError("plausible: the low value comes first")
        return self


class Measure(Strict):
    """One row of `seeds/measures.csv`."""

    measure_id: Identifier
    name_zh: str
    name_en: str
    unit: str
    grain: Literal["facility", "place", "person", "none"]
    extract: str
    item: str
    facilities: Tier | Literal["all", "primary", "hospital", "lead"]
    over_time: Literal["sum", "last", "mean", "distinct"]
    over_places: Literal["sum", "distinct", "none"]
    frequency: Literal["month", "year"]
    final_after_months: int = Field(ge=0)
    status: Status
    source: str

    @model_validator(mode="after")
    def people_are_counted_and_not_added(self) -> Self:
        distinct = (self.over_time == "distinct", self.over_places == "distinct")
        if distinct != (self.grain == "person",) * 2:
            raise ValueError("only people are counted distinct, over time and places")
        if (self.grain == "none") != (self.extract == "none"):
            raise ValueError("a measure without extract has grain none")
        return self


def read_day(written: Any) -> Any:
    return None if written == "none" else written


class Target(Strict):
    """One row of `seeds/plans/targets.csv`."""

    target_id: Identifier
    indicator_id: Identifier
    division_code: str = Field(pattern=r"^(any|0|[0-9]{2}|[0-9]{4}|[0-9]{6})$")
    facility_tier: Tier | Literal["all", "primary"]
    due_on: Annotated[date | None, BeforeValidator(read_day)]
    comparison: Literal["at_least", "at_most"]
    value: float
    unit: str
    document: str
    clause: str
    status: Status | Literal["synthetic"]
    statistic_id: str
    words_zh: str
