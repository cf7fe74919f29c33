"""The synthetic prefecture: deterministic, clean unless told, and true to its truth."""

import csv
import hashlib
import json
import os
import subprocess
import sys
from collections import Counter
from collections.abc import Iterator
from datetime import date
from pathlib import Path

import duckdb
import numpy as np
import polars as pl
import pytest
from typer.testing import CliRunner

from demo.sample import Truth, generate, world
from demo.sample.claims import first_id
from demo.sample.fault_kinds import KINDS
from demo.sample.faults import MINIMUM
from demo.sample.files import Sheet
from demo.sample.flows import Flows
from demo.sample.sample import Sample
from demo.sample.scope import Scope
from extracts.contract import load_contracts
from extracts.landing import FileResult, land_inbox
from extracts.warehouse import open_warehouse, prepare
from orchestration.cli import app

PROJECT = Path(__file__).parent.parent
CONTRACTS = load_contracts()
SMALL = {"scale": 0.002, "months": 4}
TINY = {"scale": 0.001, "months": 2}
CLAIM_MONEY = ("medfee_sumamt", "fund_pay_sumamt", "psn_part_amt", "acct_pay")


def digests(inbox: Path) -> dict[str, str]:
    """The hash of every file's bytes."""
    return {
        str(path.relative_to(inbox)): hashlib.sha256(path.read_bytes()).hexdigest()
        for path in sorted(inbox.rglob("synthetic_*"))
    }


def land(inbox: Path, folder: Path) -> list[FileResult]:
    with open_warehouse(folder / "yigai.duckdb") as con:
        prepare(con, list(CONTRACTS.values()))
        return list(land_inbox(con, inbox, CONTRACTS))


def values(truth: Truth, indicator: str, **where) -> list:
    return [
        v
        for v in truth.values
        if v.indicator_id == indicator
        and v.facility_tier == "all"
        and v.period_type == "month"
        and all(getattr(v, name) == value for name, value in where.items())
    ]


@pytest.fixture(scope="module")
def sheets() -> dict[str, list[Sheet]]:
    """The tables of a clean sample before they are written."""
    scope = Scope(1, start=date(2022, 1, 1), **SMALL)
    found: dict[str, list[Sheet]] = {}
    for sheet in Sample(scope, Flows(world.build(scope)), "csv").sheets():
        found.setdefault(sheet.extract, []).append(sheet)
    return found


@pytest.fixture(scope="module")
def clean(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, Truth]:
    inbox = tmp_path_factory.mktemp("clean") / "inbox"
    return inbox, generate(inbox, seed=1, **SMALL)


@pytest.fixture(scope="module")
def faulty(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, Truth]:
    inbox = tmp_path_factory.mktemp("faulty") / "inbox"
    return inbox, generate(inbox, seed=1, faults=True, **SMALL)


def rows(sheets: dict[str, list[Sheet]], extract: str) -> pl.DataFrame:
    return pl.concat([s.frame for s in sheets[extract]], how="diagonal_relaxed")


def test_same_seed_gives_same_bytes_with_other_threads_and_hash_seed(tmp_path: Path):
    here, there = tmp_path / "here" / "inbox", tmp_path / "there" / "inbox"
    generate(here, seed=7, **TINY)
    code = (
        "from pathlib import Path; import sys; from demo.sample import generate;"
        f"generate(Path(sys.argv[1]), seed=7, **{TINY})"
    )
    threads = {"POLARS_MAX_THREADS": "1", "OMP_NUM_THREADS": "1", "PYTHONHASHSEED": "5"}
    subprocess.run(
        [sys.executable, "-c", code, there],
        check=True, cwd=PROJECT, env={**os.environ, "TZ": "Asia/Shanghai", **threads},
    )  # fmt: skip
    assert digests(here) == digests(there)
    times = {p.name: p.stat().st_mtime for p in here.rglob("synthetic_*")}
    assert times == {p.name: p.stat().st_mtime for p in there.rglob("synthetic_*")}
    generate(there, seed=8, scale=TINY["scale"], months=1)
    same = set(digests(here).items()) & set(digests(there).items())
    by_plan = {"reform_register", "community_membership"}  # no chance in these
    assert {name.split("/")[0] for name, _ in same} <= by_plan


