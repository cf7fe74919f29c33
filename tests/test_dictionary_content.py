"""What the project's own dictionary holds: lists, documents, targets, items."""

import csv
import io
import time

import pytest

from demo.sample.indicators import INDICATORS
from extracts.contract import Contract, load_contracts
from extracts.dictionary import SEEDS, Dictionary, load_dictionary

PUBLISHED = SEEDS.parent / "demo" / "published"
# what the models count that is no column of a contract
DERIVED = {
    "facility_monthly": {"visits_with_behalf"},
    "facility_annual": {"facilities"},
    "facility_registry": {"facilities", "village_rooms", "villages"},
    "discharge_record": {
        "discharges", "deaths", "sent_to_primary", "sent_to_hospital",
        "received_from_facility", "operations", "grade_3_4_operations",
        "antibiotic_users",
    },
    "procurement": {"essential_ordered_yuan"},
    "settlement": {
        "encounters", "visits", "stays", "encounters_inside", "visits_inside",
        "stays_inside", "encounters_other_county", "encounters_outside_prefecture",
        "purchases", "fund_yuan", "fund_inside_yuan", "fund_inside_mapped_yuan",
        "pharmacy_fund_yuan", "fee_yuan", "stay_fee_yuan", "stay_fee_inside_yuan",
        "scope_yuan", "stay_fund_yuan", "stay_scope_yuan", "insured_inpatients_inside",
    },
    "signing": {"signed_residents", "signed_key_people", "due_for_renewal", "renewed"},
}  # fmt: skip


def reference(name: str) -> list[dict[str, str]]:
    with (SEEDS / "reference" / f"{name}.csv").open(encoding="utf-8") as file:
        return list(csv.DictReader(file))


def codes(name: str) -> set[str]:
    return {row["code"] for row in reference("code_sets") if row["list"] == name}


def printed() -> dict[str, dict[str, str]]:
    """The printed figures that arrive as text, by their number."""
    found = {}
    for path in sorted(PUBLISHED.glob("*.csv")):
        raw = path.read_bytes()
        try:
            text = raw.decode("utf-8-sig")
        except UnicodeDecodeError:
            text = raw.decode("gb18030")
        found |= {row["编号"]: row for row in csv.DictReader(io.StringIO(text))}
    return found


@pytest.fixture(scope="module")
def dictionary() -> Dictionary:
    return load_dictionary()


def test_it_is_read_in_no_time():
    start = time.perf_counter()
    load_dictionary()
    assert time.perf_counter() - start < 2


def test_both_lists_are_there(dictionary: Dictionary):
    numbers = {"2020": set(), "2024": set()}
    for indicator in dictionary.indicators:
        for edition in indicator.editions:
            if edition.edition != "documents":
                numbers[edition.edition].add(int(edition.number))
                assert edition.name_status
    assert numbers == {"2020": set(range(1, 21)), "2024": set(range(1, 15))}


def test_three_of_the_2024_list_are_judged_by_people(dictionary: Dictionary):
    judged = {i.item for i in dictionary.indicators if i.kind == "judged"}
    assert judged == {"unified_resources", "democratic_decisions", "joined_services"}
    assert judged <= codes("review_item")


def test_what_the_sample_knows_is_in_it_under_the_same_name(dictionary: Dictionary):
    kinds = {i.indicator_id: i.kind for i in dictionary.indicators}
    wanted = {truth.indicator_id: truth for truth in INDICATORS}
    assert wanted.keys() <= kinds.keys()
    for name, truth in wanted.items():
        expected = "ratio" if truth.denominator else "count"
        assert kinds[name] == ("growth" if name == "visit_growth" else expected)


def test_factors_are_those_of_the_sample(dictionary: Dictionary):
    factors = {i.indicator_id: i.factor for i in dictionary.indicators}
    assert {t.indicator_id: factors[t.indicator_id] for t in INDICATORS} == {
        t.indicator_id: t.factor for t in INDICATORS
    }


