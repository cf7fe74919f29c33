"""The warehouse: every dbt model and its tests, built by one dbt process."""

import io
from collections.abc import Mapping
from contextlib import redirect_stdout
from typing import Any

import dagster as dg
from dagster_dbt import DagsterDbtTranslator, DbtCliResource, dbt_assets

from orchestration import settings
from orchestration.dbt_project import DBT, manifest, project
from orchestration.progress import stage


class Translator(DagsterDbtTranslator):
    """Raw tables keep the names that landing gives them; groups are the layers."""

    def get_asset_key(self, dbt_resource_props: Mapping[str, Any]) -> dg.AssetKey:
        name = dbt_resource_props["name"]
        if dbt_resource_props["resource_type"] == "source":
            return dg.AssetKey(["raw", name])
        return dg.AssetKey([dbt_resource_props["schema"], name])

    def get_group_name(self, dbt_resource_props: Mapping[str, Any]) -> str | None:
        if dbt_resource_props["resource_type"] == "source":
            return "extracts"
        return dbt_resource_props["fqn"][1]


@dbt_assets(
    manifest=manifest(),
    project=project,
    dagster_dbt_translator=Translator(),
    name="dbt_build",
)
def dbt_build(context: dg.AssetExecutionContext, dbt: DbtCliResource):
    """Build and test every model; unit tests belong to the test suite."""
    # what dbt prints stays in its log; errors reach people through the exception
    with stage("建模", "dbt build"), redirect_stdout(io.StringIO()):
        yield from dbt.cli(
            ["build", "--exclude-resource-type", "unit_test"],
            context=context,
            target_path=settings.load().build.parent / "dbt",
        ).stream()


defs = dg.Definitions(
    assets=[dbt_build],
    resources={"dbt": DbtCliResource(project_dir=project, dbt_executable=DBT)},
)
