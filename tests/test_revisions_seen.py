"""The revision triangle as readers see it: what is withheld is told once, not anew."""

from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Self

import duckdb
import pytest
from commandline import PROJECT
from jinja2 import Environment
from small_warehouse import counts, write

from extracts.warehouse import LEDGERS
from orchestration import history, publication

# five plans of what is withheld
pytestmark = pytest.mark.slow

MODELS = PROJECT / "models"
# what the models before `int_revisions_followed` know of each value
PREPARED = """
create schema if not exists intermediate;
create schema if not exists quality;
create or replace table intermediate.int_published_values_prepared as
select indicator_id, division_code, period_end, value, numerator, denominator,
    'd' as definition, 3::bigint as facilities_reported,
    3::bigint as facilities_expected, 1::bigint as submissions,
    0::bigint as superseded, 0::bigint as refunds, null_reason
from indicators.fct_indicator_values
where facility_tier = 'all' and geography = 'then' and period_type = 'month';
"""
FLAGGED = """
create or replace table quality.rpt_flagged_cells as
select indicator_id, division_code, period_type, period_end, true as is_withheld
from indicators.fct_indicator_values
where (indicator_id, division_code, period_end) = ({cell}) and period_type = 'month'
    and {is_found};
create or replace table quality.rpt_withheld_measures as
select '' as measure_id, '' as division_code, date '2023-01-01' as month where false;
"""
CELL = ("cost", "990001", date(2023, 3, 31))
CELL_SQL = "'cost', '990001', date '2023-03-31'"
TRIANGLE = """
select indicator_id, division_code, period_end, publication_number, reason, causes,
    value, previous_value
from quality.rpt_revisions order by all
"""
VALUES = """
select indicator_id, division_code, period_end, value, null_reason
from indicators.fct_indicator_values
where facility_tier = 'all' and geography = 'then' and period_type = 'month'
"""


def rendered(path: str) -> str:
    """A model's SQL over the tables of a build without dbt."""
    tables = {
        "stg_publications__values": "raw.publication_values",
        "stg_publications__editions": "raw.publications",
        "int_published_values_prepared": "intermediate.int_published_values_prepared",
        "int_revisions_followed": "intermediate.int_revisions_followed",
    }
    model = Environment().from_string((MODELS / path).read_text("utf-8"))
    return model.render(ref=lambda name: tables[name])


def published(build: Path, is_found: bool = False) -> Path:
    """Compare with what was shown, and publish: a run in short."""
    folder = build.parent.parent / "published"
    with duckdb.connect(build) as con:
        con.execute("create schema if not exists raw")
        con.execute(LEDGERS)
        known = history.before(publication.read_manifest(folder) or {})
        assert history.land(con, folder, known) == []
        con.execute(PREPARED + FLAGGED.format(cell=CELL_SQL, is_found=is_found))
        for name, path in {
            "intermediate.int_revisions_followed":
                "intermediate/revisions/int_revisions_followed.sql",
            "quality.rpt_revisions": "marts/quality/rpt_revisions.sql",
        }.items():  # fmt: skip
            con.execute(f"create or replace table {name} as {rendered(path)}")
        landed = history.landed(con)
    facts = {"fingerprint": "1" * 8, "history": landed}
    return publication.publish(build, folder, facts)


def change(build: Path, by: float) -> None:
    """Another value of the cell that a check will find."""
    with duckdb.connect(build) as con:
        con.execute(
            f"update indicators.fct_indicator_values set value = value + {by} "
            f"where (indicator_id, division_code, period_end) = ({CELL_SQL})"
        )


@dataclass(frozen=True)
class Seen:
    """What readers of a publication see: the triangle, and the values of months."""

    triangle: list[tuple]
    values: dict[tuple, tuple]

    @classmethod
    def of(cls, folder: Path) -> Self:
        with duckdb.connect(folder / "yigai.duckdb", read_only=True) as con:
            values = con.execute(VALUES).fetchall()
            return cls(
                con.execute(TRIANGLE).fetchall(),
                {row[:3]: row[3:] for row in values},
            )

    def of_cell(self) -> list[tuple]:
        return [row[3:] for row in self.triangle if row[:3] == CELL]


@pytest.fixture(scope="module")
def seen(tmp_path_factory) -> list[Seen]:
    """A first, the same again, one cell found by a check, still, and not any more."""
    build = tmp_path_factory.mktemp("seen") / "build" / "yigai.duckdb"
    write(build, counts(1, 3, 4))
    found = [Seen.of(published(build)), Seen.of(published(build))]
    found += [Seen.of(published(build, is_found=True)) for _ in range(2)]
    change(build, 1)
    return [*found, Seen.of(published(build))]


def test_each_row_tells_something_and_the_newest_is_what_is_shown(seen):
    for one in seen:
        withheld = {k for k, (_, why) in one.values.items() if why == "suppressed"}
        assert len(withheld) > 10
        newest = {}
        for *cell, _, reason, _, value, previous in one.triangle:
            assert value is not None or previous is not None or reason == "withheld"
            newest[tuple(cell)] = value
        for cell, (value, _) in one.values.items():
            assert newest.get(cell) == value
        assert not withheld & newest.keys()


def test_an_unchanged_publication_adds_no_row(seen):
    assert seen[1].triangle == seen[0].triangle
    assert {row[4] for row in seen[0].triangle} == {"first"}


def test_what_becomes_withheld_is_told_once_without_figures(seen):
    assert [row[:3] for row in seen[0].of_cell()] == [(1, "first", "none")]
    told = [(3, "withheld", "withheld_by_check", None, None)]
    assert seen[2].of_cell() == told
    # nor is it told anew: the fourth publication withheld it too
    assert seen[3].of_cell() == told
    others = [row for row in seen[0].triangle if row[:3] != CELL]
    assert [row for row in seen[3].triangle if row[:3] != CELL] == others


def test_what_is_shown_again_is_told_with_what_readers_had_seen(seen):
    value = seen[0].of_cell()[0][3]
    assert seen[4].of_cell() == [
        (1, "first", "none", value, None),
        (3, "withheld", "withheld_by_check", None, value),
        (5, "shown", "withheld_by_check", value + 1, None),
    ]
