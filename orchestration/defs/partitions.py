"""Months and years as Dagster knows them: those that data touch, and no others."""

from collections.abc import Iterable

import dagster as dg

MONTHS = dg.DynamicPartitionsDefinition(name="months")
YEARS = dg.DynamicPartitionsDefinition(name="years")


def follow(
    instance: dg.DagsterInstance, found: dg.DynamicPartitionsDefinition,
    keys: Iterable[str],
) -> None:  # fmt: skip
    """Add keys to the partitions; they stand in order of time, for ranges follow it."""
    name = str(found.name)
    there = list(instance.get_dynamic_partitions(name))
    wanted = sorted({*there, *keys})
    kept = len(there) if wanted[: len(there)] == there else 0
    for key in there[kept:]:
        instance.delete_dynamic_partition(name, key)
    if fresh := wanted[kept:]:
        instance.add_dynamic_partitions(name, fresh)