def test_one_file_of_each_shape_lands_whole(clean: tuple[Path, Truth], tmp_path: Path):
    paths = sorted(clean[0].rglob("synthetic_*"))
    first_of_extract = {p.parent.name: p for p in reversed(paths)}
    first_of_shape = {p.suffix: p for p in reversed(paths)}
    for path in {*first_of_extract.values(), *first_of_shape.values()}:
        copy = tmp_path / "inbox" / path.parent.name / path.name
        copy.parent.mkdir(parents=True, exist_ok=True)
        copy.write_bytes(path.read_bytes())
    results = land(tmp_path / "inbox", tmp_path)
    assert {r.outcome for r in results} == {"landed"}, results
    assert sum(r.counts.rejected for r in results) == 0
    assert {r.extract for r in results} >= set(CONTRACTS) - {
        "published_statistic",
        "community_review",  # twice a year, and there are four months
    }


def test_truth_of_visits_is_the_sum_over_the_written_files(tmp_path: Path):
    inbox = tmp_path / "inbox"
    truth = generate(inbox, seed=3, fmt="parquet", **TINY)
    fields = {f.name: f.label.zh for f in CONTRACTS["facility_monthly"].fields}
    names = ("visits", "clinic_visits", "village_room_visits", "station_visits")
    total = Counter()
    for path in (inbox / "facility_monthly").iterdir():
        division = path.name.split("_")[3]
        frame = pl.read_parquet(path).select(fields[name] for name in names)
        total[division] += int(frame.sum().fill_null(0).sum_horizontal()[0])
    true = Counter()
    for value in values(truth, "visits"):
        true[value.division_code] += int(value.numerator)
    assert true.pop("9901") == sum(total.values()) > 0
    assert total == true


def test_refunds_take_back_what_was_settled(sheets: dict[str, list[Sheet]]):
    claims = rows(sheets, "settlement")
    refunds = claims.filter(pl.col("init_setl_id").is_not_null())
    originals = claims.join(
        refunds, left_on="setl_id", right_on="init_setl_id", suffix="_back"
    )
    assert refunds.height == originals.height > 0
    for name in CLAIM_MONEY:
        assert (originals[name] >= 0).all()
        assert (originals[name] + originals[f"{name}_back"] >= 0).all()
    assert (originals["setl_time_back"] >= originals["setl_time"]).all()
    assert claims["setl_id"].n_unique() == claims.height
    assert (
        claims["medfee_sumamt"] == claims["fund_pay_sumamt"] + claims["psn_part_amt"]
    ).all()


def test_manual_reimbursements_are_late(sheets: dict[str, list[Sheet]]):
    late = 0
    for sheet in sheets["settlement"]:
        manual = sheet.frame.filter(pl.col("manl_reim_rea").is_not_null())
        assert ((manual["setl_time"] - manual["enddate"]).dt.total_days() >= 30).all()
        assert not manual["mdtrtarea_admdvs"].str.starts_with("9901").any()
        late += (manual["setl_time"].dt.strftime("%Y-%m") < sheet.period).sum()
    assert late > 0


