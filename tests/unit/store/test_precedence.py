"""Which release speaks: the rules of `tests/spec/test_precedence.py`, on entries alone."""

from __future__ import annotations

from datetime import date

from alliance.store.manifest import Coverage, Entry
from alliance.store.precedence import winners


def entry(name: str, known: date, *months: int, status: str = "final", **other: object) -> Entry:
    """A release that speaks of these months of 2024."""
    coverage = tuple(Coverage("treated", date(2024, m, 1), date(2024, m, 28), status) for m in months)
    told: dict[str, object] = {
        "id": name,
        "source": "made-up",
        "form": "monthly",
        "level": "organisation",
        "title": name,
        "basis": "provider",
        "file": name,
        "snapshot": name,
        "table": name,
        "rows": 1,
        "publisher": "Nobody",
        "licence": "none",
        "url": "",
        "published_on": known,
        "known_since": known,
        "loaded_on": known,
        "coverage": coverage,
        "cuts": {},
        "names": {},
        **other,
    }
    return Entry(**told)  # type: ignore[arg-type]


MARCH, MAY = date(2024, 3, 14), date(2024, 5, 9)


def speaking(*entries: Entry, **asked: object) -> list[tuple[int, str]]:
    """Month and release, in order of time."""
    wanted: dict[str, object] = {"source": "made-up", "quantity": "treated", "basis": "provider", **asked}
    return [(w.coverage.start.month, w.entry.id) for w in winners(entries, **wanted)]  # type: ignore[arg-type]


def test_each_month_has_one_winner_in_order_of_time() -> None:
    assert speaking(entry("b", MAY, 3), entry("a", MARCH, 1, 2)) == [(1, "a"), (2, "a"), (3, "b")]


def test_the_order_of_loading_decides_only_a_tie() -> None:
    first, second = entry("first", MARCH, 1), entry("second", MARCH, 1)
    assert speaking(first, second) == [(1, "second")]
    assert speaking(second, first) == [(1, "first")]
    later = entry("later", MAY, 1)
    assert speaking(first, later) == speaking(later, first) == [(1, "later")]


def test_a_status_that_nobody_knows_counts_as_unknown() -> None:
    odd, sure = entry("odd", MAY, 1, status="draft"), entry("sure", MARCH, 1)
    unsure = entry("unsure", MARCH, 1, status="provisional")
    assert speaking(odd, sure) == [(1, "sure")]
    assert speaking(unsure, odd) == [(1, "odd")]


def test_a_long_national_series_is_not_therefore_cumulative() -> None:
    series = entry("series", MAY, 1, 2, 3, level="national")
    month = entry("month", MARCH, 2, status="provisional")
    assert speaking(series, month) == [(1, "series"), (2, "month"), (3, "series")]


def test_other_sources_bases_and_quantities_do_not_speak() -> None:
    assert speaking(entry("a", MARCH, 1, source="other")) == []
    assert speaking(entry("a", MARCH, 1), basis="commissioner") == []
    assert speaking(entry("a", MARCH, 1), quantity="seen") == []


def test_what_was_not_known_yet_does_not_speak() -> None:
    early, late = entry("early", MARCH, 1, status="provisional"), entry("late", MAY, 1)
    assert speaking(early, late, as_of=date(2024, 5, 8)) == [(1, "early")]
    assert speaking(early, late, as_of=MAY) == [(1, "late")]
    assert speaking(early, late, as_of=date(2024, 3, 13)) == []
