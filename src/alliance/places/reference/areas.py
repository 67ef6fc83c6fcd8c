"""ONS lookups of health areas, and lists of their names and codes, told by the names of their columns."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from itertools import product

from alliance.places.model import Basis, Membership, Place, PlaceKind
from alliance.places.reference.layout import NEXT, lines_of
from alliance.places.rows import Located, OtherCode, Rows, refuse

__all__ = ["is_lookup", "is_names", "read_lookup", "read_names"]

_KINDS = {
    "CCG": PlaceKind.CCG,
    "SICBL": PlaceKind.SUB_ICB,
    "STP": PlaceKind.STP,
    "ICB": PlaceKind.ICB,
    "CAL": PlaceKind.ALLIANCE,
    "CALNCV": PlaceKind.ALLIANCE,
    "NHSER": PlaceKind.REGION,
}
_SMALL = (PlaceKind.CCG, PlaceKind.SUB_ICB)
_MIDDLE = (PlaceKind.STP, PlaceKind.ICB)
_COLUMN = re.compile(r"(CCG|SICBL|STP|ICB|CALNCV|CAL|NHSER)(\d\d)(CDH|CD|NM)")
_ALIASES = {  # the table of July 2022 writes these in words
    "Sub-ICB E Code": "SICBL22CD",
    "ICB E code": "ICB22CD",
    "ICB Code": "ICB22CDH",
    "ICB": "ICB22NM",
    "Cancer Alliance Code": "CAL22CD",
    "Cancer Alliance": "CAL22NM",
}
_PREFIXES = {
    "E38": PlaceKind.SUB_ICB,
    "E40": PlaceKind.REGION,
    "E54": PlaceKind.ICB,
    "E56": PlaceKind.ALLIANCE,
    "E57": PlaceKind.ALLIANCE,
}
_ONS = re.compile(r"E\d{8}")


@dataclass(frozen=True)
class _Level:
    """Where one level of a lookup has its ONS code, its ODS code and its name."""

    kind: PlaceKind
    year: int
    ons: int
    ods: int | None
    name: int | None

    def code(self, cells: Sequence[str]) -> str:
        """The code by which we know the area: an STP's own, else the ODS one, else the ONS one."""
        if self.kind is PlaceKind.STP:
            return f"STP-{cells[self.ons]}"
        return cells[self.ods] if self.ods is not None else cells[self.ons]


def _levels(header: Sequence[str]) -> list[_Level]:
    """The levels in a header that have an ONS code."""
    parts: dict[str, dict[str, int]] = {}
    for at, cell in enumerate(header):
        written = cell.strip().lstrip("\ufeff")
        match = _COLUMN.fullmatch(_ALIASES.get(written, written))
        if match:
            parts.setdefault(match[1] + match[2], {})[match[3]] = at
    return [
        _Level(_KINDS[level[:-2]], 2000 + int(level[-2:]), where["CD"], where.get("CDH"), where.get("NM"))
        for level, where in parts.items()
        if "CD" in where
    ]


def is_lookup(rows: Sequence[Sequence[str]]) -> bool:
    """Whether the first row names an alliance and an area within it."""
    kinds = {level.kind for level in _levels(rows[0])} if rows else set()
    return PlaceKind.ALLIANCE in kinds and bool(kinds & {*_SMALL, *_MIDDLE})


def read_lookup(name: str, rows: Sequence[Sequence[str]], source: str) -> Rows:
    """Areas and in what they lie, by where people live: small areas in middle ones, both in alliances.

    As at April of the year in the column names, or July 2022 where they name ICBs of that year.
    """
    levels = _levels(rows[0])
    columns = [(level, level.ons, level.ods, level.name) for level in levels]
    distinct: dict[tuple[str, ...], str] = {}
    needed = [at for _, *places in columns for at in places if at is not None]
    for where, cells in lines_of(name, rows, 2):
        if len(cells) != len(rows[0]):
            refuse(f"{where} has {len(cells)} cells; line 1 has {len(rows[0])}.", NEXT)
        distinct.setdefault(tuple(cells[at] if at in needed else "" for at in range(len(cells))), where)
    page = Rows(as_at=_as_at(levels))
    for kept, where in distinct.items():
        _add_areas(page, where, kept, levels, source)
    return _once(page)


