"""Local corrections to a book: dated rows, each with its reason, its author and the day of the decision."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import date
from typing import TYPE_CHECKING

from alliance.places.cells import DECIDED, Cells, header_of
from alliance.places.checks import check_one_row_a_code
from alliance.places.model import (
    Basis,
    Decision,
    Ending,
    Membership,
    Place,
    PlaceKind,
    Succession,
    SuccessionKind,
    can_become,
    can_follow,
)
from alliance.places.rows import Located, OtherCode, Rows, refuse

if TYPE_CHECKING:
    from alliance.places.book import PlaceBook

__all__ = ["COLUMNS", "are_corrections", "check_corrections", "parse_corrections", "read_corrections"]

COLUMNS = ("what", "code", "other", "kind", "name", "basis", "primary", "from", "to", *DECIDED)
"""The columns of a file of corrections; which of them a row fills depends on its `what`."""

_FILLED = {
    "place": {"code", "kind", "name", "from", "to"},
    "membership": {"code", "other", "basis", "primary", "from", "to"},
    "end": {"code", "other", "to"},
    "succession": {"code", "other", "kind", "from"},
    "code": {"code", "other"},
}


def are_corrections(rows: Sequence[Sequence[str]]) -> bool:
    """Whether the first row is that of a file of corrections: it has `what`, and a reason or an author."""
    first = {cell.strip().lower() for cell in rows[0]} if rows else set()
    return {"what", "code"} <= first and bool(first & set(DECIDED))


def read_corrections(
    name: str, rows: Sequence[Sequence[str]], book: PlaceBook, *, today: date | None = None
) -> Rows:
    """The page that a file of corrections makes, checked beside the book to which it will be added.

    Raises
    ------
    FileRefused
        A row has no reason, no author or no day of decision, or one after `today`; is not what it should be; ends
        what does not hold; makes a place one of another kind than its memberships say; or makes a circle, a second
        primary alliance or a link to nowhere. The rows are named.
    """
    page = parse_corrections(name, rows)
    if today is not None:
        _check_decided(page, today)
    check_corrections(page, book)
    return page


def parse_corrections(name: str, rows: Sequence[Sequence[str]]) -> Rows:
    """The rows of a file of corrections, each checked by itself only."""
    page = Rows()
    header = header_of(list(rows[0]) if rows else [], COLUMNS, (), name)
    for number, cells in enumerate(rows[1:], start=2):
        where = f"{name}, row {number}"
        if not any(cell.strip() for cell in cells):
            continue
        if len(cells) != len(header):
            refuse(f"{where} has {len(cells)} cells; row 1 has {len(header)}.")
        _add(page, Cells(where, dict(zip(header, map(str.strip, cells), strict=True))))
    if not len(page):
        refuse(f"{name} has a header and no correction.", "Write a row a correction, and load it again.")
    check_one_row_a_code(page.places)
    return page


def check_corrections(page: Rows, book: PlaceBook) -> None:
    """Refuse a page that does not fit the book; what a row ends must hold on its last day."""
    for place in page.places:
        _check_kind(place, book)
    after = book.extended(page)
    for succession in page.successions:
        _check_can_follow(succession, after)
    ours = {ending.where for ending in page.endings}
    for ending in after.unmet:
        if ending.where in ours:
            row = ending.row
            refuse(
                f"{ending.where}: {row.place} has no membership in {row.within} that holds on {row.last_day}.",
                f"See its memberships with `alliance places {row.place}`, and name one of them.",
            )


def _check_decided(page: Rows, today: date) -> None:
    """Nothing was decided on a day that is still to come."""
    for rows in (page.places, page.memberships, page.endings, page.successions, page.codes):
        for located in rows:
            decision = located.row.decision
            if decision and decision.decided_on > today:
                refuse(
                    f"{located.where}: decided_on {decision.decided_on} lies after today, {today}.",
                    "Write the day on which it was decided, and load it again.",
                )


def _check_kind(located: Located[Place], book: PlaceBook) -> None:
    """What lies somewhere, holds others or was followed stays of its kind: nothing else would fit it any more."""
    known, kind = book.find(located.row.code), located.row.kind
    if known.kind is PlaceKind.UNKNOWN or can_become(known.kind, kind):
        return
    beside = [m for m in book.memberships() if known.code in (m.place, m.within)]
    followed = [s for s in book.successions() if known.code in (s.old, s.new)]
    if beside or followed:
        refuse(
            f"{located.where}: {known.name} ({known.code}) is of kind {known.kind}, with {len(beside)} memberships and "
            f"{len(followed)} successions in the book, and cannot become of kind {kind}.",
            "Correct the kind; if another place is meant, give it a code of its own.",
        )


def _check_can_follow(located: Located[Succession], book: PlaceBook) -> None:
    old, new = book.find(located.row.old), book.find(located.row.new)
    if not can_follow(old.kind, new.kind):
        refuse(
            f"{located.where}: {old.name} ({old.code}) is of kind {old.kind}; {new.name} ({new.code}), of kind "
            f"{new.kind}, cannot come after it.",
            "Name a successor of its own kind, or take the row out.",
        )


def _add(page: Rows, cells: Cells) -> None:
    what = cells.needed("what").lower()
    if what not in _FILLED:
        refuse(f"{cells.where}: what '{what}' is not one of {', '.join(_FILLED)}.")
    for column in COLUMNS:
        if cells.text(column) and column not in {"what", *_FILLED[what], *DECIDED}:
            refuse(
                f"{cells.where}: a correction of a {what} has no {column}.", "Empty the cell and try again."
            )
    decision = Decision(cells.needed("reason"), cells.needed("author"), cells.needed_day("decided_on"))
    source = f"Local correction by {decision.author}, {decision.decided_on}: {decision.reason}"
    _ADD[what](page, cells, source, decision)


def _place(page: Rows, cells: Cells, source: str, decision: Decision) -> None:
    kind = cells.one_of("kind", PlaceKind)
    if kind is PlaceKind.UNKNOWN:
        refuse(f"{cells.where}: a place in the book is not of kind unknown.")
    opened, closed = cells.days_in_order("from", "to")
    place = Place(cells.needed("code"), kind, cells.needed("name"), opened, closed, source, decision=decision)
    page.places.append(Located(cells.where, place))


def _membership(page: Rows, cells: Cells, source: str, decision: Decision) -> None:
    start, end = cells.days_in_order("from", "to")
    row = Membership(
        cells.needed("code"),
        cells.needed("other"),
        start,
        end,
        cells.one_of("basis", Basis),
        cells.yes("primary", unstated=False),
        source,
        decision=decision,
    )
    page.memberships.append(Located(cells.where, row))


def _end(page: Rows, cells: Cells, source: str, decision: Decision) -> None:
    row = Ending(cells.needed("code"), cells.needed("other"), cells.needed_day("to"), source, decision)
    page.endings.append(Located(cells.where, row))


def _succession(page: Rows, cells: Cells, source: str, decision: Decision) -> None:
    kind = cells.one_of("kind", SuccessionKind)
    old, new = cells.needed("code"), cells.needed("other")
    row = Succession(old, new, cells.needed_day("from"), kind, source, decision=decision)
    page.successions.append(Located(cells.where, row))


def _code(page: Rows, cells: Cells, source: str, decision: Decision) -> None:
    row = OtherCode(cells.needed("code"), cells.needed("other"), "local", source, decision)
    page.codes.append(Located(cells.where, row))


_ADD: dict[str, Callable[[Rows, Cells, str, Decision], None]] = {
    "place": _place,
    "membership": _membership,
    "end": _end,
    "succession": _succession,
    "code": _code,
}