def test_discharge_records_agree_with_settlements(sheets: dict[str, list[Sheet]]):
    claims = rows(sheets, "settlement")
    back = claims["init_setl_id"].drop_nulls()
    stays = claims.filter(
        pl.col("med_type").str.slice(0, 2).is_in(["21", "22", "23", "24", "52"]),
        pl.col("init_setl_id").is_null(),
        ~pl.col("setl_id").is_in(back.implode()),
    )
    codes = rows(sheets, "facility_crosswalk").select("facility_code", "fixmedins_code")
    month = pl.col("enddate").dt.truncate("1mo")
    settled = (
        stays.join(codes.unique(), on="fixmedins_code")
        .group_by("facility_code", month.alias("month"))
        .agg(pl.len().alias("n"), pl.col("medfee_sumamt").sum().alias("fen"))
    )
    recorded = (
        rows(sheets, "discharge_record")
        .group_by("facility_code", pl.col("discharged_on").dt.truncate("1mo")
                  .alias("month"))
        .agg(pl.len().alias("n"), pl.col("total_cost_yuan").sum().alias("fen"))
    )  # fmt: skip
    both = recorded.join(settled, on=["facility_code", "month"], how="left")
    assert both.height > 20
    assert (both["n"] == both["n_right"]).all()
    assert (both["fen"] == both["fen_right"]).all()


def test_nobody_and_no_place_is_real(
    sheets: dict[str, list[Sheet]], clean: tuple[Path, Truth]
):
    reference = PROJECT / "seeds" / "reference" / "divisions.csv"
    with reference.open(encoding="utf-8", newline="") as file:
        real = [row for row in csv.DictReader(file) if row["status"] != "synthetic"]
    codes = {row["division_code"] for row in real}
    assert not codes & {*world.COUNTY_CODES, world.PREFECTURE, *world.AWAY_AREAS}
    assert not {c[:2] for c in codes} & {"99"}
    names = {row["name_zh"] for row in real}
    assert not names & set(world.COUNTY_NAMES)
    places = rows(sheets, "facility_registry")["facility_name"]
    assert places.str.contains("^示范").all()
    for extract in ("settlement", "signing", "discharge_record"):
        people = rows(sheets, extract)
        name = "psn_name" if extract == "settlement" else "person_name"
        assert people["certno"].str.contains("^9901[0-9]{13}X$").all()
        assert people[name].str.starts_with("合成").all()
    assert all(p.name.startswith("synthetic_") for p in clean[0].glob("*/*"))


def test_every_kind_of_fault_is_there_and_has_a_place(faulty: tuple[Path, Truth]):
    inbox, truth = faulty
    found = Counter(f.kind for f in truth.faults)
    assert set(found) == set(KINDS) == set(truth.fault_minimum)
    assert all(found[kind] >= truth.fault_minimum[kind] >= MINIMUM for kind in found)
    for fault in truth.faults:
        is_there = (inbox / fault.extract / fault.file).exists()
        assert is_there == (fault.kind != "missing_county_month"), fault
        assert fault.division_code and fault.period and fault.expected
        if KINDS[fault.kind].change and fault.kind != "missing_facility_month":
            assert fault.field and fault.row and fault.original != fault.injected


def test_faults_leave_the_truth_as_it_is(
    clean: tuple[Path, Truth], faulty: tuple[Path, Truth]
):
    assert clean[1].values == faulty[1].values
    assert clean[1].faults == []
    changed = digests(clean[0]).items() ^ digests(faulty[0]).items()
    named = {
        name for f in faulty[1].faults for name in (f.file, f.related_file) if name
    }
    assert {path.split("/")[1] for path, _ in changed} <= named


def test_identical_files_are_identical(faulty: tuple[Path, Truth]):
    for fault in faulty[1].faults:
        if fault.kind == "resent_identical":
            folder = faulty[0] / fault.extract
            again, first = folder / fault.file, folder / fault.related_file
            assert again.read_bytes() == first.read_bytes()
            assert again.stat().st_mtime > first.stat().st_mtime


def test_truth_is_written_beside_the_inbox_and_never_into_it(tmp_path: Path):
    inbox = tmp_path / "inbox"
    words = ["sample", "--out", str(inbox), "--scale", "0.001", "--months", "1"]
    inside = ["--truth", str(inbox / "truth.json")]
    assert CliRunner().invoke(app, [*words, *inside]).exit_code == 1
    assert not inbox.exists()
    assert CliRunner().invoke(app, words).exit_code == 0
    truth = json.loads((tmp_path / "truth.json").read_text("utf-8"))
    assert truth["seed"] == 1 and truth["effects"] and truth["values"]["rows"]
    assert len(truth["starts"]) == 12 * len(truth["effects"])


