"""The lists of the Organisation Data Service, without headers: trusts (`etr.csv`), successions (`succ.csv`)."""

from __future__ import annotations

import re
from collections.abc import Sequence
from datetime import date

from alliance.places.model import Basis, Membership, Place, PlaceKind
from alliance.places.reference.layout import CODE, NEXT, day_of, lines_of, plain_name
from alliance.places.reference.tables import add_successions
from alliance.places.rows import Located, Rows, refuse

__all__ = ["is_successions", "is_trusts", "read_successions", "read_trusts"]

_COLUMNS = 27
_CODE, _NAME, _REGION, _ICB, _OPENED, _CLOSED = 0, 1, 2, 3, 10, 11
_DAY = re.compile(r"(19|20)\d{6}")
_REGIONS = re.compile(r"Y\d\d")
_WALES = {"RQF", "RT4", "RYT"}  # in the English list, under region W00 until 2025 and none since


def is_trusts(rows: Sequence[Sequence[str]]) -> bool:
    """Whether each of the first rows has 27 cells: a code, a name, and days where a trust list has them."""
    return all(
        len(row) == _COLUMNS
        and CODE.fullmatch(row[_CODE].strip())
        and row[_NAME].strip()
        and _DAY.fullmatch(row[_OPENED].strip())
        for row in rows
    )


def read_trusts(name: str, rows: Sequence[Sequence[str]], source: str) -> Rows:
    """Trusts with their first and last day, and the region and ICB in which their headquarters are.

    The list has no date: it is as at the latest opening or closing that it names, or later. Welsh trusts
    are left out.
    """
    page, seen, days = Rows(), dict[str, str](), set[date]()
    for where, cells in lines_of(name, rows):
        if len(cells) != _COLUMNS:
            refuse(f"{where} has {len(cells)} cells; a list of trusts has {_COLUMNS}.", NEXT)
        code = cells[_CODE]
        if not CODE.fullmatch(code) or not cells[_NAME]:
            refuse(f"{where}: '{code}' is no code, or it has no name.", NEXT)
        if code in seen:
            refuse(f"{where}: {code} stands already in {seen[code]}.", NEXT)
        seen[code] = where
        opened, closed = day_of(cells[_OPENED], where, "opened"), day_of(cells[_CLOSED], where, "closed")
        if opened and closed and closed < opened:
            refuse(f"{where}: {code} closed on {closed}, before it opened on {opened}.", NEXT)
        days |= {day for day in (opened, closed) if day}
        if code in _WALES or cells[_REGION].startswith("W"):
            page.left_out.append(f"{where}: {code} ({plain_name(cells[_NAME])}) is not in England.")
            continue
        place = Place(code, PlaceKind.TRUST, plain_name(cells[_NAME]), opened, closed, source)
        page.places.append(Located(where, place))
        _lies(page, where, cells, source)
    page.as_at = max(days, default=None)
    return page


def _lies(page: Rows, where: str, cells: list[str], source: str) -> None:
    """A trust lies where its headquarters are; a cell may be empty."""
    if cells[_REGION] and not _REGIONS.fullmatch(cells[_REGION]):
        refuse(f"{where}: '{cells[_REGION]}' is not the code of a region.", NEXT)
    for within in (cells[_REGION], cells[_ICB]):
        if within:
            row = Membership(cells[_CODE], within, None, None, Basis.HOST, primary=True, source=source)
            page.memberships.append(Located(where, row))


def is_successions(rows: Sequence[Sequence[str]]) -> bool:
    """Whether each of the first rows has five cells: two codes, a reason, a day, an indicator."""
    return all(
        len(row) == 5
        and CODE.fullmatch(row[0].strip())
        and CODE.fullmatch(row[1].strip())
        and _DAY.fullmatch(row[3].strip())
        for row in rows
    )


def read_successions(name: str, rows: Sequence[Sequence[str]], source: str) -> Rows:
    """Who came after whom, and from when. One code with several successors on one day was split."""
    found: list[tuple[str, str, str, date]] = []
    for where, cells in lines_of(name, rows):
        if len(cells) != 5:
            refuse(f"{where} has {len(cells)} cells; a list of successions has 5.", NEXT)
        day = day_of(cells[3], where, "date")
        if day is None or not CODE.fullmatch(cells[0]) or not CODE.fullmatch(cells[1]):
            refuse(f"{where} lacks a code or a day.", NEXT)
        found.append((where, cells[0], cells[1], day))
    return add_successions(found, source)
