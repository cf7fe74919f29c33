"""The contracts: each loads, is unambiguous, and lets no person through."""

import csv
from collections import defaultdict
from pathlib import Path

import duckdb
import fastexcel
import pytest

from extracts.contract import FOLDER, Contract, ContractField, load_contracts
from extracts.data_dictionary import write_data_dictionary
from extracts.definitions import read
from extracts.parsing import FACTORS, literal, typed
from extracts.problems import ContractError
from extracts.readers.layout import find_layout, plain
from extracts.warehouse import prepare

REFERENCE = FOLDER.parent.parent / "seeds" / "reference"
CONTRACTS = load_contracts()
EXTRACTS = {
    "facility_registry", "facility_crosswalk", "community_membership",
    "facility_monthly", "facility_annual", "settlement", "discharge_record",
    "insured_population", "resident_population", "signing", "signing_sheet",
    "key_population", "fund_budget", "community_review", "facility_review",
    "staffing", "procurement", "chronic_care", "reform_register",
    "published_statistic",
}  # fmt: skip

SMALL = """\
extract: small
name: {zh: 小, en: small}
grain: {zh: 一行, en: a row}
key: [place]
reporting_unit: place
submission: replaces
fields:
  - name: place
    label: {zh: 地点, en: place}
    type: text
    required: true
    origin: {source: test, status: I}
"""

each_contract = pytest.mark.parametrize(
    "contract", CONTRACTS.values(), ids=list(CONTRACTS)
)


def reference(name: str) -> list[dict[str, str]]:
    with (REFERENCE / name).open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def fields(extract: str) -> dict[str, ContractField]:
    return {field.name: field for field in CONTRACTS[extract].fields}


def refusal(folder: Path, text: str) -> str:
    path = folder / "small.yml"
    path.write_text(text, "utf-8")
    with pytest.raises(ContractError) as caught:
        read(path, Contract)
    return str(caught.value)


def test_every_extract_has_its_contract():
    assert set(CONTRACTS) == EXTRACTS
    assert {path.stem for path in FOLDER.glob("*.yml")} == EXTRACTS


def test_raw_tables_can_be_made_of_all():
    with duckdb.connect() as con:
        prepare(con, list(CONTRACTS.values()))
        made = con.sql("select table_name from duckdb_tables()").fetchall()
    assert {name for (name,) in made} >= EXTRACTS


def test_small_contract_is_good(tmp_path):
    path = tmp_path / "small.yml"
    path.write_text(SMALL, "utf-8")
    assert read(path, Contract).key == ["place"]


@pytest.mark.parametrize(
    ("wrong", "right", "line", "said"),
    [
        ("    requird: true", "    required: true", 11, "requird"),
        ("    type: txt", "    type: text", 10, "type"),
        ("key: [plaice]", "key: [place]", 1, "no such field: plaice"),
        ("    required: false", "    required: true", 1, "must be required: place"),
        ("name: {zh: 小, en: small", "name: {zh: 小, en: small}", 3, ""),
    ],
)
def test_mistake_names_file_and_line(tmp_path, wrong, right, line, said):
    message = refusal(tmp_path, SMALL.replace(right, wrong, 1))
    assert f"small.yml:{line}:" in message
    assert said in message


def test_field_declared_twice_is_refused(tmp_path):
    body = SMALL.partition("fields:\n")[2]
    assert "declared twice: place" in refusal(tmp_path, SMALL + body)


@each_contract
def test_headers_are_unambiguous(contract):
    meant = defaultdict(set)
    for field in contract.fields:
        for alias in field.aliases:
            meant[plain(alias)].add(field.name)
    assert {h: names for h, names in meant.items() if len(names) > 1} == {}
    assert "" not in meant


@each_contract
def test_code_lists_exist(contract):
    known = {row["list"] for row in reference("code_sets.csv")}
    assert {field.codes for field in contract.fields} - {"none"} <= known


