"""The whole line: demo, again, queries meanwhile, and a run that must not publish."""

import json
import shutil
import subprocess
import sys
import time
from pathlib import Path

import duckdb
import pytest
from commandline import PROJECT, YIGAI, yigai

pytestmark = pytest.mark.slow


def content(published: Path) -> dict[str, list[tuple]]:
    with duckdb.connect(published.resolve(), read_only=True) as con:
        tables = con.sql(
            "select schema_name || '.' || table_name from duckdb_tables() order by 1"
        ).fetchall()
        return {t: con.sql(f"from {t}").fetchall() for (t,) in tables}


@pytest.fixture
def own(demo_data: Path, tmp_path: Path) -> Path:
    """A copy of the demo's data folder that a test may change."""
    return Path(shutil.copytree(demo_data, tmp_path / "data", symlinks=True))


def test_the_demo_says_what_it_found_and_where_it_is(own: Path):
    said = yigai(own, "demo").stdout
    for figure in ("8.55", "22.55", "62.95", "75.9", "99.76", "32.44"):
        assert figure in said
    for verdict in ("agrees", "truncated", "disagrees", "not recomputable"):
        assert verdict in said
    assert str(own / "published" / "yigai.duckdb") in said


def test_a_second_demo_changes_no_row(own: Path):
    before = content(own / "published" / "yigai.duckdb")
    done = yigai(own, "demo")
    assert "up to date" in done.stderr
    assert content(own / "published" / "yigai.duckdb") == before


def test_a_forced_run_gives_the_same_rows(own: Path):
    before = content(own / "published" / "yigai.duckdb")
    yigai(own, "run", "--force")
    after = content(own / "published" / "yigai.duckdb")
    for moments in ("quality.check_results",):
        before.pop(moments), after.pop(moments)
    assert after == before


def test_queries_answer_while_a_run_is_going_on(own: Path):
    run = subprocess.Popen(
        [YIGAI, "run", "--force"], cwd=PROJECT, stderr=subprocess.DEVNULL,
        env={**__import__("os").environ, "YIGAI_DATA": str(own)},
    )  # fmt: skip
    answers = 0
    while run.poll() is None:
        sql = "select count(*) as n from rpt_published_figures"
        done = yigai(own, "query", sql, "-f", "json")
        assert json.loads(done.stdout)[0]["n"] > 300
        answers += 1
        time.sleep(0.2)
    assert run.returncode == 0
    assert answers >= 3


def test_a_failing_blocking_check_publishes_nothing(own: Path):
    before = content(own / "published" / "yigai.duckdb")
    inbox = own / "inbox" / "published_statistic"
    text = (inbox / "xinjiang_2023.csv").read_text("utf-8-sig")
    # the same figure in two documents: blocking check S001, and dbt's own test
    extra = text.replace(",xinjiang_2023,", ",chifeng_2024,")
    (inbox / "copied.csv").write_text(extra, "utf-8")
    done = yigai(own, "run", check=False)
    assert done.returncode == 1
    assert "nothing was published" in done.stderr
    assert content(own / "published" / "yigai.duckdb") == before


def test_a_failing_great_expectations_check_publishes_nothing(own: Path):
    before = content(own / "published" / "yigai.duckdb")
    with duckdb.connect(own / "build" / "yigai.duckdb") as con:
        con.execute("update raw.files set rows_read = rows_read + 1")
    done = yigai(own, "run", "--force", check=False)
    assert done.returncode == 1
    assert "R002" in done.stderr
    assert "dbt build" not in done.stderr
    assert content(own / "published" / "yigai.duckdb") == before


def test_a_bad_file_is_named_and_the_rest_is_published(own: Path):
    inbox = own / "inbox" / "published_statistic"
    (inbox / "broken.csv").write_bytes(b"\xff\xfe\x00")
    shutil.copy(inbox / "xinjiang_2023.csv", inbox / "xinjiang_2023 (1).csv")
    done = yigai(own, "run")
    assert "broken.csv" in done.stderr
    assert "UTF-16" in done.stderr
    published = content(own / "published" / "yigai.duckdb")
    refused = published["quality.rpt_rejected_files"]
    assert [row[2] for row in refused] == ["broken.csv"]
    resent = published["quality.rpt_resent_files"]
    assert [row[2:4] for row in resent] == [
        ("xinjiang_2023 (1).csv", "xinjiang_2023.csv")
    ]


def test_query_without_publication_says_what_to_do(tmp_path: Path):
    done = yigai(tmp_path, "query", "select 1", check=False)
    assert done.returncode == 1
    assert "yigai demo" in done.stderr
    assert "Traceback" not in done.stderr


def test_dbt_unit_tests_pass(own: Path):
    target = own / "build" / "dbt_unit"
    done = subprocess.run(
        [Path(sys.executable).parent / "dbt", "test", "--select", "test_type:unit",
         "--target-path", str(target)],
        cwd=PROJECT, capture_output=True, text=True, check=False,
        env={**__import__("os").environ, "DBT_PROFILES_DIR": str(PROJECT),
             "YIGAI_BUILD": str(own / "build" / "yigai.duckdb")},
    )  # fmt: skip
    assert done.returncode == 0, done.stdout
    written = json.loads((target / "manifest.json").read_text())["unit_tests"]
    assert written
    assert f"PASS={len(written)} " in done.stdout
