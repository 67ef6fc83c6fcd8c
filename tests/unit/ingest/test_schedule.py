"""A schedule says which file was made known on which day; the next day's files are loaded together."""

from __future__ import annotations

from datetime import UTC, date, datetime
from pathlib import Path

import pytest

from alliance.errors import FileRefused
from alliance.ingest import Audience, load_next, read_schedule
from alliance.store.manifest import read_manifest
from tests.sources.small_workbook import small_workbook

SCHEDULE = """file,published,status
files/2.xlsx,2024-04-11,provisional
files/1.xlsx,2024-03-14,
files/1c.xlsx,2024-03-14,
"""

KEPT = "file,published,status,visibility,embargo\n"


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """Two publication days, three files."""
    small_workbook(tmp_path / "files" / "1.xlsx")
    small_workbook(tmp_path / "files" / "1c.xlsx", basis="commissioner")
    small_workbook(tmp_path / "files" / "2.xlsx", date(2024, 2, 1))
    (tmp_path / "schedule.csv").write_text(SCHEDULE, encoding="utf-8")
    return tmp_path


def test_a_schedule_is_read_oldest_first(folder: Path) -> None:
    found = read_schedule(folder)
    assert [(s.path.name, s.published, s.status) for s in found] == [
        ("1.xlsx", date(2024, 3, 14), None),
        ("1c.xlsx", date(2024, 3, 14), None),
        ("2.xlsx", date(2024, 4, 11), "provisional"),
    ]


def test_the_next_days_files_are_loaded_together_until_there_are_none(folder: Path) -> None:
    store = folder / "store"
    day, files = load_next(folder, store) or (None, [])
    assert (day, [f.file for f in files]) == (date(2024, 3, 14), ["1.xlsx", "1c.xlsx"])
    day, files = load_next(folder, store, today=date(2024, 5, 1)) or (None, [])
    assert (day, [(f.file, f.status) for f in files]) == (date(2024, 4, 11), [("2.xlsx", "provisional")])
    assert load_next(folder, store) is None
    entries = read_manifest(store).entries
    assert [e.known_since for e in entries] == [date(2024, 3, 14)] * 2 + [date(2024, 4, 11)]
    assert [e.loaded_on for e in entries] == [date(2024, 3, 14)] * 2 + [date(2024, 5, 1)]


def test_a_file_with_an_embargo_is_there_for_its_list_and_known_since_the_embargos_day(folder: Path) -> None:
    rows = "files/1.xlsx,2024-03-12,final,pre-release,2024-03-14T09:30+00:00\nfiles/1c.xlsx,2024-03-14,,,\n"
    (folder / "schedule.csv").write_text(KEPT + rows, encoding="utf-8")
    hour = datetime(2024, 3, 14, 9, 30, tzinfo=UTC)
    first, second = read_schedule(folder)
    assert (first.audience, first.known_since) == (Audience("pre-release", hour), date(2024, 3, 14))
    assert (second.audience, second.known_since) == (Audience(), date(2024, 3, 14))
    day, files = load_next(folder, folder / "store") or (None, [])
    assert (day, [f.file for f in files]) == (date(2024, 3, 12), ["1.xlsx"])
    (entry,) = read_manifest(folder / "store").entries
    assert (entry.loaded_on, entry.known_since, entry.embargo) == (date(2024, 3, 12), date(2024, 3, 14), hour)
    assert {c.visibility for c in entry.coverage} == {"pre-release"}
    day, files = load_next(folder, folder / "store") or (None, [])
    assert (day, [f.file for f in files]) == (date(2024, 3, 14), ["1c.xlsx"])
    assert load_next(folder, folder / "store") is None


@pytest.mark.parametrize(
    ("text", "sentence"),
    [
        ("file,published\n1.xlsx,2024-03-14\n", "row 2, lacks file, published, status"),
        ("file,published,status\n1.xlsx,14 March,\n", "row 2: '14 March' is not a date"),
        (KEPT + "1.xlsx,2024-03-12,,,2024-03-14T09:30\n", "row 2: An embargo needs a list"),
        (KEPT + "1.xlsx,2024-03-12,,partners,2024-03-14\n", "row 2: --embargo: '2024-03-14' has no hour"),
        (KEPT + "1.xlsx,2024-03-12,,The Press,\n", "row 2: 'The Press' cannot be the name of a list"),
    ],
)
def test_a_row_that_cannot_be_read_is_named(folder: Path, text: str, sentence: str) -> None:
    (folder / "schedule.csv").write_text(text, encoding="utf-8")
    with pytest.raises(FileRefused, match=sentence):
        read_schedule(folder)


def test_a_folder_without_a_schedule(tmp_path: Path) -> None:
    with pytest.raises(FileRefused, match=r"has no schedule\.csv"):
        load_next(tmp_path, tmp_path / "store")
