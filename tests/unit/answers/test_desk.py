"""An open store: its places, measures and months, and what changes when it does."""

from __future__ import annotations

import shutil
import threading
from datetime import date
from pathlib import Path

import pytest

from alliance.answers import Desk, open_desk, over_time
from alliance.errors import StoreTrouble, UnknownName
from alliance.ingest import load
from tests.sources.small_workbook import small_workbook
from tests.unit.answers.conftest import MONTHS
from tests.unit.answers.own_measure import SOON, write_measure

SIXTY_TWO = "treatment-62-day"


def test_a_desk_names_its_months_oldest_first(desk: Desk) -> None:
    assert desk.months(SIXTY_TWO) == [f"{month:%Y-%m}" for month in MONTHS]
    assert desk.months(SIXTY_TWO, as_of=date(2024, 4, 30)) == ["2024-01", "2024-02"]
    assert desk.months(SIXTY_TWO, "commissioner") == desk.months(SIXTY_TWO)
    assert desk.months("faster-diagnosis-28-day") == []
    assert desk.known_on() == date(2025, 5, 14)


def test_a_place_is_the_books_or_the_files_own(desk: Desk) -> None:
    assert desk.place("e56900001").name == "Northern Alliance"
    assert desk.place("Z9X").name == "Z9X"
    with pytest.raises(UnknownName):
        desk.place("Q99")


def test_the_stamp_changes_when_something_is_loaded(small_store: Path, tmp_path: Path) -> None:
    store = shutil.copytree(small_store, tmp_path / "store")
    before = open_desk(store).stamp
    assert open_desk(store).stamp == before
    load([small_workbook(tmp_path / "book.xlsx")], store, today=date(2025, 6, 12))
    assert open_desk(store).stamp != before


def test_an_open_desk_answers_as_it_did_while_more_is_loaded(small_store: Path, tmp_path: Path) -> None:
    store = shutil.copytree(small_store, tmp_path / "store")
    opened = [open_desk(store, in_memory=True), open_desk(store)]
    before = [over_time(desk, SIXTY_TWO, "ZA1") for desk in opened]
    load([small_workbook(tmp_path / "book.xlsx", status="Final")], store, today=date(2025, 6, 12))
    assert [over_time(desk, SIXTY_TWO, "ZA1") for desk in opened] == before


def test_several_threads_may_ask_one_desk(desk: Desk) -> None:
    expected = over_time(desk, SIXTY_TWO, "ZA1").digest()
    found: list[str] = []

    def ask() -> None:
        found.extend(over_time(desk, SIXTY_TWO, "ZA1").digest() for _ in range(5))

    threads = [threading.Thread(target=ask) for _ in range(6)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert found == [expected] * 30


def test_a_store_may_bring_measures_of_its_own(small_store: Path, tmp_path: Path) -> None:
    store = shutil.copytree(small_store, tmp_path / "store")
    write_measure(store, SOON)
    answer = over_time(open_desk(store), "soon", "ZA1", start="2025-03")
    assert answer.points[0].value == 0.2
    assert "20.0% (20 of 100) were treated within a month." in answer.sentence


def test_a_folder_that_holds_nothing_is_no_store(tmp_path: Path) -> None:
    with pytest.raises(StoreTrouble, match="There is no store in"):
        open_desk(tmp_path)
