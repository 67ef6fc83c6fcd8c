"""Whether what a measure counts is there to be counted: its quantities, and the parts of them that it names."""

from __future__ import annotations

from difflib import get_close_matches

from alliance.answers.desk import Desk
from alliance.errors import UsageError
from alliance.measures import Measure, Part
from alliance.sources import About, Quantity, cut_slugs, find_sources

__all__ = ["hold_counted", "known_slugs"]

_LIST = "`alliance sources --format json` lists what each source counts."


def hold_counted(desk: Desk, measure: Measure) -> None:
    """Hold both halves of a measure to what its source publishes and to what the loaded files have of it.

    Whether a file is loaded is another question: a quantity of local data is whatever its file calls it.

    Raises
    ------
    UsageError
        No file can have such a quantity, cut or slug; the field is named, and what is known.
    """
    about = find_sources()[measure.source].ABOUT
    for half, part in (("numerator", measure.numerator), ("denominator", measure.denominator)):
        if part is not None:
            where = f"{measure.id}, {half}"
            _hold_part(desk, part, _quantity(about, part, where), where)


def known_slugs(desk: Desk, quantity: str, cut: str, bands: tuple[str, ...] | None = None) -> set[str]:
    """The slugs by which a quantity is published, and those that a loaded file has of it."""
    met = {slug for entry in desk.releases for slug in entry.cuts.get(quantity, {}).get(cut, ())}
    return met | set(cut_slugs(cut, quantity)) | set((bands or ()) if cut == "band" else ())


def _quantity(about: About, part: Part, where: str) -> Quantity:
    found = about.quantity(part.quantity)
    if found is not None:
        return found
    near = get_close_matches(part.quantity, [quantity.id for quantity in about.quantities], n=1)
    raise UsageError(
        f"{where}: no file of {about.id} publishes the quantity '{part.quantity}'.",
        f"The nearest is '{near[0]}'. {_LIST}" if near else _LIST,
    )


def _hold_part(desk: Desk, part: Part, quantity: Quantity, where: str) -> None:
    for cut, slugs in part.cut.items():
        known = known_slugs(desk, quantity.id, cut, quantity.bands)
        if not known and not _divided(quantity, cut):
            raise UsageError(f"{where}: '{quantity.id}' is not published by {cut}.", "Take the field out.")
        for slug in slugs:
            if known and slug not in {"all", *known}:
                raise UsageError(
                    f"{where}: there is no {cut} '{slug}' of '{quantity.id}'.",
                    f"Known are: {', '.join(sorted(known))}.",
                )


def _divided(quantity: Quantity, cut: str) -> bool:
    """Whether any form of the source's files divides a quantity by a cut, loaded or not."""
    if cut == "band":
        return quantity.bands is None or bool(quantity.bands)
    return any(cut in block for blocks in quantity.blocks.values() for block in blocks)
