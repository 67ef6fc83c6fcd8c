"""The fields of a definition, and what each of them takes: what is not here is refused, and never passed over."""

from __future__ import annotations

import math
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from difflib import get_close_matches
from typing import Any

from alliance.errors import FileRefused
from alliance.observations import CUTS

__all__ = ["SEE", "hold_complete", "hold_fields"]

SEE = "See docs/how-to/add-a-measure.md for the fields."


@dataclass(frozen=True)
class Kind:
    """What a field takes, in words, and whether a value is such a thing."""

    means: str
    takes: Callable[[Any], bool]


@dataclass(frozen=True)
class Table:
    """The fields of one kind of table, and those of them that it can do without."""

    fields: Mapping[str, Kind]
    spare: frozenset[str] = frozenset()


def _is_text(value: Any) -> bool:
    return isinstance(value, str) and bool(value.strip())


def _are_texts(value: Any) -> bool:
    return isinstance(value, list) and all(_is_text(text) for text in value)


def _is_number(value: Any) -> bool:
    return isinstance(value, int | float) and not isinstance(value, bool) and math.isfinite(value)


def _are_tables(value: Any) -> bool:
    return isinstance(value, list) and bool(value) and all(isinstance(table, dict) for table in value)


TEXT = Kind("a text that says something, in quotation marks", _is_text)
TEXTS = Kind("a list of texts", _are_texts)
SLUGS = Kind(
    "one slug in quotation marks, or a list of slugs",
    lambda value: _is_text(value) or (_are_texts(value) and bool(value)),
)
NUMBER = Kind("a number, without quotation marks", _is_number)
DAY = Kind(
    "a day such as 2025-04-01, without quotation marks",
    lambda value: isinstance(value, date) and not isinstance(value, datetime),
)
FLAG = Kind("true or false", lambda value: isinstance(value, bool))
ONE = Kind("one table", lambda value: isinstance(value, dict))
MANY = Kind("tables, each under a line in double brackets", _are_tables)

_TEXTS = (
    "id",
    "title",
    "short_title",
    "kind",
    "unit",
    "better",
    "stage",
    "source",
    "period",
    "variant",
    "why",
)
MEASURE = Table(
    {
        **dict.fromkeys((*_TEXTS, "owner"), TEXT),
        "caveats": TEXTS,
        "reviewed_on": DAY,
        "numerator": ONE,
        "denominator": ONE,
        "standards": MANY,
        "breaks": MANY,
        "stock": FLAG,
    },
    frozenset({"short_title", "unit", "period", "variant", "denominator", "standards", "breaks", "stock"}),
)
PART = Table({"quantity": TEXT, "means": TEXT, **dict.fromkeys(CUTS, SLUGS)}, frozenset(CUTS))
STANDARD = Table(
    {"value": NUMBER, "kind": TEXT, "from": DAY, "to": DAY, "set_by": TEXT, "verified": FLAG},
    frozenset({"from", "to", "verified"}),
)
BREAK = Table({"on": DAY, "why": TEXT})
INNER = {"numerator": PART, "denominator": PART, "standards": STANDARD, "breaks": BREAK}


def hold_fields(raw: Mapping[str, Any], file: str) -> None:
    """Hold a file as it was read to the fields that there are; which of them it has is another question.

    Raises
    ------
    FileRefused
        A field or table is not known, or a value is not what its field takes; the nearest known field is named.
    """
    whole = Table({**MEASURE.fields, "members": MANY})
    _hold_table(raw, whole, file)
    for number, member in enumerate(raw.get("members", ()), 1):
        _hold_table(member, MEASURE, f"{file}, members {number}")


def hold_complete(raw: Mapping[str, Any], where: str) -> None:
    """Hold one measure, with what its family gives it, to the fields that it cannot do without.

    Raises
    ------
    FileRefused
        One is missing.
    """
    _hold_all_there(raw, MEASURE, where)


def _hold_table(raw: Mapping[str, Any], table: Table, where: str) -> None:
    for name, value in raw.items():
        kind = table.fields.get(name)
        if kind is None:
            raise FileRefused(f"{where}: there is no field '{name}'.", f"{_instead(name, table)} {SEE}")
        if not kind.takes(value):
            raise FileRefused(f"{where}: {name} is not {kind.means}.", SEE)
        if name in INNER:
            _hold_inner(name, value, where)


def _hold_inner(name: str, value: Any, where: str) -> None:
    """Hold a table within a table; those of which there are several are numbered, for the reader to count."""
    one = isinstance(value, dict)
    for number, inner in enumerate([value] if one else value, 1):
        place = f"{where}, {name}" if one else f"{where}, {name} {number}"
        _hold_table(inner, INNER[name], place)
        _hold_all_there(inner, INNER[name], place)


def _hold_all_there(raw: Mapping[str, Any], table: Table, where: str) -> None:
    missing = [name for name in table.fields if name not in raw and name not in table.spare]
    if missing:
        raise FileRefused(f"{where} has no {missing[0]}.", SEE)


def _instead(name: str, table: Table) -> str:
    """What the writer may have meant: a field of this name elsewhere, the nearest one here, or all that there are."""
    if name in MEASURE.fields:
        return "It is the measure's own: write it above the first line in brackets."
    near = get_close_matches(name.casefold(), table.fields, n=1)
    return f"The nearest is '{near[0]}'." if near else f"The fields here are {', '.join(table.fields)}."
