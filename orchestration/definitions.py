"""What Dagster loads: every subject under defs/, and nothing else."""

import dagster as dg

from orchestration.defs import (
    backfills,
    documents,
    extracts,
    freshness,
    publication,
    quality,
    schedules,
    warehouse,
)

defs = dg.Definitions.merge(
    extracts.defs,
    freshness.defs,
    warehouse.defs,
    quality.defs,
    publication.defs,
    documents.defs,
    schedules.defs,
    backfills.defs,
)
