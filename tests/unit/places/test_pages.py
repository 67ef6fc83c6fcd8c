"""A store's own book: pages in sub-folders, each with where it came from, chosen by the day."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from alliance.errors import FileRefused
from alliance.places import PlaceBook
from alliance.places.corrections import COLUMNS, parse_corrections
from alliance.places.pages import ABOUT, PageAbout, about_page, write_page
from alliance.places.rows import Rows
from alliance.store.book import ONLY_OWN, open_book
from tests.unit.places.test_corrections import row

ON = date(2025, 3, 1)
ABOUT_US = PageAbout(
    "corrections.csv",
    "ab" * 32,
    "Larkmere",
    "None: local",
    date(2025, 2, 3),
    "local-corrections",
    author="A. Analyst",
)


def moved(*, to: str, last: str, first: str, out_of: str) -> Rows:
    rows = [
        row("end", code="RRK", other=out_of, to=last),
        row("membership", code="RRK", other=to, basis="provider", primary="yes", start=first),
    ]
    return parse_corrections("corrections.csv", [list(COLUMNS), *rows])


@pytest.fixture
def store(tmp_path: Path) -> Path:
    """A store with two pages: one trust moved in 2024 and again in 2025."""
    first = moved(out_of="N45", to="N88", last="2023-12-31", first="2024-01-01")
    second = moved(out_of="N88", to="N80", last="2024-12-31", first="2025-01-01")
    write_page(first, tmp_path / "book" / "01-first", ABOUT_US)
    later = PageAbout(**{**vars(ABOUT_US), "known_since": date(2025, 6, 1), "as_at": date(2025, 5, 31)})
    write_page(second, tmp_path / "book" / "02-second", later)
    return tmp_path


def test_pages_are_read_in_order_and_each_ends_what_stood_before(store: Path) -> None:
    book = open_book(store)
    alliances = [book.primary_alliance("RRK", date(year, 6, 1)) for year in (2023, 2024, 2025)]
    assert alliances == ["E56000007", "E56000031", "E56000025"]
    assert book.unmet == []


def test_as_of_reads_what_was_known_by_that_day(store: Path) -> None:
    def alliance(as_of: date | None) -> str | None:
        return open_book(store, as_of).primary_alliance("RRK", ON)

    assert alliance(date(2025, 2, 2)) == "E56000007"
    assert alliance(date(2025, 2, 3)) == alliance(date(2025, 5, 31)) == "E56000031"
    assert alliance(date(2025, 6, 1)) == alliance(None) == "E56000025"


def test_a_page_says_where_it_came_from(store: Path) -> None:
    assert about_page(store / "book" / "01-first") == ABOUT_US
    second = about_page(store / "book" / "02-second")
    assert second is not None
    assert second.as_at == date(2025, 5, 31)


def test_a_page_reads_back_as_it_was_written(store: Path) -> None:
    book = open_book(store)
    decided = [m.decision for m in book.memberships_of("RRK") if m.within == "E56000025"]
    assert [(d.reason, d.author, d.decided_on) for d in decided if d] == [
        ("Agreed locally", "A. Analyst", date(2025, 2, 3))
    ]


def test_writing_a_page_that_is_there_changes_nothing(store: Path) -> None:
    path = store / "book" / "01-first" / "memberships.csv"
    before = path.read_bytes()
    write_page(Rows(), store / "book" / "01-first", ABOUT_US)
    assert path.read_bytes() == before


def test_a_page_that_was_not_written_whole_is_no_page(store: Path) -> None:
    (store / "book" / ".03-half.part").mkdir()
    assert open_book(store).primary_alliance("RRK", ON) == "E56000025"


def test_an_ending_that_finds_nothing_is_a_fault_and_no_refusal(store: Path) -> None:
    (store / "book" / "01-first" / "endings.csv").unlink()
    (store / "book" / "01-first" / "memberships.csv").unlink()
    (store / "book" / "02-second" / "memberships.csv").unlink()
    book = open_book(store)
    (fault,) = [told for told in book.faults(ON) if told.startswith("02-second")]
    assert fault == (
        "02-second/endings.csv, row 2: RRK has no membership in N88 on 2024-12-31: nothing is ended."
    )


def test_a_broken_description_of_a_page_is_refused(store: Path) -> None:
    (store / "book" / "01-first" / ABOUT).write_text('{"known_since": "soon"}', encoding="utf-8")
    with pytest.raises(FileRefused, match=r"01-first/page\.json is not what"):
        open_book(store)


def test_files_of_ones_own_come_before_the_pages(store: Path) -> None:
    (store / "book" / "codes.csv").write_text(
        "other,canonical,system,source\nbrum,RRK,local,us\n", encoding="utf-8"
    )
    book = open_book(store, date(2020, 1, 1))
    assert book.canonical("brum") == "RRK"


def test_a_book_that_is_alone_stays_alone(tmp_path: Path) -> None:
    page = parse_corrections(
        "c.csv", [list(COLUMNS), row("place", code="ZA1", kind="trust", name="Larkmere")]
    )
    write_page(page, tmp_path / "book" / "01-own", ABOUT_US)
    (tmp_path / "book" / ONLY_OWN).touch()
    assert sorted(place.code for place in open_book(tmp_path)) == ["UNKNOWN", "ZA1", "england", "unmapped"]


def test_with_no_page_known_yet_the_builtin_book_is_all(store: Path) -> None:
    assert len(open_book(store, date(2000, 1, 1))) == len(PlaceBook.builtin())
