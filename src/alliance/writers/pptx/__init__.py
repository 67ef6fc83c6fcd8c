"""A page as a deck for a Board: charts that can be edited, alt text, and sources in the speaker's notes."""

from __future__ import annotations

from datetime import datetime, time
from io import BytesIO
from pathlib import Path
from typing import TYPE_CHECKING

from alliance.pages.model import Page
from alliance.writers.files import NO_DAY, put
from alliance.writers.pptx.same_bytes import normalised
from alliance.writers.standing_alone import made_on, restriction

if TYPE_CHECKING:
    from pptx.presentation import Presentation

__all__ = ["FILE", "content", "write"]

FILE = "pack.pptx"


def write(page: Page, folder: Path) -> Path:
    """Write the page as `pack.pptx` into a folder, which is made if it is not there; the same page, the same bytes.

    Raises
    ------
    UsageError
        The folder cannot be written to.
    """
    return put(folder / FILE, content(page))


def content(page: Page) -> bytes:
    """The page as the bytes of a deck: each number in a chart or table is one that its answer or table has."""
    from alliance.writers.pptx.look import new_deck
    from alliance.writers.pptx.slides import Deck

    file = new_deck()
    Deck(file, page).lay_out()
    _name(file, page)
    held = BytesIO()
    file.save(held)
    return normalised(held.getvalue(), made_on(page) or NO_DAY)


def _name(file: Presentation, page: Page) -> None:
    """Title, language and day of the file; and the language of every word, by which it is read aloud."""
    from pptx.oxml.ns import qn

    told = file.core_properties
    told.title, told.subject, told.language = page.title, page.lede, page.language
    kept = restriction(page)
    if kept:
        told.content_status = told.comments = told.keywords = kept
    told.author = told.last_modified_by = "cancer-alliance"
    told.created = told.modified = datetime.combine(made_on(page) or NO_DAY, time())
    for slide in file.slides:
        for run in slide._element.iter(qn("a:r")):
            run.get_or_add_rPr().set("lang", page.language)
