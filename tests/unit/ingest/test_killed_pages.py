"""A loader killed while it adds a page to the book of places leaves the book of before or of after, and no debris."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from alliance.errors import UnknownName
from alliance.ingest import load, open_book
from alliance.store.manifest import read_manifest
from tests.sources.small_workbook import small_workbook
from tests.unit.ingest.test_killed_loads import Order, hold, order

__all__ = ["order"]

CORRECTIONS = (
    "what,code,other,kind,name,basis,primary,from,to,reason,author,decided_on\n"
    "place,ZA8,,trust,Fir Hospital,,,2020-01-01,,Agreed,A. Analyst,2024-05-01\n"
    "membership,ZA8,E56000007,,,provider,yes,2020-01-01,,Agreed,A. Analyst,2024-05-01\n"
)
LASTING = 16  # steps that make something lasting, of a page and then of the first workbook's snapshot


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A file of corrections, and a month of the hospital that it adds."""
    small_workbook(tmp_path / "files" / "month.xlsx", date(2024, 1, 1))
    (tmp_path / "files" / "corrections.csv").write_text(CORRECTIONS, encoding="utf-8")
    return tmp_path / "files"


def knows_the_hospital(store: Path) -> bool:
    try:
        return open_book(store).primary_alliance("ZA8", date(2024, 1, 1)) == "E56000007"
    except UnknownName:
        return False


@pytest.mark.parametrize("step", range(1, LASTING))
def test_a_loader_killed_while_it_adds_a_page_leaves_the_book_of_before_or_of_after(
    tmp_path: Path, order: Order, folder: Path, step: int
) -> None:
    store = tmp_path / "store"
    assert order(store, f"step {step}") == "killed"
    assert knows_the_hospital(store) == (len(read_manifest(store).pages) == 1), "as the manifest says"

    outcomes = {result.file: result for result in load([folder], store, today=date(2024, 6, 13))}
    assert [result.error for result in outcomes.values()] == [None, None]
    assert knows_the_hospital(store)
    assert len(read_manifest(store).pages) == 1
    assert [path.name for path in (store / "book").iterdir()] == list(read_manifest(store).pages)
    assert hold(store, 1) == 1
    assert [*store.rglob(".*.part")] == []


def test_a_page_is_loaded_once(tmp_path: Path, folder: Path) -> None:
    store = tmp_path / "store"
    for outcome in ("loaded", "already loaded"):
        results = load([folder], store, today=date(2024, 6, 13))
        assert [result.outcome for result in results] == [outcome] * 2
    assert len(list((store / "book").iterdir())) == 1
