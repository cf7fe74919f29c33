"""`make dagster`: it starts, answers with our assets and schedules, and stops."""

import json
import os
import signal
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from commandline import PROJECT

pytestmark = pytest.mark.slow

PATIENCE = 240.0
QUESTION = """
{ assetNodes { assetKey { path } groupName owners { ... on TeamAssetOwner { team } }
    partitionDefinition { name } }
  repositoriesOrError { ... on RepositoryConnection {
    nodes { schedules { name } sensors { name } } } }
  instance { poolConfig { poolGranularity defaultPoolLimit } } }
"""


def free_port() -> int:
    with socket.socket() as found:
        found.bind(("127.0.0.1", 0))
        return found.getsockname()[1]


@pytest.fixture(scope="module")
def answers(tmp_path_factory: pytest.TempPathFactory) -> Iterator[dict[str, Any]]:
    """What Dagster says of itself, started as `make dagster` starts it."""
    data, port = tmp_path_factory.mktemp("develop"), free_port()
    log = data / "log"
    with log.open("w") as out:
        process = subprocess.Popen(
            [sys.executable, "-m", "orchestration.develop", "-p", str(port)],
            cwd=PROJECT, env={**os.environ, "YIGAI_DATA": str(data)},
            stdout=out, stderr=subprocess.STDOUT, start_new_session=True,
        )  # fmt: skip
    try:
        yield asked(process, port, log)
    finally:
        stop(process)


def asked(process: subprocess.Popen, port: int, log: Path) -> dict[str, Any]:
    request = urllib.request.Request(
        f"http://127.0.0.1:{port}/graphql",
        json.dumps({"query": QUESTION}).encode(),
        {"Content-Type": "application/json"},
    )
    deadline = time.monotonic() + PATIENCE
    while time.monotonic() < deadline:
        assert process.poll() is None, log.read_text()
        try:
            with urllib.request.urlopen(request, timeout=30) as answer:
                found = json.load(answer)
        except urllib.error.HTTPError as error:
            raise AssertionError(error.read()) from error
        except OSError:
            time.sleep(0.5)
            continue
        if found.get("data", {}).get("assetNodes"):
            return found["data"]
        assert "errors" not in found, found
        time.sleep(0.5)
    raise AssertionError(log.read_text())


def stop(process: subprocess.Popen) -> None:
    """End it with all that it started."""
    os.killpg(process.pid, signal.SIGTERM)
    try:
        process.wait(30)
    except subprocess.TimeoutExpired:
        os.killpg(process.pid, signal.SIGKILL)
        process.wait()


def test_the_assets_are_there_with_groups_owners_and_partitions(answers):
    nodes = {"/".join(n["assetKey"]["path"]): n for n in answers["assetNodes"]}
    assert len(nodes) > 200
    assert all(node["groupName"] and node["owners"] for node in nodes.values())
    assert nodes["raw/slices"]["partitionDefinition"]["name"] == "months"
    yearly = nodes["documents/assessment_tables"]
    assert yearly["partitionDefinition"]["name"] == "years"


def test_the_schedules_and_sensors_are_there(answers):
    (repository,) = answers["repositoriesOrError"]["nodes"]
    schedules = {s["name"] for s in repository["schedules"]}
    assert schedules == {"after_due_day", "every_night", "after_annual_reports"}
    sensors = {s["name"] for s in repository["sensors"]}
    assert sensors == {"inbox_sensor", "failure_sensor"}


def test_one_run_at_a_time_writes(answers):
    pools = answers["instance"]["poolConfig"]
    assert pools == {"poolGranularity": "run", "defaultPoolLimit": 1}