@each_contract
def test_names_tell_units(contract):
    for field in contract.fields:
        is_money = field.type == "money"
        if is_money:
            assert field.unit in FACTORS, field.name
        if contract.extract != "settlement":
            assert field.name.endswith("_yuan") == is_money, field.name
        assert field.name.endswith("_pct") == (field.type == "percent"), field.name


@each_contract
def test_what_names_a_person_is_declared(contract):
    words = ("姓名", "证件号", "身份证", "电话", "手机", "住址", "地址", "病案号")
    for field in contract.fields:
        if any(word in alias for alias in field.aliases for word in words):
            assert field.personal != "no", field.name


def test_facility_monthly_prints_thousands():
    money = [f for f in CONTRACTS["facility_monthly"].fields if f.type == "money"]
    assert len(money) == 11
    assert {field.unit for field in money} == {"千元"}


def test_facility_monthly_has_every_item_of_the_form():
    items = {f.origin.item for f in CONTRACTS["facility_monthly"].fields} - {"none"}
    assert len(items) == 32
    assert {"4.1", "4.2", "4.3", "4.4"} <= items


def test_settlement_lands_no_person():
    landed = {field.name for field in CONTRACTS["settlement"].landed}
    assert not landed & {"psn_name", "brdy", "naty"}
    for name in ("psn_no", "certno"):
        assert fields("settlement")[name].personal == "pseudonymise"


def test_identity_numbers_are_hashed_or_dropped_everywhere():
    for contract in CONTRACTS.values():
        for field in contract.landed:
            if field.name in ("certno", "psn_no", "record_number"):
                assert field.personal == "pseudonymise", contract.extract


def test_fund_budget_is_the_form_of_the_slide():
    printed = "筹资额度 风险金 大病保险 疫苗及集采返还 年限认定 大病分担费用 "
    printed += "非医共体预留 质量保证金 预算总额"
    money = [f for f in CONTRACTS["fund_budget"].fields if f.type == "money"]
    assert [field.label.zh for field in money] == printed.split()
    assert {field.unit for field in money} == {"万元"}


@pytest.mark.parametrize(
    ("text", "year"),
    [("2024", 2024), ("2024年", 2024), ("２０２４年度", 2024), ("24", None),
     ("202405", None), ("2024-05-01", None), ("45000", None)],
)  # fmt: skip
def test_year_is_a_year_and_nothing_else(text, year):
    ((found,),) = duckdb.sql(
        f"select year({typed('year', 1, literal(text))})"
    ).fetchall()
    assert found == year


def test_discharge_record_has_the_parts_of_n041():
    names = list(fields("discharge_record"))
    assert sum(name.startswith("other_diagnosis_code_") for name in names) == 15
    assert sum(name.startswith("operation_code_") for name in names) == 7
    assert sum(name.startswith("operation_grade_") for name in names) == 7
    parts = [f for n, f in fields("discharge_record").items() if f.note is None]
    costs = [f for f in parts if f.type == "money"]
    assert len(costs) - 2 == 24  # less the total and what the person pays


def test_first_column_of_n041_is_no_name_in_dbf():
    header = [["USERNAME", "ZYCS", "BAH", "RYSJ", "CYSJ", "JBDM", "ZFY", "机构代码"]]
    contract = CONTRACTS["discharge_record"]
    csv_columns = find_layout("n041", header, contract.in_format("csv")).columns
    dbf_columns = find_layout("n041", header, contract.in_format("dbf")).columns
    assert csv_columns["facility_name"] == 0
    assert "facility_name" not in dbf_columns
    assert dbf_columns["record_number"] == 2


def test_discharge_record_needs_one_column_that_names_the_facility():
    contract = CONTRACTS["discharge_record"]
    required = {field.name for field in contract.fields if field.required}
    assert [f.name for f in contract.missing(required)] == ["facility_code"]
    assert contract.missing(required | {"facility_name"}) == []


