"""The revision triangle: three publications, and why each changed what was known."""

import os
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

import duckdb
import polars as pl
import pytest
from sample_warehouse import copied, dbt, kept, land, once

from demo.sample.files import Form, Sheet, contracts, write
from extracts.landing import land_inbox
from extracts.warehouse import open_warehouse, prepare
from orchestration import history, publication

pytestmark = pytest.mark.slow

LATE, CORRECTED, REFUNDED = "990101", "990102", "990104"
REDEFINED = "visits_per_resident"
# a few of the dictionary are enough, and quicker
INDICATORS = (REDEFINED, "primary_care_visit_share", "county_visit_ratio")
NAMES = {LATE: "late_reports", CORRECTED: "corrections", REFUNDED: "refunds"}
MONTHS = {LATE: "2023-06-01", CORRECTED: "2023-07-01", REFUNDED: "2023-05-01"}


@dataclass
class Line:
    """A data folder in which files arrive, are modelled and published."""

    data: Path

    @property
    def build(self) -> Path:
        return self.data / "build" / "yigai.duckdb"

    @property
    def folder(self) -> Path:
        return self.data / "published"

    def publish(self) -> Path:
        """Land, build and publish: a run in short."""
        with open_warehouse(self.build) as con:
            for found in land_inbox(con, self.data / "inbox", contracts()):
                assert found.outcome in ("landed", "unchanged"), found
            known = history.before(publication.read_manifest(self.folder) or {})
            assert history.land(con, self.folder, known) == []
            landed = history.landed(con)
        dbt(self.build, "run", "--select", "+fct_indicator_values", "+rpt_revisions")
        facts = {"fingerprint": "1" * 8, "history": landed}
        return publication.publish(self.build, self.folder, facts)

    def arrive(self, extract: str, frame: pl.DataFrame, name: str) -> None:
        at = datetime(2026, 1, 1)
        sheet = Sheet(extract, "x", name, frame, at, Form("csv"))
        write(sheet, self.data / "inbox")


def rows(publication: Path, sql: str) -> pl.DataFrame:
    with duckdb.connect(publication / "yigai.duckdb", read_only=True) as con:
        return con.sql(sql).pl()


def report(line: Line, county: str) -> pl.DataFrame:
    """A hospital's report of its county's month, counts alone."""
    money = {f.name for f in contracts()["facility_monthly"].landed
             if f.type == "money"}  # fmt: skip
    with duckdb.connect(line.build) as con:
        found = con.execute(
            """
            select columns(c -> not starts_with(c, '_'))
            from raw.facility_monthly as reports
            where month = ? and facility_code in (
                select facility_code from raw.facility_registry
                where division_code = ? and facility_class_code = 'A100')
            order by facility_code limit 1
            """,
            [MONTHS[county], county],
        ).pl()
    assert found.height == 1
    return found.select(pl.exclude(*money))


def hold_back(line: Line, found: pl.DataFrame) -> None:
    """The report has not come yet."""
    key = found.select("facility_code", "month").row(0)
    with duckdb.connect(line.build) as con:
        con.execute(
            "delete from raw.facility_monthly where facility_code = ? and month = ?",
            key,
        )
        con.execute(
            "delete from raw.slices where extract = 'facility_monthly' "
            "and reporting_unit = ? and period = ?",
            [key[0], str(key[1])],
        )


def refund(line: Line) -> pl.DataFrame:
    """What takes back one visit of a month, a month later."""
    with duckdb.connect(line.build) as con:
        return con.execute(
            """
            select 'refund-1' as setl_id, 'nobody' as psn_no, insutype, med_type,
                date '2023-06-20' as setl_time, insu_admdvs, setl_id as init_setl_id,
                cast(-100 * medfee_sumamt as bigint) as medfee_sumamt,
                cast(-100 * fund_pay_sumamt as bigint) as fund_pay_sumamt
            from raw.settlement
            where insu_admdvs = ? and date_trunc('month', setl_time) = ?
                and med_type = '11' and medfee_sumamt > 0
                and setl_id not in (
                    select init_setl_id from raw.settlement
                    where init_setl_id is not null)
            order by setl_id limit 1
            """,
            [REFUNDED, MONTHS[REFUNDED]],
        ).pl()


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> Iterator[list[Path]]:
    """Three publications: the first, one after files came, one after a formula changed.

    With the third, a report of the county whose report had been late is corrected.
    """
    top = kept(tmp_path_factory)
    once(top, "landed", land)
    data = tmp_path_factory.mktemp("revisions") / "data"
    line = Line(data)
    copied(top / "landed", data)
    (data / "inbox").mkdir()
    late, refunded = report(line, LATE), refund(line)
    corrected = report(line, CORRECTED).with_columns(pl.col("visits") + 400)
    hold_back(line, late)
    with duckdb.connect(line.build) as con:
        for table in ("dictionary_indicators", "dictionary_indicator_terms"):
            con.execute(
                f"delete from raw.{table} where not list_contains(?, indicator_id)",
                [INDICATORS],
            )
    found = [line.publish()]
    line.arrive("facility_monthly", late, "late")
    line.arrive("facility_monthly", corrected, "corrected")
    line.arrive("settlement", refunded, "refund")
    found.append(line.publish())
    with duckdb.connect(line.build) as con:
        con.execute(
            "update raw.dictionary_indicators set factor = 2 * factor "
            "where indicator_id = ?",
            [REDEFINED],
        )
    line.arrive("facility_monthly", late.with_columns(pl.col("visits") * 2), "again")
    os.utime(
        line.data / "inbox" / "facility_monthly"
        / "synthetic_facility_monthly_x_again.csv", (2e9, 2e9)
    )  # fmt: skip
    found.append(line.publish())
    yield found


