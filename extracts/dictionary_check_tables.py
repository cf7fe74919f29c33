"""The control rows as tables: `raw.dictionary_check*`, as the dictionary is landed."""

from typing import Any

import duckdb
import pandas as pd

from extracts.dictionary_checks import COUNTED, COUNTED_OF_ALL, Control, Controls

TABLES = {
    "dictionary_checks": """
        check_id varchar, kind varchar, layer varchar, category varchar,
        severity integer, name_zh varchar, name_en varchar, note_zh varchar,
        note_en varchar, statistic varchar, per varchar, against varchar,
        terms integer, has_denominator boolean, at_least double, warn_below double,
        warn_above double, fail_below double, fail_above double, tolerated double,
        doubts varchar, touches varchar, status varchar, basis varchar""",
    "dictionary_check_terms": """
        check_id varchar, side varchar, term_number integer, weight double,
        extract_id varchar, item varchar, is_counted boolean""",
    "dictionary_check_acceptances": """
        check_id varchar, acceptance_number integer, division_code varchar,
        facility_code varchar, part varchar, first_month date, last_month date,
        because_zh varchar, because_en varchar, accepted_by varchar,
        accepted_on date""",
}
PLAIN = {"check_id", "layer", "category", "severity", "statistic", "per", "against",
         "at_least", "tolerated", "doubts", "touches", "status", "basis"}  # fmt: skip


def land_checks(con: duckdb.DuckDBPyConnection, found: list[Controls]) -> None:
    """Replace the tables of the control rows in one transaction."""
    rows = {
        "dictionary_checks": [
            check_row(controls.kind, check)
            for controls in found
            for check in controls.checks
        ],
        "dictionary_check_terms": [
            row for controls in found for check in controls.checks
            for row in term_rows(check)
        ],
        "dictionary_check_acceptances": [
            row for controls in found for check in controls.checks
            for row in acceptance_rows(check)
        ],
    }  # fmt: skip
    con.begin()
    con.execute("create schema if not exists raw")
    for name, columns in TABLES.items():
        con.execute(f"create or replace table raw.{name} ({columns})")
        if rows[name]:
            con.register("control_rows", pd.DataFrame(rows[name]))
            con.execute(f"insert into raw.{name} by name select * from control_rows")
            con.unregister("control_rows")
    con.commit()


def check_row(kind: str, check: Control) -> dict[str, Any]:
    return {
        **check.model_dump(include=PLAIN),
        "kind": kind,
        "name_zh": check.name.zh,
        "name_en": check.name.en,
        "note_zh": check.note.zh if check.note else "none",
        "note_en": check.note.en if check.note else "none",
        "terms": len(check.numerator) + len(check.denominator),
        "has_denominator": bool(check.denominator),
        "warn_below": check.warn[0],
        "warn_above": check.warn[1],
        "fail_below": check.fail[0],
        "fail_above": check.fail[1],
    }


def term_rows(check: Control) -> list[dict[str, Any]]:
    return [
        {
            "check_id": check.check_id,
            "side": side,
            "term_number": number,
            "weight": term.weight,
            "extract_id": extract,
            "item": item,
            "is_counted": item in COUNTED_OF_ALL | COUNTED.get(extract, set()),
        }
        for side in ("numerator", "denominator")
        for number, term in enumerate(getattr(check, side), start=1)
        for extract, item in [term.quantity.split(".")]
    ]


def acceptance_rows(check: Control) -> list[dict[str, Any]]:
    return [
        {
            "check_id": check.check_id,
            "acceptance_number": number,
            **accepted.model_dump(exclude={"because"}),
            "because_zh": accepted.because.zh,
            "because_en": accepted.because.en,
        }
        for number, accepted in enumerate(check.accepted, start=1)
    ]
