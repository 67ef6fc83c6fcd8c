"""A made-up publisher, a store that takes its files, and what was said of them."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from datetime import UTC, datetime
from hashlib import sha256
from pathlib import Path

import pytest

from alliance.errors import FileRefused
from alliance.sources.fetching.asking import Manners
from alliance.sources.fetching.rounds import Fetched, Taken, fetch
from alliance.sources.release import Landing
from tests.sources.fetching.small_publisher import Publisher, open_publisher

__all__ = ["HOME", "JUNE", "MAY", "Desk", "why_not"]

HOME = "/statistics/teapots/"
NOW = datetime(2026, 6, 11, 9, 30, tzinfo=UTC)
MAY, JUNE = "/uploads/2026/05/MARCH-TEAPOTS.csv", "/uploads/2026/06/APRIL-TEAPOTS.csv"


@pytest.fixture
def publisher() -> Iterator[Publisher]:
    with open_publisher() as found:
        yield found


@dataclass
class Desk:
    """A store that takes every file, and what it took; `refuses` are names that it does not."""

    store: Path
    landing: Landing
    taken: list[tuple[str, bytes]] = field(default_factory=list)
    held: set[str] = field(default_factory=set)
    refuses: set[str] = field(default_factory=set)
    pauses: list[float] = field(default_factory=list)
    steps: list[tuple[str, int, int | None]] = field(default_factory=list)
    manners: Manners = field(default_factory=Manners)

    def __post_init__(self) -> None:
        self.manners = Manners(seconds=1.0, back_off=2.0, timeout=5.0, pause=self.pauses.append)

    def load(self, path: Path) -> Taken:
        if path.name in self.refuses:
            return Taken("refused", error=FileRefused(f"{path.name} is not ours.", "Look at it."))
        self.taken.append((path.name, path.read_bytes()))
        self.held.add(sha256(path.read_bytes()).hexdigest())
        return Taken("loaded", "three numbers")

    def fetch(self, told: Callable[[Fetched, int, int], None] | None = None) -> list[Fetched]:
        def step(name: str, here: int, total: int | None) -> None:
            self.steps.append((name, here, total))

        return fetch(
            "teapots",
            self.landing,
            self.store,
            load=self.load,
            now=NOW,
            held=set(self.held),
            told=told,
            progress=step,
            manners=self.manners,
        )

    def outcomes(self) -> list[tuple[str, str]]:
        return [(result.name, result.outcome) for result in self.fetch()]


@pytest.fixture
def desk(publisher: Publisher, tmp_path: Path) -> Desk:
    """A store, and a publisher with two months on its page."""
    url = publisher.page(HOME, MAY, JUNE)
    publisher.file(MAY, b"march,1\n")
    publisher.file(JUNE, b"april,2\n")
    pattern = r"/\d{4}-\d{2}-monthly-teapots/?$"
    landing = Landing(url, pattern, r"-teapots[^/]*\.(csv|xlsx)$", "monthly files of teapots")
    return Desk(tmp_path / "store", landing)


def why_not(results: list[Fetched], name: str) -> str:
    """Why one file was not taken; there is always a next step."""
    (found,) = (result for result in results if result.name == name)
    assert found.error is not None
    assert found.error.next_step
    return found.error.what
