"""Definitions people write: formulas become terms, mistakes name file and line."""

import re
import shutil
from pathlib import Path

import duckdb
import pytest

from extracts.definitions import read
from extracts.dictionary import SEEDS, load_dictionary
from extracts.dictionary_calculations import Calculations
from extracts.dictionary_formulas import read_terms
from extracts.dictionary_indicators import Indicator
from extracts.dictionary_tables import calculation_terms, land_dictionary
from extracts.problems import ContractError

GOOD = """
indicator_id: bed_use
name: {zh: 病床使用率, en: bed use}
question: {zh: 床位用了多少, en: how full are beds}
subject: beds
kind: ratio
numerator: occupied + 2 * added
denominator: open_days
factor: 100
unit: "%"
decimals: 1
direction: monitor
plausible: [0, 150]
source: {document: d, status: V}
notes: {zh: 无, en: none}
"""
MEASURES = """\
measure_id,name_zh,name_en,unit,grain,extract,item,facilities,over_time,over_places,frequency,final_after_months,status,source
occupied,占用床日,occupied,床日,facility,facility_monthly,occupied_bed_days,all,sum,sum,month,2,V,x
added,加床,added,床日,facility,facility_monthly,added,all,sum,sum,month,2,V,x
open_days,开放床日,open,床日,facility,facility_monthly,open_bed_days,all,sum,sum,month,2,V,x
"""
TARGETS = """\
target_id,indicator_id,division_code,facility_tier,due_on,comparison,value,unit,document,clause,status,statistic_id,words_zh
full_beds,bed_use,1504,all,2025-12-31,at_least,85,%,d,一,S,none,达到85%
"""
CALCULATIONS = "document: d\ncalculations: [{result: growth, numerator: now - then}]"


def write(folder: Path, text: str) -> Path:
    path = folder / "bed_use.yml"
    path.write_text(text.lstrip(), "utf-8")
    return path


@pytest.fixture
def seeds(tmp_path: Path) -> Path:
    """A dictionary of one indicator, three measures and one target."""
    for folder in ("indicators", "plans", "calculations"):
        (tmp_path / folder).mkdir()
    (tmp_path / "calculations" / "d.yml").write_text(CALCULATIONS, "utf-8")
    write(tmp_path / "indicators", GOOD)
    (tmp_path / "measures.csv").write_text(MEASURES, "utf-8")
    (tmp_path / "plans" / "targets.csv").write_text(TARGETS, "utf-8")
    return tmp_path


def change(path: Path, old: str, new: str) -> None:
    text = path.read_text("utf-8")
    assert old in text
    path.write_text(text.replace(old, new), "utf-8")


def refusal(seeds: Path) -> str:
    with pytest.raises(ContractError) as caught:
        load_dictionary(seeds)
    return str(caught.value)


def test_a_formula_becomes_terms():
    assert read_terms("a - 3 * b * c + 365") == [
        {"weight": 1.0, "quantity": "a"},
        {"weight": -3.0, "quantity": "b", "times": "c"},
        {"weight": 365.0},
    ]
    assert read_terms("- x.a - b")[0] == {"weight": -1.0, "quantity": "x.a"}


@pytest.mark.parametrize("wrong", ["a / b", "(a + b)", "a * b * c", "a +", ""])
def test_what_is_no_sum_is_refused(wrong: str):
    with pytest.raises(ValueError, match=r"sum|quantities"):
        read_terms(wrong)


def test_an_indicator_is_read(tmp_path: Path):
    indicator = read(write(tmp_path, GOOD), Indicator)
    assert [t.quantity for t in indicator.numerator] == ["occupied", "added"]
    assert indicator.plus == 0
    assert [e.edition for e in indicator.editions] == ["documents"]


@pytest.mark.parametrize(
    ("old", "new", "line"),
    [
        ("decimals: 1", "decimal: 1", 10),
        ("direction: monitor", "direction: sideways", 11),
        ("denominator: open_days", "denominator: a / b", 7),
        ("denominator: open_days", "denominator: open_days * occupied", 7),
        ("numerator: occupied + 2 * added", "numerator: occupied + 365", 6),
        ("factor: 100", "factor: 100: 3", 8),
        ("subject: beds", "subject: pillows", 4),
        ("kind: ratio", "kind: guess", 5),
        ("notes:", "tiers: some\nnotes:", 14),
        ("notes:", "interval: wide\nnotes:", 14),
        ("notes:", "editions: [{edition: '2021', number: 3}]\nnotes:", 14),
        (
            "notes:",
            "archived: {since: yesterday, reason: {zh: 旧, en: old}}\nnotes:",
            14,
        ),
    ],
)
def test_a_mistake_names_file_and_line(tmp_path: Path, old: str, new: str, line: int):
    path = write(tmp_path, GOOD.replace(old, new))
    with pytest.raises(ContractError) as caught:
        read(path, Indicator)
    assert f"{path}:{line}: " in str(caught.value)


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("kind: ratio", "kind: count"),
        ("kind: ratio", "kind: missing"),
        ("kind: ratio", "kind: ratio\nof: visits"),
        ("denominator: open_days\n", ""),
        ("plausible: [0, 150]", "plausible: [150, 0]"),
    ],
)
def test_a_kind_says_what_it_needs_and_no_more(tmp_path: Path, old: str, new: str):
    with pytest.raises(ContractError, match=r"needs|the low value"):
        read(write(tmp_path, GOOD.replace(old, new)), Indicator)


