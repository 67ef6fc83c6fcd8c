"""Every page over the fictional alliance: its numbers are those of answers, and its words are kind."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import date
from itertools import pairwise
from pathlib import Path
from shutil import copytree

import pytest

from alliance.answers import Desk, across_places, open_desk, over_time
from alliance.errors import UnknownName, UsageError
from alliance.pages import compare, findings, home, measure, pack, place, sources
from alliance.pages.model import Block, Figure, Heading, Note, Page, Table, Text

ALLIANCE, TRUST, MERGED, ICB, CLINIC = "E56999001", "ZA2", "ZA4", "ZQA", "ZN1"
PAGES: dict[str, Callable[[Desk], Page]] = {
    "home": lambda desk: home.build(desk, ALLIANCE),
    "home of England": lambda desk: home.build(desk, "england"),
    "alliance": lambda desk: place.build(desk, ALLIANCE),
    "trust": lambda desk: place.build(desk, TRUST),
    "trust that merged": lambda desk: place.build(desk, MERGED),
    "clinic": lambda desk: place.build(desk, CLINIC),
    "England": lambda desk: place.build(desk, "england"),
    "ICB": lambda desk: place.build(desk, ICB),
    "unmapped": lambda desk: place.build(desk, "unmapped"),
    "alliance as it was": lambda desk: place.build(desk, ALLIANCE, as_of=date(2024, 6, 30)),
    "before any file": lambda desk: place.build(desk, ALLIANCE, as_of=date(2001, 1, 1)),
    "measure": lambda desk: measure.build(desk, "treatment-62-day", ALLIANCE),
    "measure of a trust and cancer": lambda desk: measure.build(
        desk, "treatment-62-day", TRUST, cut={"cancer": "lung"}
    ),
    "measure by quarter": lambda desk: measure.build(desk, "treatment-62-day", TRUST, period="quarter"),
    "measure without a place": lambda desk: measure.build(desk, "faster-diagnosis-28-day"),
    "count": lambda desk: measure.build(desk, "cancer-treatments", ALLIANCE),
    "measure of an ICB": lambda desk: measure.build(desk, "treatment-31-day", ICB),
    "findings": lambda desk: findings.build(desk, ALLIANCE),
    "findings of a trust": lambda desk: findings.build(desk, TRUST),
    "findings as they were": lambda desk: findings.build(desk, ALLIANCE, as_of=date(2024, 6, 30)),
    "compare": lambda desk: compare.build(desk, "treatment-62-day", ALLIANCE),
    "compare ICBs": lambda desk: compare.build(desk, "treatment-62-day", "england", by="icb"),
    "compare before any file": lambda desk: compare.build(
        desk, "treatment-62-day", ALLIANCE, as_of=date(2001, 1, 1)
    ),
    "pack": lambda desk: pack.build(desk, ALLIANCE),
    "pack of a trust": lambda desk: pack.build(desk, TRUST),
    "pack of a trust that merged": lambda desk: pack.build(desk, MERGED),
    "pack of England": lambda desk: pack.build(desk, "england"),
    "sources": sources.build,
}
UNKIND = re.compile(
    r"\b(league|rank(s|ing|ed)?|worst|best|bottom|top \d+|fail(s|ed|ing)?|poor|blame|shortfall|underperform\w*|"
    r"silence|duty)\b",
    re.IGNORECASE,
)


@pytest.fixture(params=PAGES.values(), ids=PAGES, scope="module")
def built(request: pytest.FixtureRequest, desk: Desk) -> Page:
    """Each page in turn."""
    page: Page = request.param(desk)
    return page


def _tables(blocks: tuple[Block, ...]) -> list[Table]:
    tables = [b for b in blocks if isinstance(b, Table)]
    return tables + [b.table for b in blocks if isinstance(b, Figure) and b.table]


def _said(page: Page) -> str:
    words = [page.title, page.lede]
    for block in page.blocks:
        if isinstance(block, Text | Note | Heading):
            words.append(block.text)
        if isinstance(block, Figure):
            words += [block.title, block.sentence, block.chart.alt]
    words += [cell.text for table in _tables(page.blocks) for row in table.rows for cell in row]
    return " ".join(words)


def test_a_page_has_a_title_a_lede_and_something_to_read(built: Page) -> None:
    assert built.title
    assert built.lede
    assert built.blocks


def test_headings_nest(built: Page) -> None:
    levels = [1, *(b.level for b in built.blocks if isinstance(b, Heading))]
    assert all(later <= earlier + 1 for earlier, later in pairwise(levels))


def test_tables_are_whole(built: Page) -> None:
    for table in _tables(built.blocks):
        assert table.caption
        assert table.rows
        assert {len(row) for row in table.rows} == {len(table.columns)}
        assert not table.numeric or len(table.numeric) == len(table.columns)


def test_no_page_ranks_or_blames(built: Page) -> None:
    assert not UNKIND.search(_said(built))


def test_no_page_shows_a_number_that_is_none(built: Page) -> None:
    assert not re.search(r"\b(nan|None(?!:)|inf)\b", _said(built))


def test_links_lead_into_the_site(built: Page) -> None:
    links = [link.href for b in built.blocks if isinstance(b, Text | Note) for link in b.links]
    links += [cell.href for t in _tables(built.blocks) for row in t.rows for cell in row if cell.href]
    assert all(re.fullmatch(r"/[\w\-/]*(\?[\w\-=&%]+)?|https://\S+", href) for href in links)


def test_a_page_with_figures_cites_its_files(built: Page) -> None:
    drawn = [b for b in built.blocks if isinstance(b, Figure)]
    said = {c.sha256 for c in built.citations} | set(re.findall(r"\b[0-9a-f]{64}\b", _said(built)))
    assert all(c.sha256 in said for b in drawn for c in b.chart.answer.citations)


def test_partners_stand_by_name_with_the_numbers_of_one_answer(desk: Desk) -> None:
    built = place.build(desk, ALLIANCE)
    asked = across_places(
        desk, "treatment-62-day", ALLIANCE, by="trust", period="quarter", start="2025-Q3", end="2025-Q3"
    )
    title = "Treated within 62 days of an urgent referral: Alder Vale Cancer Alliance, July to September 2025"
    table = next(t for t in _tables(built.blocks) if t.caption == title)
    series = asked.series or ()
    assert [row[0].text for row in table.rows] == sorted(s.place.name for s in series if s.place)
    for row, part in zip(table.rows, series, strict=True):
        assert [c.number for c in row[1:4]] == [
            part.points[0].numerator,
            part.points[0].denominator,
            part.points[0].value,
        ]


def test_an_alliances_partners_add_up_to_it(desk: Desk) -> None:
    built = pack.build(desk, ALLIANCE)
    brief = next(
        t
        for t in _tables(built.blocks)
        if t.caption.startswith("Alder Vale Cancer Alliance: the national standards")
    )
    for row in (row for row in brief.rows if row[2].number is not None):  # patients' ratings are not added up
        parts = next(
            b.table
            for b in built.blocks
            if isinstance(b, Figure) and b.chart.kind == "across" and b.title.startswith(row[0].text)
        )
        assert parts is not None
        assert sum(r[1].number or 0 for r in parts.rows) == row[2].number
        assert sum(r[2].number or 0 for r in parts.rows) == row[3].number


def test_a_trust_is_shown_by_cancer_with_links_to_each(desk: Desk) -> None:
    built = place.build(desk, TRUST)
    table = next(t for t in _tables(built.blocks) if "62 days" in t.caption and "by cancer" in t.caption)
    lung = next(row for row in table.rows if row[0].text == "Lung")
    assert lung[0].href == "/measures/treatment-62-day/?place=ZA2&cancer=lung"
    answer = over_time(
        desk,
        "treatment-62-day",
        TRUST,
        cut={"cancer": "lung"},
        period="quarter",
        start="2025-Q3",
        end="2025-Q3",
    )
    assert lung[3].number == answer.points[0].value


def test_a_trust_that_merged_keeps_its_last_whole_quarter(desk: Desk) -> None:
    built = place.build(desk, MERGED)
    captions = [t.caption for t in _tables(built.blocks) if "by cancer" in t.caption]
    assert captions
    assert all(caption.endswith("January to March 2025") for caption in captions)


def test_an_icb_says_that_its_figures_are_commissioners(desk: Desk) -> None:
    assert "commissioner figures" in _said(place.build(desk, ICB))


def test_a_code_that_no_book_and_no_file_knows_is_refused(desk: Desk) -> None:
    with pytest.raises(UnknownName):
        place.build(desk, "NOSUCH")


def test_a_code_that_only_a_file_knows_is_explained_and_shown(built_demo: Path, tmp_path: Path) -> None:
    store = tmp_path / "store"
    copytree(built_demo / "alliance-store", store)
    for page in (store / "book").glob("*.csv"):
        lines = page.read_text(encoding="utf-8").splitlines(keepends=True)
        page.write_text("".join(line for line in lines if "ZA6" not in line), encoding="utf-8")
    page = place.build(open_desk(store), "ZA6")
    assert (
        page.title.casefold() == "willowmarsh cancer centre trust"
    )  # as the publisher writes it, in capitals
    assert "does not know" in page.lede
    assert "nothing is dropped because we lack a name for it" in _said(page)
    assert any(isinstance(b, Figure) for b in page.blocks)


def test_findings_say_where_recorded_and_put_shares_side_by_side(desk: Desk) -> None:
    built = findings.build(desk, ALLIANCE)
    assert "where they were recorded" in _said(built)
    table = next(t for t in _tables(built.blocks) if t.caption.startswith("Treated within 62 days"))
    assert "Organisation, where recorded" in table.columns
    position = table.columns.index("Share of all patients needed")
    assert table.columns[position + 1] == "Share of all activity"
    assert [row[0].text for row in table.rows] == sorted(row[0].text for row in table.rows)


def test_the_fewest_cells_add_up_one_by_one(desk: Desk) -> None:
    built = findings.build(desk, ALLIANCE)
    table = next(t for t in _tables(built.blocks) if "fewest cells" in t.caption)
    running = 0.0
    for row in table.rows:
        running += row[2].number or 0
        assert row[3].number == pytest.approx(running)


def test_a_place_without_patients_is_not_said_to_reach_a_standard(desk: Desk) -> None:
    """The hospital that merged: closed before the latest months."""
    for built in (findings.build(desk, MERGED), pack.build(desk, MERGED)):
        said = _said(built)
        assert "There are no figures of" in said
        assert "no patient is recorded in these months" in said
        assert "reaches the standard" not in said
    assert findings.build(desk, MERGED).lede == "Nothing stands out where there are no figures."


def test_findings_are_not_made_for_an_icb(desk: Desk) -> None:
    with pytest.raises(UsageError):
        findings.build(desk, ICB)


def test_a_page_as_of_a_day_says_so_and_leads_to_that_day(desk: Desk) -> None:
    built = place.build(desk, ALLIANCE, as_of=date(2024, 6, 30))
    assert "what was known on 30 June 2024" in _said(built)
    links = [c.href for t in _tables(built.blocks) for row in t.rows for c in row if c.href]
    assert links
    assert all("as_of=2024-06-30" in href for href in links)


def test_before_any_file_a_page_says_that_nothing_is_there(desk: Desk) -> None:
    built = place.build(desk, ALLIANCE, as_of=date(2001, 1, 1))
    assert "No published file that is loaded here has figures for Alder Vale Cancer Alliance." in _said(built)


def test_sources_list_every_file_with_its_whole_hash(desk: Desk) -> None:
    rows = [row for t in _tables(sources.build(desk).blocks) for row in t.rows]
    assert {row[-1].text for row in rows} == {e.id for e in desk.releases}
