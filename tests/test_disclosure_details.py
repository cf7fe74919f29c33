"""Disclosure control of finer tables: flows, claims of facilities, checks and files.

What a reader can add up: the flows of a place and tier give its measure, the flows to a
place give what its facilities claimed. A withheld figure must not follow from those.
"""

import csv
from collections import defaultdict
from datetime import date
from pathlib import Path

import duckdb
import numpy as np
import pandas as pd
import pytest
from attacker import free_columns
from commandline import PROJECT
from scipy.sparse import coo_array, csr_array
from small_warehouse import KEYS, counts, write

from orchestration.disclosure.rules import load_rule
from orchestration.tables import write_tables

pytestmark = pytest.mark.slow

MEASURES_FILE = PROJECT / "seeds" / "measures.csv"

FLOW_TABLE = """
create table indicators.rpt_patient_flows as
select
    division_code, facility_tier, month,
    if(measure_id = 'stays', 'stay', 'visit') as care_kind,
    destination,
    case destination
        when 'own_county' then division_code
        when 'other_county' then '99000' || (cast(division_code[6] as int) % 3 + 1)
        else '980101'
    end as provider_county_code,
    cast(part as bigint) as encounters,
    part * 311.5 as fee_yuan,
    part * 200.5 as fund_yuan
from core.fct_measures, (values
    ('own_county', floor(value * 0.7)),
    ('other_county', floor(value * 0.2)),
    ('outside_prefecture', value - floor(value * 0.7) - floor(value * 0.2))
) as parts(destination, part)
where measure_id in ('stays', 'insured_visits') and geography = 'then'
    and length(division_code) = 6 and facility_tier not in ('all', 'primary')
    and part > 0;
"""
# claims that had been sent to the wrong county: totals and other flows are as they were
MOVED = """
update indicators.rpt_patient_flows as flows
set encounters = if(flows.destination = 'own_county', together.encounters - 4, 4)
from (
    select facility_tier, care_kind, month, sum(encounters) as encounters
    from indicators.rpt_patient_flows
    where division_code = '990001' and destination <> 'other_county'
    group by all having count(*) = 2 and sum(encounters) > 100
) as together
where flows.division_code = '990001' and flows.destination <> 'other_county'
    and flows.month = date '2023-05-01'
    and flows.facility_tier = together.facility_tier
    and flows.care_kind = together.care_kind
    and flows.month = together.month
"""
DETAILS = """
create schema quality; create schema raw;
create table indicators.rpt_reports_against_claims as
with claimed as (
    select provider_county_code as division_code, facility_tier, care_kind, month,
        sum(encounters) as encounters
    from indicators.rpt_patient_flows where provider_county_code like '99%' group by all
)
select facility_code, division_code, facility_tier, month, quantity,
    cast(figure + 40 as double) as reported, cast(figure as double) as claimed
from claimed, (values ('a', floor(encounters * 0.8)),
    ('b', encounters - floor(encounters * 0.8))) as halves(facility_code, half),
    (values (care_kind || 's', half), (care_kind || '_money', half * 311.5))
        as said(quantity, figure)
where half > 0;
create table quality.rpt_check_results as
select 'deaths_fit' as check_id, division_code, 'f' as facility_code, 'all' as part,
    value as observed, value + 1 as expected, 1.0 as statistic, 7::bigint as file_row,
    'pass' as outcome, cast(month as date) as month
from core.fct_measures where measure_id = 'deaths' and geography = 'then'
union all
select 'income_fits', division_code, 'f', 'all', value, value, 1.0, 7, 'pass', month
from core.fct_measures where measure_id = 'income_yuan' and geography = 'then'
union all
select 'plausible', division_code, 'none', indicator_id, value, null, value, null,
    'pass', date_trunc('month', period_end)
from indicators.fct_indicator_values
where period_type = 'month' and geography = 'then' and facility_tier = 'all';
create table quality.rpt_landed_files as
select * from (values ('discharge_record', 4000), ('settlement', 4),
    ('settlement', 400), ('facility_monthly', 3)) as files(extract_id, rows),
    lateral (select cast(rows as bigint) as rows_landed, rows * 90 as file_bytes);
create table raw.dictionary_check_terms as select * from (values
    ('deaths_fit', 'facility_monthly', 'deaths'),
    ('income_fits', 'facility_monthly', 'income_yuan')
) as t(check_id, extract_id, item);
create table raw.dictionary_measures as
select measure_id, 'facility_monthly' as extract, measure_id as item
from indicators.dim_measures;
"""


