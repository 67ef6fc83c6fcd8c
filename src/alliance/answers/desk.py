"""An open store with everything needed to answer: places, measures, the engine, which release speaks when."""

from __future__ import annotations

from collections.abc import Callable, Hashable
from dataclasses import dataclass, field, replace
from datetime import date, datetime
from functools import cached_property
from pathlib import Path

from alliance.errors import StoreTrouble
from alliance.measures import Measure, measures_of
from alliance.places import Place, PlaceBook, PlaceKind
from alliance.store.book import open_book
from alliance.store.engine import Engine
from alliance.store.manifest import PUBLIC, Coverage, Entry, state_of
from alliance.store.precedence import Span, Winner, winners
from alliance.store.queries import Seen

__all__ = ["Desk", "open_desk"]

Fits = Callable[[Entry], bool]


@dataclass(frozen=True)
class Desk:
    """One state of one store, open for one kind of asker. `stamp` changes when the store's manifest does.

    `visible` is which visibilities the asker may see; `now` is the hour by which embargoes are judged (none has
    passed without one). Whatever the asker may not see is not among the releases, and not in any answer. `day` is
    the day as on which the desk is held, None for now: what was not known then is not there either.
    """

    folder: Path
    engine: Engine
    places: PlaceBook
    measures: dict[str, Measure]
    visible: tuple[str, ...] = ("public",)
    now: datetime | None = None
    day: date | None = None
    _won: dict[Hashable, list[Winner]] = field(default_factory=dict)
    _days: dict[date, Desk] = field(default_factory=dict)

    def on(self, day: date | None) -> Desk:
        """The desk as it was on a day: with the book of places and the releases that were known then."""
        if day is None or day == self.day:
            return self
        if day not in self._days:
            book = open_book(self.folder, day) if self.engine.manifest.pages else self.places
            self._days[day] = replace(self, places=book, day=day, _won={})
        return self._days[day]

    def seen_by(self, visible: tuple[str, ...], now: datetime | None) -> Desk:
        """The same store for another asker, or at another hour."""
        return replace(self, visible=visible, now=now, _won={}, _days={})

    @property
    def stamp(self) -> str:
        return self.engine.manifest.stamp

    @cached_property
    def releases(self) -> tuple[Entry, ...]:
        """Every release of the store that the asker may know of on the desk's day, in the order of loading."""
        seen = (e for e in self.engine.manifest.entries if e.seen_by(set(self.visible), self.now))
        known = (self._as_shared(e) for e in seen)
        return tuple(e for e in known if self.day is None or e.known_since <= self.day)

    def _as_shared(self, entry: Entry) -> Entry:
        """A release that the asker sees before its embargo has passed is known since it was shared with the list.

        That is the day that its publisher states, unless it is still to come; else the day of loading.
        """
        if entry.embargo is None or entry.lifted(self.now):
            return entry
        today = self.now.date() if self.now else entry.loaded_on
        stated = entry.published_on
        shared = stated if stated is not None and stated <= today else entry.loaded_on
        return replace(entry, known_since=min(shared, entry.known_since))

    @cached_property
    def seen(self) -> Seen:
        """What every query holds rows against."""
        return Seen(self.visible, frozenset(e.id for e in self.releases if e.lifted(self.now)))

    def may_see(self, entry: Entry, coverage: Coverage) -> bool:
        """Whether the asker may see this part of a release."""
        return coverage.visibility in self.visible or entry.lifted(self.now)

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
        names = (e.names.get(found.code) for e in self.releases)
        told = [name for name in names if name]
        named = next((name for name in told if name != found.code), told[0] if told else None)
        return replace(found, name=named) if named else self.places.get(code)

    def won(self, measure: Measure, basis: str, as_of: date | None = None) -> list[Winner]:
        """The release that speaks for each period of a measure as a whole, in order of time."""
        quantity = (measure.denominator or measure.numerator).quantity
        return self.winners(measure.source, quantity, basis, as_of)

    def winners(
        self,
        source: str,
        quantity: str,
        basis: str,
        as_of: date | None,
        fits: Fits | None = None,
        shape: Hashable = None,
        several: bool = False,
    ) -> list[Winner]:
        """The release that speaks for each period of a quantity, among those that fit; `shape` names `fits`.

        With `several` all of them, where a file speaks of some places only.
        """
        key = (source, quantity, basis, as_of, shape, several)
        if key not in self._won:
            found = winners(
                self.releases,
                source=source,
                quantity=quantity,
                basis=basis,
                as_of=as_of,
                fits=fits,
                seen=self.may_see,
                several=several,
            )
            self._won[key] = [replace(w, kept_for=self._kept_for(w)) for w in found]
        return self._won[key]

    def _kept_for(self, won: Winner) -> tuple[str, ...]:
        """For whom alone some rows of a release in a period are: nobody once its embargo has passed."""
        return self.kept_for(won.entry, won.span)

    def kept_for(self, entry: Entry, span: Span | None = None) -> tuple[str, ...]:
        """For whom alone some rows of a release are, in one period or at all, as far as the asker sees them."""
        if entry.lifted(self.now):
            return ()
        there = {c.visibility for c in entry.coverage if span is None or (c.start, c.end) == span}
        return tuple(sorted((there & set(self.visible)) - {PUBLIC}))

    def bases(self, measure: Measure) -> frozenset[str]:
        """On which bases the loaded releases have what a measure counts."""
        quantity = (measure.denominator or measure.numerator).quantity
        return frozenset(
            c.basis
            for e in self.releases
            if e.source == measure.source
            for c in e.coverage
            if c.quantity == quantity and self.may_see(e, c)
        )

    def plans_for(self, measure: str) -> bool:
        """Whether any release that the asker may see has a submitted plan for a measure."""
        return any(c.quantity == f"trajectory-{measure}" for e in self.releases for c in e.coverage)

    def months(self, measure: str, basis: str = "provider", as_of: date | None = None) -> list[str]:
        """The months for which organisations' figures of a measure are there, as labels, oldest first."""
        found = self.won(self.measures[measure], basis, as_of)
        return [
            f"{w.coverage.start:%Y-%m}" for w in found if w.entry.level == "organisation" and _is_month(w)
        ]

    def state_on(self, day: date | None) -> str:
        """A hash of the releases known on a day, as far as the asker sees them: what a pack was made from."""
        return state_of(e.id for e in self.releases if day is None or e.known_since <= day)

    def known_on(self) -> date | None:
        """The day since which the newest release has been known."""
        return max((e.known_since for e in self.releases), default=None)


def _is_month(won: Winner) -> bool:
    return (won.coverage.start.year, won.coverage.start.month) == (
        won.coverage.end.year,
        won.coverage.end.month,
    )


def open_desk(
    store: Path,
    *,
    in_memory: bool = False,
    visible: tuple[str, ...] = ("public",),
    now: datetime | None = None,
) -> Desk:
    """Open a store for questions. `in_memory` is for a server: it takes a second and then answers in milliseconds.

    `visible` and `now` are as `Desk` has them: by default the public asks, and no embargo has passed.

    Raises
    ------
    StoreTrouble
        There is no store in this folder, or it cannot be read.
    """
    if not (store / "manifest.json").exists():
        raise StoreTrouble(
            f"There is no store in {store}.", "Load files first: alliance load FILE… --store FOLDER."
        )
    engine, book = Engine(store, in_memory=in_memory), open_book(store)
    return Desk(store, engine, book, measures_of(store), visible, now)