def test_a_small_dictionary_is_read(seeds: Path):
    found = load_dictionary(seeds)
    assert [t.target_id for t in found.targets] == ["full_beds"]


@pytest.mark.parametrize(
    ("file", "old", "new", "said"),
    [
        ("measures.csv", "added,加床", "extra,加床", "no such measure: added"),
        ("measures.csv", "added,all,sum", "added,all,often", r"csv:3: over_time"),
        (
            "measures.csv",
            "added,all,sum",
            "added,all,distinct",
            r"csv:3: row: .*people",
        ),
        ("measures.csv", "added,加床", "occupied,加床", r"csv:3: .* a second time"),
        ("plans/targets.csv", "1504", "十五", r"targets.csv:2: division_code"),
        ("plans/targets.csv", "2025-12-31", "2025", r"targets.csv:2: due_on"),
        ("plans/targets.csv", ",bed_use", ",bed_used", r"targets.csv:2: .* no such"),
        ("plans/targets.csv", "85,%", "85,‰", r"targets.csv:2: bed_use is in ‰: %"),
        ("indicators/bed_use.yml", ": bed_use", ": bed_uses", "defines bed_uses"),
        ("indicators/bed_use.yml", "notes:", "supersedes: old\nnotes:", "no such indi"),
    ],
)
def test_what_refers_to_nothing_is_refused(
    seeds: Path, file: str, old: str, new: str, said: str
):
    change(seeds / file, old, new)
    assert re.search(said, refusal(seeds))


def test_a_measure_of_some_facilities_has_no_other_tiers(seeds: Path):
    change(seeds / "indicators" / "bed_use.yml", "notes:", "tiers: each\nnotes:")
    load_dictionary(seeds)
    change(seeds / "measures.csv", "added,all", "added,township")
    assert "bed_use.yml: tiers: " in refusal(seeds)


def test_what_is_superseded_is_archived_and_stays(seeds: Path):
    old = seeds / "indicators" / "bed_use.yml"
    new = GOOD.replace(": bed_use", ": beds_used\nsupersedes: bed_use")
    (seeds / "indicators" / "beds_used.yml").write_text(new.lstrip(), "utf-8")
    assert "beds_used.yml: bed_use is not archived" in refusal(seeds)
    reason = "archived: {since: 2026-01-01, reason: {zh: 口径变了, en: redefined}}\n"
    change(old, "notes:", reason + "notes:")
    change(seeds / "plans" / "targets.csv", TARGETS.splitlines()[1], "")
    with duckdb.connect() as con:
        land_dictionary(con, load_dictionary(seeds))
        assert con.sql("select target_id from raw.dictionary_targets").fetchall() == []
        found = con.sql(
            """
            select indicator_id, supersedes, archived_on, archived_reason_en
            from raw.dictionary_indicators
            order by all
            """
        ).fetchall()
    assert found == [
        ("bed_use", "none", "2026-01-01", "redefined"),
        ("beds_used", "bed_use", "none", "none"),
    ]


def test_one_file_adds_an_indicator(tmp_path: Path):
    """Nothing but a YAML file: it is read, checked and landed with its terms."""
    seeds = tmp_path / "seeds"
    shutil.copytree(SEEDS, seeds)
    text = GOOD.replace("occupied + 2 * added", "stays_inside - 2 * purchases")
    text = text.replace("open_days", "encounters").replace("bed_use", "bed_idleness")
    (seeds / "indicators" / "bed_idleness.yml").write_text(text.lstrip(), "utf-8")
    with duckdb.connect() as con:
        land_dictionary(con, load_dictionary(seeds))
        found = con.sql(
            """
            select side, term_number, weight, quantity
            from raw.dictionary_indicator_terms
            where indicator_id = 'bed_idleness'
            order by side desc, term_number
            """
        ).fetchall()
        indicators = con.sql(
            """
            select indicators.*, editions.edition, editions.name_status
            from raw.dictionary_indicators as indicators
            inner join raw.dictionary_indicator_editions as editions
                using (indicator_id)
            where indicator_id = 'bed_idleness'
            """
        ).df()
    assert found == [
        ("numerator", 1, 1.0, "stays_inside"),
        ("numerator", 2, -2.0, "purchases"),
        ("denominator", 1, 1.0, "encounters"),
    ]
    indicator = indicators.to_dict("records")[0]
    assert indicator["missing_zh"] == indicator["archived_on"] == "none"
    assert (indicator["edition"], indicator["source_status"]) == ("documents", "V")


def test_ids_of_a_calculation_are_completed_with_its_document():
    file = Calculations.model_validate(
        {"document": "d", "calculations": [
            {"result": "g", "numerator": "a + other.b", "denominator": "c * e"}]}
    )  # fmt: skip
    found = [(r["statistic_id"], r["quantity"], r["times"]) for r in
             calculation_terms([file])]  # fmt: skip
    assert found == [
        ("d.g", "d.a", "none"), ("d.g", "other.b", "none"), ("d.g", "d.c", "d.e")
    ]  # fmt: skip


def test_a_calculation_needs_parts_or_says_what_is_missing():
    with pytest.raises(ValueError, match="numerator or what is missing"):
        Calculations.model_validate(
            {"document": "d", "calculations": [{"result": "g"}]}
        )
