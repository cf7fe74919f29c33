"""The dashboard without a browser: questions, words, numbers, downloads."""

import csv
import io
import json
import re
from pathlib import Path

import duckdb
import openpyxl
import polars as pl
import pytest
from dash._utils import to_json

from dashboards import downloads, verdicts, warehouse
from dashboards.app import create_app
from dashboards.figures.asked import Asked
from dashboards.pages import (
    dictionary,
    headlines,
    indicator,
    overview,
    printed_figures,
)
from dashboards.view import View
from dashboards.warehouse import printed

FIGURE = {
    "statistic_id": "doc.one",
    "document_id": "doc",
    "division_code": "1504",
    "indicator_id": "none",
    "document_zh": "某市报告",
    "document_en": "A report",
    "clause": "第一页",
    "subject_zh": "某市",
    "subject_en": "A city",
    "period": "2019-01/2019-10",
    "measure_zh": "床位数",
    "measure_en": "Beds",
    "printed_text": "床位增长8.5%",
    "printed_value": "8.5",
    "unit_zh": "%",
    "unit_en": "%",
    "status": "S",
    "expression_zh": "甲 ÷ 乙",
    "expression_en": "a ÷ b",
    "verdict": "agrees",
    "other_reading_kind": "none",
    "other_reading_zh": None,
    "other_reading_en": None,
    "other_expression_zh": None,
    "other_expression_en": None,
    "explanation_zh": "相符。",
    "explanation_en": "It agrees.",
    "document_address": "documents/a.txt",
    "file_name": "a.csv",
    "file_id": "00",
    "file_row": 2,
    "stated_value": 8.5,
    "numerator": 108.55,
    "denominator": 100.0,
    "recomputed_value": 8.55,
    "difference": 0.05,
    "rounding_spread": 0.01,
    "other_recomputed_value": None,
    "is_within_rounding_of_parts": False,
    "other_reading_agrees": False,
}
FIGURES = [
    FIGURE,
    FIGURE | {"statistic_id": "doc.two", "verdict": "not_recomputable"},
    FIGURE
    | {
        "statistic_id": "doc.rounded",
        "verdict": "disagrees",
        "is_within_rounding_of_parts": True,
    },
    FIGURE
    | {
        "statistic_id": "doc.wrong's",
        "verdict": "disagrees",
        "measure_en": "=1+1",
        "file_row": 9,
    },
    FIGURE
    | {
        "statistic_id": "other.cut",
        "document_id": "other",
        "document_en": "Another paper",
        "verdict": "truncated",
        "subject_en": "Village clinics",
    },
]
EMPTY = {
    "core.fct_published_statistics": "statistic_id varchar, name_zh varchar",
    "indicators.dim_indicators": "indicator_id varchar, name_zh varchar",
    "quality.rpt_landed_files": "rows_landed bigint",
}


def publish(folder: Path, figures: list[dict]) -> Path:
    """A publication with these figures and nothing else."""
    folder.mkdir(parents=True)
    rows = pl.DataFrame(figures, infer_schema_length=None)
    with duckdb.connect(folder / "yigai.duckdb") as con:
        for schema in ("core", "indicators", "quality"):
            con.execute(f"create schema {schema}")
        con.register("rows", rows.to_arrow())
        con.execute("create table core.rpt_published_figures as from rows")
        for table, columns in EMPTY.items():
            con.execute(f"create table {table} ({columns})")
    return folder / "yigai.duckdb"


@pytest.fixture
def published(tmp_path):
    return publish(tmp_path / "published", FIGURES)


@pytest.fixture
def app(published):
    with create_app(published).server.app_context():
        yield


@pytest.fixture
def client(published):
    return create_app(published).server.test_client()


def ids(rows: pl.DataFrame) -> list[str]:
    return rows["statistic_id"].to_list()


def said(component) -> str:
    """Everything a page says, as the browser receives it."""
    return json.dumps(json.loads(to_json(component)), ensure_ascii=False)