def test_signing_sheet_reads_two_header_rows():
    below = [field.label.zh for field in CONTRACTS["signing_sheet"].fields[4:]]
    below[3] = "常住人 口签约数(人)"
    header = [
        ["区县", "机构", "统计月份", "家庭医生签约服务进展情况统计表", *[""] * 32],
        ["", "", "", *below],
    ]
    layout = find_layout("sheet", header, CONTRACTS["signing_sheet"])
    assert len(layout.columns) == 36
    assert layout.header_rows == 2
    assert layout.columns["signed_residents"] == 6
    assert layout.unknown == ()


@pytest.mark.parametrize(
    ("name", "key"),
    [
        ("code_sets.csv", ["list", "code"]),
        ("divisions.csv", ["division_code"]),
        ("facility_classes.csv", ["facility_class_code"]),
        ("care_kinds.csv", ["med_type"]),
        ("reporting_duties.csv", ["extract_id", "class_prefix", "facility_tier"]),
    ],
)
def test_reference_seed_is_sound(name, key):
    content = (REFERENCE / name).read_bytes()
    assert not content.startswith(b"\xef\xbb\xbf")
    assert b"\r" not in content
    rows = reference(name)
    assert all(cell for row in rows for cell in row.values())
    # what is made up says so
    assert {row["status"] for row in rows} <= {*"VSIK", "synthetic"}
    keys = [tuple(row[column] for column in key) for row in rows]
    assert len(set(keys)) == len(keys)


def test_every_division_lies_in_one_of_the_level_above():
    levels = {"country": "country", "province": "country", "prefecture": "province"}
    levels["county"] = "prefecture"
    level = {row["division_code"]: row["level"] for row in reference("divisions.csv")}
    for row in reference("divisions.csv"):
        assert level[row["parent_code"]] == levels[row["level"]], row


def test_successors_are_divisions_of_the_same_level():
    level = {row["division_code"]: row["level"] for row in reference("divisions.csv")}
    for row in reference("divisions.csv"):
        if row["successor_code"] != "none":
            assert level[row["successor_code"]] == row["level"], row


def test_duties_keep_the_days_of_the_contracts():
    for row in reference("reporting_duties.csv"):
        assert int(row["due_day"]) == (CONTRACTS[row["extract_id"]].due_day or 0), row


def test_every_type_of_care_has_its_kind():
    listed = {
        r["code"][:2] for r in reference("code_sets.csv") if r["list"] == "med_type"
    }
    known = {row["med_type"] for row in reference("care_kinds.csv")}
    # 99 is whatever a place wants
    assert listed - known == {"99"}


def test_primary_care_is_classes_b_c_d():
    for row in reference("facility_classes.csv"):
        is_primary = row["facility_class_code"][0] in "BCD"
        assert row["is_primary_care"] == str(is_primary).lower()


@pytest.fixture(scope="module")
def dictionary(tmp_path_factory):
    return write_data_dictionary(CONTRACTS, tmp_path_factory.mktemp("dictionary"))


def test_data_dictionary_page_names_every_field(dictionary):
    page = dictionary[0].read_text("utf-8")
    for contract in CONTRACTS.values():
        section = page.partition(f'<section id="{contract.extract}">')[2]
        section = section.partition("</section>")[0]
        for field in contract.fields:
            assert f"<td>{field.name}</td><td>{field.label.zh}</td>" in section
    assert "http" not in page.partition("<body>")[0]


def test_data_dictionary_workbook_names_every_field(dictionary):
    book = fastexcel.read_excel(dictionary[1])
    assert book.sheet_names[1:-1] == sorted(EXTRACTS)
    for extract in EXTRACTS:
        names = book.load_sheet(extract, dtypes="string").to_polars().to_series(0)
        assert names.to_list() == [f.name for f in CONTRACTS[extract].fields]
