"""What Dagster loads, as a text that people can read: each change is seen and accepted.

Renew the text with `python tests/test_definitions.py`.
"""

import difflib
import json
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

PICTURE = Path(__file__).parent / "definitions.txt"
PROJECT = Path(__file__).parent.parent

pytestmark = pytest.mark.slow


def pictured() -> str:
    """Jobs, schedules and sensors, then every asset with what it has and comes from."""
    from orchestration.definitions import defs  # noqa: PLC0415

    repository = defs.get_repository_def()
    return "\n".join([*moving(repository), *assets(defs), ""])


def moving(repository) -> Iterator[str]:
    for job in sorted(repository.get_all_jobs(), key=lambda job: job.name):
        if not job.name.startswith("__"):
            parts = job.partitions_def.name if job.partitions_def else "no partitions"
            yield f"job {job.name}: {parts}"
    for found in sorted(repository.schedule_defs, key=lambda s: s.name):
        when = f"{found.cron_schedule} {found.execution_timezone}"
        yield f"schedule {found.name}: {found.job_name} at {when}"
    for found in sorted(repository.sensor_defs, key=lambda s: s.name):
        status = found.default_status.value.lower()
        yield f"sensor {found.name}: {found.sensor_type.value.lower()}, {status}"


def assets(defs) -> Iterator[str]:
    graph = defs.resolve_asset_graph()
    for key in sorted(graph.get_all_asset_keys(), key=lambda k: k.path):
        node = graph.get(key)
        parts = f" by {node.partitions_def.name}" if node.partitions_def else ""
        kinds = "+".join(sorted(node.kinds))
        yield ""
        yield (
            f"{key.to_user_string()}{parts} [{node.group_name}] {kinds} "
            f"{' '.join(node.owners)}"
        )
        yield from (f"  < {parent.to_user_string()}" for parent in sorted(
            node.parent_keys, key=lambda k: k.path))  # fmt: skip
        for check in sorted(node.check_keys, key=lambda c: c.name):
            spec = graph.get_check_spec(check)
            yield f"  ? {check.name}{' blocks' if spec.blocking else ''}"


def test_the_definitions_are_as_they_were():
    was, now = PICTURE.read_text("utf-8"), pictured()
    changes = "\n".join(difflib.unified_diff(was.split("\n"), now.split("\n"), n=0))
    assert was == now, f"renew: python tests/test_definitions.py\n{changes}"


def test_every_asset_says_what_it_is_who_answers_and_where_its_code_is():
    from orchestration.definitions import defs  # noqa: PLC0415

    graph = defs.resolve_asset_graph()
    for key in graph.get_all_asset_keys():
        node = graph.get(key)
        assert node.description, key
        assert node.owners, key
        assert node.kinds, key
        references = node.metadata["dagster/code_references"].code_references
        for found in references:
            assert Path(found.file_path).is_relative_to(PROJECT), key
            assert Path(found.file_path).exists(), key


def test_every_test_of_dbt_and_every_expectation_is_an_asset_check():
    from expectations.suites import LAYERS, load_suite  # noqa: PLC0415
    from orchestration.dbt_project import manifest  # noqa: PLC0415
    from orchestration.definitions import defs  # noqa: PLC0415

    shown = {key.name for key in defs.resolve_asset_graph().asset_check_keys}
    nodes = json.loads(manifest().read_text("utf-8"))["nodes"].values()
    tests = {node["name"] for node in nodes if node["resource_type"] == "test"}
    assert len(tests) > 200
    assert tests <= shown
    expected = {c.check_id for layer in LAYERS for c in load_suite(layer).checks}
    assert expected <= shown


def test_what_a_run_leaves_to_the_night_and_to_january():
    from orchestration.definitions import defs  # noqa: PLC0415

    jobs = {name: defs.resolve_job_def(name).asset_layer for name in (
        "monthly_run", "nightly_check", "yearly_assessment")}  # fmt: skip
    run, night, year = jobs.values()
    told = [key.to_user_string() for key in run.selected_asset_keys]
    assert "published/publication" in told
    assert "documents/assessment_tables" not in told
    assert not night.selected_asset_keys
    assert [k.to_user_string() for k in year.selected_asset_keys] == [
        "documents/assessment_tables"
    ]


if __name__ == "__main__":
    PICTURE.write_text(pictured(), "utf-8")
    print(f"written: {PICTURE}", file=sys.stderr)
