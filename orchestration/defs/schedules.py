"""The one job, when it runs by itself, and the sensor on the inbox."""

import dagster as dg

from orchestration import settings
from orchestration.fingerprints import inbox_version

# one process does every step: a process a step costs six seconds each
monthly_run = dg.define_asset_job(
    "monthly_run",
    selection=dg.AssetSelection.all(),
    description="上报数据入库、建模、检查、发布 Land, build, check, publish",
    executor_def=dg.in_process_executor,
)

# monthly reports are due on the 20th (2009 edition: the 12th or the 20th)
after_due_day = dg.ScheduleDefinition(
    name="after_due_day",
    job=monthly_run,
    cron_schedule="0 6 21 * *",
    execution_timezone="Asia/Shanghai",
)


@dg.sensor(job=monthly_run, minimum_interval_seconds=60)
def inbox_sensor(
    context: dg.SensorEvaluationContext,
) -> dg.SensorResult | dg.SkipReason:
    """Run when the files in the inbox have changed and have settled down."""
    version = inbox_version(settings.load().inbox)
    if version == context.cursor:
        return dg.SkipReason("收件箱没有变化 nothing new in the inbox")
    return dg.SensorResult([dg.RunRequest(run_key=version)], cursor=version)


defs = dg.Definitions(
    jobs=[monthly_run], schedules=[after_due_day], sensors=[inbox_sensor]
)
