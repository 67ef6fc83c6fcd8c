"""What a page is made of. Writers turn it into HTML, PDF, slides or sheets; they compute nothing."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Literal

from alliance.answers.model import Citation
from alliance.charts import Chart

__all__ = ["Block", "Cell", "Figure", "Heading", "Link", "Note", "Page", "Table", "Text"]


@dataclass(frozen=True)
class Link:
    """Words that lead to `href`, a site path ("/places/RRK/") or an anchor in the same page ("#sources")."""

    text: str
    href: str


@dataclass(frozen=True)
class Heading:
    """What the blocks below are about; `anchor` is its name in links within the page."""

    text: str
    level: Literal[2, 3, 4] = 2
    anchor: str = ""


@dataclass(frozen=True)
class Text:
    """A paragraph, with links behind it where there are any."""

    text: str
    links: tuple[Link, ...] = ()


@dataclass(frozen=True)
class Cell:
    """A table cell: what is shown, and the exact number behind it where there is one."""

    text: str
    number: float | None = None
    href: str = ""
    header: bool = False


@dataclass(frozen=True)
class Table:
    """A table with a caption; the first cell of each row may be a row header. `about` is what its rows are."""

    caption: str
    columns: tuple[str, ...]
    rows: tuple[tuple[Cell, ...], ...]
    numeric: tuple[bool, ...] = ()
    about: Literal["figures", "files"] = "figures"


@dataclass(frozen=True)
class Figure:
    """A chart with its sentence and the same numbers as a table."""

    title: str
    chart: Chart
    sentence: str
    table: Table | None = None


@dataclass(frozen=True)
class Note:
    """Something the reader must know beside the numbers. `tone`: inset, warning or details."""

    text: str
    tone: Literal["inset", "warning", "details"] = "inset"
    summary: str = ""
    links: tuple[Link, ...] = ()


Block = Heading | Text | Figure | Table | Note


@dataclass(frozen=True)
class Page:
    """A whole page: title, one-sentence lede, blocks, where its numbers came from.

    `kept_for` names those for whom alone some of it is, beside those whom its files name.
    """

    title: str
    lede: str
    blocks: tuple[Block, ...]
    citations: tuple[Citation, ...] = ()
    breadcrumbs: tuple[Link, ...] = ()
    language: str = "en-GB"
    facts: Mapping[str, str] | None = None
    kept_for: tuple[str, ...] = ()
