"""What is true of every page of the site, read from its HTML."""

from __future__ import annotations

from html.parser import HTMLParser

__all__ = ["Seen", "read_page"]

FETCHED = {"src", "srcset", "data", "poster", "action", "formaction"}


class Seen(HTMLParser):
    """Everything on a page that a check asks about."""

    def __init__(self) -> None:
        super().__init__()
        self.headings: list[str] = []
        self.titles: list[str] = []
        self.fetched: list[str] = []
        self.inline: list[str] = []
        self.landmarks: list[str] = []
        self.ids: list[str] = []
        self.labels: set[str] = set()
        self.fields: list[str] = []
        self.language = ""
        self._inside: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = {name: value or "" for name, value in attrs}
        self._inside.append(tag)
        self.fetched += [value for name, value in given.items() if name in FETCHED]
        if tag == "link":
            self.fetched.append(given.get("href", ""))
        if tag == "html":
            self.language = given.get("lang", "")
        if tag in ("main", "header", "footer", "nav"):
            self.landmarks.append(tag)
        if tag in ("h1", "h2", "h3", "h4"):
            self.headings.append(tag)
        if "id" in given:
            self.ids.append(given["id"])
        if tag == "label":
            self.labels.add(given.get("for", ""))
        if tag in ("input", "select", "textarea") and given.get("type") != "hidden":
            self.fields.append(given.get("id", ""))
        self._note_inline(tag, given)

    def _note_inline(self, tag: str, given: dict[str, str]) -> None:
        """What a strict Content-Security-Policy refuses."""
        self.inline += [f"{tag} {name}" for name in given if name == "style" or name.startswith("on")]
        if tag == "style" or (tag == "script" and "src" not in given):
            self.inline.append(tag)

    def handle_data(self, data: str) -> None:
        if self._inside and self._inside[-1] == "title" and "svg" not in self._inside:
            self.titles.append(data.strip())

    def handle_endtag(self, tag: str) -> None:
        while self._inside and self._inside.pop() != tag:
            pass


def read_page(content: bytes) -> Seen:
    """Parse a page."""
    seen = Seen()
    seen.feed(content.decode())
    return seen
