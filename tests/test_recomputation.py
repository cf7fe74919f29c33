"""The pipeline's verdicts against an independent computation from the files alone.

Nothing of the project's code is used: files are read with the standard library and
openpyxl, formulas are evaluated with exact decimal fractions.
"""

import csv
import io
import re
from collections import Counter
from fractions import Fraction
from math import floor
from pathlib import Path

import duckdb
import openpyxl
import pytest
import yaml
from commandline import PROJECT

pytestmark = pytest.mark.slow

FIGURES = PROJECT / "demo" / "published"
SEEDS = PROJECT / "seeds"


def table(path: Path) -> list[dict[str, str]]:
    if path.suffix == ".xlsx":
        sheet = openpyxl.load_workbook(path).active
        assert sheet is not None
        cells = [[str(c or "") for c in row] for row in sheet.values]
        head = next(n for n, row in enumerate(cells) if "编号" in row)
        rows = [dict(zip(cells[head], row, strict=True)) for row in cells[head + 1 :]]
        return [row for row in rows if re.fullmatch(r"\w+\.\w+", row["编号"])]
    raw = path.read_bytes()
    try:
        text = raw.decode("utf-8-sig")
    except UnicodeDecodeError:
        text = raw.decode("gb18030")
    return list(csv.DictReader(io.StringIO(text)))


@pytest.fixture(scope="module")
def figures() -> dict[str, dict[str, str]]:
    return {row["编号"]: row for path in FIGURES.iterdir() for row in table(path)}


@pytest.fixture(scope="module")
def units() -> dict[str, Fraction]:
    with (SEEDS / "reference" / "units.csv").open(encoding="utf-8") as file:
        return {r["unit_zh"]: Fraction(r["factor"]) for r in csv.DictReader(file)}


def evaluate(expression: object, value) -> Fraction:
    total = Fraction(0)
    for sign, product in re.findall(
        r"([+-]?)([^+-]+)", str(expression).replace(" ", "")
    ):
        part = Fraction(1)
        for factor in product.split("*"):
            number = re.fullmatch(r"[0-9]+(\.[0-9]+)?", factor)
            part *= Fraction(factor) if number else value(factor)
        total += -part if sign == "-" else part
    return total


def judge(formula: dict, document: str, row: dict[str, str], figures, units):
    def value(name: str) -> Fraction:
        found = figures[name if "." in name else f"{document}.{name}"]
        return Fraction(found["数值"].replace(",", "")) * units[found["单位"]]

    below = evaluate(formula.get("denominator", 1), value)
    result = evaluate(formula["numerator"], value) / below
    result = (result + Fraction(str(formula.get("plus", 0)))) / units[row["单位"]]
    stated = Fraction(row["数值"].replace(",", ""))
    digits = len(row["数值"].partition(".")[2])
    cut = Fraction(floor(abs(result) * 10**digits), 10**digits)
    bound = {"at_least": result >= stated, "at_most": result <= stated}
    if abs(result - stated) <= Fraction(1, 2 * 10**digits) or bound.get(row["限定"]):
        return result, "agrees"
    return result, "truncated" if cut == abs(stated) else "disagrees"


@pytest.fixture(scope="module")
def expected(figures, units) -> dict[str, tuple[Fraction | None, str, str]]:
    found = {}
    for path in (SEEDS / "calculations").glob("*.yml"):
        file = yaml.safe_load(path.read_text("utf-8"))
        for c in file["calculations"]:
            name = (
                c["result"]
                if "." in c["result"]
                else f"{file['document']}.{c['result']}"
            )
            if "missing" in c:
                found[name] = (None, "not_recomputable", "none")
                continue
            row, other = figures[name], "none"
            if "otherwise" in c:
                other = judge(c["otherwise"], file["document"], row, figures, units)[1]
            found[name] = (*judge(c, file["document"], row, figures, units), other)
    return found


def test_every_verdict_and_every_value(publication: Path, expected):
    with duckdb.connect(publication.resolve(), read_only=True) as con:
        rows = con.sql(
            """
            select statistic_id, recomputed_value, verdict, other_reading_agrees
            from core.rpt_published_figures
            """
        ).fetchall()
    assert {row[0] for row in rows} == set(expected)
    for name, value, verdict, other_agrees in rows:
        wanted, wanted_verdict, wanted_other = expected[name]
        assert verdict == wanted_verdict, name
        assert other_agrees == (wanted_other == "agrees"), name
        if wanted is None:
            assert value is None
        else:
            assert value == pytest.approx(float(wanted), rel=1e-9, abs=1e-9), name


def test_every_figure_of_the_files_is_published(publication: Path, figures):
    with duckdb.connect(publication.resolve(), read_only=True) as con:
        rows = con.sql(
            """
            select statistic_id, printed_value, unit_zh
            from core.fct_published_statistics
            """
        ).fetchall()
    assert {r[0]: (r[1], r[2]) for r in rows} == {
        name: (row["数值"], row["单位"]) for name, row in figures.items()
    }


def test_the_findings_that_a_reader_will_be_shown(expected):
    """Known from reading the documents; independent of the calculation files' notes."""
    verdicts = {name: verdict for name, (_, verdict, _) in expected.items()}
    assert verdicts["chifeng_2018.visits_growth"] == "agrees"
    assert verdicts["chifeng_2018.income_fiscal_share_2009"] == "disagrees"
    assert verdicts["chifeng_2018.income_total_increase"] == "disagrees"
    assert verdicts["chifeng_2018.beds_per_1000"] == "disagrees"
    assert verdicts["jinan_2011.outpatient_cost_fall"] == "disagrees"
    assert verdicts["wuji_2024.clinics_completed"] == "disagrees"
    others = Counter(other for _, _, other in expected.values())
    assert others["agrees"] >= 5
    assert others["disagrees"] == 0


def test_every_disagreement_is_explained():
    for path in (SEEDS / "calculations").glob("*.yml"):
        for c in yaml.safe_load(path.read_text("utf-8"))["calculations"]:
            for text in (c.get("note"), c.get("missing")):
                assert text is None or (text["zh"] and text["en"])
