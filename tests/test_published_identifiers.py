"""No published column looks like an identifier of a person, in file or Parquet."""

from pathlib import Path

import duckdb
import pytest
from identifiers import suspects, suspects_of
from sample_warehouse import copied, dbt, kept, land, once

from orchestration import publication


@pytest.mark.slow
def test_no_published_column_looks_like_an_identifier(
    tmp_path_factory: pytest.TempPathFactory, tmp_path: Path
):
    top = kept(tmp_path_factory)
    once(top, "landed", land)
    build = copied(top / "landed", tmp_path / "data")
    with duckdb.connect(build, read_only=True) as con:
        # what is landed holds pseudonyms: the search would see them
        assert any("pseudonym" in found for found in suspects(con, "raw.settlement"))
    dbt(build, "run", "--select", "+path:models/marts")
    made = publication.publish(build, tmp_path / "p", {"fingerprint": "1" * 8})
    found, tables = suspects_of(made)
    assert found == []
    assert tables >= 50


@pytest.mark.parametrize(
    ("column", "value"),
    [
        ("note", "'身份证 110105194912310021'"),
        ("note", "'11010519491231002X'"),
        ("note", "'电话13912345678。'"),
        ("number", "13912345678::bigint"),
        ("number", "110105194912310021::hugeint"),
        ("key", "'0123456789abcdef0123456789abcdef'"),
        ("psn_no", "'1'"),
        ("patient_name", "'甲'"),
    ],
)
def test_the_search_finds_what_it_should(column: str, value: str):
    with duckdb.connect() as con:
        con.execute(f"create table t as select {value} as {column}")
        assert suspects(con, "t")


@pytest.mark.parametrize(
    "value",
    ["'990101'", "'SYN00000199010111A1001'", "2023", "'20261122T122209-2fa6eb31'",
     "repeat('0123456789abcdef', 4)", "1.39e10::double", "date '2024-01-31'"],
)  # fmt: skip
def test_the_search_leaves_codes_hashes_of_files_and_figures(value: str):
    with duckdb.connect() as con:
        con.execute(f"create table t as select {value} as said")
        assert suspects(con, "t") == []
