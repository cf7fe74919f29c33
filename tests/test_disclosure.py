"""Disclosure control: what is withheld cannot be worked out from what is shown."""

from pathlib import Path

import duckdb
import pytest
from attacker import Attack
from small_warehouse import counts, write

from orchestration.disclosure.rules import load_rule
from orchestration.tables import write_tables

PERSONS = {"discharges", "deaths", "people_managed", "stays"}


@pytest.fixture(scope="module")
def rule():
    found = load_rule()
    return found.model_copy(
        update={"counts": found.counts.model_copy(
            update={"measures": ["discharges", "stays"]})}
    )  # fmt: skip


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
    return source in ("mortality numerator", "mortality denominator",
                      "cost denominator", "managed numerator", "managed denominator")  # fmt: skip


@pytest.fixture(scope="module")
def build(tmp_path_factory) -> Path:
    return write(tmp_path_factory.mktemp("b") / "build" / "b.duckdb", counts(1, 4, 15))


def test_small_counts_are_withheld_and_cannot_be_worked_out(build, tmp_path, rule):
    attack = Attack()
    attack.add(0, build, publish(build, tmp_path / "p", rule=rule))
    targets = small(attack)
    assert len(targets) > 300
    assert not targets & attack.shown.keys()
    assert not attack.recovered() & targets
    # and it is worth publishing: most of what counts persons is there
    persons = [key for key in attack.truth if is_person(key)]
    assert sum(key in attack.shown for key in persons) > 0.3 * len(persons)


def test_withholding_the_small_alone_would_not_do(build, tmp_path, rule):
    """The attack is worth something: it finds what primary suppression leaves open."""
    attack = Attack()
    attack.add(0, build, publish(build, tmp_path / "p", rule=rule))
    targets = small(attack)
    attack.shown = {k: v for k, v in attack.truth.items() if k not in targets}
    assert len(attack.recovered() & targets) > 0.9 * len(targets)
