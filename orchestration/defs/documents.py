"""What is written from a publication for people who do not open the dashboard."""

import dagster as dg

from orchestration import settings
from orchestration.defs.publication import publish
from orchestration.progress import stage


@dg.asset(
    key=["documents", "bulletin"],
    deps=[publish],
    group_name="documents",
    kinds={"html", "pdf"},
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


defs = dg.Definitions(assets=[bulletin])
