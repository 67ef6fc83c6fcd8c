"""Tables with a header: organisation successions, trusts and alliances, trusts' catchments."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from datetime import date

from alliance.places.model import Basis, Membership, Succession, SuccessionKind
from alliance.places.reference.layout import NEXT, columns_of, day_of, lines_of
from alliance.places.rows import Located, Rows, refuse

__all__ = [
    "add_successions",
    "is_catchments",
    "is_successions",
    "is_trust_alliances",
    "read_catchments",
    "read_successions",
    "read_trust_alliances",
]

_SUCCESSIONS = ("old_code", "new_code", "date")
_ALLIANCES = ("ods_code", "ods_name", "cancer_alliance_code", "notes")
_CATCHMENTS = ("nhs_trust22_code", "icb22_code", "proportion_trust_came_from_icb")
_ICBS_BEGAN = date(2022, 7, 1)


def _has(rows: Sequence[Sequence[str]], needed: Sequence[str]) -> bool:
    found = {cell.strip().lower().lstrip("\ufeff") for cell in rows[0]} if rows else set()
    return set(needed) <= found


def is_successions(rows: Sequence[Sequence[str]]) -> bool:
    """Whether the first row has the columns of a table of successions."""
    return _has(rows, _SUCCESSIONS)


def is_trust_alliances(rows: Sequence[Sequence[str]]) -> bool:
    """Whether the first row has the columns of the table of trusts and alliances."""
    return _has(rows, _ALLIANCES[:3])


def is_catchments(rows: Sequence[Sequence[str]]) -> bool:
    """Whether the first row has the columns of the table of catchments of 2022."""
    return _has(rows, _CATCHMENTS)


def read_successions(name: str, rows: Sequence[Sequence[str]], source: str) -> Rows:
    """Who came after whom, and from when. One code with several successors on one day was split."""
    old, new, on = columns_of(name, rows[0], _SUCCESSIONS)
    found: list[tuple[str, str, str, date]] = []
    for where, cells in lines_of(name, rows, 2):
        if len(cells) != len(rows[0]) or not cells[old] or not cells[new] or not cells[on]:
            refuse(f"{where} lacks a code or a day.", NEXT)
        day = day_of(cells[on], where, "date")
        found.append((where, cells[old], cells[new], day or date.min))
    return add_successions(found, source)


def add_successions(found: Iterable[tuple[str, str, str, date]], source: str) -> Rows:
    """Successions from (where, old, new, day): a row that stands twice is taken once."""
    after: dict[tuple[str, date], dict[str, str]] = defaultdict(dict)
    for where, old, new, day in found:
        after[old, day].setdefault(new, where)
    page = Rows()
    for (old, day), successors in after.items():
        kind = SuccessionKind.SPLIT if len(successors) > 1 else SuccessionKind.MERGE
        page.successions += [
            Located(where, Succession(old, new, day, kind, source)) for new, where in successors.items()
        ]
    return page


def read_trust_alliances(name: str, rows: Sequence[Sequence[str]], source: str) -> Rows:
    """The one alliance in which each trust counts; trusts with none stay unmapped.

    A second alliance stands in a note without a code: it is told, and not taken.
    """
    code, _, alliance = columns_of(name, rows[0], _ALLIANCES[:3])
    note = columns_of(name, rows[0], _ALLIANCES)[3] if _has(rows, _ALLIANCES) else None
    page, seen = Rows(), dict[str, str]()
    for where, cells in lines_of(name, rows, 2):
        if len(cells) != len(rows[0]) or not cells[code]:
            refuse(f"{where} lacks a cell, or the code of a trust.", NEXT)
        if cells[code] in seen:
            refuse(f"{where}: {cells[code]} stands already in {seen[cells[code]]}.", NEXT)
        seen[cells[code]] = where
        if cells[alliance]:
            row = Membership(
                cells[code], cells[alliance], None, None, Basis.PROVIDER, primary=True, source=source
            )
            page.memberships.append(Located(where, row))
        if note is not None and cells[note]:
            page.left_out.append(f"{where}: the note on {cells[code]} names no code: {cells[note]}")
    return page


def read_catchments(name: str, rows: Sequence[Sequence[str]], source: str) -> Rows:
    """The ICB from which the largest share of each trust's patients came: beside its headquarters, never a sum."""
    trust, icb, share = columns_of(name, rows[0], _CATCHMENTS)
    largest: dict[str, tuple[float, str, str]] = {}
    for where, cells in lines_of(name, rows, 2):
        try:
            part = float(cells[share])
        except (IndexError, ValueError):
            refuse(f"{where} has no share.", NEXT)
        if not 0 <= part <= 1:
            refuse(f"{where}: the share {part} does not lie between 0 and 1.", NEXT)
        largest[cells[trust]] = max(largest.get(cells[trust], (-1.0, "", "")), (part, cells[icb], where))
    page = Rows(as_at=_ICBS_BEGAN)
    for code, (part, within, where) in largest.items():
        said = f"{source}: the largest share of its patients, {part:.0%}"
        row = Membership(code, within, None, None, Basis.RESIDENT, primary=False, source=said)
        page.memberships.append(Located(where, row))
    return page
