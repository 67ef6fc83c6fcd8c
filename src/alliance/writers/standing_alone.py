"""A page that is read away from the site: no link leads into it, and every heading has an anchor of its own."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace
from datetime import date

from alliance.answers.model import Answer, Citation
from alliance.answers.restricted import kept_by, not_for_publication
from alliance.pages.model import Block, Figure, Heading, Note, Page, Table, Text

__all__ = ["anchor", "answers_behind", "blocks_apart", "files_behind", "lines_of", "made_on", "restriction"]


def blocks_apart(page: Page) -> list[Block]:
    """The page's blocks without links into the site: a file may be read where there is none."""
    return [b for block in page.blocks for b in _apart_from_site(block)]


def anchor(heading: Heading, taken: set[str]) -> str:
    """The heading's own anchor, or one made from its words; never one that is `taken`, to which it is added."""
    base = heading.anchor or re.sub(r"[^a-z0-9]+", "-", heading.text.casefold()).strip("-") or "part"
    found = next(a for a in _numbered(base) if a not in taken)
    taken.add(found)
    return found


def lines_of(block: Text | Note) -> list[str]:
    """The words of a block line by line, for where a link is only words: an address outside stands behind its name."""
    summary = [block.summary] if isinstance(block, Note) and block.summary else []
    outside = [f"{link.text}: {link.href}" for link in block.links if not link.href.startswith("#")]
    return [*summary, *(line for line in block.text.split("\n") if line.strip()), *outside]


def answers_behind(page: Page) -> tuple[Answer, ...]:
    """The answers that the page draws, in its order."""
    return tuple(block.chart.answer for block in page.blocks if isinstance(block, Figure))


def files_behind(page: Page) -> tuple[Citation, ...]:
    """The files behind the page and its figures, each once, in the order of first use."""
    drawn = (c for answer in answers_behind(page) for c in answer.citations)
    return tuple(dict.fromkeys((*page.citations, *drawn)))


def restriction(page: Page) -> str:
    """For whom alone the page is, "Not for publication: for partners"; nothing where all of it is public."""
    return not_for_publication(sorted({*page.kept_for, *kept_by(files_behind(page))}))


def made_on(page: Page) -> date | None:
    """The day that a file of this page bears: the day that was asked for, else that of its newest published file.

    Never today's: the same page gives the same bytes on any day.
    """
    asked = [answer.as_of for answer in answers_behind(page) if answer.as_of]
    published = [c.published_on for c in files_behind(page) if c.published_on]
    return max(asked or published, default=None)


def _apart_from_site(block: Block) -> Iterator[Block]:
    if isinstance(block, Table):
        yield _table_apart(block)
    elif isinstance(block, Figure) and block.table:
        yield replace(block, table=_table_apart(block.table))
    elif isinstance(block, Text | Note):
        yield from _words_apart(block)
    else:
        yield block


def _words_apart(block: Text | Note) -> Iterator[Block]:
    """The names of the places that its links lead to stay with a paragraph that has words of its own."""
    kept = tuple(link for link in block.links if not _in_site(link.href))
    names = ", ".join(link.text for link in block.links if _in_site(link.href))
    if isinstance(block, Text) and block.text and names:
        yield replace(block, text=f"{block.text} {names}", links=kept)
    elif block.text or kept:
        yield replace(block, links=kept)


def _table_apart(table: Table) -> Table:
    return replace(
        table,
        rows=tuple(tuple(replace(c, href="") if _in_site(c.href) else c for c in row) for row in table.rows),
    )


def _in_site(href: str) -> bool:
    return href.startswith("/")


def _numbered(base: str) -> Iterator[str]:
    yield base
    yield from (f"{base}-{n}" for n in range(2, 1000))
