"""Reading HTML back: headings, tables, links and attributes, with the standard library alone."""

from __future__ import annotations

from dataclasses import dataclass, field
from html.parser import HTMLParser

VOID = frozenset({"meta", "link", "br", "img", "input", "hr"})


@dataclass
class ReadTable:
    """A table as a reader finds it: caption, headers with their scope, rows of text."""

    caption: str = ""
    scopes: list[str | None] = field(default_factory=list)
    rows: list[list[str]] = field(default_factory=list)

    @property
    def header(self) -> list[str]:
        return self.rows[0]

    def row(self, name: str) -> list[str]:
        """The row that a row header names."""
        return next(r for r in self.rows if r and r[0] == name)


@dataclass
class ReadPage:
    """What an HTML text holds."""

    headings: list[tuple[int, str]] = field(default_factory=list)
    tables: list[ReadTable] = field(default_factory=list)
    ids: list[str] = field(default_factory=list)
    links: list[str] = field(default_factory=list)
    attributes: list[tuple[str, str, str | None]] = field(default_factory=list)
    tags: list[str] = field(default_factory=list)
    text: str = ""
    unclosed: list[str] = field(default_factory=list)

    def table(self, caption: str) -> ReadTable:
        """The table with this caption."""
        return next(t for t in self.tables if t.caption == caption)


class _Reader(HTMLParser):
    def __init__(self) -> None:
        super().__init__()
        self.page = ReadPage()
        self.open: list[str] = []
        self.words = ""

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = dict(attrs)
        self.page.tags.append(tag)
        self.page.attributes += [(tag, name, value) for name, value in attrs]
        if tag not in VOID:
            self.open.append(tag)
        if "id" in given:
            self.page.ids.append(given["id"] or "")
        if tag == "a":
            self.page.links.append(given.get("href") or "")
        if tag == "table":
            self.page.tables.append(ReadTable())
        if tag == "tr":
            self.page.tables[-1].rows.append([])
        if tag == "th":
            self.page.tables[-1].scopes.append(given.get("scope"))
        if tag in ("h1", "h2", "h3", "h4", "h5", "caption", "th", "td"):
            self.words = ""

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.handle_starttag(tag, attrs)
        self.handle_endtag(tag)

    def handle_endtag(self, tag: str) -> None:
        if tag not in VOID:
            while self.open and (last := self.open.pop()) != tag:
                self.page.unclosed.append(last)
        said = " ".join(self.words.split())
        if tag in ("h1", "h2", "h3", "h4", "h5"):
            self.page.headings.append((int(tag[1]), said))
        if tag == "caption":
            self.page.tables[-1].caption = said
        if tag in ("th", "td"):
            self.page.tables[-1].rows[-1].append(said)

    def handle_data(self, data: str) -> None:
        if "style" not in self.open:
            self.words += data
            self.page.text += data


def read_html(html: str) -> ReadPage:
    """Everything that the tests ask of a text of HTML."""
    reader = _Reader()
    reader.feed(html)
    reader.close()
    reader.page.unclosed += reader.open
    reader.page.text = " ".join(reader.page.text.split())
    return reader.page
