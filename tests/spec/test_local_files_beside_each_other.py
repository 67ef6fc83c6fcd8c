"""Files that speak of some places each stand beside each other; of one place the newest speaks."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from alliance.answers import Answer, open_desk, over_time
from alliance.ingest import load
from tests.spec.small_england import write_book

MEASURE = """
id = "returned"
title = "Returned"
kind = "proportion"
better = "higher"
stage = "treatment"
source = "local-data"
why = "A test."
caveats = []
owner = "Nobody"
reviewed_on = 2026-11-26
numerator = { quantity = "returned-numerator", means = "returned" }
denominator = { quantity = "returned", means = "sent" }
"""


def told(store: Path, name: str, rows: str, day: date) -> None:
    path = store.parent / f"{name}.csv"
    path.write_text(f"place,period,measure,numerator,denominator\n{rows}\n", encoding="utf-8")
    (found,) = load([path], store, today=day)
    assert found.outcome == "loaded", found


@pytest.fixture
def store(tmp_path: Path) -> Path:
    store = tmp_path / "store"
    write_book(store / "book")
    (store / "measures").mkdir()
    (store / "measures" / "returned.toml").write_text(MEASURE, encoding="utf-8")
    told(store, "alder", "ZA1,2024-03,returned,10,20", date(2024, 5, 1))
    told(store, "cedar", "ZA3,2024-03,returned,12,40\nZA4,2024-03,returned,8,10", date(2024, 5, 2))
    return store


def asked(store: Path, place: str, as_of: date | None = None) -> Answer:
    return over_time(open_desk(store, visible=("public", "partners")), "returned", place, as_of=as_of)


def counts(answer: Answer) -> list[tuple[float | None, float | None, str | None]]:
    return [(p.numerator, p.denominator, p.absence) for p in answer.points]


def test_no_file_hides_what_another_says_of_another_place(store: Path) -> None:
    assert counts(asked(store, "ZA1")) == [(10, 20, None)]
    assert counts(asked(store, "ZA3")) == [(12, 40, None)]
    south = asked(store, "E56900002")
    assert counts(south) == [(20, 50, None)]
    assert {c.file for c in asked(store, "ZA1").citations} >= {"alder.csv"}


def test_of_one_place_the_newest_file_speaks(store: Path) -> None:
    told(store, "cedar-again", "ZA3,2024-03,returned,15,40", date(2024, 6, 1))
    assert counts(asked(store, "ZA3")) == [(15, 40, None)]
    assert counts(asked(store, "E56900002")) == [(23, 50, None)]
    assert counts(asked(store, "E56900002", date(2024, 5, 3))) == [(20, 50, None)]


def test_of_a_place_that_no_file_names_nothing_was_published(store: Path) -> None:
    assert counts(asked(store, "ZA2")) == [(None, None, "not_published")]
