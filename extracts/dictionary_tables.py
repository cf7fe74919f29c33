"""The dictionary as rows: landed as `raw.dictionary_*` like any other data."""

from typing import Any

import duckdb
import pandas as pd
from pydantic import BaseModel

from extracts.dictionary import Dictionary
from extracts.dictionary_calculations import Calculation, Calculations
from extracts.dictionary_check_tables import land_checks
from extracts.dictionary_indicators import Indicator, Target

PLAIN = {"indicator_id", "subject", "kind", "plus", "factor", "scaled_by", "unit",
         "decimals", "direction", "tiers"}  # fmt: skip
# a plan may have no targets yet, and its table still has its columns
COLUMNS = {"dictionary_targets": list(Target.model_fields)}


def land_dictionary(con: duckdb.DuckDBPyConnection, dictionary: Dictionary) -> None:
    """Replace the `raw.dictionary_*` tables, those of the checks apart."""
    tables = {
        "dictionary_indicators": indicator_rows(dictionary.indicators),
        "dictionary_indicator_terms": indicator_terms(dictionary.indicators),
        "dictionary_indicator_editions": indicator_editions(dictionary.indicators),
        "dictionary_measures": [m.model_dump() for m in dictionary.measures],
        "dictionary_targets": target_rows(dictionary.targets),
        "dictionary_calculations": calculation_rows(dictionary.calculations),
        "dictionary_calculation_terms": calculation_terms(dictionary.calculations),
    }
    con.begin()
    con.execute("create schema if not exists raw")
    for name, rows in tables.items():
        frame = pd.DataFrame(rows)
        if not rows:
            frame = pd.DataFrame(columns=COLUMNS[name], dtype="string")
        con.register("definition_rows", frame)
        con.execute(
            f"create or replace table raw.{name} as select * from definition_rows"
        )
        con.unregister("definition_rows")
    con.commit()
    land_checks(con, dictionary.checks)


def flat(model: BaseModel, *names: str) -> dict[str, Any]:
    """`Name` fields as two columns each, `none` where there is no text."""
    row: dict[str, Any] = {}
    for name in names:
        value = getattr(model, name)
        for language in ("zh", "en"):
            row[f"{name}_{language}"] = getattr(value, language) if value else "none"
    return row


def term_rows(owner: dict[str, Any], formula: Any) -> list[dict[str, Any]]:
    return [
        {**owner, "side": side, "term_number": number, **term.model_dump()}
        for side in ("numerator", "denominator")
        for number, term in enumerate(getattr(formula, side), start=1)
    ]


def indicator_rows(indicators: list[Indicator]) -> list[dict[str, Any]]:
    return [
        {
            **i.model_dump(include=PLAIN),
            **flat(i, "name", "question", "notes", "missing"),
            # `of`, `over` and `interval` are words of SQL
            "interval_method": i.interval,
            "of_indicator_id": i.of or "none",
            "over_indicator_id": i.over or "none",
            "review_item": i.item or "none",
            "supersedes": i.supersedes or "none",
            "plausible_low": i.plausible[0],
            "plausible_high": i.plausible[1],
            "source_document": i.source.document,
            "source_clause": i.source.clause,
            "source_status": i.source.status,
            # the name is as sure as its formula unless the file says otherwise
            "name_status": i.name_status or i.source.status,
            "archived_on": str(i.archived.since) if i.archived else "none",
            "archived_reason_zh": i.archived.reason.zh if i.archived else "none",
            "archived_reason_en": i.archived.reason.en if i.archived else "none",
        }
        for i in indicators
    ]


def indicator_terms(indicators: list[Indicator]) -> list[dict[str, Any]]:
    return [
        {name: value for name, value in row.items() if name != "times"}
        for i in indicators
        for row in term_rows({"indicator_id": i.indicator_id}, i)
    ]


def indicator_editions(indicators: list[Indicator]) -> list[dict[str, Any]]:
    return [
        {
            "indicator_id": i.indicator_id,
            "listed": number,
            **edition.model_dump(),
            "name_status": edition.name_status or i.name_status or i.source.status,
        }
        for i in indicators
        for number, edition in enumerate(i.editions, start=1)
    ]


def target_rows(targets: list[Target]) -> list[dict[str, Any]]:
    return [{**t.model_dump(), "due_on": str(t.due_on or "none")} for t in targets]


def full(document: str, statistic: str) -> str:
    return (
        statistic
        if "." in statistic or statistic == "none"
        else f"{document}.{statistic}"
    )


def readings(calculation: Calculation) -> list[tuple[str, Any]]:
    found: list[tuple[str, Any]] = [("literal", calculation)]
    if calculation.otherwise:
        found.append(("other", calculation.otherwise))
    return found


def calculation_rows(files: list[Calculations]) -> list[dict[str, Any]]:
    return [
        {
            "statistic_id": full(file.document, c.result),
            "reading": reading,
            "reading_kind": formula.kind if reading == "other" else "none",
            "plus": formula.plus,
            **flat(c, "note", "missing"),
            "reading_zh": formula.reading.zh if reading == "other" else "none",
            "reading_en": formula.reading.en if reading == "other" else "none",
        }
        for file in files
        for c in file.calculations
        for reading, formula in readings(c)
    ]


def calculation_terms(files: list[Calculations]) -> list[dict[str, Any]]:
    rows = [
        row
        for file in files
        for c in file.calculations
        for reading, formula in readings(c)
        for row in term_rows(
            {"statistic_id": full(file.document, c.result), "reading": reading,
             "document": file.document},
            formula,
        )
    ]  # fmt: skip
    for row in rows:
        document = row.pop("document")
        row["quantity"] = full(document, row["quantity"])
        row["times"] = full(document, row["times"])
    return rows
