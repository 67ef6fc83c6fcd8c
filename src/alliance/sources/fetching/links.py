"""The links of a publisher's page, read as HTML and not as text."""

from __future__ import annotations

from html.parser import HTMLParser

from alliance.errors import FileRefused
from alliance.sources.fetching.addresses import whole
from alliance.sources.fetching.reasons import BY_HAND

__all__ = ["is_web_page", "links_of"]


class _Links(HTMLParser):
    """Collects where anchors lead to, in their order, and the page's own base."""

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.base = ""
        self.found: list[str] = []

    def note(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        link = next((value for name, value in attrs if name == "href" and value), None)
        if link is None:
            return
        if tag == "base" and not self.base:
            self.base = link
        elif tag in ("a", "area"):
            self.found.append(link)

    handle_starttag = note  # what the parser calls for each tag


def links_of(page: str, url: str) -> list[str]:
    """The whole addresses to which a page at `url` links, each once, in the page's order.

    Raises
    ------
    FileRefused
        It is no HTML.
    """
    reader = _Links()
    try:
        reader.feed(page)
        reader.close()
    except AssertionError as fault:  # the parser's own word for a declaration that it does not know
        raise FileRefused(f"{url} cannot be read as a web page ({fault}).", BY_HAND) from None
    base = whole(url, reader.base) or url
    addresses = (whole(base, link) for link in reader.found)
    return list(dict.fromkeys(address for address in addresses if address))


def is_web_page(start: bytes) -> bool:
    """Whether what came is a web page, whatever it was called: the first thousand bytes say so."""
    head = start[:1024].removeprefix(b"\xef\xbb\xbf").lstrip().lower()
    return head.startswith((b"<!doctype html", b"<html", b"<head", b"<script")) or (
        head.startswith((b"<?xml", b"<!--")) and b"<html" in head
    )
