"""Who may see which detail, and what is taken away: tried from the other side."""

import sqlite3

import pytest
from access.people import OTHER, PEOPLE, enter, page_of

from dashboards import warehouse
from dashboards.access import scope
from dashboards.access.accounts import Account, Accounts
from dashboards.pages import ALL


def seen(app, name: str, sql: str) -> set:
    """What a question gives to a person."""
    role, division = PEOPLE[name]
    with app.server.test_request_context():
        from flask_login import login_user  # noqa: PLC0415

        login_user(Account(name, role, division))
        return set(warehouse.ask(sql)["division_code"])


DETAIL = "select distinct division_code from rpt_reports_against_claims"


@pytest.mark.parametrize(
    ("name", "counties"), [("chief", 6), ("ann", 6), ("chen", 1), ("rui", 0)]
)
def test_facility_detail_is_for_its_own_county_and_above(app, name, counties):
    assert len(seen(app, name, DETAIL)) == counties
    values = "select distinct division_code from fct_indicator_values"
    assert len(seen(app, name, values)) == 7


def test_detail_of_one_prefecture_is_not_shown_to_another(app, monkeypatch):
    monkeypatch.setitem(PEOPLE, "ann", ("analyst", "8902"))
    assert seen(app, "ann", DETAIL) == set()


@pytest.mark.parametrize(
    "table",
    ["indicators.rpt_reports_against_claims",
     "yigai.indicators.rpt_reports_against_claims",
     '"indicators"."rpt_reports_against_claims"'],
)  # fmt: skip
def test_naming_the_schema_does_not_go_past_the_scope(app, table):
    with pytest.raises(scope.Forbidden):
        seen(app, "chen", f"select division_code from {table}")


def test_a_made_up_scope_is_refused(app, monkeypatch):
    monkeypatch.setitem(PEOPLE, "chen", ("county", "' or true --"))
    with pytest.raises(scope.Forbidden):
        seen(app, "chen", DETAIL)


@pytest.mark.parametrize("name", ["chen", "rui"])
@pytest.mark.parametrize("page", ALL, ids=lambda page: page.__name__.split(".")[-1])
def test_no_page_shows_another_countys_facilities(app, client, name, page):
    """By the address, by the call behind it, by every download link."""
    enter(client, name)
    search = (
        f"?place={OTHER}&publication=x&cell=visits~{OTHER}~all~then~month~2022-12-31"
    )
    found = client.get(page.PATH + search).text + page_of(
        app, client, page.PATH, search
    )
    for table in page.TABLES:
        found += client.get(f"/download/{table}.csv{search}").text
    assert "yigai" in found
    assert f"{OTHER}-" not in found


def test_the_pages_do_answer_a_signed_in_reader(app, client):
    enter(client, "chen")
    assert "示范市" in page_of(app, client, "/")
    assert "青河" in page_of(app, client, "/indicator", "?place=890101")


@pytest.mark.parametrize(
    "path",
    ["/published/yigai.duckdb", "/yigai.duckdb", "/manifest.json",
     "/current/yigai.duckdb",
     "/20260101T000000-00000000/yigai.duckdb", "/download/..%2f..%2fyigai.duckdb.csv",
     "/assets/..%2f..%2faccess%2faccounts.py", "/assets/../app.py"],
)  # fmt: skip
def test_a_publication_cannot_be_taken_by_guessing_its_name(client, path):
    enter(client, "ann")
    got = client.get(path)
    # an unknown path is answered by the empty page of the application
    assert got.status_code in (200, 404)
    assert "<!DOCTYPE html>" in got.text or got.status_code == 404
    assert b"DUCK" not in got.data
    assert "import " not in got.text


def test_every_export_is_written_down(client, folder):
    enter(client, "chen")
    assert client.get("/download/overview-headlines.csv?lang=en").status_code == 200
    assert client.get("/download/indicator-ranked.xlsx").status_code == 200
    assert client.get("/download/nothing.csv").status_code == 404
    client.post("/exported", json={"what": "indicator-map", "kind": "png"})
    assert (
        client.post("/exported", json={"what": "a", "kind": "exe"}).status_code == 400
    )
    written = Accounts(folder / "accounts.db").exports(9)
    assert [row[1:2] + row[4:6] for row in written] == [
        ("chen", "indicator-map", "png"),
        ("chen", "indicator-ranked", "xlsx"),
        ("chen", "overview-headlines", "csv"),
    ]
    assert written[2][3] == "/download/overview-headlines.csv?lang=en"
    assert all(row[6] == "yigai.duckdb" for row in written)


def test_an_export_that_cannot_be_written_down_is_not_made(client, folder):
    enter(client, "chen")
    with sqlite3.connect(folder / "accounts.db") as con:
        con.execute("drop table exports")
        con.execute("create view exports as select 1 as at")
    client.application.config["PROPAGATE_EXCEPTIONS"] = False
    assert client.get("/download/overview-headlines.csv").status_code == 500
