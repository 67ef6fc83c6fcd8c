"""What of a publisher's page is new to a book: the rows to add, and the endings that make room for them."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date, timedelta
from typing import TYPE_CHECKING

from alliance.places.coterminosity import ever_both_open
from alliance.places.model import Basis, Ending, Membership, Place, PlaceKind, can_follow
from alliance.places.rows import Located, Rows

if TYPE_CHECKING:
    from alliance.places.book import PlaceBook

__all__ = ["Settled", "settle"]

Group = tuple[str, PlaceKind, Basis, bool]


@dataclass(frozen=True)
class Settled:
    """The page to add to a book, and what of the file is not in it, a sentence a thing or a number of things."""

    rows: Rows
    left_out: list[str]


def settle(page: Rows, book: PlaceBook, *, on: date) -> Settled:
    """What of a publisher's page the book does not know yet.

    A page that tells of a later day than the book takes over from its day: the membership that it
    contradicts ends on the day before. An older one, or one without a day, only fills what is empty. Successions
    between organisations of which the book knows one or none, and those that would go in a circle,
    are left out and told. `on` is the day on which a page without one is compared.

    Raises
    ------
    FileRefused
        What is left does not fit the book: two primary places on one day, or a circle within the page.
    """
    work = _Settling(page, book, page.as_at or on)
    work.places()
    work.codes()
    work.memberships()
    work.successions()
    book.extended(work.new)
    return Settled(work.new, page.left_out + list(work.told()))


class _Settling:
    def __init__(self, page: Rows, book: PlaceBook, day: date) -> None:
        self.page, self.book, self.day = page, book, day
        self.newer = page.as_at is not None and (book.known_to is None or page.as_at > book.known_to)
        self.new = Rows(as_at=page.as_at)
        self.described = {located.row.code: located.row for located in page.places}
        self._sentences: list[str] = []
        self._counted: Counter[str] = Counter()

    def told(self) -> Iterator[str]:
        """What was left out: each difference, then how many rows of a kind."""
        yield from self._sentences
        for why, count in self._counted.items():
            yield f"{why}: {count}."

    def places(self) -> None:
        """New places as they are; known ones with what was empty, and with a newer page's name."""
        for located in self.page.places:
            known = self.book.find(located.row.code)
            if known.kind is PlaceKind.UNKNOWN:
                self.new.places.append(located)
                continue
            better = self._better(known, located.row)
            if better != known:
                self.new.places.append(Located(located.where, better))

    def _better(self, known: Place, said: Place) -> Place:
        opened, closed = known.opened or said.opened, known.closed or said.closed
        for what, ours, theirs in (("opened", opened, said.opened), ("closed", closed, said.closed)):
            if theirs and theirs != ours:
                self._sentences.append(
                    f"{known.code} {what} on {theirs} in the file and on {ours} in the book."
                )
        better = replace(known, opened=opened, closed=closed)
        renamed = said.name.casefold() != known.name.casefold() and known.kind is PlaceKind.TRUST
        if renamed and self.newer:
            note = " ".join(filter(None, (known.note, f"Called {known.name} before.")))
            better = replace(better, name=said.name, note=note)
        return better if better == known else replace(better, source=said.source)

    def codes(self) -> None:
        """Other codes that the book does not answer to yet."""
        for located in self.page.codes:
            row = located.row
            if self.book.canonical(row.other) == self.book.canonical(row.canonical):
                continue
            if row.other in self.book:
                self._sentences.append(
                    f"{row.other} is {row.canonical} in the file and {self.book.canonical(row.other)} in the book."
                )
            else:
                self.new.codes.append(located)

    def memberships(self) -> None:
        """Per place and kind of place within which it lies: what the page says beside what the book holds."""
        groups: dict[Group, dict[str, Located[Membership]]] = defaultdict(dict)
        for located in self.page.memberships:
            row = located.row
            if not self._known(row.place) or not self._known(row.within):
                self._counted["Memberships that name a place that is not in the book"] += 1
                continue
            within = self.book.canonical(row.within)
            group = self.book.canonical(row.place), self._kind(within), row.basis, row.primary
            groups[group].setdefault(within, located)
        for group, said in groups.items():
            self._settle_group(group, said)

    def _settle_group(self, group: Group, said: dict[str, Located[Membership]]) -> None:
        place, kind, basis, primary = group
        rows = [
            row
            for row in self.book.memberships_of(place)
            if (self._kind(row.within), row.basis, row.primary) == (kind, basis, primary)
        ]
        held = {row.within: row for row in rows if row.covers(self.day)}
        held_otherwise = {row.within for row in self.book.memberships_of(place) if row.covers(self.day)}
        if said.keys() == held.keys() or (not primary and said.keys() <= held_otherwise):
            return
        if not rows:
            self._fill(said)
        elif self.newer and not any(row.valid_from and row.valid_from >= self.day for row in rows):
            self._take_over(said, held)
        else:
            self._counted[
                f"Memberships in a place of kind {kind} that differ from the book, which is kept"
            ] += 1

    def _fill(self, said: dict[str, Located[Membership]]) -> None:
        for within, located in said.items():
            row = located.row
            if ever_both_open(row, self._described(row.place), self._described(within)):
                self.new.memberships.append(located)
            else:
                self._counted["Memberships in a place that did not exist while the other was open"] += 1

    def _take_over(self, said: dict[str, Located[Membership]], held: dict[str, Membership]) -> None:
        for within in sorted(held.keys() - said.keys()):
            last = self.day - timedelta(days=1)
            source = next(iter(said.values())).row.source
            ending = Ending(held[within].place, within, last, source)
            self.new.endings.append(Located(next(iter(said.values())).where, ending))
        for within in sorted(said.keys() - held.keys()):
            located = said[within]
            row = replace(located.row, valid_from=self.day)
            self.new.memberships.append(Located(located.where, row))

    def successions(self) -> None:
        """Those between two places that are known, where the book has no other successor, and no circle."""
        for located in self.page.successions:
            row = located.row
            if not self._known(row.old) or not self._known(row.new):
                self._counted["Successions that name an organisation that is not in the book"] += 1
                continue
            old, new = self._kind(row.old), self._kind(row.new)
            if not can_follow(old, new):
                self._sentences.append(
                    f"{row.new}, of kind {new}, cannot come after {row.old}, of kind {old}."
                )
                continue
            known = {after.new for after in self.book.successors(row.old)}
            if self.book.canonical(row.new) in known:
                continue
            if known:
                self._sentences.append(
                    f"{row.old} became {row.new} in the file and {' and '.join(sorted(known))} in the book."
                )
            elif self.book.canonical(row.old) in self.book.lineage(row.new)[: self._own(row.new)]:
                self._sentences.append(f"{row.new} came from {row.old} already in the book.")
            elif self.book.canonical(row.old) in self.book.lineage(row.new):
                self._sentences.append(
                    f"{row.old} came after {row.new} in the book: the file says the opposite."
                )
            else:
                self.new.successions.append(located)

    def _own(self, code: str) -> int:
        return self.book.lineage(code).index(self.book.canonical(code))

    def _known(self, code: str) -> bool:
        return code in self.book or code in self.described

    def _kind(self, code: str) -> PlaceKind:
        return self._described(code).kind

    def _described(self, code: str) -> Place:
        found = self.book.find(code)
        return self.described.get(code, found) if found.kind is PlaceKind.UNKNOWN else found
