"""What publishers call a cancer, route or treatment, and the one slug that it has here."""

from __future__ import annotations

import csv
import re
from functools import cache
from pathlib import Path

__all__ = ["cut_name", "cut_slugs", "slug_of"]

_TABLE = Path(__file__).parent / "labels.csv"
_BANDS = re.compile(r"(?P<first>\d+)-(?P<last>\d+)|over-(?P<over>\d+)")
_WEEKS = re.compile(r"(?P<first>\d+)-(?P<last>\d+)-weeks|from-(?P<least>\d+)-weeks")


@cache
def _rows() -> tuple[dict[str, str], ...]:
    with _TABLE.open(encoding="utf-8", newline="") as file:
        return tuple(csv.DictReader(file))


@cache
def _slugs() -> dict[tuple[str, str], str]:
    return {(row["cut"], row["label"].casefold()): row["slug"] for row in _rows()}


@cache
def _names() -> dict[tuple[str, str], str]:
    return {(row["cut"], row["slug"]): row["name"] for row in _rows()}


def slug_of(cut: str, label: str, whose: str = "") -> tuple[str, bool]:
    """The slug of a publisher's label, and whether the label was known.

    A word that publishers use for different groups ("Other") stands in the table with `whose` it is before it.

    A new label is kept under a slug made from its own words, so that nothing is dropped; the loader reports it.
    """
    word = label.strip().casefold()
    known = _slugs().get((cut, f"{whose}|{word}"), _slugs().get((cut, word)))
    if known is not None:
        return known, True
    return re.sub(r"[^a-z0-9]+", "-", label.casefold()).strip("-") or "not-stated", False


def cut_name(cut: str, slug: str) -> str:
    """How a cut's slug is shown to a reader: `lower-gi` is "Lower gastrointestinal"."""
    if cut == "band":
        weeks = _WEEKS.fullmatch(slug)
        if weeks:
            return _weeks(weeks)
        found = _BANDS.fullmatch(slug)
        if found:
            return (
                f"Over {found['over']} days" if found["over"] else f"{found['first']} to {found['last']} days"
            )
    return _names().get((cut, slug), slug.replace("-", " ").capitalize())


def _weeks(found: re.Match[str]) -> str:
    """Whole weeks waited: five to under six is five, and not yet six."""
    if found["least"]:
        return f"{found['least']} weeks or more"
    return "Under 1 week" if found["first"] == "0" else f"{found['first']} to under {found['last']} weeks"


def cut_slugs(cut: str, quantity: str | None = None) -> tuple[str, ...]:
    """Every slug that the shipped table knows for a cut; of one quantity alone, if one is named."""
    rows = (row for row in _rows() if row["cut"] == cut)
    return tuple(
        dict.fromkeys(
            row["slug"] for row in rows if quantity is None or quantity in row["counted_in"].split()
        )
    )
