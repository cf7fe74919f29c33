"""`make dagster`: it starts, shows what it has, and runs what it is asked to run."""

from collections.abc import Iterator
from mailbox import Mailbox, mailbox
from typing import Any

import pytest
from dagster_server import Dagster, dagster_dev

pytestmark = pytest.mark.slow

PLACE = {
    "repositoryName": "__repository__",
    "repositoryLocationName": "orchestration.definitions",
}
SHOWN = """
{ assetNodes { assetKey { path } groupName owners { ... on TeamAssetOwner { team } }
    partitionDefinition { name } }
  repositoriesOrError { ... on RepositoryConnection {
    nodes { schedules { name } sensors { name } } } }
  shouldShowNux
  instance { poolConfig { poolGranularity defaultPoolLimit } } }
"""
LAUNCH = """
mutation($job: JobOrPipelineSelector!) {
  launchRun(executionParams: {selector: $job, runConfigData: {}}) {
    __typename ... on LaunchRunSuccess { run { runId } } } }
"""
RUN = "query($id: ID!) { runOrError(runId: $id) { ... on Run { status } } }"
CHECKS = """
{ assetNodes { assetKey { path } assetChecksOrError { ... on AssetChecks { checks {
    name executionForLatestMaterialization { status runId } } } } } }
"""
TICK = """
mutation($schedule: ScheduleSelector!, $at: Float) {
  scheduleDryRun(selectorData: $schedule, timestamp: $at) {
    ... on DryRunInstigationTick { evaluationResult { skipReason error { message }
      runRequests { runKey jobName } } } } }
"""
LOOK = """
mutation($sensor: SensorSelector!, $cursor: String) {
  sensorDryRun(selectorData: $sensor, cursor: $cursor) {
    ... on DryRunInstigationTick { evaluationResult { cursor skipReason
      error { message } runRequests { runKey jobName } } } } }
"""


@pytest.fixture(scope="module")
def box() -> Iterator[Mailbox]:
    with mailbox() as made:
        yield made


@pytest.fixture(scope="module")
def dagster(
    tmp_path_factory: pytest.TempPathFactory, box: Mailbox
) -> Iterator[Dagster]:
    """Started on an empty data folder, with somebody who is told of failures."""
    data = tmp_path_factory.mktemp("develop")
    with dagster_dev(data, YIGAI_NOTIFY_URLS=box.url) as started:
        yield started


@pytest.fixture(scope="module")
def answers(dagster: Dagster) -> dict[str, Any]:
    """What Dagster says of itself, when it has loaded the definitions."""

    def look() -> dict[str, Any] | None:
        found = dagster.ask(SHOWN)
        return found if found["assetNodes"] else None

    return dagster.until(look)


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
    assert sensors == {"inbox_sensor", "failure_sensor", "asked_months_sensor"}


def test_nobody_is_asked_for_an_address(answers):
    assert answers["shouldShowNux"] is False


def test_one_run_at_a_time_writes(answers):
    pools = answers["instance"]["poolConfig"]
    assert pools == {"poolGranularity": "run", "defaultPoolLimit": 1}


@pytest.mark.usefixtures("answers")
def test_a_run_goes_through_the_queue_its_checks_show_and_grave_ones_are_told(
    dagster: Dagster, box: Mailbox
):
    """The nightly checks of a warehouse in which nothing was ever built."""
    launched = dagster.ask(LAUNCH, job={**PLACE, "jobName": "nightly_check"})
    run = launched["launchRun"]["run"]["runId"]

    def ended() -> str | None:
        status = dagster.ask(RUN, id=run)["runOrError"]["status"]
        return status if status in ("SUCCESS", "FAILURE") else None

    dagster.until(ended)
    shown = {
        check["name"]: check["executionForLatestMaterialization"]
        for node in dagster.ask(CHECKS)["assetNodes"]
        for check in node["assetChecksOrError"].get("checks", [])
    }
    found = {name: seen for name, seen in shown.items() if seen}
    assert {"R002", "L001", "has_come_by_the_calendar"} <= found.keys()
    assert {seen["runId"] for seen in found.values()} == {run}
    assert "checks of severity 1 failed" in box.text


@pytest.mark.usefixtures("answers")
def test_schedules_and_the_inbox_ask_for_the_runs_that_they_are_for(dagster: Dagster):
    def tick(name: str) -> dict[str, Any]:
        selector = {**PLACE, "scheduleName": name}
        found = dagster.ask(TICK, schedule=selector, at=1_800_489_600.0)
        return found["scheduleDryRun"]["evaluationResult"]

    for name in ("after_due_day", "every_night"):
        assert len(tick(name)["runRequests"]) == 1
    # January 2027, and nothing of 2026 is published
    assert "2026" in tick("after_annual_reports")["skipReason"]

    def look(cursor: str | None) -> dict[str, Any]:
        selector = {**PLACE, "sensorName": "inbox_sensor"}
        found = dagster.ask(LOOK, sensor=selector, cursor=cursor)
        return found["sensorDryRun"]["evaluationResult"]

    first = look(None)
    assert not first["runRequests"]
    assert len(look(first["cursor"])["runRequests"]) == 1