@pytest.fixture(scope="module")
def made(tmp_path_factory) -> tuple[Path, Path]:
    """A build with details, and what is published of it."""
    folder = tmp_path_factory.mktemp("details")
    leaves = counts(5, 3, 6)
    leaves.loc[leaves.division_code == "990001", "value"] *= 40
    build = write(folder / "build" / "b.duckdb", leaves)
    with duckdb.connect(build) as con:
        con.execute(FLOW_TABLE + DETAILS)
    rule = load_rule()
    counted = rule.counts.model_copy(update={"measures": ["discharges", "stays"]})
    (folder / "p").mkdir()
    write_tables(build, folder / "p", rule=rule.model_copy(update={"counts": counted}))
    return build, folder / "p" / "yigai.duckdb"


@pytest.fixture(scope="module")
def released(tmp_path_factory) -> list[tuple[Path, Path]]:
    """Two releases: another month, a late file for an old one, flows that changed."""
    folder = tmp_path_factory.mktemp("released")
    leaves = counts(6, 3, 15)
    leaves.loc[leaves.division_code == "990001", "value"] *= 40
    rule = load_rule()
    counted = rule.counts.model_copy(update={"measures": ["discharges", "stays"]})
    rule = rule.model_copy(update={"counts": counted})
    found, before = [], None
    for number, months in enumerate((14, 15)):
        now = leaves[leaves.month < date(2023 + months // 12, months % 12 + 1, 1)]
        now = now.copy()
        late = (now.month == date(2024, 1, 1)) & (now.division_code == "990002")
        for measure, values in {
            "stays": (31.0, 8.0),
            "insured_visits": (9.0, 60.0),
        }.items():
            at = late & (now.measure_id == measure) & (now.facility_tier == "township")
            now.loc[at, "value"] = values[number]
        both = now.measure_id.isin(["stays", "insured_visits"])
        total = now[both].groupby(KEYS[1:], as_index=False).value.sum()
        now = pd.concat([now[now.measure_id != "encounters"],
                         total.assign(measure_id="encounters")])  # fmt: skip
        build = write(folder / f"{number}" / "build" / "b.duckdb", now)
        with duckdb.connect(build) as con:
            con.execute(FLOW_TABLE)
            if number == 1:
                con.execute(MOVED)
            con.execute(DETAILS)
        published = folder / f"p{number}"
        published.mkdir()
        write_tables(build, published, before, published / "state", rule)
        before = published / "state"
        found.append((build, published / "yigai.duckdb"))
    return found


def rows(path: Path, sql: str) -> list[tuple]:
    with duckdb.connect(path, read_only=True) as con:
        return con.execute(sql).fetchall()


FLOWS = """
select 'flow', care_kind, division_code, provider_county_code, facility_tier, month,
    encounters from indicators.rpt_patient_flows
"""
CLAIMS = """
select 'claim', rtrim(quantity, 's'), division_code, facility_code, facility_tier,
    month, claimed from indicators.rpt_reports_against_claims where quantity like '%s'
"""
MEASURES = """
select 'measure', if(measure_id = 'stays', 'stay', 'visit'), division_code, 'all',
    facility_tier, month, value
from core.fct_measures
where measure_id in ('stays', 'insured_visits') and geography = 'then'
    and length(division_code) = 6 and facility_tier not in ('all', 'primary')
"""


def cells(path: Path) -> dict[tuple, float]:
    found = [r for sql in (FLOWS, CLAIMS, MEASURES) for r in rows(path, sql)]
    return {tuple(key): value for *key, value in found if value is not None}


def truth_of(build: Path, published: Path) -> dict[tuple, float]:
    """What is true of each published row: one without a figure may mean nobody."""
    found = [r for sql in (FLOWS, CLAIMS, MEASURES) for r in rows(published, sql)]
    return {tuple(key): 0.0 for *key, _ in found} | cells(build)


def sums_of(truth: dict[tuple, float]) -> list[dict[tuple, float]]:
    """What adds up in one publication: flows to measures, and to what was claimed."""
    sums = defaultdict(dict)
    for key in truth:
        source, kind, place, other, tier, month = key
        if source == "flow":
            sums["from", kind, place, tier, month][key] = -1.0
            sums["to", kind, other, tier, month][key] = -1.0
        elif source == "measure":
            sums["from", kind, place, tier, month][key] = 1.0
        else:
            sums["to", kind, place, tier, month][key] = 1.0
    return [
        parts
        for name, parts in sums.items()
        if (name[0] == "from" or name[2].startswith("99"))
        and abs(sum(weight * truth[key] for key, weight in parts.items())) < 1e-9
    ]


def solved(equations: list[dict[tuple, float]], shown: set[tuple]) -> set[tuple]:
    """The cells that are not shown and follow from those that are."""
    assert len(equations) > 100
    cells = {key for parts in equations for key in parts}
    index = {key: at for at, key in enumerate(sorted(cells - shown))}
    entries = [
        (row, index[key], weight)
        for row, parts in enumerate(equations)
        for key, weight in parts.items()
        if key in index
    ]
    at, column, weight = (np.array(x) for x in zip(*entries, strict=True))
    matrix = csr_array(coo_array((weight, (at, column)), (len(equations), len(index))))
    free = free_columns(matrix)
    return {key for key, j in index.items() if not free[j]}


def recovered(truth: dict[tuple, float], shown: set[tuple]) -> set[tuple]:
    """What follows within one publication."""
    return solved(sums_of(truth), shown)


def joined(releases: list[dict[tuple, float]]) -> tuple[list, dict[tuple, float]]:
    """Equations and figures of releases; a figure that has not changed is one cell.

    A row that is missing is a figure too: nobody went there.
    """
    named, equations = {}, []
    for number, truth in enumerate(releases):
        names = {}
        for key, value in truth.items():
            same = number and releases[number - 1].get(key) == value
            names[key] = named[number - 1, key] if same else (number, *key)
            named[number, key] = names[key]
        equations += [
            {names[key]: weight for key, weight in parts.items()}
            for parts in sums_of(truth)
        ]
    return equations, named


def test_small_flows_and_claims_cannot_be_worked_out(made):
    build, published = made
    truth, shown = truth_of(build, published), cells(published)
    assert all(truth[key] == value for key, value in shown.items())
    small = {k for k, v in truth.items() if v < 10 and v > 0 and k[0] != "measure"}
    small |= {k for k, v in truth.items() if 0 < v < 10 and k[1] == "stay"}
    assert len(small) > 100
    assert not small & shown.keys()
    known = {key for key in shown if key[0] != "measure" or key[1] in ("stay", "visit")}
    assert not recovered(truth, known) & small
    # and it is worth publishing
    assert sum(key[0] == "flow" for key in shown) > 50
    assert any(key[0] == "claim" for key in shown)
    # the attack finds what hiding the small alone would leave open
    assert recovered(truth, truth.keys() - small) & small


def test_money_of_few_persons_is_withheld_with_their_count(made):
    build, published = made
    few = rows(build, "select count(*) from indicators.rpt_patient_flows "
               "where encounters < 10")[0][0]  # fmt: skip
    assert few > 20
    for table, count in (("rpt_patient_flows", "encounters"),):
        assert rows(published, f"""
            select count(*) from indicators.{table}
            where {count} is null and (fee_yuan is not null or fund_yuan is not null)
            """) == [(0,)]  # fmt: skip
    assert rows(published, """
        select count(*) from indicators.rpt_reports_against_claims as money
        where quantity like '%money' and claimed is not null and not exists (
            from indicators.rpt_reports_against_claims as counted
            where counted.quantity = replace(money.quantity, '_money', 's')
                and counted.claimed >= 10
                and counted.facility_code = money.facility_code
                and counted.division_code = money.division_code
                and counted.facility_tier = money.facility_tier
                and counted.month = money.month)
        """) == [(0,)]  # fmt: skip


def test_checks_and_files_do_not_say_what_is_withheld(made):
    _, published = made
    found = rows(published, """
        select check_id, count(*), count(observed), count(expected), count(file_row)
        from quality.rpt_check_results group by 1 order by 1
        """)  # fmt: skip
    deaths, income, plausible = found
    assert deaths[2:] == (0, 0, deaths[1])
    assert income[2] == income[3] == income[1]
    assert 0 < plausible[2] < plausible[1]
    assert rows(published, """
        select count(*) from quality.rpt_check_results as results
        inner join indicators.fct_indicator_values as facts
            on results.part = facts.indicator_id
            and results.division_code = facts.division_code
            and last_day(results.month) = facts.period_end
        where facts.period_type = 'month' and facts.geography = 'then'
            and facts.facility_tier = 'all' and facts.null_reason = 'suppressed'
            and results.observed is not null
        """) == [(0,)]  # fmt: skip
    assert set(rows(published, "select extract_id, rows_landed "
                    "from quality.rpt_landed_files")) == {
        ("discharge_record", None), ("settlement", None), ("settlement", 400),
        ("facility_monthly", 3),
    }  # fmt: skip


def test_releases_do_not_give_back_flows_and_claims_that_each_withholds(released):
    truths = [truth_of(build, published) for build, published in released]
    shown = [cells(published) for _, published in released]
    rows_of_any = {key for truth in truths for key in truth}
    for truth, found in zip(truths, shown, strict=True):
        last = max(key[-1] for key in truth)
        nobody = {key for key in rows_of_any - truth.keys() if key[-1] <= last}
        truth.update(dict.fromkeys(nobody, 0.0))
        found.update(dict.fromkeys(nobody, 0.0))
    equations, named = joined(truths)
    known = {named[n, key] for n, found in enumerate(shown) for key in found}
    small = {
        named[number, key]
        for number, truth in enumerate(truths)
        for key, value in truth.items()
        if 0 < value < 10 and (key[0] != "measure" or key[1] == "stay")
    }
    assert len(small) > 150
    assert not small & known
    assert not solved(equations, known) & small
    # each release alone is another matter than both: something was known before
    assert {named[0, key] for key in shown[0]} - {named[1, k] for k in shown[1]}
    assert sum(name[1] == "flow" for name in known) > 100
    assert solved(equations, {*named.values()} - small) & small


def test_money_goes_with_its_count_in_measures_and_indicators(made):
    """No sum of money of a withheld count is shown, whatever it is divided by."""
    _, published = made
    held = """
        from core.fct_measures as stays
        inner join core.fct_measures as fees
            using (division_code, facility_tier, geography, month)
        inner join indicators.fct_indicator_values as facts
            using (division_code, facility_tier, geography)
        where stays.measure_id = 'stays' and fees.measure_id = 'stay_fee_yuan'
            and facts.indicator_id = 'fee_level' and facts.period_type = 'month'
            and facts.period_end = last_day(stays.month)
            and stays.value is null
        """
    assert rows(published, f"select count(*) > 100 {held}") == [(True,)]
    assert rows(published, f"""
        select count(fees.value), count(facts.numerator), count(facts.value) {held}
        """) == [(0, 0, 0)]  # fmt: skip


def test_every_measure_of_money_of_persons_goes_with_a_count():
    """Claims and discharge records are money of persons; pharmacies sell to anybody."""
    measures = csv.DictReader(MEASURES_FILE.read_text("utf-8").splitlines())
    money = {
        row["measure_id"]
        for row in measures
        if row["unit"] == "元" and row["extract"] in ("settlement", "discharge_record")
    }
    listed = {row["money"] for row in load_rule().kinds_of_money}
    assert money - listed == {"pharmacy_fund_yuan"}
    assert listed <= money
