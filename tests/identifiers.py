"""Columns of published tables that look as if they identified a person."""

import re
from pathlib import Path

import duckdb

# whole words of a column's name
WORDS = re.compile(
    r"(^|_)(psn|person_id|patient_id|certno|cert|id_?card|identity|passport|phone|"
    r"mobile|telephone|tel|contact|birth|birthday|brdy|dob|address|addr|surname|"
    r"patient_name|person_name|psn_name|pseudonym|wechat|email)(_|$)"
)
# addresses of documents on the web
OF_DOCUMENTS = {"document_address", "address"}
# what a value looks like anywhere in a text
SHAPES = {
    "identity number": r"(^|[^0-9A-Za-z])[1-9]\d{16}[0-9Xx]($|[^0-9A-Za-z])",
    "old identity number": r"(^|[^0-9A-Za-z])[1-9]\d{14}($|[^0-9A-Za-z])",
    "mobile number": r"(^|[^0-9A-Za-z])1[3-9]\d{9}($|[^0-9A-Za-z])",
    "pseudonym": r"(^|[^0-9A-Za-z])[0-9a-f]{32}($|[^0-9A-Za-z])",
}


def suspects(con: duckdb.DuckDBPyConnection, table: str) -> list[str]:
    """What looks like an identifier in a table or a `read_parquet(…)`."""
    found = []
    for name, kind, *_ in con.execute(f"describe from {table}").fetchall():
        if name not in OF_DOCUMENTS and WORDS.search(name.lower()):
            found.append(f"{table}.{name}: name")
        found += [f"{table}.{name}: {what}" for what in shapes(con, table, name, kind)]
    return found


def shapes(
    con: duckdb.DuckDBPyConnection, table: str, name: str, kind: str
) -> list[str]:
    # a double cannot hold the digits of an identity number; amounts of money are long
    if kind in ("DATE", "TIMESTAMP", "BOOLEAN", "DOUBLE") or kind.startswith("DEC"):
        return []
    said = f'cast("{name}" as varchar)'
    tests = ", ".join(
        f"bool_or(regexp_matches({said}, '{shape}'))" for shape in SHAPES.values()
    )
    row = con.execute(f"select {tests} from {table}").fetchone() or ()
    return [what for what, is_there in zip(SHAPES, row, strict=True) if is_there]


def suspects_of(publication: Path) -> tuple[list[str], int]:
    """Suspects of every table of a publication, file and Parquet; how many tables."""
    with duckdb.connect(publication / "yigai.duckdb", read_only=True) as con:
        tables = [
            f"{schema}.{table}"
            for schema, table in con.execute(
                "select schema_name, table_name from duckdb_tables()"
            ).fetchall()
        ]
        files = sorted((publication / "parquet").rglob("*.parquet"))
        tables += [f"read_parquet('{path}')" for path in files]
        return [s for table in tables for s in suspects(con, table)], len(tables)
