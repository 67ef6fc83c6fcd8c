"""A page as a PDF for print and for screen readers: A4, tagged, PDF/UA-1, its letters and charts inside."""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime, time
from importlib.util import find_spec
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from alliance.charts import to_svg
from alliance.pages.model import Block, Figure, Heading, Note, Page, Table, Text
from alliance.writers.columns import weights
from alliance.writers.files import put
from alliance.writers.standing_alone import anchor, blocks_apart, made_on, restriction

__all__ = ["FILE", "content", "write"]

FILE = "pack.pdf"
FONT = "Source Sans Pro"  # narrower than Arial, for which the charts' words were placed
LETTERS = 136  # that stand beside one another in a table
LONGEST_BESIDE = 15  # a chart's table with more rows stands in the annex
_FACES = ("Regular", "Semibold", "Bold", "It")
_TEMPLATES = Path(__file__).parent / "templates"


@dataclass
class _Paper:
    """What has been laid out so far: the anchors in use, the level of the last heading, the tables for the annex."""

    taken: set[str] = field(default_factory=set)
    level: int = 0
    annex: list[dict[str, Any]] = field(default_factory=list)


def write(page: Page, folder: Path) -> Path:
    """Write the page as `pack.pdf` into a folder, which is made if it is not there; the same page, the same bytes.

    Raises
    ------
    UsageError
        The folder cannot be written to.
    """
    return put(folder / FILE, content(page))


def content(page: Page) -> bytes:
    """The page as the bytes of a PDF that conforms to PDF/UA-1: tagged, titled, every chart with its alt text.

    Nothing is fetched and no clock is read: the file bears the day of `standing_alone.made_on`.
    """
    import typst

    day = made_on(page)
    with TemporaryDirectory() as fonts:
        _lay_fonts(Path(fonts))
        found: bytes = typst.compile(
            str(_TEMPLATES / "pack.typ"),
            root=str(_TEMPLATES),
            font_paths=[fonts],
            ignore_system_fonts=True,
            format="pdf",
            sys_inputs={"page": json.dumps(_told(page), ensure_ascii=False)},
            pdf_standards="ua-1",
            timestamp=int(datetime.combine(day, time(), UTC).timestamp()) if day else None,
        )
    return found


def _lay_fonts(folder: Path) -> None:
    """The faces that we ship, and never the machine's, so that every machine makes the same file."""
    for name in (f"SourceSansPro-{face}.ttf" for face in _FACES):
        (folder / name).write_bytes((_font_files() / name).read_bytes())


def _font_files() -> Path:
    found = find_spec("font_source_sans_pro")
    if found is None or found.origin is None:
        raise ModuleNotFoundError("font-source-sans-pro, a dependency of this project, is not installed")
    return Path(found.origin).parent / "files"


def _told(page: Page) -> dict[str, Any]:
    """The page as plain JSON for the template, which lays it out and knows nothing else."""
    paper, day, kept = _Paper(), made_on(page), restriction(page)
    blocks = list(_laid_out([*blocks_apart(page), *_files(page)], paper))
    if paper.annex:
        blocks.append(_heading(Heading("The figures behind the charts", 2, "figures"), paper))
        blocks += paper.annex
    language, _, region = page.language.partition("-")
    return {
        "title": page.title,
        "lede": page.lede,
        "facts": [list(pair) for pair in (page.facts or {}).items()],
        "date": {"year": day.year, "month": day.month, "day": day.day} if day else None,
        "language": language,
        "region": region or None,
        "foot": f"{kept} · Made with cancer-alliance"
        if kept
        else "Made with cancer-alliance from published figures",
        "restriction": kept,
        "blocks": _with_live_links(blocks),
    }


def _files(page: Page) -> list[Block]:
    from alliance.pages.tables import files_table

    if not page.citations:
        return []
    return [
        Heading("Files" if restriction(page) else "Published files", 2, "files"),
        files_table(page.citations, whole_hash=True),
    ]


def _laid_out(blocks: Sequence[Block], paper: _Paper) -> Iterator[dict[str, Any]]:
    for block in blocks:
        if isinstance(block, Heading):
            yield _heading(block, paper)
        elif isinstance(block, Figure):
            yield _figure(block, paper)
        elif isinstance(block, Table):
            yield _table(block)
        else:
            yield _words(block)


def _heading(block: Heading, paper: _Paper) -> dict[str, Any]:
    """A heading one level below the title; a level that the page leaves out is closed up, as PDF/UA asks."""
    paper.level = min(block.level - 1, paper.level + 1)
    return {"kind": "heading", "text": block.text, "level": paper.level, "anchor": anchor(block, paper.taken)}


def _words(block: Text | Note) -> dict[str, Any]:
    note = isinstance(block, Note)
    return {
        "kind": "note" if note else "text",
        "tone": block.tone if isinstance(block, Note) else "",
        "summary": block.summary if isinstance(block, Note) else "",
        "paragraphs": [line for line in block.text.split("\n") if line.strip()],
        "links": [{"text": link.text, "href": link.href} for link in block.links],
    }


def _figure(block: Figure, paper: _Paper) -> dict[str, Any]:
    beside = block.table is not None and len(block.table.rows) <= LONGEST_BESIDE
    elsewhere = ""
    if block.table and not beside:
        elsewhere = anchor(Heading(block.table.caption), paper.taken)
        paper.annex.append({**_table(block.table), "anchor": elsewhere})
    return {
        "kind": "figure",
        "title": block.title,
        "sentence": block.sentence,
        "alt": block.chart.alt,
        "svg": to_svg(block.chart, font=FONT),
        "elsewhere": elsewhere,
        "table": _table(block.table) if block.table and beside else None,
    }


def _table(table: Table) -> dict[str, Any]:
    rows = [[{"text": cell.text} for cell in row] for row in table.rows]
    return {
        "kind": "table",
        "anchor": "",
        "caption": table.caption,
        "columns": list(table.columns),
        "numeric": list(table.numeric or [False] * len(table.columns)),
        "rows": rows,
        "weights": weights(table, LETTERS),
    }


def _with_live_links(blocks: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """Links to an anchor that the page does not have lose their address and keep their words."""
    anchors = {b["anchor"] for b in blocks if b.get("anchor")}
    for block in blocks:
        for link in block.get("links", ()):
            if link["href"].startswith("#") and link["href"][1:] not in anchors:
                block["paragraphs"].append(link["text"])
        if "links" in block:
            block["links"] = [x for x in block["links"] if _alive(x["href"], anchors)]
    return blocks


def _alive(href: str, anchors: set[str]) -> bool:
    return not href.startswith("#") or href[1:] in anchors