def test_what_cannot_be_computed_says_why(dictionary: Dictionary):
    missing = {i.indicator_id for i in dictionary.indicators if i.missing}
    assert {"satisfaction", "premature_mortality", "antibiotic_use_density"} <= missing
    assert len(missing) < len(dictionary.indicators) / 2


def test_sources_and_targets_name_known_documents(dictionary: Dictionary):
    known = {row["document_id"] for row in reference("documents")}
    named = {i.source.document for i in dictionary.indicators}
    assert named | {t.document for t in dictionary.targets} <= known


def test_recalled_formulas_claim_no_document_as_their_source(dictionary: Dictionary):
    """What has no document says so, and what has status V or S has one."""
    for indicator in dictionary.indicators:
        if indicator.source.document == "recalled":
            assert indicator.source.status in ("K", "I"), indicator.indicator_id
        if indicator.source.document == "this_project":
            assert indicator.source.status in ("K", "I"), indicator.indicator_id


def items_of(contract: Contract) -> set[str]:
    """The columns of an extract and what the models derive from them."""
    items = {field.name for field in contract.landed}
    if contract.extract == "chronic_care":
        items = {f"{disease}_{name}" for disease in codes("disease") for name in items}
    if contract.extract in ("signing", "key_population"):
        said = ("signed",) if contract.extract == "signing" else ("people", "managed")
        items = {f"{word}_{group}" for word in said for group in codes("key_group")}
    return items | DERIVED.get(contract.extract, set())


def test_every_measure_is_an_item_of_an_extract(dictionary: Dictionary):
    known = {name: items_of(contract) for name, contract in load_contracts().items()}
    for measure in dictionary.measures:
        assert measure.item in known[measure.extract], measure.measure_id


def test_no_measure_is_there_for_nothing(dictionary: Dictionary):
    terms = [t for i in dictionary.indicators for t in i.numerator + i.denominator]
    assert {m.measure_id for m in dictionary.measures} == {t.quantity for t in terms}


def test_targets_are_the_figures_that_the_documents_print(dictionary: Dictionary):
    """A target of a landed document is its printed figure, to the digit."""
    figures = printed()
    seen = 0
    for target in dictionary.targets:
        if target.statistic_id in figures:
            figure = figures[target.statistic_id]
            assert float(figure["数值"]) == target.value, target.target_id
            assert figure["文件"] == target.document
            seen += 1
    assert seen > 30


def test_targets_named_in_the_documents_are_there(dictionary: Dictionary):
    found = {(t.document, t.indicator_id, str(t.due_on), t.value)
             for t in dictionary.targets}  # fmt: skip
    assert {
        ("chifeng_2024", "tight_community_share", "2025-12-31", 90.0),
        ("chifeng_2024", "basic_standard_share", "2025-12-31", 50.0),
        ("yuncheng_2019", "tertiary_chinese_medicine_hospitals", "2020-12-31", 5.0),
        ("yuncheng_2019", "staff_in_post_rate", "None", 85.0),
        ("xinjiang_2023", "tight_community_share", "2023-12-31", 60.0),
        ("xinjiang_2023", "class_two_pay_share", "2025-12-31", 90.0),
        ("gaocheng_2011", "rural_scheme_participation", "None", 95.0),
    } <= found


def test_made_up_targets_say_so(dictionary: Dictionary):
    for target in dictionary.targets:
        made_up = target.document == "synthetic_demo"
        assert made_up == (target.status == "synthetic")
        assert made_up == target.division_code.startswith("99")
        assert made_up == ("虚构" in target.words_zh)


def test_the_projects_calculations_are_there(dictionary: Dictionary):
    assert sum(len(file.calculations) for file in dictionary.calculations) > 300


def test_an_indicator_is_short_enough_to_be_read():
    for path in (SEEDS / "indicators").glob("*.yml"):
        assert len(path.read_text("utf-8").splitlines()) <= 40, path