def test_a_new_sample_replaces_the_files_of_the_old_one_only(tmp_path: Path):
    inbox = tmp_path / "inbox"
    other = inbox / "settlement" / "real.csv"
    other.parent.mkdir(parents=True)
    other.write_text("x")
    (inbox / "settlement" / "synthetic_old.csv").write_text("x")
    generate(inbox, seed=1, scale=0.001, months=1)
    assert other.exists()
    assert not (inbox / "settlement" / "synthetic_old.csv").exists()


def test_settlement_ids_of_blocks_do_not_meet():
    starts = [first_id(c, m) for c in range(12) for m in range(120)]
    assert min(np.diff(sorted(starts))) >= 10**7


CLAIMS = """
    with back as (select init_setl_id from raw.settlement where init_setl_id <> ''),
    net as (
        select *, date_trunc('month', setl_time)::date as month
        from raw.settlement
        where init_setl_id is null and med_type not like '41%'
            and setl_id not in (select init_setl_id from back)
    )
    select insu_admdvs, month, {numerator}, {denominator} from net group by all
"""
MONTHLY = """
    with division as (
        select facility_code, any_value(division_code) as division_code
        from raw.facility_registry group by all
    )
    select division_code, month, {numerator}, {denominator}
    from raw.facility_monthly inner join division using (facility_code) group by all
"""
INSIDE = "mdtrtarea_admdvs = insu_admdvs"
QUESTIONS = {
    "bed_use_rate": MONTHLY.format(
        numerator="sum(occupied_bed_days)", denominator="sum(open_bed_days)"
    ),
    "average_stay": MONTHLY.format(
        numerator="sum(discharged_bed_days)", denominator="sum(discharges)"
    ),
    "cost_per_visit": MONTHLY.format(
        numerator="sum(outpatient_income_yuan)", denominator="sum(visits)"
    ),
    "drug_share": MONTHLY.format(
        numerator="sum(outpatient_drug_income_yuan + inpatient_drug_income_yuan)",
        denominator="sum(medical_income_yuan)",
    ),
    "county_visit_ratio": CLAIMS.format(
        numerator=f"count(*) filter ({INSIDE})", denominator="count(*)"
    ),
    "fund_share_inside_county": CLAIMS.format(
        numerator=f"sum(case when {INSIDE} then fund_pay_sumamt else 0 end)",
        denominator="sum(fund_pay_sumamt)",
    ),
    "key_group_signing_rate": """
        select division_code, month, null, sum(people) from raw.key_population
        where key_group = 'any_key_group' group by all
    """,
    "signing_rate": """
        with newest as (
            select distinct on (facility_code, certno, signed_on) s.*
            from raw.signing as s
            inner join raw.files as f on f.file_id = s._file_id
            order by facility_code, certno, signed_on, f.submitted_at desc
        ),
        months as (select distinct month from raw.facility_monthly)
        select division_code, month, count(distinct certno), null
        from newest, months
        where is_resident and signed_on <= last_day(month)
            and valid_to >= last_day(month)
            and coalesce(ended_on, '9999-12-31') > last_day(month)
        group by all
    """,
}


@pytest.fixture(scope="module")
def landed(
    clean: tuple[Path, Truth], tmp_path_factory: pytest.TempPathFactory
) -> Iterator[tuple[duckdb.DuckDBPyConnection, list[FileResult]]]:
    folder = tmp_path_factory.mktemp("landed")
    results = land(clean[0], folder)
    with duckdb.connect(folder / "yigai.duckdb", read_only=True) as con:
        yield con, results


