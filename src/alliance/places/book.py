"""The book of places: who is who, who is within whom on a day, and who came after whom."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Collection, Iterable, Iterator
from dataclasses import replace
from datetime import date
from functools import cache
from pathlib import Path

from alliance.errors import UnknownName
from alliance.places.checks import (
    check_known,
    check_memberships,
    check_other_codes,
    check_successions,
)
from alliance.places.coterminosity import Area, areas_of, faults_of, misfits
from alliance.places.following import wholly_absorbed
from alliance.places.model import (
    ENGLAND,
    PROVIDER_KINDS,
    SPECIAL_PLACES,
    UNMAPPED,
    Basis,
    Coterminous,
    Ending,
    Membership,
    Naming,
    Place,
    PlaceKind,
    Succession,
    lookup_key,
)
from alliance.places.pages import read_pages
from alliance.places.rows import Located, Rows
from alliance.places.spans import Span, primary_spans

__all__ = ["PlaceBook"]

_BUILTIN = Path(__file__).with_name("data")
_BUILTIN_AS_AT = date(2026, 6, 30)
"""The latest day of which the built-in book tells: the last in its newest trust list."""


class PlaceBook:
    """Places, dated memberships and successions, each row with its source.

    Make one with `builtin` or `read`. Days are always passed in; a book knows no today.
    """

    def __init__(self, rows: Rows) -> None:
        self._rows = rows
        by_key = {lookup_key(place.code): place for place in SPECIAL_PLACES}
        by_key |= {lookup_key(located.row.code): located.row for located in rows.places}
        check_other_codes(rows.codes, by_key)
        self._by_key = by_key
        self._other = {lookup_key(code.row.other): lookup_key(code.row.canonical) for code in rows.codes}
        self._places = {place.code: place for place in by_key.values()}
        memberships = [self._canonical_membership(row) for row in rows.memberships]
        successions = [self._canonical_succession(row) for row in rows.successions]
        check_memberships(memberships, self._places)
        check_successions(successions, self._places)
        self._memberships = [located.row for located in memberships]
        self._successions = [located.row for located in successions]
        self._spans: dict[PlaceKind, dict[str, list[Span]]] = {}
        self._of: dict[str, list[Membership]] = defaultdict(list)
        self._in: dict[str, list[Membership]] = defaultdict(list)
        for membership in self._memberships:
            self._of[membership.place].append(membership)
            self._in[membership.within].append(membership)
        self._namings: dict[str, list[Naming]] = defaultdict(list)
        for name in rows.names:
            check_known(name.where, [name.row.place], self.__contains__)
            self._namings[self.canonical(name.row.place)].append(name.row)
        self._said: list[Coterminous] = []
        for said in rows.coterminous:
            ends = [said.row.alliance, said.row.area]
            check_known(said.where, ends, self.__contains__)
            alliance, area = map(self.canonical, ends)
            self._said.append(replace(said.row, alliance=alliance, area=area))

    @classmethod
    def builtin(cls) -> PlaceBook:
        """The book that comes with the project (read once)."""
        return _builtin_book()

    @classmethod
    def read(
        cls, *folders: Path, builtin: bool = True, as_of: date | None = None, without: Collection[str] = ()
    ) -> PlaceBook:
        """The built-in book extended by further folders, or the folders alone with `builtin=False`.

        A folder holds any of the files of a page (places.csv, memberships.csv …), and sub-folders that are
        further pages, read in the order of their names; `as_of` leaves out those that were not yet known on
        that day, `without` those of these names. A later description of a place replaces an earlier one;
        memberships and successions are added, endings end what stood before. England, the unmapped providers
        and the unknown commissioner are in every book.

        Raises
        ------
        FileRefused
            A row is not what it should be, a provider would have two primary alliances on one day, or
            a succession is circular; the file and the rows are named.
        """
        together = Rows()
        for page in (_builtin_pages() if builtin else []) + [
            page for folder in folders for page in read_pages(folder, as_of, without)
        ]:
            together.extend(page)
        return cls(together)

    def extended(self, page: Rows) -> PlaceBook:
        """This book with a further page after it; this one stays as it is. Refuses as `read` does."""
        together = Rows()
        together.extend(self._rows)
        together.extend(page)
        return type(self)(together)

    @property
    def known_to(self) -> date | None:
        """The latest day of which the pages of the book tell, where any of them says so."""
        return self._rows.as_at

    # one place

    def find(self, code: str) -> Place:
        """The place with this code, in any code system; else a place of kind unknown that keeps the code."""
        place = self._known(code)
        kept = " ".join(code.split()).upper()
        return place or Place(kept, PlaceKind.UNKNOWN, kept)

    def get(self, code: str) -> Place:
        """The place with this code.

        Raises
        ------
        UnknownName
            The code is not in the book; codes and names that are close to it are suggested.
        """
        place = self._known(code)
        if place is None:
            close = "; ".join(f"{near.code} ({near.name})" for near in self._close_to(code))
            raise UnknownName(
                f"'{code}' is not the code of a place in the book.",
                f"Did you mean {close}?" if close else "Look for its name among the places.",
            )
        return place

    def as_at(self, code: str, on: date) -> Place:
        """The place as it was on that day: its name, its kind, and the code under which it was published."""
        place = self.find(code)
        return self._then(place, on)

    def canonical(self, code: str) -> str:
        """The code by which we know this place: `E56000007` for `N45`; an unknown code stays itself."""
        return self.find(code).code

    def search(self, text: str) -> list[Place]:
        """Places whose code, name or note holds every word of `text`, the exact code first, then by name."""
        words = text.lower().split()
        if not words:
            return []
        exact = self._known(text)

        def holds(place: Place) -> bool:
            described = f"{place.code} {place.name} {place.note}".lower()
            return place is exact or all(word in described for word in words)

        return sorted(filter(holds, self), key=lambda place: (place is not exact, place.name, place.code))

    def of_kind(self, kind: PlaceKind, on: date | None = None) -> list[Place]:
        """The places of this kind, by name; with a day those open on it, as they were then."""
        found = iter(self) if on is None else (self._then(place, on) for place in self if place.is_open(on))
        return sorted((place for place in found if place.kind is kind), key=_by_name)

    def alliances(self, on: date) -> list[Place]:
        """The cancer alliances on that day, by name: 19 in July 2018, 21 in May 2020, 20 today.

        Codes are the canonical ones; `code_then` is the one of the day, where that was another.
        """
        return self.of_kind(PlaceKind.ALLIANCE, on)

    def __iter__(self) -> Iterator[Place]:
        return iter(self._places.values())

    def __len__(self) -> int:
        return len(self._places)

    def __contains__(self, code: str) -> bool:
        return self._known(code) is not None

    # who is within whom

    def primary_alliance(self, provider_code: str, on: date) -> str | None:
        """The one alliance in whose sums this provider counts on that day, or None: it is unmapped.

        A predecessor counts where its successor does, for the days on which it was open.
        """
        return self._primary(self.canonical(provider_code), on, PlaceKind.ALLIANCE)

    def primary_spans(self, kind: PlaceKind = PlaceKind.ALLIANCE) -> list[Span]:
        """Every primary membership in places of `kind`, inherited ones too: (provider, alliance, from, to).

        Both days are included; None is open. No two spans of one provider overlap.
        """
        return [span for code in sorted(self._spans_of(kind)) for span in self._spans_of(kind)[code]]

    def members(self, within: str, on: date, *, primary_only: bool = False) -> list[Place]:
        """The providers in an alliance, region or ICB on that day, by name.

        In England: all of them; in `unmapped`: those with no primary alliance. With `primary_only` just
        those that count in its sums; the rest also partner here and are never added.
        """
        code = self.canonical(within)
        if code in (ENGLAND.code, UNMAPPED.code):
            wanted = {
                place.code
                for place in self
                if code == ENGLAND.code or self.primary_alliance(place.code, on) is None
            }
        else:
            wanted = {
                span.place
                for spans in self._spans_of(self.find(code).kind).values()
                for span in spans
                if span.within == code and span.covers(on)
            }
            if not primary_only:
                wanted |= {row.place for row in self._in[code] if row.covers(on)}
        return self._open_places(wanted, on, PROVIDER_KINDS)

    def alliances_of(self, code: str, on: date) -> list[Place]:
        """All alliances in which a provider or an area lies on that day, the primary one first."""
        own = self.canonical(code)
        primary = self.primary_alliance(own, on)
        found = {row.within for row in self._of[own] if row.covers(on)} | ({primary} if primary else set())
        alliances = self._open_places(found, on, {PlaceKind.ALLIANCE})
        return sorted(alliances, key=lambda place: place.code != primary)

    def areas_in(self, within: str, on: date, kind: PlaceKind) -> list[Place]:
        """The areas of a kind of which at least a part lies in an alliance (or region) on that day, by residence."""
        rows = self._in[self.canonical(within)]
        codes = {row.place for row in rows if row.basis is Basis.RESIDENT and row.covers(on)}
        found = [self._then(self._places[code], on) for code in codes if self._places[code].is_open(on)]
        return sorted((place for place in found if place.kind is kind), key=_by_name)

    def icbs_of(self, within: str, on: date) -> list[Place]:
        """The ICBs of which at least a part lies in an alliance (or region) on that day, by residence."""
        return self.areas_in(within, on, PlaceKind.ICB)

    def coterminous(self, alliance: str, on: date, kind: PlaceKind = PlaceKind.ICB) -> list[Area]:
        """The areas (STPs, ICBs …) that make up an alliance on a day, each with the part in which it lies."""
        return areas_of(self, alliance, on, kind)

    def coterminosity(self, alliance: str, on: date, kind: PlaceKind = PlaceKind.ICB) -> list[str]:
        """A sentence for each area that does not fit the alliance's edge on a day; none if all do."""
        return misfits(self, alliance, on, kind)

    def statements(self) -> list[Coterminous]:
        """With which areas alliances are said to be coterminous."""
        return list(self._said)

    def faults(self, on: date) -> list[str]:
        """A sentence for each thing in the book that does not fit together, for people to look at."""
        return faults_of(self, on)

    def region_of(self, code: str, on: date) -> Place | None:
        """The NHS region of a provider (by its headquarters) or of an area, where the book knows it."""
        own = self.find(code)
        if own.kind is PlaceKind.REGION:
            return own
        region = self._primary(own.code, on, PlaceKind.REGION)
        if region is None:
            icb = self._primary(own.code, on, PlaceKind.ICB)
            region = self._primary(icb, on, PlaceKind.REGION) if icb else None
        return self._places[region] if region else None

    def memberships(self) -> list[Membership]:
        """All rows that say who lies within whom."""
        return list(self._memberships)

    def memberships_of(self, code: str) -> list[Membership]:
        """The rows that say where this place lies, with dates, basis and source (inherited ones are none)."""
        return list(self._of[self.canonical(code)])

    # who came after whom

    def successors(self, code: str) -> list[Succession]:
        """What came directly after this place, by date."""
        own = self.canonical(code)
        return sorted((row for row in self._successions if row.old == own), key=_by_date)

    def predecessors(self, code: str) -> list[Succession]:
        """What this place directly came after, by date."""
        own = self.canonical(code)
        return sorted((row for row in self._successions if row.new == own), key=_by_date)

    def lineage(self, code: str) -> list[str]:
        """The codes that a series follows: all predecessors, the place itself, all successors."""
        own = self.canonical(code)
        before = self._closure(own, lambda at: [row.old for row in self.predecessors(at)])
        after = self._closure(own, lambda at: [row.new for row in self.successors(at)])
        return [*reversed(before), own, *after]

    def followed(self, code: str) -> list[str]:
        """The earlier places whose months belong to this one's series: those that it absorbed as a whole.

        A part of a split is never among them: its parts begin with the day of the split.
        """
        return wholly_absorbed(self.canonical(code), self._successions)

    def successions(self) -> list[Succession]:
        """All rows that say who came after whom."""
        return list(self._successions)

    @property
    def unmet(self) -> list[Located[Ending]]:
        """The endings that found no membership to end."""
        return list(self._rows.unmet)

    # what the above share

    def _then(self, place: Place, on: date) -> Place:
        naming = next((row for row in self._namings.get(place.code, ()) if row.covers(on)), None)
        if naming is None:
            return place
        code = "" if lookup_key(naming.code) == lookup_key(place.code) else naming.code
        then = replace(place, name=naming.name, kind=naming.kind, code_then=code)
        if naming.kind is place.kind:
            return then
        return replace(then, opened=naming.valid_from or place.opened, closed=naming.valid_to)

    def _known(self, code: str) -> Place | None:
        key = lookup_key(code)
        return self._by_key.get(self._other.get(key, key))

    def _close_to(self, code: str) -> list[Place]:
        from difflib import get_close_matches  # only where a code was not found

        names = {place.name.lower(): place for place in self}
        near = [self._by_key[key] for key in get_close_matches(lookup_key(code), self._by_key, n=3)]
        near += [names[name] for name in get_close_matches(code.strip().lower(), names, n=3)]
        return list(dict.fromkeys(near + self.search(code)))[:3]

    def _canonical_membership(self, located: Located[Membership]) -> Located[Membership]:
        row = located.row
        if row.place in self._places and row.within in self._places:
            return located
        exact = replace(row, place=self.canonical(row.place), within=self.canonical(row.within))
        return Located(located.where, exact)

    def _canonical_succession(self, located: Located[Succession]) -> Located[Succession]:
        row = located.row
        return Located(located.where, replace(row, old=self.canonical(row.old), new=self.canonical(row.new)))

    def _spans_of(self, kind: PlaceKind) -> dict[str, list[Span]]:
        if kind not in self._spans:
            self._spans[kind] = primary_spans(self._places, self._memberships, self._successions, kind)
        return self._spans[kind]

    def _primary(self, code: str, on: date, kind: PlaceKind) -> str | None:
        spans = self._spans_of(kind).get(code, ())
        return next((span.within for span in spans if span.covers(on)), None)

    def _open_places(self, codes: Iterable[str], on: date, kinds: Iterable[PlaceKind]) -> list[Place]:
        places = (self._places[code] for code in codes)
        return sorted((place for place in places if place.kind in kinds and place.is_open(on)), key=_by_name)

    def _closure(self, start: str, step: Callable[[str], list[str]]) -> list[str]:
        """Codes reached from `start` by repeated steps, nearest first, each once."""
        reached: list[str] = []
        waiting = step(start)
        while waiting:
            code = waiting.pop(0)
            if code not in reached:
                reached.append(code)
                waiting += step(code)
        return reached


def _by_name(place: Place) -> tuple[str, str]:
    return place.name, place.code


def _by_date(succession: Succession) -> tuple[date, str, str]:
    return succession.date, succession.old, succession.new


@cache
def _builtin_pages() -> list[Rows]:
    pages = read_pages(_BUILTIN)
    pages[0].as_at = _BUILTIN_AS_AT
    return pages


@cache
def _builtin_book() -> PlaceBook:
    return PlaceBook.read()
