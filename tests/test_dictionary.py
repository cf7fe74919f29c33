"""Definitions people write: formulas become terms, mistakes name file and line."""

from pathlib import Path

import pytest

from extracts.definitions import read
from extracts.dictionary import (
    Calculations,
    Dictionary,
    Indicator,
    load_dictionary,
    read_terms,
)
from extracts.dictionary_tables import calculation_terms
from extracts.problems import ContractError

GOOD = """
indicator_id: bed_use
name: {zh: 病床使用率, en: bed use}
question: {zh: 床位用了多少, en: how full are beds}
numerator: occupied + 2 * a * b
denominator: open_days
factor: 100
unit: "%"
decimals: 1
direction: monitor
plausible: [0, 150]
source: {document: d, status: V}
notes: {zh: 无, en: none}
"""


def write(folder: Path, text: str) -> Path:
    path = folder / "bed_use.yml"
    path.write_text(text.lstrip(), "utf-8")
    return path


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
    assert [t.quantity for t in indicator.numerator] == ["occupied", "a"]
    assert indicator.plus == 0


@pytest.mark.parametrize(
    ("old", "new", "line"),
    [
        ("decimals: 1", "decimal: 1", 8),
        ("direction: monitor", "direction: sideways", 9),
        ("denominator: open_days", "denominator: a / b", 5),
        ("factor: 100", "factor: 100: 3", 6),
    ],
)
def test_a_mistake_names_file_and_line(tmp_path: Path, old: str, new: str, line: int):
    path = write(tmp_path, GOOD.replace(old, new))
    with pytest.raises(ContractError) as caught:
        read(path, Indicator)
    assert f"{path}:{line}: " in str(caught.value)


def test_an_unknown_measure_is_refused(tmp_path: Path):
    (tmp_path / "indicators").mkdir()
    write(tmp_path / "indicators", GOOD)
    (tmp_path / "measures.csv").write_text(
        "measure_id,name_zh,name_en,unit,over_time,over_places,source,status\n"
        "open_days,开放床日,open,床日,sum,sum,x,V\n"
    )
    with pytest.raises(ContractError, match="no such measure: a, occupied"):
        load_dictionary(tmp_path)


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


def test_the_projects_own_definitions_are_sound():
    dictionary: Dictionary = load_dictionary()
    assert {
        "visit_growth",
        "income_structure",
        "signing_rate",
        "county_visit_ratio",
    } <= {indicator.indicator_id for indicator in dictionary.indicators}
    assert sum(len(file.calculations) for file in dictionary.calculations) > 300
