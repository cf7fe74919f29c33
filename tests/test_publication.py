"""Publishing: readers see all of one publication or all of the next."""

import json
import multiprocessing
import os
import sys
from pathlib import Path

import duckdb
import pytest
from fault_table import survived

from orchestration import publication


@pytest.fixture
def build(tmp_path: Path) -> Path:
    path = tmp_path / "build" / "yigai.duckdb"
    path.parent.mkdir()
    with duckdb.connect(path) as con:
        con.execute("create schema core; create schema staging")
        con.execute("create table core.fct_a as select 2 as n union all select 1")
        con.execute("create table staging.secret as select 1 as n")
        con.execute("comment on column core.fct_a.n is 'a number, it''s one'")
    return path


def numbers(path: Path) -> list[int]:
    with duckdb.connect(path.resolve(), read_only=True) as con:
        return [row[0] for row in con.sql("from core.fct_a").fetchall()]


def change(build: Path, n: int) -> None:
    with duckdb.connect(build) as con:
        con.execute(
            "update core.fct_a set n = ? where n = (select max(n) from core.fct_a)", [n]
        )


def test_publishes_marts_only_with_parquet_comments_and_manifest(build, tmp_path):
    folder = tmp_path / "published"
    publication.publish(build, folder, {"fingerprint": "abcdef012345"})
    assert numbers(folder / "yigai.duckdb") == [1, 2]
    assert duckdb.sql(f"from '{folder}/parquet/core/fct_a.parquet'").fetchall() == [
        (1,), (2,),
    ]  # fmt: skip
    with duckdb.connect((folder / "yigai.duckdb").resolve(), read_only=True) as con:
        assert con.sql(
            "select comment from duckdb_columns() where column_name = 'n'"
        ).fetchall() == [("a number, it's one",)]
        assert (
            con.sql("from duckdb_schemas() where schema_name = 'staging'").fetchall()
            == []
        )
    manifest = publication.read_manifest(folder)
    assert manifest is not None
    assert manifest["tables"]["core.fct_a"]["rows"] == 2
    assert manifest["number"] == 1


def test_the_same_rows_give_the_same_hashes_in_whatever_order_they_were_built(
    build, tmp_path
):
    first = publication.publish(build, tmp_path / "a", {"fingerprint": "1" * 8})
    with duckdb.connect(build) as con:
        con.execute("create or replace table core.fct_a as select unnest([1, 2]) as n")
        con.execute("comment on column core.fct_a.n is 'a number, it''s one'")
    second = publication.publish(build, tmp_path / "b", {"fingerprint": "1" * 8})
    tables = [publication.read(p)["tables"] for p in (first, second)]  # ty: ignore
    assert tables[0] == tables[1]
    change(build, 3)
    third = publication.publish(build, tmp_path / "c", {"fingerprint": "1" * 8})
    changed = publication.read(third)["tables"]["core.fct_a"]  # ty: ignore
    assert changed["content"] != tables[0]["core.fct_a"]["content"]
    assert changed["parquet"] != tables[0]["core.fct_a"]["parquet"]


def test_an_open_reader_keeps_what_it_opened(build, tmp_path):
    folder = tmp_path / "published"
    publication.publish(build, folder, {"fingerprint": "11111111"})
    reader = duckdb.connect((folder / "yigai.duckdb").resolve(), read_only=True)
    change(build, 7)
    publication.publish(build, folder, {"fingerprint": "22222222"})
    assert reader.sql("from core.fct_a").fetchall() == [(1,), (2,)]
    assert numbers(folder / "yigai.duckdb") == [1, 7]
    reader.close()


def test_a_failing_publication_leaves_the_last_one(build, tmp_path, monkeypatch):
    folder = tmp_path / "published"
    publication.publish(build, folder, {"fingerprint": "11111111"})
    before = publication.read_manifest(folder)
    change(build, 7)

    def full(*_: object) -> int:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr("orchestration.tables.write_table", full)
    with pytest.raises(OSError, match="No space"):
        publication.publish(build, folder, {"fingerprint": "22222222"})
    assert publication.read_manifest(folder) == before
    assert numbers(folder / "yigai.duckdb") == [1, 2]


def test_old_publications_and_leftovers_are_removed(build, tmp_path):
    folder = tmp_path / "published"
    (folder / ".20200101T000000-deadbeef.1").mkdir(parents=True)
    for n in range(5):
        publication.publish(build, folder, {"fingerprint": f"{n}" * 8})
    kept = [p.name for p in publication.publications(folder)]
    assert len(kept) == publication.KEPT
    assert [p.name for p in folder.glob(".*")] == []
    assert numbers(folder / "yigai.duckdb") == [1, 2]


