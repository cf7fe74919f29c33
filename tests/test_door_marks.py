"""The fast way leaves out tests for marks that a file has nowhere; nothing gets by."""

from dataclasses import replace
from pathlib import Path

import duckdb
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from extracts.contract import load_contracts
from extracts.fast import WIDE, odd_text
from extracts.parsing import BLANKS, DASHES
from extracts.readers.encoding import look_over, readable
from extracts.readers.table import Text

FIELDS = {f.name: f for f in load_contracts()["settlement"].fields}
# a code and words, neither with a pattern nor a list
TRIED = FIELDS["mdtrt_id"], FIELDS["fixmedins_name"]
# blanks and marks, and what looks like them in one encoding or the other
MARKS = [
    *BLANKS,
    *DASHES,
    *WIDE,
    "＊",
    "*",
    "+",
    '"',
    ".0",
    "A",
    "7",
    "县",
    "（",
    "“",
    "é",
]
ENCODINGS = ("utf-8", "gb18030")
values = st.lists(st.sampled_from(MARKS), min_size=1, max_size=4).map("".join)


def looked_at(folder: Path, value: str, encoding: str) -> Text:
    """The text file that holds a value, as a reader of it describes it."""
    path = folder / "a.csv"
    if {*value} & {*'"\r\n'}:
        value = '"' + value.replace('"', '""') + '"'
    path.write_bytes(f"{value},1\n".encode(encoding))
    found, looks = readable(path, encoding, look_over(path), folder)
    return Text(found, ",", 0, looks.lines, looks.last_is_whole, looks.absent)


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("marks")


@settings(max_examples=200, deadline=None, derandomize=True, database=None)
@given(values, st.sampled_from(ENCODINGS))
def test_a_value_is_judged_alike_whatever_else_its_file_lacks(folder, value, encoding):
    text = looked_at(folder, value, encoding)
    every = replace(text, absent=frozenset())
    # a carriage return alone is read as a line end
    read = value.replace("\r\n", "\n").replace("\r", "\n")
    for field in TRIED:
        few, all_of_them = (
            duckdb.execute(
                f"select coalesce({odd_text(field, 'c', tests)}, false) "
                "from (select $1 as c)",
                [read],
            ).fetchone()
            for tests in (text, every)
        )
        assert few == all_of_them, (field.name, value)


def test_a_file_without_marks_is_asked_for_none(folder: Path):
    text = looked_at(folder, "A01", "utf-8")
    assert all(map(text.lacks, " \t\n+–＊０"))
    # this one begins like many Chinese characters
    assert not text.lacks("　")
    # of another encoding the bytes say nothing about marks beyond ASCII
    text = looked_at(folder, "江城县", "gb18030")
    assert text.lacks("+")
    assert not text.lacks("–")
