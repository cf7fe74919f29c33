"""What the terminal tells of a landing."""

from io import StringIO

from rich.console import Console

from extracts.landing import NOTHING, FileResult
from extracts.rows import RowCounts
from orchestration.reporting import MANY_FILES, file_table


def shown(results: list[FileResult]) -> str:
    console = Console(width=200, record=True, file=StringIO())
    console.print(file_table(results))
    return console.export_text()


def landed(number: int, rejected: int = 0) -> FileResult:
    counts = RowCounts(landed=1_000, rejected=rejected)
    return FileResult(f"file_{number}.csv", "settlement", "landed", counts)


def test_few_files_have_a_line_each():
    text = shown([landed(1), landed(2)])
    assert "settlement/file_1.csv" in text
    assert "settlement/file_2.csv" in text


def test_of_many_files_only_those_to_look_at_have_a_line():
    many = [landed(number) for number in range(MANY_FILES)]
    refused = FileResult("bad.csv", "signing", "refused", reason=NOTHING)
    text = shown([*many, landed(99, rejected=3), refused])
    assert f"settlement/ {MANY_FILES} 个 files" in text
    assert f"{MANY_FILES * 1_000:,}" in text
    assert "file_1.csv" not in text
    assert "settlement/file_99.csv" in text
    assert NOTHING.zh in text
