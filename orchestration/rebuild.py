"""Build a publication again from its own source files, and compare.

Everything happens in a separate folder. The files of the manifest land through the
door again and get the moments at which they landed then; the history that the build
read is the history before that publication; the rest is the run's own stages. What is
refused is not read again: its record is taken from the manifest.
"""

import os
import shutil
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import duckdb

from extracts.contract import load_contracts
from extracts.dictionary import load_dictionary
from extracts.dictionary_tables import land_dictionary
from extracts.landing import land_inbox
from extracts.warehouse import open_warehouse, prepare
from orchestration import archive, history, publication, stages
from orchestration.facts import facts
from orchestration.fingerprints import code_version
from orchestration.problems import RebuildError
from orchestration.progress import stage
from orchestration.releases import Release
from orchestration.settings import Settings

MARK = ".rebuilt"


@dataclass(frozen=True)
class Compared:
    """One table of both publications."""

    table: str
    rows_then: int | None
    rows_now: int | None
    is_same_content: bool
    # None: the table holds moments of the work, and its bytes are not compared
    is_same_file: bool | None

    @property
    def is_same(self) -> bool:
        return self.is_same_content and self.is_same_file is not False


def rebuild(
    paths: Settings, release: Release, folder: Path, is_any_code: bool = False
) -> list[Compared]:
    """Build a release again in `folder` and compare every table with it.

    Raises:
        RebuildError: the code is another (unless `is_any_code`), or the files do not
            land as they did.
        SourceLostError: some source files are gone.
    """
    if not is_any_code:
        refuse_other_code(release)
    own = clean(folder)
    use_key_of(paths)
    with stage("入库", "landing"):
        land(paths, own, release)
    with stage("建模", "dbt build"):
        as_of = {"as_of": release.manifest["as_of"]}
        stages.build(own, as_of, own.data / "dbt")
    with stage("检查", "check"):
        stages.check(own)
    with stage("发布", "publish"):
        made = publication.publish(
            own.build, own.publications, facts(own), known_before(paths, release)
        )
    return list(compare(release.manifest, publication.read(made) or {}))


def known_before(paths: Settings, release: Release) -> Path | None:
    """What readers knew before that publication: it decides what is withheld."""
    name = release.manifest.get("disclosure_before", "none")
    if name == "none":
        return None
    path = publication.state_of(paths.publications, name)
    if not path.is_dir():
        raise RebuildError(
            f"{path} 丢失：没有它就不知道当时哪些数已公开 "
            "(it is lost, and with it what readers knew before that publication; "
            "restore it from the safe copy)"
        )
    return path


def refuse_other_code(release: Release) -> None:
    then, now = release.manifest["code_version"], code_version()
    if then != now:
        commit = str(release.manifest.get("commit", "none"))
        where = commit.rstrip("+")
        raise RebuildError(
            f"程序已不是当时的版本（当时 {then}，现在 {now}）：请先 git checkout "
            f"{where} 并 make setup；--anyway 用现在的程序重建并列出差异 "
            f"(the code is not the one of then: {then}, now {now}; git checkout {where}"
            " and make setup first, or rebuild with the present code and see what "
            "differs: --anyway)"
            + ("；当时有未提交的改动 (files differed from that commit)"
               if commit.endswith("+") else "")
        )  # fmt: skip


def clean(folder: Path) -> Settings:
    """An empty data folder of its own; only an earlier rebuild may be in its place."""
    if folder.exists() and any(folder.iterdir()) and not (folder / MARK).exists():
        raise RebuildError(
            f"{folder} 不是空目录，也不是以前的重建 "
            "(the folder is neither empty nor an earlier rebuild)"
        )
    shutil.rmtree(folder, ignore_errors=True)
    folder.mkdir(parents=True)
    (folder / MARK).touch()
    return Settings(folder.resolve())


def use_key_of(paths: Settings) -> None:
    """Pseudonyms as in the real warehouse."""
    if not os.environ.get("YIGAI_KEY") and not os.environ.get("YIGAI_KEY_FILE"):
        os.environ["YIGAI_KEY_FILE"] = str(paths.data / "key")


