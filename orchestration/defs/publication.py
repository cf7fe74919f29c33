"""Publish what passed: the last step of a run, and the only one readers notice."""

import dagster as dg

from orchestration import publication, settings, stages
from orchestration.defs.warehouse import dbt_build
from orchestration.progress import stage

marts = [
    spec.key for spec in dbt_build.specs if spec.key.path[0] in publication.SCHEMAS
]


@dg.asset(
    key=["published", "publication"],
    deps=marts,
    group_name="publication",
    kinds={"duckdb", "parquet"},
)
def publish() -> dg.MaterializeResult:
    """Write the marts beside the published ones and move them into place."""
    with stage("发布", "publish"):
        target = stages.publish(settings.load())
    return dg.MaterializeResult(metadata={"publication": target.name})


defs = dg.Definitions(assets=[publish])
