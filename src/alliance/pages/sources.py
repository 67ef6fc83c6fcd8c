"""Every published file that is loaded: what it is, since when it is known, and its fingerprint."""

from __future__ import annotations

from alliance.answers import Desk
from alliance.pages.links import HOME
from alliance.pages.model import Block, Cell, Heading, Note, Page, Table, Text
from alliance.pages.wording import day, month, status_words

__all__ = ["build"]


def _publishers_page(url: str, publisher: str) -> str:
    """Where a file was published; a made-up one was published nowhere."""
    return url if url.startswith("https://") and not publisher.startswith("Made up") else ""


def build(desk: Desk) -> Page:
    """The files of a store, publisher by publisher, newest months first."""
    blocks: list[Block] = []
    for publisher in dict.fromkeys(e.publisher for e in desk.releases):
        rows = [
            (
                Cell(e.title, header=True),
                Cell(_months(month(e.first, short=True), month(e.last, short=True))),
                Cell(e.basis.capitalize() if e.basis != "none" else "–"),
                Cell(status_words(e.status) if e.status != "mixed" else "Final and provisional"),
                Cell(day(e.known_since)),
                Cell(e.file, href=_publishers_page(e.url, e.publisher)),
                Cell(e.id),
            )
            for e in sorted(desk.releases, key=lambda e: (e.last, e.known_since, e.file), reverse=True)
            if e.publisher == publisher
        ]
        columns = ("Release", "Months", "Basis", "Status", "Known since", "File", "SHA-256")
        licences = ", ".join(dict.fromkeys(e.licence for e in desk.releases if e.publisher == publisher))
        blocks += [
            Heading(publisher, 2),
            Text(f"Licence: {licences}." if not licences.startswith("None") else "The figures are made up."),
            Table(f"Files: {publisher}", columns, tuple(rows)),
        ]
    if not blocks:
        blocks.append(Note("No file has been loaded yet.", "warning"))
    return Page(
        "Sources",
        "Every number on these pages comes from one of these published files, kept as it was published. A file that "
        "differs by one character has another fingerprint (SHA-256).",
        tuple(blocks),
        breadcrumbs=(HOME,),
    )


def _months(first: str, last: str) -> str:
    return first if first == last else f"{first} to {last}"
