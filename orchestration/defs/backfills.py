"""What a backfill of months leads to: `raw/slices` alone would only ask for them.

`raw/slices` is the one asset that has months, so people pick it. It notes which months
are asked for; figures follow when everything after it is built.
"""

import dagster as dg

from orchestration.defs.extracts import MONTHLY
from orchestration.defs.publication import publish
from orchestration.defs.schedules import monthly_run

ASKING = dg.AssetKey(["raw", MONTHLY])
BACKFILL = "dagster/backfill"


@dg.run_status_sensor(
    run_status=dg.DagsterRunStatus.SUCCESS,
    request_job=monthly_run,
    minimum_interval_seconds=30,
    default_status=dg.DefaultSensorStatus.RUNNING,
    description="只要求重建几个月时，把下游也建好 Builds what follows from months that "
    "were asked for alone",
)
def asked_months_sensor(
    context: dg.RunStatusSensorContext,
) -> dg.RunRequest | dg.SkipReason:
    """Build what depends on months that were asked for alone, in one run."""
    run = context.dagster_run
    if run.asset_selection != {ASKING}:
        return dg.SkipReason("不是只要求重建几个月 it did not ask for months alone")
    backfill = run.tags.get(BACKFILL)
    if backfill and leads_on(context.instance, backfill):
        return dg.SkipReason("补建本身会建下游 the backfill builds the rest itself")
    return dg.RunRequest(run_key=backfill or run.run_id)


def leads_on(instance: dg.DagsterInstance, backfill: str) -> bool:
    """Whether a backfill goes as far as a publication by itself."""
    found = instance.get_backfill(backfill)
    return found is not None and publish.key in (found.asset_selection or ())


defs = dg.Definitions(sensors=[asked_months_sensor])