def test_the_first_publication_has_nothing_to_compare_with(made):
    found = rows(made[0], """
        select distinct reason, causes, publication_number, previous_publication_id,
            change
        from quality.rpt_revisions
        """)  # fmt: skip
    assert found.rows() == [("first", "none", 1, "none", None)]


def test_each_change_has_its_cause(made):
    """In counties and in what lies above them; nothing else changed."""
    found = rows(made[1], """
        select distinct division_code, strftime(period_end, '%Y-%m-01') as month, reason
        from quality.rpt_revisions where publication_id = 'this'
        """)  # fmt: skip
    expected = {
        (place, month, NAMES[county])
        for county, month in MONTHS.items()
        for place in (county, county[:4], county[:2])
    }
    assert set(found.select("division_code", "month", "reason").rows()) == expected
    counts = rows(made[1], """
        select distinct reason, late_reports, corrections, refunds
        from quality.rpt_revisions where publication_id = 'this'
        """)  # fmt: skip
    assert set(counts.rows()) == {
        ("late_reports", 1, 0, 0), ("corrections", 0, 1, 0), ("refunds", 0, 0, 1),
    }  # fmt: skip


def test_a_changed_formula_is_told_from_changed_reports(made):
    found = rows(made[2], f"""
        select indicator_id = '{REDEFINED}' as is_redefined, causes,
            count(*) as n, count(distinct period_end) as months
        from quality.rpt_revisions where publication_id = 'this' group by all
        """)  # fmt: skip
    told = {(row[0], row[1]): row[3] for row in found.rows()}
    assert set(told) == {
        (True, "definition"), (True, "definition+corrections"), (False, "corrections"),
    }  # fmt: skip
    assert told[True, "definition"] > 20
    assert told[True, "definition+corrections"] == 1
    assert told[False, "corrections"] == 1


def test_what_was_published_stands_as_it_was(made):
    """The triangle's older rows are the older publications' own figures."""
    triangle = rows(made[2], """
        select indicator_id, division_code, period_end, publication_id, value, numerator
        from quality.rpt_revisions where publication_id <> 'this'
        """)  # fmt: skip
    assert set(triangle["publication_id"]) == {made[0].name, made[1].name}
    for folder in made[:2]:
        shown = rows(folder, """
            select indicator_id, division_code, period_end, value as value_then,
                numerator as numerator_then
            from indicators.fct_indicator_values
            where facility_tier = 'all' and geography = 'then' and period_type = 'month'
            """)  # fmt: skip
        both = triangle.filter(publication_id=folder.name).join(
            shown, on=["indicator_id", "division_code", "period_end"]
        )
        assert both.height == triangle.filter(publication_id=folder.name).height > 0
        assert both["value"].equals(both["value_then"])
        assert both["numerator"].equals(both["numerator_then"])


def test_the_newest_row_of_a_cell_is_what_is_shown_now(made):
    found = rows(made[2], """
        select count(*), count(*) filter (facts.value is distinct from last.value)
        from (
            from quality.rpt_revisions qualify row_number() over (
                partition by indicator_id, division_code, period_end
                order by publication_number desc) = 1
        ) as last
        inner join indicators.fct_indicator_values as facts
            using (indicator_id, division_code, period_end)
        where facts.facility_tier = 'all' and facts.geography = 'then'
            and facts.period_type = 'month'
        """)  # fmt: skip
    assert found.rows()[0][0] > 500
    assert found.rows()[0][1] == 0


def test_history_that_is_lost_or_damaged_is_named_and_what_is_kept_is_bounded(
    made, tmp_path
):
    manifest = publication.read(made[2]) or {}
    names = [one["publication_id"] for one in manifest["history"]]
    assert names == [made[0].name, made[1].name]
    known = history.before(manifest)
    path = history.path_of(made[2].parent, made[1].name)
    whole = path.read_bytes()
    try:
        path.write_bytes(whole[:-1])
        with open_warehouse(tmp_path / "build" / "b.duckdb") as con:
            prepare(con, [])
            lost = history.land(con, made[2].parent, known)
    finally:
        path.write_bytes(whole)
    assert lost == [made[1].name]
    many = [{**known[0], "publication_id": f"{n}"} for n in range(60)]
    assert len(history.before({**manifest, "history": many})) == history.KEPT
    assert history.before({**manifest, "history": many})[-1] == known[-1]
