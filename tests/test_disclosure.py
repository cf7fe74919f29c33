"""Disclosure control: what is withheld cannot be worked out from what is shown."""

import struct
from datetime import date
from pathlib import Path

import duckdb
import pytest
from attacker import Attack
from commandline import PROJECT
from small_warehouse import counts, write

from orchestration import publication
from orchestration.disclosure.rules import load_rule
from orchestration.tables import write_tables

MEASURES = PROJECT / "seeds" / "measures.csv"
PERSONS = {"discharges", "deaths", "people_managed", "stays"}

# a plan and an attack take half a minute of processor time
pytestmark = pytest.mark.slow


@pytest.fixture(scope="module")
def rule():
    found = load_rule()
    return found.model_copy(
        update={
            "counts": found.counts.model_copy(
                update={"measures": ["discharges", "stays"]}
            )
        }
    )


def publish(build: Path, folder: Path, before: Path | None = None, rule=None) -> Path:
    """The published file of a build."""
    folder.mkdir(parents=True, exist_ok=True)
    write_tables(build, folder, before=before, state=folder / "state", rule=rule)
    return folder / "yigai.duckdb"


def small(attack: Attack) -> set:
    """The cells that count persons, fewer than ten."""
    return {
        key for key, value in attack.truth.items() if 0 < value < 10 and is_person(key)
    }


def is_person(key: tuple) -> bool:
    source = key[1]
    if source.startswith("measure "):
        return source.split()[1] in PERSONS
    return source in (
        "mortality numerator",
        "mortality denominator",
        "cost denominator",
        "managed numerator",
        "managed denominator",
    )


@pytest.fixture(scope="module")
def build(tmp_path_factory) -> Path:
    return write(tmp_path_factory.mktemp("b") / "build" / "b.duckdb", counts(1, 3, 14))


def test_small_counts_are_withheld_and_cannot_be_worked_out(build, tmp_path, rule):
    attack = Attack()
    attack.add(0, build, publish(build, tmp_path / "p", rule=rule))
    targets = small(attack)
    assert len(targets) > 300
    assert not targets & attack.shown.keys()
    assert not attack.recovered() & targets
    assert attack.room(targets) >= rule.together
    # and it is worth publishing: most of what counts persons is there
    persons = [key for key in attack.truth if is_person(key)]
    assert sum(key in attack.shown for key in persons) > 0.3 * len(persons)


def test_months_without_a_row_do_not_help(tmp_path, rule):
    """Nobody has no row: sums of such months have fewer parts, and readers know."""
    leaves = counts(4, 3, 9)
    build = write(tmp_path / "build" / "b.duckdb", leaves[leaves.value > 0])
    attack = Attack()
    attack.add(0, build, publish(build, tmp_path / "p", rule=rule))
    targets = small(attack)
    assert len(targets) > 300
    assert not targets & attack.shown.keys()
    assert not attack.recovered() & targets


def test_where_nobody_is_counted_nothing_is_withheld(tmp_path, rule):
    leaves = counts(1, 1, 1)
    build = write(
        tmp_path / "build" / "b.duckdb", leaves[leaves.measure_id == "income_yuan"]
    )
    with duckdb.connect(publish(build, tmp_path / "p", rule=rule)) as con:
        assert con.execute(
            "select count(*) > 0, count(*) = count(value) from core.fct_measures"
        ).fetchone() == (True, True)


def test_withholding_the_small_alone_would_not_do(build, tmp_path, rule):
    """The attack is worth something: it finds what primary suppression leaves open."""
    attack = Attack()
    attack.add(0, build, publish(build, tmp_path / "p", rule=rule))
    targets = small(attack)
    attack.shown = {k: v for k, v in attack.truth.items() if k not in targets}
    assert len(attack.recovered() & targets) > 0.9 * len(targets)


