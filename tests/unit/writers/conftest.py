"""A small page that has every kind of block, and the fictional alliance's desk."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from alliance.answers import Desk, open_desk
from alliance.answers.model import PlaceName, Point, Series
from alliance.charts import across_chart, run_chart
from alliance.observations import Absence
from alliance.pages import pack
from alliance.pages.model import Cell, Figure, Heading, Link, Note, Page, Table, Text
from alliance.pages.tables import points_table
from tests.unit.answers_by_hand import RELEASE, answer, months, no_figure, point, steady


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


@pytest.fixture(scope="session")
def pack_page(desk: Desk) -> Page:
    """The fictional alliance's whole pack, with gaps as a Board sees them."""
    seals = pack.Seals("Done", "Not yet shown", "Not asked")
    gaps = (
        pack.GapLine("Lung waits", "Alderbrook Hospitals", "One clinic more", date(2025, 12, 1), seals),
        pack.GapLine("=2+3", "", "", None, pack.Seals("", "", "")),
    )
    return pack.build(desk, "E56999001", gaps=gaps)


def _all(unit: str, points: Sequence[Point], **told: Any) -> Figure:
    asked = answer(points, unit=unit, standards=(), title=f"A {unit}", **told)
    return Figure(f"Figure of a {unit}", run_chart(asked), asked.sentence, points_table(asked))


@pytest.fixture(scope="session")
def odd_page() -> Page:
    """Figures at the edges: nothing at all, gaps, provisional points, counts, scores, parts without a figure."""
    steadily = steady()
    absent = [no_figure(label, why) for label, why in zip(months(date(2024, 1, 1), 6), Absence, strict=True)]
    score = replace(point("2022", 1, 2), numerator=None, denominator=840.0, value=8.8, lower=8.6, upper=9.0)
    bare = replace(score, period="2023", lower=None, upper=None)
    parts = [
        Series(
            (point("2025-03", 30, 40, status="provisional"),), None, place=PlaceName("ZA1", "First", "trust")
        ),
        Series((no_figure("2025-03", "too_few"),), None, place=PlaceName("ZA2", "Second & <third>", "trust")),
    ]
    cuts = [Series((replace(bare, period="2025-03"),), None, cut={"cancer": "lung"})]
    whole = [point("2025-03", 60, 90)]
    by_trust = answer(whole, series=parts, by="trust")
    by_cancer = answer(whole, series=cuts, by="cancer", standards=())
    empty = answer([no_figure("2025-03")], series=[], by="trust")
    last = replace(steadily.points[-1], status="provisional", signal="shift", direction="improvement")
    marked_last = replace(steadily, points=(*steadily.points[:-1], last), better="lower")
    blocks = (
        Figure("Nothing", run_chart(answer(absent[:1])), "No figures."),
        Figure("Gaps", run_chart(answer([*steadily.points, *absent])), "Gaps.", points_table(steadily)),
        Figure("Provisional", run_chart(marked_last), "Provisional."),
        _all("score-0-10", [score, bare]),
        _all("count", [replace(point("2025-02", 1, 2), value=1684.5), absent[0]]),
        _all("percent", [replace(point("2025-02", 1, 2), value=63.2)]),
        Figure("By trust", across_chart(by_trust), "Trusts.", None),
        Figure("By cancer", across_chart(by_cancer), "Cancers.", None),
        Figure("No parts", across_chart(empty), "None.", None),
        Table("No rows", ("Name", "Number"), ()),
    )
    return Page("Odd", "Edges.", blocks)
