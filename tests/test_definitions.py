"""The asset graph: a lost edge is a difference that somebody must see and accept.

Renew the picture with `python tests/test_definitions.py`.
"""

import json
import sys
from pathlib import Path

import pytest

PICTURE = Path(__file__).parent / "asset_graph.json"

pytestmark = pytest.mark.slow


def graph() -> dict[str, list[str]]:
    from orchestration.definitions import defs  # noqa: PLC0415

    found = {}
    for node in defs.resolve_asset_graph().asset_nodes:
        parents = sorted(key.to_user_string() for key in node.parent_keys)
        found[node.key.to_user_string()] = parents
    return dict(sorted(found.items()))


def test_the_asset_graph_is_as_it_was():
    assert graph() == json.loads(PICTURE.read_text("utf-8"))


def test_one_job_one_schedule_one_sensor_and_blocking_checks():
    from orchestration.definitions import defs  # noqa: PLC0415

    repository = defs.get_repository_def()
    assert repository.has_job("monthly_run")
    assert [s.name for s in repository.schedule_defs] == ["after_due_day"]
    assert [s.name for s in repository.sensor_defs] == ["inbox_sensor"]
    specs = [spec for checks in defs.asset_checks or [] for spec in checks.check_specs]
    blocking = {spec.name for spec in specs if spec.blocking}
    assert {"R002", "S001", "I001", "M001"} <= blocking


if __name__ == "__main__":
    PICTURE.write_text(
        json.dumps(graph(), indent=1, ensure_ascii=False) + "\n", "utf-8"
    )
    print(f"written: {PICTURE}", file=sys.stderr)
