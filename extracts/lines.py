"""The lines of a text file on which its rows stand.

DuckDB tells no lines but those it skips, and counts an empty line as one but not a
line break inside a value. Rows are therefore counted, and where a file has more lines
than rows, the lines are read once more to find where each row starts.
"""

from dataclasses import replace

import duckdb

from extracts.readers.table import FileTable, Skipped
from extracts.workspace import workspace

EVERY_LINE = """
insert into starts
with physical as (
    select row_number() over () as line, text
    from read_csv(
        '{path}', auto_detect = false, header = false, delim = '\x01', quote = '',
        escape = '', nullstr = '', ignore_errors = true, columns = {{'text': 'varchar'}}
    )
),
quoted as (
    select line, text is null as is_blank,
        sum(length(text) - length(replace(text, '"', ''))) over (
            order by line rows between unbounded preceding and 1 preceding
        ) as quotes
    from physical
),
entries as (
    select line, is_blank, row_number() over (order by line) as entry
    from quoted where coalesce(quotes, 0) % 2 = 0
)
select entry, line, row_number() over (order by line) + {header_lines} as row_line
from entries where entry > {header_rows} and not is_blank
"""


def place(
    con: duckdb.DuckDBPyConnection, table: FileTable, rows: int, skipped: list[Skipped]
) -> tuple[list[Skipped], bool]:
    """Count the skipped lines as rows of the table are counted.

    Args:
        con: the connection; its table `starts` is filled where it is needed.
        table: a table of a text file.
        rows: how many rows DuckDB read.
        skipped: the lines that it left out, counted as it counts.

    Returns:
        the skipped lines, and whether `put_true_lines` must follow.
    """
    text = table.text
    assert text
    passed = text.header_lines - table.layout.header_rows
    plain = [replace(s, line=s.line + passed) for s in skipped]
    if text.header_lines + rows + len(skipped) == text.lines:
        return plain, False
    name = str(text.path).replace("'", "''")
    workspace(con).empty("starts")
    con.execute(
        EVERY_LINE.format(path=name, header_lines=text.header_lines,
                          header_rows=table.layout.header_rows)
    )  # fmt: skip
    total = con.execute("select count(*) from starts").fetchone()
    if total != (rows + len(skipped),):
        return plain, False
    found = dict(
        con.execute(
            "select entry, row_line from starts where entry in (select unnest(?))",
            [[s.line for s in skipped]],
        ).fetchall()
    )
    return [replace(s, line=found[s.line]) for s in skipped], True


def put_true_lines(con: duckdb.DuckDBPyConnection, raw: str, file_id: str) -> None:
    """Turn the counted rows of a file, landed and rejected, into its lines."""
    for table, name in ((raw, "_row_number"), ("raw.rejected_rows", "row_number")):
        file = "_file_id" if table == raw else "file_id"
        con.execute(
            f"update {table} set {name} = starts.line from starts "
            f"where {file} = ? and {name} = starts.row_line",
            [file_id],
        )
