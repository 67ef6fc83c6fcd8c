"""The list of releases: read as it was written, and a new stamp whenever anything changes."""

from __future__ import annotations

import json
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import pytest

from alliance.store.manifest import Coverage, Entry, Manifest, read_manifest
from alliance.store.snapshots import keep, write_whole
from alliance.store.writing import add_release, lock

JANUARY = Coverage("treated", date(2024, 1, 1), date(2024, 1, 31), "final")
FEBRUARY = Coverage("treated", date(2024, 2, 1), date(2024, 2, 29), "provisional")


def facts(name: str, *coverage: Coverage, embargo: datetime | None = None) -> dict[str, object]:
    """A release by this name."""
    return {
        "id": name,
        "source": "made-up",
        "form": "monthly",
        "level": "organisation",
        "title": f"Title of {name}",
        "basis": "provider",
        "file": f"{name}.xlsx",
        "snapshot": f"{name}.xlsx",
        "table": f"{name}.parquet",
        "rows": 3,
        "publisher": "Nobody",
        "licence": "none",
        "url": "",
        "published_on": None,
        "known_since": date(2024, 3, 14),
        "loaded_on": date(2024, 3, 14),
        "coverage": coverage or (JANUARY,),
        "cuts": {"counted": {"band": ("0-31", "over-31")}},
        "names": {"ZA1": "Alder – “Hospital”"},
        "embargo": embargo,
    }


def add(
    store: Path, name: str, *coverage: Coverage, embargo: datetime | None = None
) -> tuple[Manifest, bool]:
    """Put a release on the store's manifest, its table beside it."""
    write_whole(store / "releases" / f"{name}.parquet", b"table")
    with lock(store):
        return add_release(store, **facts(name, *coverage, embargo=embargo))


def test_where_nothing_was_loaded_the_manifest_is_empty(tmp_path: Path) -> None:
    assert read_manifest(tmp_path / "nowhere") == Manifest((), "empty")


def test_what_is_written_is_read_back_the_same(tmp_path: Path) -> None:
    manifest, changed = add(tmp_path, "one", JANUARY, FEBRUARY)
    assert changed
    assert manifest.entries == (Entry(**facts("one", JANUARY, FEBRUARY)),)  # type: ignore[arg-type]
    assert read_manifest(tmp_path) == manifest


def test_the_stamp_is_another_after_every_release_and_the_same_after_none(tmp_path: Path) -> None:
    stamps = [read_manifest(tmp_path).stamp]
    for name in ("one", "two"):
        stamps.append(add(tmp_path, name)[0].stamp)
    assert len(set(stamps)) == 3
    manifest, changed = add(tmp_path, "two")
    assert (manifest.stamp, changed) == (stamps[-1], False)


def test_a_release_is_found_by_its_hash(tmp_path: Path) -> None:
    manifest, _ = add(tmp_path, "one")
    assert manifest.entry("one") == manifest.entries[0]
    assert manifest.entry("two") is None


def test_an_entry_says_its_span_and_its_status_in_one_word(tmp_path: Path) -> None:
    (entry,) = add(tmp_path, "one", JANUARY, FEBRUARY)[0].entries
    assert (entry.first, entry.last, entry.status) == (date(2024, 1, 1), date(2024, 2, 29), "mixed")
    assert entry.snapshot_key == ("one.xlsx", date(2024, 3, 14))
    (entry,) = add(tmp_path / "other", "one", FEBRUARY)[0].entries
    assert entry.status == "provisional"


def test_only_days_and_plain_values_have_a_place_in_a_manifest(tmp_path: Path) -> None:
    with lock(tmp_path), pytest.raises(TypeError, match="has no place in a manifest"):
        add_release(tmp_path, **{**facts("one"), "title": tmp_path})
    assert not (tmp_path / "manifest.json").exists()


def test_the_manifest_is_json_that_other_programs_can_read(tmp_path: Path) -> None:
    add(tmp_path, "one")
    told = json.loads((tmp_path / "manifest.json").read_text(encoding="utf-8"))
    assert told["version"] == 3
    assert told["releases"][0]["known_since"] == "2024-03-14"
    assert told["releases"][0]["coverage"][0]["start"] == "2024-01-01"


def test_a_snapshot_is_kept_once_and_never_overwritten(tmp_path: Path) -> None:
    keep(b"as published", "hash.xlsx", tmp_path)
    keep(b"something else", "hash.xlsx", tmp_path)
    assert (tmp_path / "hash.xlsx").read_bytes() == b"as published"
    assert [path.name for path in tmp_path.iterdir()] == ["hash.xlsx"]


def test_gathered_tables_of_version_2_are_made_anew(tmp_path: Path) -> None:
    add(tmp_path, "one")
    path = tmp_path / "manifest.json"
    told = json.loads(path.read_text(encoding="utf-8"))
    old = {"table": "gone.parquet", "level": 1, "releases": [told["releases"][0]["id"]]}
    path.write_text(json.dumps({**told, "version": 2, "gathered": [old]}), encoding="utf-8")
    manifest = read_manifest(tmp_path)
    assert (len(manifest.entries), manifest.gathered) == (1, ())


def test_a_manifest_of_version_1_is_read_as_what_it_meant(tmp_path: Path) -> None:
    add(tmp_path, "one")
    path = tmp_path / "manifest.json"
    told = json.loads(path.read_text(encoding="utf-8"))
    told["version"] = 1
    for release in told["releases"]:
        for name in ("embargo", "kinds", "label"):
            del release[name]
        for coverage in release["coverage"]:
            del coverage["basis"], coverage["visibility"]
    path.write_text(json.dumps(told), encoding="utf-8")
    (entry,) = read_manifest(tmp_path).entries
    assert {(c.basis, c.visibility) for c in entry.coverage} == {(entry.basis, "public")}
    assert (entry.embargo, entry.kinds) == (None, ("england",))


def test_who_may_not_see_any_part_of_a_release_does_not_know_of_it(tmp_path: Path) -> None:
    noon = datetime(2026, 5, 14, 12, tzinfo=UTC)
    kept = replace(JANUARY, visibility="early-list")
    add(tmp_path, "one", kept, embargo=noon)
    (entry,) = read_manifest(tmp_path).entries
    assert entry.seen_by({"early-list"}, None)
    assert not entry.seen_by({"public", "partners"}, None)
    assert not entry.seen_by({"public"}, noon - timedelta(seconds=1))
    assert entry.seen_by({"public"}, noon)