def _as_at(levels: Sequence[_Level]) -> date:
    year = max(level.year for level in levels)
    began = year == 2022 and any(level.kind in (PlaceKind.ICB, PlaceKind.SUB_ICB) for level in levels)
    return date(year, 7 if began else 4, 1)


def _add_areas(page: Rows, where: str, cells: Sequence[str], levels: Sequence[_Level], source: str) -> None:
    for level in levels:
        if not _ONS.fullmatch(cells[level.ons]):
            refuse(f"{where}: '{cells[level.ons]}' is not an ONS code (of kind {level.kind}).", NEXT)
        if level.ods is not None and not cells[level.ods]:
            refuse(f"{where}: {cells[level.ons]} has no ODS code.", NEXT)
        _add_area(page, where, cells, level, source)
    for inner, outer in product(levels, levels):
        if _lies_in(inner.kind, outer.kind):
            row = Membership(
                inner.code(cells),
                outer.code(cells),
                None,
                None,
                Basis.RESIDENT,
                primary=outer.kind is not PlaceKind.ALLIANCE,
                source=source,
            )
            page.memberships.append(Located(where, row))


def _lies_in(inner: PlaceKind, outer: PlaceKind) -> bool:
    if outer is PlaceKind.ALLIANCE:
        return inner in (*_SMALL, *_MIDDLE)
    return inner in _SMALL and outer in _MIDDLE


def _add_area(page: Rows, where: str, cells: Sequence[str], level: _Level, source: str) -> None:
    code = level.code(cells)
    name = cells[level.name] if level.name is not None and cells[level.name] else code
    page.places.append(Located(where, _place(code, level.kind, name, source)))
    if level.ods is not None and level.kind is not PlaceKind.STP:
        page.codes.append(Located(where, OtherCode(cells[level.ons], code, f"ONS {level.kind}", source)))


def _place(code: str, kind: PlaceKind, name: str, source: str) -> Place:
    alliance = kind is PlaceKind.ALLIANCE and "Alliance" not in name and "Vanguard" not in name
    return Place(code, kind, f"{name} Cancer Alliance" if alliance else name, source=source)


def _once(page: Rows) -> Rows:
    """Each place, code and membership once, where it stood first."""
    page.places = list({located.row.code: located for located in reversed(page.places)}.values())[::-1]
    page.codes = list({located.row.other: located for located in reversed(page.codes)}.values())[::-1]
    rows = {(row.row.place, row.row.within): row for row in reversed(page.memberships)}
    page.memberships = list(rows.values())[::-1]
    return page


def is_names(rows: Sequence[Sequence[str]]) -> bool:
    """Whether these are ONS codes with names: under a header with one level, or in two columns without one."""
    levels = _levels(rows[0]) if rows else []
    if levels:
        return len(levels) == 1 and levels[0].name is not None
    return bool(rows) and all(len(row) == 2 and _kind_of(row[0].strip()) and row[1].strip() for row in rows)


def _kind_of(code: str) -> PlaceKind | None:
    return _PREFIXES.get(code[:3]) if _ONS.fullmatch(code) else None


def read_names(name: str, rows: Sequence[Sequence[str]], source: str) -> Rows:
    """Places by their codes and names, and no more; as at April of the year in the header, if it has one."""
    levels = _levels(rows[0])
    page = Rows(as_at=_as_at(levels) if levels else None)
    for where, code, called, kind in _named(name, rows, levels):
        page.places.append(Located(where, _place(code, kind, called, source)))
    return _once(page)


def _named(
    name: str, rows: Sequence[Sequence[str]], levels: list[_Level]
) -> Iterator[tuple[str, str, str, PlaceKind]]:
    level = levels[0] if levels else _Level(PlaceKind.ICB, 0, 0, None, 1)
    for where, cells in lines_of(name, rows, 2 if levels else 1):
        kind = _kind_of(cells[level.ons]) if len(cells) > max(level.ons, level.name or 0) else None
        if kind is None or not cells[level.name or 0]:
            refuse(f"{where} is not a code and a name.", NEXT)
        yield where, level.code(cells), cells[level.name or 0], level.kind if levels else kind