def land(paths: Settings, own: Settings, release: Release) -> None:
    """Land the publication's files, as of the moments at which they landed."""
    manifest = release.manifest
    contracts = load_contracts()
    with (
        archive.located(paths, archive.sources_of(manifest)) as found,
        open_warehouse(own.build) as con,
    ):
        lay_out(own.inbox, manifest, found)
        prepare(con, list(contracts.values()))
        land_dictionary(con, load_dictionary())
        for _ in land_inbox(con, own.inbox, contracts):
            pass
        set_times(con, manifest["sources"], list(contracts))
        refuse_other_landing(con, manifest["sources"])
        record(con, "rejected_files", manifest["refused"])
        record(con, "resent_files", manifest["resent"])
        if lost := history.land(con, paths.publications, manifest["history"]):
            raise RebuildError(
                f"这些发布的历史数值丢失或已损坏 (the history of these publications is "
                f"lost or damaged): {lost}"
            )
    shutil.rmtree(own.inbox)


def lay_out(inbox: Path, manifest: dict[str, Any], found: dict[str, Path]) -> None:
    """Links to the files, each under its name in a folder of its own."""
    laid = set()
    for number, source in enumerate(manifest["sources"]):
        extract, sha = source["extract"], source["sha256"]
        if (extract, sha) in laid:
            continue
        laid.add((extract, sha))
        place = inbox / extract / str(number)
        place.mkdir(parents=True)
        name = source["file_name"].split("#")[0] if "#" in source["file_id"] else None
        (place / (name or source["file_name"])).symlink_to(found[sha])


def set_times(
    con: duckdb.DuckDBPyConnection, sources: list[dict[str, Any]], extracts: list[str]
) -> None:
    """A file was sent and landed when the manifest says, not now."""
    for source in sources:
        con.execute(
            """
            update raw.files set file_name = $file_name,
                submitted_at = cast($submitted_at as timestamp),
                landed_at = cast($landed_at as timestamp)
            where file_id = $file_id and extract = $extract
            """,
            {name: source[name] for name in
             ("file_name", "submitted_at", "landed_at", "file_id", "extract")},
        )  # fmt: skip
    for extract in extracts:
        con.execute(
            f"""
            update raw.{extract} as landed set _landed_at = files.landed_at
            from raw.files as files
            where landed._file_id = files.file_id and files.extract = ?
            """,
            [extract],
        )


def refuse_other_landing(
    con: duckdb.DuckDBPyConnection, sources: list[dict[str, Any]]
) -> None:
    """The same files must have given the same rows."""
    now = set(
        con.execute("select file_id, extract, rows_landed from raw.files").fetchall()
    )
    then = {(s["file_id"], s["extract"], s["rows_landed"]) for s in sources}
    if then != now:
        raise RebuildError(
            "来源文件入库的结果与当时不同 (the source files did not land as they did "
            f"then): {sorted(then ^ now)[:3]}"
        )


def record(
    con: duckdb.DuckDBPyConnection, ledger: str, known: list[dict[str, Any]]
) -> None:
    """Files that are not read again: refused, or the same bytes sent again."""
    con.execute(f"delete from raw.{ledger}")
    for found in known:
        names = ", ".join(found)
        marks = ", ".join("?" * len(found))
        con.execute(
            f"insert into raw.{ledger} ({names}) values ({marks})",
            list(found.values()),
        )


def compare(then: dict[str, Any], now: dict[str, Any]) -> Iterator[Compared]:
    """Every table of either publication."""
    for table in sorted({*then["tables"], *now["tables"]}):
        a, b = then["tables"].get(table), now["tables"].get(table)
        if a is None or b is None:
            rows = [found and found["rows"] for found in (a, b)]
            yield Compared(table, rows[0], rows[1], False, False)
            continue
        same_file = None if a["has_moments"] else a["parquet"] == b["parquet"]
        same = a["content"] == b["content"]
        yield Compared(table, a["rows"], b["rows"], same, same_file)
