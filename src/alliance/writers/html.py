"""A page as HTML: a fragment for the site, or one whole file that needs nothing else."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Any

from alliance.charts import to_svg
from alliance.pages.model import Block, Figure, Heading, Note, Page, Table, Text

if TYPE_CHECKING:
    from jinja2 import Environment
    from markupsafe import Markup

__all__ = ["NARROW", "WIDE", "document", "fragment", "write"]

WIDE, NARROW = 720, 340  # a chart is drawn for a desk and for a phone; the stylesheet shows one
FILE = "pack.html"


@dataclass(frozen=True)
class _Piece:
    """One block with what its template needs beside it."""

    kind: str
    block: Block
    anchor: str = ""
    level: int = 2
    wide: Markup | None = None
    narrow: Markup | None = None
    table: Table | None = None


def fragment(page: Page, *, within: bool = False, titled: bool = True) -> str:
    """The page's content as HTML with NHS.UK's class names, for a place inside a page of the site.

    With `within` the page stands inside another under a heading of level 2: its title and lede are left out and
    its headings lie one level lower. Without `titled` only the title and lede are left out: the caller writes them.
    """
    found: str = (
        _templates()
        .get_template("fragment.jinja")
        .render(
            page=page,
            pieces=_pieces(page.blocks, 1 if within else 0),
            titled=titled and not within,
            files=_files(page),
        )
    )
    return found


def document(page: Page, *, language: str = "en-GB") -> str:
    """The page as one accessible file: its stylesheet inside, nothing fetched, readable on paper and offline."""
    pieces = _pieces([b for block in page.blocks for b in _apart_from_site(block)], 0)
    found: str = (
        _templates()
        .get_template("document.jinja")
        .render(
            page=page,
            pieces=pieces,
            contents=[p for p in pieces if isinstance(p.block, Heading) and p.level == 2],
            files=_files(page),
            language=language,
            style=_style(),
        )
    )
    return found


def write(page: Page, folder: Path) -> Path:
    """Write the page as `pack.html` into a folder, which is made if it is not there; the same page, the same bytes.

    Raises
    ------
    UsageError
        The folder cannot be written to.
    """
    from alliance.errors import UsageError

    path = folder / FILE
    content = document(page, language=page.language).encode()
    try:
        folder.mkdir(parents=True, exist_ok=True)
        path.write_bytes(content)
    except OSError as fault:
        raise UsageError(
            f"{path} cannot be written: {fault.strerror}.", "Name another folder with --out."
        ) from None
    return path


def _apart_from_site(block: Block) -> Iterator[Block]:
    """The block without links into the site: a file may be read where there is none."""
    if isinstance(block, Table):
        yield _table_apart(block)
    elif isinstance(block, Figure) and block.table:
        yield replace(block, table=_table_apart(block.table))
    elif isinstance(block, Text | Note):
        kept = tuple(link for link in block.links if not _in_site(link.href))
        names = ", ".join(link.text for link in block.links if _in_site(link.href))
        if isinstance(block, Text) and block.text and names:
            yield replace(block, text=f"{block.text} {names}", links=kept)
        elif block.text or kept:
            yield replace(block, links=kept)
    else:
        yield block


def _table_apart(table: Table) -> Table:
    return replace(
        table,
        rows=tuple(tuple(replace(c, href="") if _in_site(c.href) else c for c in row) for row in table.rows),
    )


def _in_site(href: str) -> bool:
    return href.startswith("/")


def _pieces(blocks: Sequence[Block], deeper: int) -> list[_Piece]:
    taken: set[str] = set()
    return [_piece(block, deeper, taken) for block in blocks]


def _piece(block: Block, deeper: int, taken: set[str]) -> _Piece:
    if isinstance(block, Heading):
        return _Piece("heading", block, _anchor(block, taken), block.level + deeper)
    if isinstance(block, Figure):
        from markupsafe import Markup

        wide, narrow = (Markup(to_svg(block.chart, width=width)) for width in (WIDE, NARROW))
        return _Piece("figure", block, wide=wide, narrow=narrow, table=block.table)
    if isinstance(block, Table):
        return _Piece("table", block, table=block)
    return _Piece({Text: "text", Note: "note"}[type(block)], block)


def _anchor(heading: Heading, taken: set[str]) -> str:
    """The heading's own anchor, or one made from its words; never the same twice."""
    base = heading.anchor or re.sub(r"[^a-z0-9]+", "-", heading.text.casefold()).strip("-") or "part"
    found = next(a for a in _numbered(base) if a not in taken)
    taken.add(found)
    return found


def _numbered(base: str) -> Iterator[str]:
    yield base
    yield from (f"{base}-{n}" for n in range(2, 1000))


def _files(page: Page) -> Table | None:
    from alliance.pages.tables import files_table

    return files_table(page.citations) if page.citations else None


@cache
def _templates() -> Environment:
    from jinja2 import Environment, PackageLoader, StrictUndefined

    found = Environment(
        loader=PackageLoader("alliance.writers"),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    found.filters["paragraphs"] = _paragraphs
    return found


def _paragraphs(text: str) -> list[str]:
    return [line for line in text.split("\n") if line.strip()]


@cache
def _style() -> Any:
    """Our own stylesheet, to stand inside a document: it is ours and holds nothing to escape."""
    from markupsafe import Markup

    return Markup((Path(__file__).parent / "templates" / "document.css").read_text(encoding="utf-8"))