def test_worst_first_and_what_rounding_explains_after_what_it_does_not(app):
    assert ids(printed.figures("zh")) == [
        "doc.wrong's",
        "doc.rounded",
        "other.cut",
        "doc.one",
        "doc.two",
    ]


@pytest.mark.parametrize(
    ("document", "text", "found"),
    [
        ("other", "", ["other.cut"]),
        ("", "VILLAGE clinics", ["other.cut"]),
        ("", "clinics 床位", ["other.cut"]),
        ("doc", "clinics", []),
        ("", "' or 1=1 --", []),
        ("x' or '1'='1", "", []),
        ("", "%", ["doc.wrong's", "doc.rounded", "other.cut", "doc.one", "doc.two"]),
    ],
)
def test_filters_find_words_in_either_language(app, document, text, found):
    assert ids(printed.figures("zh", document, text)) == found


def test_columns_of_one_language_only(app):
    row = printed.figure("doc.one", "en")
    assert row["measure"] == "Beds"
    assert not [name for name in row if name.endswith(("_zh", "_en"))]


def test_the_query_shown_gives_the_row_again(app, published):
    query = printed.figure_query("doc.wrong's")
    with duckdb.connect(published, read_only=True) as con:
        con.execute("set search_path = 'core'")
        assert con.execute(query).pl()["statistic_id"].to_list() == ["doc.wrong's"]


def test_a_new_publication_is_read_while_the_old_is_open(tmp_path):
    link = tmp_path / "yigai.duckdb"
    link.symlink_to(publish(tmp_path / "1", FIGURES))
    app = create_app(link).server
    with duckdb.connect(link.resolve(), read_only=True):
        with app.app_context():
            assert sum(printed.verdict_counts().values()) == 5
        fresh = tmp_path / "fresh"
        fresh.symlink_to(publish(tmp_path / "2", FIGURES[:1]))
        with app.app_context():
            assert printed.verdict_counts()["disagrees"] == 2
            fresh.replace(link)
            # one request is answered by one publication
            assert printed.verdict_counts()["disagrees"] == 2
        with app.app_context():
            assert printed.verdict_counts() == {"agrees": 1}


def test_the_manifest_names_the_publication(published):
    manifest = '{"publication_id": "p1", "published_at": "2026-11-22T05:23:17Z"}'
    published.with_name("manifest.json").write_text(manifest)
    with create_app(published).server.app_context():
        assert "p1" in said(printed_figures.layout())


def test_without_a_manifest_the_file_is_named(app):
    assert warehouse.publication()["publication_id"] == "yigai.duckdb"


def test_a_publication_of_printed_figures_alone_says_so_kindly(app):
    told = said(indicator.layout())
    assert "本次发布没有由上报数据算得的指标" in told
    assert "/printed-figures" in told


def test_a_publication_of_printed_figures_alone_opens_with_their_headlines(app):
    assert said(overview.layout()) == said(headlines.layout())


@pytest.mark.parametrize("page", [overview, headlines, printed_figures, dictionary])
def test_without_a_publication_the_page_says_what_to_run(tmp_path, page):
    with create_app(tmp_path / "none.duckdb").server.app_context():
        told = said(page.layout(lang="en"))
    assert "还没有发布的数据" in told
    assert "Nothing is published yet" in told
    assert "yigai demo" in told
    assert "yigai run" in told


def test_a_publication_without_the_headline_figures_says_so(app):
    told = said(headlines.layout())
    assert told.count("本次发布没有这些数字。") == 4


def test_detail_panel_tells_an_unknown_figure(app):
    assert "没有数字“doc.none”" in said(printed_figures.layout(id="doc.none"))


def test_counts_follow_the_other_filters_but_not_the_verdict(app):
    rows, shown, *counts = printed_figures.narrow("doc", ["agrees"], "", "en")
    assert [row["statistic_id"] for row in rows] == ["doc.one"]
    assert shown == "1 of 5 figures shown"
    assert dict(zip(verdicts.ORDER, counts, strict=True)) == {
        "disagrees": 2,
        "truncated": 0,
        "agrees": 1,
        "not_recomputable": 1,
    }


