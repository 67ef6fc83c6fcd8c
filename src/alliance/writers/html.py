"""A page as HTML: a fragment for the site, or one whole file that needs nothing else."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Any

from alliance.answers.restricted import files_in_words
from alliance.charts import to_svg
from alliance.pages.model import Block, Figure, Heading, Note, Page, Table, Text
from alliance.writers.files import put
from alliance.writers.standing_alone import anchor, blocks_apart, restriction

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
            counted=files_in_words(page.citations),
        )
    )
    return found


def document(page: Page, *, language: str = "en-GB") -> str:
    """The page as one accessible file: its stylesheet inside, nothing fetched, readable on paper and offline."""
    pieces = _pieces(blocks_apart(page), 0)
    found: str = (
        _templates()
        .get_template("document.jinja")
        .render(
            page=page,
            pieces=pieces,
            contents=[p for p in pieces if isinstance(p.block, Heading) and p.level == 2],
            files=_files(page),
            counted=files_in_words(page.citations),
            restriction=restriction(page),
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
    return put(folder / FILE, document(page, language=page.language).encode())


def _pieces(blocks: Sequence[Block], deeper: int) -> list[_Piece]:
    taken: set[str] = set()
    return [_piece(block, deeper, taken) for block in blocks]


def _piece(block: Block, deeper: int, taken: set[str]) -> _Piece:
    if isinstance(block, Heading):
        return _Piece("heading", block, anchor(block, taken), block.level + deeper)
    if isinstance(block, Figure):
        from markupsafe import Markup

        wide, narrow = (Markup(to_svg(block.chart, width=width)) for width in (WIDE, NARROW))
        return _Piece("figure", block, wide=wide, narrow=narrow, table=block.table)
    if isinstance(block, Table):
        return _Piece("table", block, table=block)
    return _Piece({Text: "text", Note: "note"}[type(block)], block)


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