def test_nothing_is_removed_while_the_current_one_cannot_be_read(build, tmp_path):
    folder = tmp_path / "published"
    for n in range(3):
        publication.publish(build, folder, {"fingerprint": f"{n}" * 8})
    before = {p.name for p in folder.iterdir()}
    (folder / "current" / "manifest.json").write_text("{", "utf-8")
    publication.forget_old(folder)
    assert {p.name for p in folder.iterdir()} == before


def test_the_same_second_and_a_clock_set_back_replace_nothing(
    build, tmp_path, monkeypatch, tally
):
    folder = tmp_path / "published"
    moments = iter([30, 30, 10, 20])

    class Clock(publication.datetime):
        @classmethod
        def now(cls, tz=None):
            return cls(2026, 1, next(moments), tzinfo=tz)

    monkeypatch.setattr(publication, "datetime", Clock)
    made = []
    with survived(tally, "publishing: the clock is set back"):
        for n in range(4):
            change(build, n + 10)
            name = publication.publish(build, folder, {"fingerprint": "1" * 8}).name
            made.append(name)
        assert made[1] == f"{made[0]}-2"
        # the newest three by number, whatever the clock said
        assert [p.name for p in publication.publications(folder)] == made[1:]
        assert numbers(folder / "yigai.duckdb") == [1, 13]


def test_damage_is_found(build, tmp_path):
    made = publication.publish(build, tmp_path / "p", {"fingerprint": "1" * 8})
    assert publication.damages(made) == []
    with (made / "yigai.duckdb").open("r+b") as file:
        file.seek(5000)
        file.write(b"damage")
    (made / "parquet" / "core" / "fct_a.parquet").unlink()
    assert publication.damages(made) == ["yigai.duckdb", "parquet/core/fct_a.parquet"]
    (made / "manifest.json").write_text("{")
    assert publication.damages(made) == ["manifest.json"]


# --- killed at every step -------------------------------------------------------------

CODE = str(Path(publication.__file__))


def publish_until(build: Path, folder: Path, lines: int) -> None:
    """Publish, and end without a word after so many lines of the module."""
    left = lines

    def trace(frame, event, _):
        nonlocal left
        if frame.f_code.co_filename != CODE:
            return None
        left -= event == "line"
        if left < 0:
            os._exit(9)
        return trace

    # what a killed process wrote is there; only a power cut needs fsync
    os.fsync = lambda _: None  # ty: ignore
    sys.settrace(trace)
    publication.publish(build, folder, {"fingerprint": "2" * 8})
    os._exit(0)


@pytest.fixture(scope="module")
def processes():
    """Children of a server that opened no database: DuckDB's threads do not fork."""
    context = multiprocessing.get_context("forkserver")
    context.set_forkserver_preload([__name__, "orchestration.tables"])
    return context


def whole(folder: Path) -> list[int]:
    """What a reader sees: link, tables, Parquet and manifest belong together."""
    current = (folder / "current").resolve()
    assert publication.damages(current) == []
    assert json.loads((folder / "manifest.json").read_text())["publication_id"] == (
        current.name
    )
    parquet = f"from '{folder}/parquet/core/fct_a.parquet'"
    assert duckdb.sql(parquet).fetchall() == [(n,) for n in numbers(current / DB)]
    return numbers(folder / DB)


DB = "yigai.duckdb"


@pytest.mark.slow
def test_killed_after_any_line_readers_have_the_last_publication(
    build, tmp_path, processes, tally
):
    """After every ninth line; then once more, which must succeed."""
    folder = tmp_path / "published"
    publication.publish(build, folder, {"fingerprint": "1" * 8})
    change(build, 7)
    seen, lines, finished = [], 0, False
    while not finished:
        with survived(tally, "publishing: killed after line n of its code"):
            child = processes.Process(target=publish_until, args=(build, folder, lines))
            child.start()
            child.join(60)
            finished = child.exitcode == 0
            assert child.exitcode in (0, 9)
            seen.append(whole(folder))
        lines += 9
    assert len(seen) > 15
    assert seen[0] == [1, 2]
    assert seen[-1] == [1, 7]
    # all of one or all of the other, and never back
    assert seen == sorted(seen)
    assert [p.name for p in folder.glob(".*")] == []
    assert len(list(publication.publications(folder))) == publication.KEPT
