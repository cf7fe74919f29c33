"""What a publication's manifest says of its making."""

from typing import Any

from extracts.warehouse import open_warehouse
from orchestration.fingerprints import code_version, inbox_version
from orchestration.settings import Settings


def facts(paths: Settings) -> dict[str, Any]:
    """Source files with hashes and row counts, versions, and the check summary."""
    with open_warehouse(paths.build) as con:
        sources = con.execute(
            """
            select extract, file_name, sha256, rows_read, rows_landed, rows_rejected,
                rows_set_aside
            from raw.files order by extract, file_name, sha256
            """
        ).df()
        checks = con.execute(
            "select outcome, count(*) from quality.check_results group by 1 order by 1"
        ).fetchall()
    version, inbox = code_version(), inbox_version(paths.inbox)
    return {
        "fingerprint": f"{inbox}-{version}",
        "code_version": version,
        "inbox_version": inbox,
        "checks": dict(checks),
        "sources": sources.to_dict("records"),
    }
