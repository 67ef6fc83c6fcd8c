"""The fictional book of places: read alone, it knows everybody and nobody real."""

from __future__ import annotations

import csv
from datetime import date
from pathlib import Path

import pytest

from alliance.demo.book import ONLY_OWN_PLACES, write_book
from alliance.demo.england import ALDER_VALE, COMMISSIONERS, PROVIDERS, Commissioner, Provider
from alliance.places import PlaceBook, PlaceKind


@pytest.fixture(scope="module")
def book(tmp_path_factory: pytest.TempPathFactory) -> PlaceBook:
    folder = tmp_path_factory.mktemp("book")
    write_book(folder)
    assert (folder / ONLY_OWN_PLACES).is_file()
    return PlaceBook.read(folder, builtin=False)


def test_every_organisation_of_the_files_is_in_the_book(book: PlaceBook) -> None:
    named: list[Provider | Commissioner] = [*PROVIDERS, *COMMISSIONERS[:-1]]
    for organisation in named:
        assert book.find(organisation.code).kind.value == organisation.kind
    assert book.find(ALDER_VALE.ods).code == ALDER_VALE.code


def test_nobody_real_is_in_the_book(book: PlaceBook) -> None:
    assert book.find("RRK").kind is PlaceKind.UNKNOWN
    assert book.find("E56000007").kind is PlaceKind.UNKNOWN


def test_no_code_or_name_is_that_of_a_real_place() -> None:
    real = PlaceBook.builtin()
    for organisation in (*PROVIDERS, *COMMISSIONERS[:-1], ALDER_VALE):
        assert real.find(organisation.code).kind is PlaceKind.UNKNOWN, organisation


def test_no_code_or_name_stands_in_the_national_lists(shared: Path) -> None:
    rows = []
    for path in sorted((shared / "data" / "organisations").glob("etr_*.csv")):
        with path.open(encoding="latin-1", newline="") as file:
            rows += [(row[0].casefold(), row[1].casefold()) for row in csv.reader(file)]
    codes, names = {code for code, _ in rows}, " ".join(name for _, name in rows)
    for provider in PROVIDERS:
        assert provider.code.casefold() not in codes
        assert provider.name.casefold().split()[0] not in names


@pytest.mark.parametrize(
    ("code", "day", "within"),
    [
        ("ZA2", date(2024, 1, 1), "E56999001"),
        ("ZA4", date(2025, 3, 1), "E56999001"),
        ("ZA5", date(2025, 4, 1), "E56999001"),
        ("ZB3", date(2026, 3, 1), "E56999002"),
        ("ZN1", date(2024, 1, 1), None),
        ("ZU1", date(2024, 1, 1), None),
    ],
)
def test_each_provider_has_its_alliance(book: PlaceBook, code: str, day: date, within: str | None) -> None:
    assert book.primary_alliance(code, on=day) == within
