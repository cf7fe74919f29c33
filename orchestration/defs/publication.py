"""Publish what passed: the last step of a run, and the only one readers notice."""

import dagster as dg

from orchestration import publication, settings, stages
from orchestration.defs.owners import owners
from orchestration.defs.partitions import YEARS, follow
from orchestration.defs.warehouse import dbt_build
from orchestration.defs.writer import POOL, RETRIES, Writer
from orchestration.progress import screen, stage

KEY = ["published", "publication"]
WHOLE = "files_are_as_they_were_written"
marts = [
    spec.key for spec in dbt_build.specs if spec.key.path[0] in publication.SCHEMAS
]


@dg.asset(
    key=KEY,
    deps=marts,
    group_name="publication",
    kinds={"duckdb", "parquet"},
    owners=owners("publication"),
    retry_policy=RETRIES,
    pool=POOL,
)
def publish(context: dg.AssetExecutionContext, writer: Writer) -> dg.MaterializeResult:
    """Write the marts beside the published ones and move them into place."""
    paths = settings.load()
    with writer.step("run"):
        with stage("发布", "publish"):
            target = stages.publish(paths)
        follow(context.instance, YEARS, stages.published_years(paths))
    return dg.MaterializeResult(metadata={"publication": target.name})


@dg.asset_check(
    asset=dg.AssetKey(KEY),
    name=WHOLE,
    description="当前发布的文件没有损坏 The files of the publication are not damaged",
)
def files_are_as_they_were_written() -> dg.AssetCheckResult:
    """A damaged publication is made again by the next run."""
    damaged = publication.damages(settings.load().publications / "current")
    for name in damaged:
        screen.print(f"    [red]{name}[/red] 已损坏 damaged: yigai run")
    return dg.AssetCheckResult(
        passed=not damaged, metadata={"damaged": ", ".join(damaged)}
    )


defs = dg.Definitions(
    assets=dg.with_source_code_references([publish]),
    asset_checks=[files_are_as_they_were_written],
)
