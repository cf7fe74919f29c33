"""What has been sent before: the same bytes again, and which sending counts."""

import os
from datetime import UTC, datetime

import duckdb

from extracts.contract import Contract

Sending = tuple[datetime, str]  # when a file was sent, and its name


def is_size_known(
    con: duckdb.DuckDBPyConnection, size: int, contract: Contract
) -> bool:
    """Whether a file as long as this one has landed; only then it can be the same."""
    return bool(
        con.execute(
            "select 1 from raw.files where bytes = ? and extract = ? limit 1",
            [size, contract.extract],
        ).fetchone()
    )


def sending(
    con: duckdb.DuckDBPyConnection, file_id: str, contract: Contract
) -> Sending | None:
    """How a file was sent that has landed; none when it has not."""
    return con.execute(
        "select submitted_at, file_name from raw.files "
        "where file_id = ? and extract = ?",
        [file_id, contract.extract],
    ).fetchone()


def note_again(
    con: duckdb.DuckDBPyConnection,
    file_id: str,
    contract: Contract,
    known: Sending,
    again: Sending,
) -> None:
    """Of copies of a file the first sent counts, in whatever order they are landed.

    The others are kept by name, so that nothing arrives without a trace.
    """
    first, later = sorted((known, again))
    if first == known and first[1] == later[1]:
        return  # the file that already lay there
    ids = {"sha256": file_id, "extract": contract.extract}
    con.begin()
    if first < known:
        con.execute(
            """
            update raw.files set submitted_at = $time,
                file_name = $name || substr(file_name, $length + 1)
            where sha256 = $sha256 and extract = $extract
            """,
            {**ids, "time": first[0], "name": first[1], "length": len(known[1])},
        )
    con.execute(
        """
        insert into raw.resent_files
        select $sha256, $extract, name, $seen_at from (select $name as name)
        where name <> $first and name not in (
            select file_name from raw.resent_files
            where sha256 = $sha256 and extract = $extract
        )
        """,
        {**ids, "name": later[1], "first": first[1], "seen_at": now()},
    )
    con.execute(
        "delete from raw.resent_files "
        "where sha256 = $sha256 and extract = $extract and file_name = $name",
        {**ids, "name": first[1]},
    )
    con.commit()


def now() -> datetime:
    return datetime.now(UTC).replace(tzinfo=None)


def sent_at(stat: os.stat_result) -> datetime:
    """A file's own time; from a clock that runs ahead, now: corrections come later."""
    sent = datetime.fromtimestamp(stat.st_mtime, UTC).replace(tzinfo=None)
    return min(sent, now())
