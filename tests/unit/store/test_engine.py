"""The engine: the same rows from memory as from Parquet, and none from an empty store."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from alliance.store.engine import Engine
from alliance.store.precedence import winners
from alliance.store.queries import Counted, Seen, Wanted, bands, sums
from tests.spec.small_england import telling, write_store

WANTED = Wanted((Counted("treated-62-day-within"), Counted("treated-62-day")), {})
EVERYBODY = Seen()


@pytest.fixture(scope="module")
def store(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Two months of two trusts, in a folder whose name has a quotation mark."""
    told = telling(
        "release | known\njanuary | 2024-03-14\nfebruary | 2024-04-11",
        """
        release  | place | month   | band     | total | within
        january  | ZA1   | 2024-01 |          | 10    | 6
        january  | ZA1   | 2024-01 | over-104 | 1     |
        january  | ZA1   | 2024-01 | 0-31     | 5     |
        january  | ZA2   | 2024-01 |          | 4     | 4
        february | ZA1   | 2024-02 |          | 12    | 7.5
        """,
    )
    return write_store(told, tmp_path_factory.mktemp("engine") / "o'store")


@pytest.mark.parametrize("in_memory", [True, False])
def test_sums_are_one_row_a_place_and_quantity(store: Path, in_memory: bool) -> None:
    engine = Engine(store, in_memory=in_memory)
    won = winners(
        engine.manifest.entries, source="cancer-waiting-times", quantity="treated-62-day", basis="provider"
    )
    found = sums(engine, WANTED, won, ["ZA1"], EVERYBODY)
    assert {(s.start, s.quantity, s.part, s.value) for s in found} == {
        (date(2024, 1, 1), "treated-62-day", "all", 10),
        (date(2024, 1, 1), "treated-62-day-within", "all", 6),
        (date(2024, 2, 1), "treated-62-day", "all", 12),
        (date(2024, 2, 1), "treated-62-day-within", "all", 7.5),
    }
    everywhere = sums(engine, WANTED, won, None, EVERYBODY)
    assert {s.place for s in everywhere} == {"ZA1", "ZA2", "england"}
    january = sums(engine, WANTED, won[:1], ["ZA1"], EVERYBODY)  # in no order
    assert sorted(january, key=str) == sorted((s for s in found if s.start.month == 1), key=str)
    assert bands(engine, "treated-62-day", won, EVERYBODY) == ["0-31", "over-104"]


def test_nothing_is_asked_where_nothing_can_be_found(store: Path) -> None:
    engine = Engine(store)
    assert sums(engine, WANTED, [], ["ZA1"], EVERYBODY) == []
    assert bands(engine, "treated-62-day", [], EVERYBODY) == []
    won = winners(
        engine.manifest.entries, source="cancer-waiting-times", quantity="treated-62-day", basis="provider"
    )
    assert sums(engine, WANTED, won, [], EVERYBODY) == []


@pytest.mark.parametrize("in_memory", [True, False])
def test_two_slugs_of_a_cut_are_counted_together_in_one_half(store: Path, in_memory: bool) -> None:
    engine = Engine(store, in_memory=in_memory)
    won = winners(
        engine.manifest.entries, source="cancer-waiting-times", quantity="treated-62-day", basis="provider"
    )
    both = Wanted(
        (Counted("treated-62-day", (("band", ("0-31", "over-104")),)), Counted("treated-62-day")), {}
    )
    found = sums(engine, both, won, ["ZA1"], EVERYBODY)
    held = [[s.value for s in found if half.holds(s.quantity, {"band": s.own[0]})] for half in both.counted]
    assert [sorted(v for v in values if v) for values in held] == [[1, 5], [10, 12]]
