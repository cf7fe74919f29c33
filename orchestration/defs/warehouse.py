"""The warehouse: every dbt model and its tests, built by one dbt process."""

import io
import json
from collections.abc import Mapping
from contextlib import redirect_stdout
from typing import Any

import dagster as dg
from dagster_dbt import (
    DagsterDbtTranslator,
    DagsterDbtTranslatorSettings,
    DbtCliResource,
    dbt_assets,
)

from orchestration import settings, stages
from orchestration.dbt_project import DBT, manifest, project
from orchestration.defs.owners import owners
from orchestration.defs.writer import POOL, RETRIES, Writer
from orchestration.progress import stage


class Translator(DagsterDbtTranslator):
    """Raw tables keep the names that landing gives them; groups are the layers."""

    def get_asset_key(self, dbt_resource_props: Mapping[str, Any]) -> dg.AssetKey:
        name = dbt_resource_props["name"]
        if dbt_resource_props["resource_type"] == "source":
            return dg.AssetKey(["raw", name])
        return dg.AssetKey([dbt_resource_props["schema"], name])

    def get_group_name(self, dbt_resource_props: Mapping[str, Any]) -> str:
        if dbt_resource_props["resource_type"] == "source":
            return "extracts"
        if dbt_resource_props["resource_type"] == "seed":
            return "reference"
        return dbt_resource_props["fqn"][1]

    def get_owners(self, dbt_resource_props: Mapping[str, Any]) -> list[str]:
        return owners(self.get_group_name(dbt_resource_props))


@dbt_assets(
    manifest=manifest(),
    project=project,
    dagster_dbt_translator=Translator(
        DagsterDbtTranslatorSettings(enable_code_references=True)
    ),
    name="dbt_build",
    retry_policy=RETRIES,
    pool=POOL,
)
def dbt_build(context: dg.AssetExecutionContext, dbt: DbtCliResource, writer: Writer):
    """Build and test every model; unit tests belong to the test suite."""
    paths = settings.load()
    # what dbt prints stays in its log; errors reach people through the exception
    with writer.step("run"), stage("建模", "dbt build"):
        words = [*stages.BUILD]
        if asked := stages.asked_months(paths):
            words += ["--vars", json.dumps(asked)]
        if not stages.is_built_by_this_code(paths):
            # tables that grow have the columns and rows of the models that began them
            words.append("--full-refresh")
        with redirect_stdout(io.StringIO()):
            yield from dbt.cli(
                words, context=context, target_path=paths.build.parent / "dbt"
            ).stream()
        stages.note_built(paths)


defs = dg.Definitions(
    assets=[dbt_build],
    resources={
        "dbt": DbtCliResource(project_dir=project, dbt_executable=DBT),
        "writer": Writer(),
    },
)
