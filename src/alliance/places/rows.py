"""The rows of a book of places, each with where it stands, and how a further page is put after them."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from datetime import date
from typing import Generic, NoReturn, TypeVar

from alliance.errors import FileRefused
from alliance.places.model import (
    Coterminous,
    Decision,
    Ending,
    Membership,
    Naming,
    Place,
    Succession,
    lookup_key,
)

__all__ = ["Located", "OtherCode", "Rows", "refuse"]

T = TypeVar("T")

NEXT_STEP = "Correct the row and try again; docs/explanation/places.md describes the columns."


def refuse(what: str, next_step: str = NEXT_STEP) -> NoReturn:
    """Refuse a book: nothing of it is used."""
    raise FileRefused(what, next_step)


@dataclass(frozen=True, slots=True)
class Located(Generic[T]):
    """A row and where it stands: folder, file and row."""

    where: str
    row: T


@dataclass(frozen=True, slots=True)
class OtherCode:
    """Another code, of another system or an earlier time, for the place `canonical`."""

    other: str
    canonical: str
    system: str
    source: str
    decision: Decision | None = None


@dataclass
class Rows:
    """The rows of one page, or of several in their order.

    `as_at` is the latest day of which they tell, None where they do not say; `unmet` are the endings that
    found no membership to end; `left_out` says what of a file is not among them, a sentence a thing.
    """

    places: list[Located[Place]] = field(default_factory=list)
    memberships: list[Located[Membership]] = field(default_factory=list)
    successions: list[Located[Succession]] = field(default_factory=list)
    codes: list[Located[OtherCode]] = field(default_factory=list)
    names: list[Located[Naming]] = field(default_factory=list)
    coterminous: list[Located[Coterminous]] = field(default_factory=list)
    endings: list[Located[Ending]] = field(default_factory=list)
    unmet: list[Located[Ending]] = field(default_factory=list)
    as_at: date | None = None
    left_out: list[str] = field(default_factory=list)

    def __len__(self) -> int:
        return sum(len(rows) for rows in self._lists())

    def extend(self, page: Rows) -> None:
        """Put a further page after these: its endings end what stands here, then its rows are added.

        A page cannot end its own rows.
        """
        for ending in page.endings:
            self._end(ending)
        for own, further in zip(self._lists(), page._lists(), strict=True):
            own.extend(further)
        self.as_at = max(filter(None, (self.as_at, page.as_at)), default=None)

    def _lists(self) -> tuple[list[Located[object]], ...]:
        lists = self.places, self.memberships, self.successions, self.codes, self.names, self.coterminous
        return (*lists, self.endings)  # type: ignore[return-value]

    def _end(self, ending: Located[Ending]) -> None:
        """Cut the membership that holds on the last day; those that begin later stay."""
        known = {lookup_key(code.row.other): lookup_key(code.row.canonical) for code in self.codes}

        def key(code: str) -> str:
            return known.get(lookup_key(code), lookup_key(code))

        wanted = key(ending.row.place), key(ending.row.within)
        met = False
        for at, located in enumerate(self.memberships):
            row = located.row
            if (key(row.place), key(row.within)) == wanted and row.covers(ending.row.last_day):
                cut = replace(row, valid_to=ending.row.last_day, decision=ending.row.decision or row.decision)
                self.memberships[at] = Located(f"{located.where} (ended by {ending.where})", cut)
                met = True
        if not met:
            self.unmet.append(ending)