def test_address_and_view_say_the_same(client):
    view = View.of(lang="en", place="1504", document="doc", q="a b&c", id="doc.one")
    with client.application.test_request_context(view.address("/x")) as context:
        assert View.of(**context.request.args.to_dict()) == view
    assert view.elsewhere().address("/y") == "/y?lang=en&place=1504"
    assert View.of(lang=["zh", "en"]).lang == "en"
    assert View.of(lang="fr").address("/") == "/"
    asked = Asked.of(View.of(verdict="x,agrees", id=None, zz="1"))
    assert asked == Asked(verdicts=("agrees",))
    assert Asked.of(Asked("d", ("agrees",), "q", "f").view("en")) == Asked(
        "d", ("agrees",), "q", "f"
    )


def test_csv_opens_in_excel_and_runs_no_formula(client):
    got = client.get("/download/printed-figures.csv?lang=en&verdict=disagrees")
    assert got.data.startswith(b"\xef\xbb\xbf")
    assert "attachment" in got.headers["Content-Disposition"]
    rows = list(csv.DictReader(io.StringIO(got.data.decode("utf-8-sig"))))
    assert [row["Identifier"] for row in rows] == ["doc.wrong's", "doc.rounded"]
    assert rows[0]["Measure"] == "'=1+1"
    assert rows[0]["Verdict"] == "Disagrees"
    assert rows[0]["Status"] == "stated in a document"
    assert float(rows[0]["Recomputed"]) == 8.55


def test_numbers_stay_numbers_and_texts_stay_texts():
    cells = ["-8.2", "-a", "+1", "@x", -8.2, None]
    kept = [downloads.harmless(cell) for cell in cells]
    assert kept == ["-8.2", "'-a", "+1", "'@x", -8.2, None]


def test_xlsx_has_the_rows_and_says_what_they_are(client):
    got = client.get("/download/printed-figures.xlsx?document=doc")
    book = openpyxl.load_workbook(io.BytesIO(got.data))
    rows = list(book["数据"].iter_rows(values_only=True))
    assert len(rows) == 1 + 4
    assert dict(zip(rows[0], rows[1], strict=True))["重算"] == 8.55
    assert dict(zip(rows[0], rows[1], strict=True))["编号"] == "doc.wrong's"
    about = dict(book["说明"].iter_rows(values_only=True))
    assert about["行数"] == 4
    assert about["筛选"] == "doc"


def test_a_text_in_xlsx_is_no_formula(client):
    got = client.get("/download/printed-figures.xlsx?lang=en&verdict=disagrees")
    sheet = openpyxl.load_workbook(io.BytesIO(got.data))["data"]
    cell = next(c for row in sheet for c in row if c.value == "=1+1")
    assert cell.data_type == "s"


@pytest.mark.parametrize(
    "path", ["/download/secrets.csv", "/download/printed-figures.exe"]
)
def test_nothing_else_can_be_downloaded(client, path):
    assert client.get(path).status_code == 404


def test_without_a_publication_nothing_is_downloaded(tmp_path):
    client = create_app(tmp_path / "none.duckdb").server.test_client()
    assert client.get("/download/printed-figures.csv").status_code == 503


def test_first_answer_names_its_language_and_asks_nothing_outside(client):
    assert '<html lang="zh-CN">' in client.get("/").text
    english = client.get("/?lang=en").text
    assert '<html lang="en">' in english
    assert not re.findall(r'(?:src|href)="(?:https?:)?//', english)


def test_a_page_without_tables_does_not_wait_for_their_script(client):
    script = re.compile(r'<script src="[^"]*/dash_ag_grid\.')
    assert not script.search(client.get("/").text)
    assert 'id="grid-script"' in client.get("/?lang=en").text
    for path in ("/printed-figures", "/dictionary?lang=en"):
        assert script.search(client.get(path).text)