@pytest.mark.slow
def test_every_file_lands_whole(
    landed: tuple[duckdb.DuckDBPyConnection, list[FileResult]],
    clean: tuple[Path, Truth],
):
    _, results = landed
    assert {r.outcome for r in results} <= {"landed", "unchanged"}
    assert sum(r.counts.rejected for r in results) == 0
    assert len(results) == sum(clean[1].files.values())
    for extract in ("settlement", "signing", "facility_monthly", "discharge_record"):
        found = sum(r.counts.landed for r in results if r.extract == extract)
        assert found == clean[1].rows[extract]


@pytest.mark.slow
@pytest.mark.parametrize("indicator", QUESTIONS)
def test_truth_is_what_the_landed_rows_say(
    landed: tuple[duckdb.DuckDBPyConnection, list[FileResult]],
    clean: tuple[Path, Truth],
    indicator: str,
):
    said = {
        (row[0], row[1]): row[2:]
        for row in landed[0].sql(QUESTIONS[indicator]).fetchall()
    }
    true = [v for v in values(clean[1], indicator) if v.division_code != "9901"]
    assert len(true) == len(said) == 12 * SMALL["months"]
    for value in true:
        numerator, denominator = said[value.division_code, value.period_start]
        if numerator is not None:
            assert float(numerator) == pytest.approx(value.numerator)
        if denominator is not None:
            assert float(denominator) == pytest.approx(value.denominator)


@pytest.mark.slow
def test_the_door_does_with_faults_what_the_truth_expects(
    faulty: tuple[Path, Truth], tmp_path: Path
):
    inbox, truth = faulty
    outcome = {r.file_name: r.outcome for r in land(inbox, tmp_path)}
    refused = {f.file for f in truth.faults if f.expected == "refused"}
    assert {name for name, what in outcome.items() if what == "refused"} == refused
    for fault in truth.faults:
        if fault.expected == "unchanged":  # the door reads them in order of name
            pair = {outcome[fault.file], outcome[fault.related_file]}
            assert pair == {"landed", "unchanged"}
    with duckdb.connect(tmp_path / "yigai.duckdb", read_only=True) as con:
        rejected = con.sql("""
            select f.file_name, r.row_number, r.column_name
            from raw.rejected_rows as r inner join raw.files as f using (file_id)
        """).fetchall()
    assert sorted(rejected) == sorted(
        (f.file, f.row, f.field) for f in truth.faults if f.expected == "rejected_row"
    )


@pytest.mark.slow
def test_the_reform_does_what_the_truth_says():
    """Early counties against those that never start, last months against first."""
    scope = Scope(5, 0.05, 36, date(2022, 1, 1))
    sample = Sample(scope, Flows(world.build(scope)), "csv")
    for _ in sample.sheets():
        pass
    frame = pl.DataFrame([dict(v) for v in sample.values()], infer_schema_length=None)
    frame = frame.filter(period_type="month", facility_tier="all")
    early, never = ("990102", "990103", "990107"), ("990101", "990106", "990109")
    for indicator, size, slack in (
        ("county_visit_ratio", 4.0, 0.8), ("primary_care_visit_share", 6.0, 0.8),
        ("drug_share", -4.0, 0.8), ("signing_rate", 8.0, 0.8),
        ("downward_referral_share", 2.0, 1.2), ("cost_per_stay", -5.0, 4.0),
    ):  # fmt: skip
        found = frame.filter(indicator_id=indicator)
        gains = []
        for counties in (early, never):
            mine = found.filter(pl.col("division_code").is_in(counties))
            before = mine.filter(pl.col("period_start") < date(2022, 10, 1))
            after = mine.filter(pl.col("period_start") >= date(2024, 7, 1))
            old, new = (p["value"].mean() for p in (before, after))
            gains.append(100 * np.log(new / old) if size == -5.0 else new - old)
        assert gains[0] - gains[1] == pytest.approx(size, abs=slack), indicator
