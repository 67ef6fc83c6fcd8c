"""The fictional alliance is loaded like any other: by the same loader, which checks everything."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from alliance.demo.book import write_book
from alliance.demo.folder import clear, next_month, write_files
from alliance.demo.schedule import releases, write_schedule
from alliance.demo.story import write_scenario
from alliance.errors import UsageError
from alliance.ingest import load, reconcile


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The folder with the seven files of the last day of publication, all others taken off its schedule."""
    folder = tmp_path_factory.mktemp("demo")
    last = [r for r in releases() if r.published == date(2026, 5, 14)]
    write_files(folder, last)
    write_schedule(folder)
    rows = (folder / "schedule.csv").read_text(encoding="utf-8").splitlines()
    (folder / "schedule.csv").write_text("\n".join([rows[0], *rows[-7:]]) + "\n", encoding="utf-8")
    return folder


def test_the_loader_takes_every_kind_of_file_without_a_warning(folder: Path, tmp_path: Path) -> None:
    write_book(tmp_path / "book")
    loaded = load([folder / "files"], tmp_path, today=date(2026, 5, 14))
    assert [(found.outcome, found.warnings) for found in loaded] == [("loaded", ())] * 7


def test_the_loader_finds_the_files_and_the_series_in_agreement(folder: Path, tmp_path: Path) -> None:
    write_book(tmp_path / "book")
    load([folder / "files"], tmp_path, today=date(2026, 5, 14))
    found = reconcile(tmp_path)
    assert {(r.basis, r.month) for r in found} == {
        (basis, month)
        for basis in ("provider", "commissioner")
        for month in (date(2026, 2, 1), date(2026, 3, 1))
    }
    assert all(r.agrees for r in found)


def test_next_month_loads_a_days_files_and_moves_the_day_until_there_are_no_more(
    folder: Path, tmp_path: Path
) -> None:
    write_book(tmp_path / "book")
    found = next_month(folder, tmp_path)
    assert found is not None
    day, loaded = found
    assert day == date(2026, 5, 14)
    assert {result.outcome for result in loaded} == {"loaded"}
    assert (folder / "today").read_text(encoding="ascii") == "2026-05-14\n"
    assert next_month(folder, tmp_path) is None


def test_clearing_takes_away_a_demonstration_and_nothing_else(tmp_path: Path) -> None:
    ours, theirs = tmp_path / "ours", tmp_path / "theirs"
    for folder in (ours, theirs):
        folder.mkdir()
        clear(folder)
        (folder / "letter.txt").write_text("Dear reader", encoding="ascii")
    write_scenario(ours)
    clear(ours)
    assert not ours.exists()
    with pytest.raises(UsageError, match="something other than the demonstration"):
        clear(theirs)
    assert (theirs / "letter.txt").exists()
    clear(tmp_path / "nowhere")
