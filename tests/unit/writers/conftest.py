"""A small page that has every kind of block, and the fictional alliance's desk."""

from __future__ import annotations

from pathlib import Path

import pytest

from alliance.answers import Desk, open_desk
from alliance.charts import run_chart
from alliance.pages.model import Cell, Figure, Heading, Link, Note, Page, Table, Text
from alliance.pages.tables import points_table
from tests.unit.answers_by_hand import RELEASE, steady


@pytest.fixture(scope="session")
def desk(built_demo: Path) -> Desk:
    """The fictional alliance on its first day: only read it."""
    return open_desk(built_demo / "alliance-store", in_memory=True)


@pytest.fixture
def small_page() -> Page:
    """One page with each kind of block, and with letters that HTML must escape."""
    answer = steady()
    return Page(
        title="Wend & Ouse <Alliance>",
        lede="A lede.",
        blocks=(
            Heading("First part", 2),
            Text("More here:", (Link("a place", "/places/RX1/"), Link("the notes", "#notes"))),
            Text("", (Link("Only a link into the site", "/places/RX1/"),)),
            Figure("A figure", run_chart(answer), answer.sentence, points_table(answer)),
            Heading("A smaller part", 3),
            Table(
                "Two numbers",
                ("Name", "Number"),
                (
                    (Cell("<b>One</b>", href="/places/RX1/", header=True), Cell("1,684.5", 1684.5)),
                    (Cell("Two", header=True), Cell("–")),
                ),
                (False, True),
            ),
            Heading("First part", 2),
            Note("An inset."),
            Note("One line.\nAnother line.", "details", "Read on", (Link("elsewhere", "/about/"),)),
            Note("Careful.", "warning"),
            Heading("Notes", 2, "notes"),
        ),
        citations=(RELEASE,),
        facts={"As known on": "8 May 2025"},
    )
