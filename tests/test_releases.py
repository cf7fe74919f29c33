"""Releases: pinned, kept from clean-up, and built again bit for bit a year later."""

import json
import shutil
from pathlib import Path

import duckdb
import pytest
from commandline import yigai

from orchestration import archive, publication, releases
from orchestration.problems import ReleaseError, SourceLostError
from orchestration.settings import Settings


@pytest.fixture
def paths(tmp_path: Path) -> Settings:
    """A data folder with one source file and a publication made from it."""
    paths = Settings(tmp_path / "data")
    (paths.inbox / "visit").mkdir(parents=True)
    (paths.inbox / "visit" / "jan.csv").write_text("a,b\n1,2\n", "utf-8")
    paths.build.parent.mkdir()
    with duckdb.connect(paths.build) as con:
        con.execute("create schema core; create table core.fct_a as select 1 as n")
    publish(paths, "1" * 8)
    return paths


def publish(paths: Settings, fingerprint: str) -> Path:
    sha = archive.fingerprint(paths.inbox / "visit" / "jan.csv")
    source = {"file_id": sha, "sha256": sha, "extract": "visit", "file_name": "jan.csv"}
    facts = {
        "fingerprint": fingerprint, "code_version": "c" * 16, "sources": [source],
        "as_of": "2026-01-01 00:00:00",
    }  # fmt: skip
    return publication.publish(paths.build, paths.publications, facts)


def test_a_release_stays_when_newer_publications_come(paths: Settings):
    pinned = releases.pin(paths, "2025-annual").folder
    for n in range(5):
        publish(paths, f"{n}" * 8)
    kept = [path.name for path in publication.publications(paths.publications)]
    assert len(kept) == publication.KEPT + 1
    assert kept[0] == pinned.name
    assert [r.name for r in releases.listed(paths)] == ["2025-annual"]
    link = paths.publications / "releases" / "2025-annual" / "yigai.duckdb"
    with duckdb.connect(link.resolve(), read_only=True) as con:
        assert con.sql("from core.fct_a").fetchall() == [(1,)]


def test_a_release_never_moves_and_its_name_is_a_name(paths: Settings):
    releases.pin(paths, "2025-annual")
    assert releases.pin(paths, "2025-annual").name == "2025-annual"
    publish(paths, "2" * 8)
    with pytest.raises(ReleaseError, match="never moves"):
        releases.pin(paths, "2025-annual")
    for name in ("../current", "", "a/b", ".hidden"):
        with pytest.raises(ReleaseError, match="letters"):
            releases.pin(paths, name)
    with pytest.raises(ReleaseError, match="2025-annual"):
        releases.find(paths, "2024-annual")


def test_a_damaged_publication_is_not_pinned(paths: Settings):
    (paths.publications / "current" / "yigai.duckdb").write_bytes(b"")
    with pytest.raises(ReleaseError, match="damaged"):
        releases.pin(paths, "2025-annual")
    assert releases.listed(paths) == []


def test_its_source_files_are_archived_before_the_inbox_changes(paths: Settings):
    releases.pin(paths, "2025-annual")
    name = paths.inbox / "visit" / "jan.csv"
    name.write_text("a,b\n9,9\n", "utf-8")
    manifest = releases.find(paths, "2025-annual").manifest
    with archive.located(paths, archive.sources_of(manifest)) as found:
        (path,) = found.values()
        assert path.read_text() == "a,b\n1,2\n"
        assert path.stat().st_mode & 0o077 == 0


def test_a_release_without_its_sources_is_refused(paths: Settings):
    (paths.inbox / "visit" / "jan.csv").unlink()
    with pytest.raises(SourceLostError, match=r"jan\.csv"):
        releases.pin(paths, "2025-annual")
    assert releases.listed(paths) == []


@pytest.mark.slow
def test_a_release_is_built_again_bit_for_bit_after_newer_files_came(
    demo_data: Path, tmp_path: Path
):
    data = Path(shutil.copytree(demo_data, tmp_path / "data", symlinks=True))
    assert "2025-annual" in yigai(data, "release", "--name", "2025-annual").stderr
    pinned = (data / "published" / "releases" / "2025-annual").resolve()

    # a corrected file under the old name, and a new one, are published since
    inbox = data / "inbox" / "published_statistic"
    text = (inbox / "xinjiang_2023.csv").read_text("utf-8-sig")
    rows = text.splitlines(keepends=True)
    (inbox / "xinjiang_2023.csv").write_text("".join(rows[:-1]), "utf-8")
    (inbox / "broken.csv").write_bytes(b"\xff\xfe\x00")
    yigai(data, "run")
    now = (data / "published" / "current").resolve()
    assert now != pinned
    table = "core.fct_published_statistics"
    then = json.loads((pinned / "manifest.json").read_text())["tables"]
    assert (
        json.loads((now / "manifest.json").read_text())["tables"][table]
        != (then[table])
    )

    said = yigai(data, "rebuild", "2025-annual")
    assert "the same bit for bit" in said.stderr
    again = (data / "rebuilt" / "2025-annual" / "published" / "current").resolve()
    made = json.loads((again / "manifest.json").read_text())["tables"]
    assert {name: found["content"] for name, found in made.items()} == {
        name: found["content"] for name, found in then.items()
    }
    for path in sorted((pinned / "parquet").rglob("*.parquet")):
        if path.stem != "check_results":
            twin = again / path.relative_to(pinned)
            assert path.read_bytes() == twin.read_bytes(), path.stem
    # what readers see has not moved
    assert (data / "published" / "current").resolve() == now

    # other code: refused with a word on what to do
    manifest = pinned / "manifest.json"
    words = manifest.read_text().replace('"code_version": "', '"code_version": "0')
    manifest.write_text(words)
    done = yigai(data, "rebuild", "2025-annual", check=False)
    assert done.returncode == 1
    assert "--anyway" in done.stderr
    assert "Traceback" not in done.stderr
