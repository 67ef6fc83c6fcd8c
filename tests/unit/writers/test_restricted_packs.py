"""A pack with figures that are not public says so wherever a reader looks, and a public one says nothing of it."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from io import BytesIO
from pathlib import Path
from typing import Any

import pytest
from openpyxl import load_workbook
from pptx import Presentation
from pypdf import PdfReader

from alliance.answers.model import Answer, Citation
from alliance.charts import run_chart
from alliance.pages.model import Block, Figure, Page, Text
from alliance.pages.notes import said_of
from alliance.pages.tables import files_table
from alliance.writers import html, pdf, pptx, xlsx
from alliance.writers.csv import rows
from alliance.writers.export import write
from tests.unit.answers_by_hand import RELEASE, steady

SAID = "Not for publication: for partners and pre-release-may"
KEPT = replace(
    RELEASE,
    sha256="f" * 64,
    file="ptl.csv",
    publisher="The alliance",
    licence="None: not published",
    kept_for=("partners", "pre-release-may"),
)


def _page(*files: Citation) -> Page:
    answer: Answer = replace(steady(), citations=files)
    blocks: tuple[Block, ...] = (
        Text("Words."),
        Figure("A figure", run_chart(answer), answer.sentence),
        files_table(files, whole_hash=True),
    )
    return Page("A pack", "A lede.", blocks, facts={"Place": "Wend"})


@pytest.fixture
def kept() -> Page:
    """A page of which one file is for partners and a list."""
    return _page(RELEASE, KEPT)


def test_html_says_so_in_its_title_its_head_and_its_foot(kept: Page) -> None:
    text = html.document(kept)
    assert f"<title>A pack – {SAID}</title>" in text
    assert text.count(SAID) == 3
    assert "published figures" not in text


def test_a_page_can_say_so_itself() -> None:
    said = replace(_page(RELEASE), kept_for=KEPT.kept_for)
    assert html.document(said).count(SAID) == 3


def test_pdf_says_so_on_each_page_and_in_its_properties(kept: Page) -> None:
    file = PdfReader(BytesIO(pdf.content(kept)))
    assert all(SAID in page.extract_text() for page in file.pages)
    assert "published figures" not in "".join(page.extract_text() for page in file.pages)
    told = file.metadata
    assert told is not None
    assert SAID in str(told.subject)


def test_slides_say_so_at_each_foot_and_the_last_keeps_published_files_apart(kept: Page) -> None:
    deck: Any = Presentation(BytesIO(pptx.content(kept)))
    assert all(SAID in list(_words(slide)) for slide in deck.slides)
    assert SAID in deck.slides[0].placeholders[1].text_frame.text
    assert deck.core_properties.content_status == SAID
    assert deck.slides[-1].placeholders[1].text_frame.text.split("\n")[:-1] == [
        f"1 published file of {RELEASE.publisher}.",
        f"{RELEASE.licence}.",
        "1 file of The alliance, not published: for partners and pre-release-may alone.",
        "None: not published.",
    ]
    assert "published file" not in deck.slides[0].notes_slide.notes_text_frame.text


def _words(slide: Any) -> Iterator[str]:
    yield from (shape.text_frame.text for shape in slide.shapes if shape.has_text_frame)


def test_a_workbook_says_so_on_its_cover_on_paper_and_in_its_properties(kept: Page) -> None:
    book = load_workbook(BytesIO(xlsx.content(kept)))
    cover = [row[0].value for row in book["Cover"].iter_rows()]
    assert SAID in cover
    assert not any("what is published" in str(line) for line in cover)
    assert all(sheet.oddFooter.left.text == SAID for sheet in book.worksheets)
    assert book.properties.description == SAID


def test_a_public_page_says_nothing_of_it() -> None:
    page = _page(RELEASE)
    assert "Not for publication" not in html.document(page)
    deck: Any = Presentation(BytesIO(pptx.content(page)))
    assert "Not for publication" not in str([list(_words(slide)) for slide in deck.slides])
    assert load_workbook(BytesIO(xlsx.content(page))).properties.description is None


def test_the_table_of_files_says_which_are_not_published() -> None:
    table = files_table([RELEASE, KEPT])
    assert table.caption == "Files behind these numbers, some of them not published"
    assert [(row[2].text == "Not published", row[-1].text) for row in table.rows] == [
        (False, "everybody"),
        (True, "partners and pre-release-may"),
    ]
    assert files_table([RELEASE]).caption == "Published files behind these numbers"


def test_a_note_about_restricted_figures_names_them() -> None:
    one = replace(steady(), caveats=("Not for publication: seen by partners.",))
    said = said_of([one, one])
    assert said[0] == f"Not for publication: {one.title}, {one.place.name}: seen by partners."
    assert len(said) == 2


def test_tables_say_who_may_see_each_answer_and_each_file(tmp_path: Path) -> None:
    kept, public = (replace(steady(), citations=files) for files in ((RELEASE, KEPT), (RELEASE,)))
    assert {row["visibility"] for row in rows(kept)} == {"partners pre-release-may"}
    assert {row["visibility"] for row in rows(public)} == {"public"}
    write(tmp_path, answers=[kept], files=[RELEASE, replace(KEPT, kept_for=("partners",))])
    for name, seen in (
        ("answers", {"partners pre-release-may"}),
        ("files", {"public", "partners pre-release-may"}),
    ):
        lines = (tmp_path / f"{name}.csv").read_text(encoding="utf-8-sig").splitlines()
        assert lines[0].split(",")[-1] == "visibility"
        assert {line.split(",")[-1] for line in lines[1:]} == seen
        assert f"{name},visibility," in (tmp_path / "data-dictionary.csv").read_text(encoding="utf-8-sig")
