"""An open store with everything needed to answer: places, measures, the engine, which release speaks when."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from datetime import date
from pathlib import Path

from alliance.errors import StoreTrouble
from alliance.measures import Measure, load_measures
from alliance.places import Place, PlaceBook, PlaceKind
from alliance.store.book import open_book
from alliance.store.engine import Engine
from alliance.store.manifest import Entry
from alliance.store.precedence import Winner, winners

__all__ = ["Desk", "open_desk"]


@dataclass(frozen=True)
class Desk:
    """One state of one store, open for questions. `stamp` changes when the store's manifest does."""

    folder: Path
    engine: Engine
    places: PlaceBook
    measures: dict[str, Measure]
    visible: tuple[str, ...] = ("public",)
    _won: dict[tuple[str, str, str, date | None], list[Winner]] = field(default_factory=dict)

    @property
    def stamp(self) -> str:
        return self.engine.manifest.stamp

    @property
    def releases(self) -> tuple[Entry, ...]:
        """Every release of the store, in the order of loading."""
        return self.engine.manifest.entries

    def place(self, code: str) -> Place:
        """The place of this code; one that only a publisher's file names keeps the name that it has there.

        Raises
        ------
        UnknownName
            Neither the book nor any loaded file has the code.
        """
        found = self.places.find(code)
        if found.kind is not PlaceKind.UNKNOWN or found.code in self.places:
            return found
        named = next((e.names[found.code] for e in self.releases if found.code in e.names), None)
        return replace(found, name=named) if named else self.places.get(code)

    def won(self, measure: Measure, basis: str, as_of: date | None = None) -> list[Winner]:
        """The release that speaks for each period of a measure, in order of time."""
        quantity = (measure.denominator or measure.numerator).quantity
        key = (measure.source, quantity, basis, as_of)
        if key not in self._won:
            self._won[key] = winners(
                self.releases, source=measure.source, quantity=quantity, basis=basis, as_of=as_of
            )
        return self._won[key]

    def months(self, measure: str, basis: str = "provider", as_of: date | None = None) -> list[str]:
        """The periods for which organisations' figures of a measure are there, as labels, oldest first."""
        found = self.won(self.measures[measure], basis, as_of)
        return [f"{w.coverage.start:%Y-%m}" for w in found if w.entry.level == "organisation"]

    def state_on(self, day: date | None) -> str:
        """A hash of the releases known on a day: what a pack of that day was made from."""
        return self.engine.manifest.state_on(day)

    def known_on(self) -> date | None:
        """The day since which the newest release has been known."""
        return max((e.known_since for e in self.releases), default=None)


def open_desk(store: Path, *, in_memory: bool = False, visible: tuple[str, ...] = ("public",)) -> Desk:
    """Open a store for questions. `in_memory` is for a server: it takes a second and then answers in milliseconds.

    Raises
    ------
    StoreTrouble
        There is no store in this folder, or it cannot be read.
    """
    if not (store / "manifest.json").exists():
        raise StoreTrouble(
            f"There is no store in {store}.", "Load files first: alliance load FILE… --store FOLDER."
        )
    own = store / "measures"
    measures = load_measures(own) if own.is_dir() else load_measures()
    return Desk(store, Engine(store, in_memory=in_memory), open_book(store), measures, visible)
