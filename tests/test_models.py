"""Promises of the dbt project that its linters do not look at.

dbt-bouncer asks every intermediate model and mart for a key test, and every mart for
the description of its columns; here is the rest.
"""

import json
from collections import defaultdict

import pytest

from orchestration.dbt_project import manifest

KEYS = ("unique", "one_row_per")
# lists of what was refused, and rows as they came: a row may stand there twice
KEYLESS = {
    "stg_landing__rejected_files", "stg_landing__rejected_rows",
    "stg_claims__settlement_rows",
}  # fmt: skip


@pytest.fixture(scope="module")
def nodes() -> dict[str, dict]:
    return json.loads(manifest().read_text("utf-8"))["nodes"]


def models(nodes: dict[str, dict], folder: str) -> dict[str, dict]:
    return {
        name: node
        for name, node in nodes.items()
        if node["resource_type"] == "model" and folder in node["fqn"]
    }


def test_every_staging_model_has_a_key_test(nodes: dict[str, dict]):
    tests = defaultdict(set)
    for node in nodes.values():
        if node["resource_type"] == "test" and node.get("attached_node"):
            tests[node["attached_node"]].add(node["test_metadata"]["name"])
    without = {
        node["name"]
        for name, node in models(nodes, "staging").items()
        if not tests[name] & {*KEYS}
    }
    assert without <= KEYLESS


def test_a_description_says_more_than_the_name(nodes: dict[str, dict]):
    for node in models(nodes, "marts").values():
        for name, column in node["columns"].items():
            said = column["description"].strip()
            words = name.replace("_", " ").lower()
            assert said, f"{node['name']}.{name}"
            assert said.lower().rstrip(".") != words, f"{node['name']}.{name}"
            assert "{{" not in said, f"{node['name']}.{name}"


def test_a_column_has_one_type_in_all_marts(nodes: dict[str, dict]):
    """The same quantity has the same type everywhere."""
    types = defaultdict(set)
    for node in models(nodes, "marts").values():
        for name, column in node["columns"].items():
            types[name].add(column["data_type"])
    assert {n: t for n, t in types.items() if len(t) > 1} == {}


def test_every_mart_says_what_one_row_is(nodes: dict[str, dict]):
    for node in models(nodes, "marts").values():
        assert "row" in node["description"], node["name"]
