"""The door's own temporary tables, and the plans of the statements that use them.

To plan the statements that judge a small file takes longer than to run them, and files
of one form come by the hundred. DuckDB keeps a plan for as long as no table is made or
dropped: so the temporary tables are made once, and emptied for each file. But what was
deleted from a temporary table keeps its memory; now and then all are made anew.
"""

from pathlib import Path
from weakref import WeakKeyDictionary

import duckdb

CELLS = """
create or replace temp table cells (
    _line bigint, field integer, text varchar, word varchar, number decimal(18, 4),
    amount decimal(18, 2), day date, flag boolean, fault varchar
);
"""
TABLES = f"""
{CELLS}
create or replace temp table entries (
    entry bigint, _line bigint, is_aside boolean, texts varchar[]
);
create or replace temp table odd_lines (line bigint);
create or replace temp table shifts (low bigint, high bigint, moved bigint);
create or replace temp table starts (entry bigint, line bigint, row_line bigint);
"""
# the parser makes its tables of rejects when it first reads, be it this file
FIRST_READ = f"""
from read_csv('{Path(__file__)}', auto_detect = false, store_rejects = true,
    header = false, delim = '\x01', quote = '', columns = {{'c0': 'varchar'}})
"""
MANY_CELLS, MANY_PLANS = 1 << 20, 40


class Workspace:
    """Temporary tables of one connection, and its planned statements by their SQL."""

    def __init__(self, con: duckdb.DuckDBPyConnection) -> None:
        self.con = con
        self.names: dict[str, str] = {}
        con.execute(FIRST_READ).fetchall()
        self.renew()

    def renew(self, tables: str = TABLES) -> None:
        """Make tables anew; plans that read the old ones are of no more use."""
        self.con.execute(tables)
        self.forget(0)
        self.cells = 0

    def tidy(self) -> None:
        """Between files."""
        if self.cells > MANY_CELLS:
            self.renew()

    def forget(self, kept: int) -> None:
        """Forget the oldest plans: each takes memory that DuckDB does not count."""
        while len(self.names) > kept:
            oldest = next(iter(self.names))
            self.con.execute(f"deallocate {self.names.pop(oldest)}")

    def empty(self, *tables: str) -> None:
        for table in tables:
            self.con.execute(f"truncate {table}")

    def run(self, sql: str, *values: str) -> duckdb.DuckDBPyConnection:
        """Run a statement, planned at most once.

        Args:
            sql: the statement, with `$1`, `$2`, … for values.
            values: SQL literals in just the type of their place; for others, or any
                value in a long statement, DuckDB plans anew.
        """
        name = self.names.pop(sql, None)
        if name is None:
            self.forget(MANY_PLANS)
            name = f"door_{abs(hash(sql))}"
            self.con.execute(f"prepare {name} as {sql}")
        self.names[sql] = name
        given = f"({', '.join(values)})" if values else ""
        return self.con.execute(f"execute {name}{given}")


spaces: WeakKeyDictionary[duckdb.DuckDBPyConnection, Workspace] = WeakKeyDictionary()


def workspace(con: duckdb.DuckDBPyConnection) -> Workspace:
    """The workspace of a connection, made when it is first asked for.

    That must not be in a transaction, which may be rolled back.
    """
    if con not in spaces:
        spaces[con] = Workspace(con)
    return spaces[con]
