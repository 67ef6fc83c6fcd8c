"""Reference files that publishers issue, as pages of a book: who they are for, told by content, and read row by row.

The caller opens the file and hands over its cells; nothing here reads a disk.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from enum import StrEnum

from alliance.places.corrections import are_corrections, parse_corrections
from alliance.places.reference import areas, ods, tables
from alliance.places.reference.settling import settle
from alliance.places.rows import Rows, refuse

__all__ = ["MEANS", "NEEDS", "PageKind", "Table", "read_page", "recognise_page", "settle"]

Table = Sequence[Sequence[str]]


class PageKind(StrEnum):
    """What sort of reference file a page was made from."""

    ODS_TRUSTS = "ods-trusts"
    """The ODS list of trusts, `etr.csv`: 27 columns, no header."""
    ODS_SUCCESSIONS = "ods-successions"
    """The ODS list of successions, `succ.csv`: old code, new code, reason, date, indicator; no header."""
    AREAS = "areas"
    """An ONS lookup of areas: CCGs or sub-ICBs to STPs or ICBs, to cancer alliances."""
    NAMES = "names"
    """An ONS list of names and codes of alliances, ICBs, sub-ICBs or regions."""
    SUCCESSIONS = "successions"
    """A table of organisation successions: old_code, new_code, date."""
    TRUST_ALLIANCES = "trust-alliances"
    """A table of trusts and the alliances in which they count."""
    CATCHMENTS = "catchments"
    """A table of trusts and the share of their patients that comes from each ICB."""
    CORRECTIONS = "local-corrections"
    """Local corrections: rows with a reason and an author."""


MEANS: dict[PageKind, str] = {
    PageKind.ODS_TRUSTS: "the ODS list of trusts, by its 27 columns without a header",
    PageKind.ODS_SUCCESSIONS: "the ODS list of successions, by its five columns without a header",
    PageKind.AREAS: "an ONS look-up of areas, by its columns of codes and names",
    PageKind.NAMES: "an ONS list of codes and names",
    PageKind.SUCCESSIONS: "a table of successions, by its columns of old codes, new codes and dates",
    PageKind.TRUST_ALLIANCES: "a table of trusts and the alliances in which they count, by its columns",
    PageKind.CATCHMENTS: "a table of trusts and the ICBs that their patients come from, by its columns",
    PageKind.CORRECTIONS: "local corrections, by the columns what, code, reason and author",
}
"""What each is taken for, and by what it is known."""

NEEDS = (
    "As a reference file it is neither the ODS list of trusts or of successions, an ONS lookup or list of "
    "codes, a table of trusts and alliances, nor a file of local corrections (what, code, other …, reason, author)."
)

_RECOGNISERS: dict[PageKind, Callable[[Table], bool]] = {
    PageKind.CORRECTIONS: are_corrections,
    PageKind.TRUST_ALLIANCES: tables.is_trust_alliances,
    PageKind.CATCHMENTS: tables.is_catchments,
    PageKind.SUCCESSIONS: tables.is_successions,
    PageKind.AREAS: areas.is_lookup,
    PageKind.NAMES: areas.is_names,
    PageKind.ODS_TRUSTS: ods.is_trusts,
    PageKind.ODS_SUCCESSIONS: ods.is_successions,
}

_READERS: dict[PageKind, Callable[[str, Table, str], Rows]] = {
    PageKind.CORRECTIONS: lambda name, rows, _: parse_corrections(name, rows),
    PageKind.TRUST_ALLIANCES: tables.read_trust_alliances,
    PageKind.CATCHMENTS: tables.read_catchments,
    PageKind.SUCCESSIONS: tables.read_successions,
    PageKind.AREAS: areas.read_lookup,
    PageKind.NAMES: areas.read_names,
    PageKind.ODS_TRUSTS: ods.read_trusts,
    PageKind.ODS_SUCCESSIONS: ods.read_successions,
}


def recognise_page(name: str, rows: Table) -> PageKind | None:
    """What reference file these cells are, by their content; None where they are something else.

    `name` is for messages only: a renamed file is still what it is.
    """
    del name
    filled = [row for row in rows[:20] if any(cell.strip() for cell in row)]
    return next((kind for kind, fits in _RECOGNISERS.items() if fits(filled)), None) if filled else None


def read_page(kind: PageKind, rows: Table, *, source: str, name: str = "") -> Rows:
    """The rows of a page made from a reference file, each with its source and where it stood.

    `source` is written into each row; `name` is how refusals call the file, `source` if it is not given.

    Raises
    ------
    FileRefused
        A row is not what it should be, stands twice, or the file holds nothing; the row is named.
    """
    name = name or source
    page = _READERS[kind](name, rows, source)
    if not len(page):
        refuse(f"{name} holds nothing that a book of places could learn.", "Check that it is the right file.")
    return page
