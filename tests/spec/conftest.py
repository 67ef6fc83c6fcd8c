"""The same question to the plain twin and to the engine, from memory and from Parquet."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from alliance.answers import Answer, Desk, open_desk, over_time
from tests.spec import plain
from tests.spec.golden import Both
from tests.spec.small_england import (
    MEASURES,
    MEMBERSHIPS,
    PLACES,
    SUCCESSIONS,
    Telling,
    write_store,
)
from tests.spec.tables import as_cells, read_table
from tests.unit.cli.conftest import Run, run

__all__ = ["run"]

TWIN = plain.Places.read(PLACES, MEMBERSHIPS, {row["old"]: row["new"] for row in read_table(SUCCESSIONS)})
ENGINES = ("plain", "memory", "parquet")
Points = list[dict[str, object]]
Ask = Callable[[Telling, plain.Question], Points]


def points_of(answer: Answer) -> Points:
    """An answer's points as the twin gives them."""
    keys = ("period", "numerator", "denominator", "value", "lower", "upper", "absence")
    return [{key: getattr(point, key) for key in keys} for point in answer.points]


def ask_engine(desk: Desk, asked: plain.Question) -> Points:
    """The engine's answer from an open store."""
    answer = over_time(
        desk,
        MEASURES[asked.standard],
        asked.place,
        cut=dict(asked.cut),
        basis=asked.basis,
        period=asked.period,
        as_of=asked.as_of,
        following=asked.following,
    )
    return points_of(answer)


@pytest.fixture(params=ENGINES)
def ask(request: pytest.FixtureRequest, tmp_path: Path) -> Ask:
    """Ask one of the three."""
    stores: dict[Telling, Path] = {}

    def ask_one(told: Telling, asked: plain.Question) -> Points:
        if request.param == "plain":
            return plain.answer(told, TWIN, asked)
        if told not in stores:
            stores[told] = write_store(told, tmp_path / f"store-{len(stores)}")
        in_memory = request.param == "memory"
        return ask_engine(open_desk(stores[told], in_memory=in_memory, visible=asked.visible), asked)

    return ask_one


Expect = Callable[[Telling, plain.Question, str], None]


@pytest.fixture
def expect(ask: Ask) -> Expect:
    """Ask, and hold the answer against a table whose headings choose what is compared."""

    def hold(told: Telling, asked: plain.Question, table: str) -> None:
        wanted = read_table(table)
        assert as_cells(ask(told, asked), list(wanted[0])) == wanted

    return hold


@pytest.fixture(scope="session")
def whole_desk(whole_store: Path) -> Desk:
    """All real files that any source knows, open for the public."""
    return open_desk(whole_store)


@pytest.fixture
def asked(whole_desk: Desk, whole_store: Path, run: Run) -> Both:
    """All real files that any source knows, asked twice."""
    return Both(whole_desk, whole_store, run)
