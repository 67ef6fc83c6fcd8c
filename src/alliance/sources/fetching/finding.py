"""Which files a publisher's landing page and its sub-pages link to at present."""

from __future__ import annotations

import re
from dataclasses import dataclass, field

from alliance.errors import AllianceError, FileRefused
from alliance.sources.fetching.addresses import file_name, plain_path
from alliance.sources.fetching.asking import Asker
from alliance.sources.fetching.links import links_of
from alliance.sources.fetching.reasons import BY_HAND

__all__ = ["MOST_PAGES", "Found", "find_files"]

MOST_PAGES = 200
MOST_PAGE_BYTES = 8 * 1024 * 1024


@dataclass
class Found:
    """The addresses of files, newest first as far as the pages have them so, and what went wrong on the way.

    `troubles` are pages that could not be read, and links to files that lie where none is fetched from: the
    address, and why.
    """

    files: list[str] = field(default_factory=list)
    pages: list[str] = field(default_factory=list)
    troubles: list[tuple[str, AllianceError]] = field(default_factory=list)


def find_files(asker: Asker) -> Found:
    """Follow a landing page's links to the files that are looked for.

    Raises
    ------
    OutOfReach
        The landing page itself cannot be had.
    FileRefused
        No page has a link to such a file: they are laid out anew, or files have other names.
    """
    landing, found = asker.landing, Found()
    waiting = [landing.url]
    while waiting:
        page = waiting.pop(0)
        try:
            _look(asker, page, found, waiting)
        except AllianceError as error:
            if page == landing.url:
                raise
            found.troubles.append((page, error))
    if not found.files and not found.troubles:
        raise FileRefused(
            f"{landing.url} and its sub-pages ({len(found.pages)} pages) have no link to {landing.note}: "
            "the publisher may have laid them out anew.",
            BY_HAND,
        )
    return found


def _look(asker: Asker, page: str, found: Found, waiting: list[str]) -> None:
    """Read one page: note its files, and put the sub-pages that were not seen yet in the queue."""
    landing, bounds = asker.landing, asker.bounds
    if len(found.pages) == MOST_PAGES:
        raise FileRefused(f"{page} is one page too many: {MOST_PAGES} were read.", BY_HAND)
    text, address = asker.page(page, MOST_PAGE_BYTES)
    found.pages.append(page)
    seen = {landing.url, *found.pages, *found.files, *waiting, *(url for url, _ in found.troubles)}
    for link in links_of(text, address):
        url = bounds.secured(link)
        if url in seen:
            continue
        seen.add(url)
        path = plain_path(url)
        if re.search(landing.files, path, re.IGNORECASE):
            _note(url, bounds.objection(url), found)
        elif re.search(landing.follow, path, re.IGNORECASE) and not bounds.objection(url):
            waiting.append(url)


def _note(url: str, objection: str, found: Found) -> None:
    if objection:
        error = FileRefused(f"{file_name(url)} is linked to, and not fetched: {objection}.", BY_HAND)
        found.troubles.append((url, error))
    else:
        found.files.append(url)