def test_successive_publications_do_not_give_back_what_each_withholds(tmp_path, rule):
    """New months, a corrected count that is small now, and one that is no more."""
    leaves = counts(2, 3, 15)
    attack, before = Attack(), None
    for number, months in enumerate((12, 14, 15)):
        now = leaves[
            leaves.month < date(2023 + months // 12, months % 12 + 1, 1)
        ].copy()
        place = (now.division_code == "990002") & (now.facility_tier == "township")
        for measure, values in {
            "discharges": (23.0, 8.0, 8.0),
            "people_managed": (4.0, 31.0, 31.0),
        }.items():
            march = (now.measure_id == measure) & (now.month == date(2023, 3, 1))
            now.loc[place & march, "value"] = values[number]
        build = write(tmp_path / f"{number}" / "build" / "b.duckdb", now)
        folder = tmp_path / f"p{number}"
        attack.add(number, build, publish(build, folder, before, rule))
        before = folder / "state"
    targets = small(attack)
    # what an earlier publication showed and no later one changed is out already
    out = {key for key in targets if key in attack.shown}
    assert not out
    assert not attack.recovered() & targets


def test_what_a_withdrawn_publication_showed_is_remembered(tmp_path):
    """By hand an older one is made the current one: readers have seen the newer."""
    leaves = counts(3, 3, 4)
    folder, attack = tmp_path / "published", Attack()
    march = (leaves.month == date(2023, 3, 1)) & (leaves.division_code == "990002")
    march &= (leaves.measure_id == "people_managed") & (
        leaves.facility_tier == "township"
    )
    made = []
    for number, value in enumerate((31.0, 35.0, 4.0)):
        leaves.loc[march, "value"] = value
        build = write(tmp_path / f"{number}" / "build" / "b.duckdb", leaves)
        made.append(
            publication.publish(build, folder, {"fingerprint": f"{number}" * 8})
        )
        attack.add(number, build, made[-1] / "yigai.duckdb")
        if number == 1:
            publication.point(folder, made[0].name)
    known = publication.read(made[2])["disclosure_before"]
    assert known == made[1].name
    assert (tmp_path / "disclosure" / known).is_dir()
    assert not attack.recovered() & small(attack)
    # a publication that was never begun again is no reason to forget
    publication.forget_old(folder)
    assert publication.known(folder, {}).name == made[2].name


def test_values_and_limits_go_with_their_parts(build, tmp_path, rule):
    path = publish(build, tmp_path / "p", rule=rule)
    with duckdb.connect(path, read_only=True) as con:
        counted = con.execute(
            """
            select
                count(*) filter (null_reason = 'suppressed'),
                count(*) filter (null_reason = 'suppressed'
                    and (value is not null or lower_95 is not null)),
                count(*) filter (value is not null
                    and (numerator is null or denominator is null)),
                count(*) filter (numerator is null and denominator is not null)
            from indicators.fct_indicator_values
            """
        ).fetchone()
        assert counted is not None
        assert counted[0] > 100
        assert counted[1:3] == (0, 0)
        assert counted[3] > 0
        # a mean over a series would give its one withheld point
        assert con.execute(
            """
            select count(*) from indicators.fct_indicator_trends as trends
            where centre is not null and exists (
                select 1 from indicators.fct_indicator_values as facts
                where facts.indicator_id = trends.indicator_id
                    and facts.division_code = trends.division_code
                    and facts.facility_tier = trends.facility_tier
                    and facts.geography = trends.geography
                    and facts.period_type = 'month' and null_reason = 'suppressed')
            """
        ).fetchone() == (0,)


def test_what_is_withheld_is_nowhere_in_the_file(tmp_path, rule):
    """A deleted value would still lie in the file's blocks."""
    leaves = counts(1, 2, 3)
    mark = 7.0078125
    leaves.loc[
        (leaves.measure_id == "deaths") & (leaves.division_code == "990001"), "value"
    ] = mark
    build = write(tmp_path / "build" / "b.duckdb", leaves)
    assert struct.pack("<d", mark) in build.read_bytes()
    published = publish(build, tmp_path / "p", rule=rule)
    assert struct.pack("<d", mark) not in published.read_bytes()


def test_the_rule_names_only_measures_that_there_are():
    names = {line.split(",")[0] for line in MEASURES.read_text("utf-8").splitlines()}
    rule = load_rule()
    said = {*rule.counts.measures, *rule.counts.exceptions, *rule.identities}
    said |= {part for parts in rule.identities.values() for part in parts}
    said |= {*rule.flows, rule.reported_stays}
    said |= {
        named for row in rule.kinds_of_money for named in (row["money"], row["count"])
    }
    assert said <= names
