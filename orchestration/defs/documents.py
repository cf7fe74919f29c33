"""What is written from a publication for people who do not open the dashboard."""

import dagster as dg

from orchestration import settings
from orchestration.defs.owners import owners
from orchestration.defs.partitions import YEARS
from orchestration.defs.publication import publish
from orchestration.progress import stage


@dg.asset(
    key=["documents", "bulletin"],
    deps=[publish],
    group_name="documents",
    kinds={"html", "pdf"},
    owners=owners("documents"),
)
def bulletin() -> dg.MaterializeResult:
    """The bulletin of the newest month, as HTML and PDF.

    A publication of printed figures alone has no month: then there is none.
    """
    from dashboards import bulletin as bulletins  # noqa: PLC0415

    paths = settings.load()
    published = paths.published.resolve()
    with stage("月报", "bulletin"):
        try:
            month = bulletins.newest_month(published)
            made = bulletins.make(published, month, paths.data / "bulletins")
        except bulletins.NoData:
            return dg.MaterializeResult(metadata={"files": 0})
    return dg.MaterializeResult(
        metadata={"files": len(made), "month": month, "html": str(made[0])}
    )


@dg.asset(
    key=["documents", "assessment_tables"],
    deps=[publish],
    partitions_def=YEARS,
    group_name="documents",
    kinds={"excel"},
    owners=owners("documents"),
)
def assessment_tables(context: dg.AssetExecutionContext) -> dg.MaterializeResult:
    """The tables of a year's assessment: a workbook from the publication as it is."""
    from assessment import year_tables  # noqa: PLC0415

    paths = settings.load()
    with stage(f"年度评估表 {context.partition_key}", "tables of the assessment"):
        made = year_tables.write(
            paths.published.resolve(),
            int(context.partition_key),
            paths.data / "assessments",
        )
    return dg.MaterializeResult(
        metadata={"file": str(made.path), "rows": dg.MetadataValue.json(made.rows)}
    )


defs = dg.Definitions(
    assets=dg.with_source_code_references([bulletin, assessment_tables])
)
