"""Publishing: readers see all of one publication or all of the next."""

from pathlib import Path

import duckdb
import pytest

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
    assert manifest["tables"] == {"core.fct_a": 2}


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

    monkeypatch.setattr(publication, "write_table", full)
    with pytest.raises(OSError, match="No space"):
        publication.publish(build, folder, {"fingerprint": "22222222"})
    assert publication.read_manifest(folder) == before
    assert numbers(folder / "yigai.duckdb") == [1, 2]


def test_old_publications_and_leftovers_are_removed(build, tmp_path):
    folder = tmp_path / "published"
    (folder / ".20200101T000000-deadbeef.1").mkdir(parents=True)
    for n in range(5):
        publication.publish(build, folder, {"fingerprint": f"{n}" * 8})
    kept = [p.name for p in folder.iterdir() if p.is_dir() and not p.is_symlink()]
    assert len(kept) == publication.KEPT
    assert not any(name.startswith(".") for name in kept)
    assert numbers(folder / "yigai.duckdb") == [1, 2]
