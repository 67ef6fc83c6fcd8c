"""The Board's pack: what is passed in is shown, what is missing is said."""

from __future__ import annotations

from datetime import date, timedelta

import pytest

from alliance.answers import Desk
from alliance.pages.model import Figure, Heading, Note, Page, Table, Text
from alliance.pages.pack import GapLine, Seals, build
from alliance.pages.wording import day

GAP = GapLine(
    "Prostate pathway at Thistlewick",
    "Thistlewick Hospitals Trust",
    "75% within 62 days",
    date(2025, 9, 30),
    Seals("Says done", "Not yet", "Not asked yet"),
    "/gaps/1/",
)


@pytest.fixture(scope="module")
def pack(desk: Desk) -> Page:
    """A pack with one gap."""
    return build(desk, "E56999001", gaps=(GAP,))


def _under(page: Page, anchor: str) -> list[object]:
    """The blocks under one heading of level 2."""
    found, inside = [], False
    for block in page.blocks:
        if isinstance(block, Heading) and block.level == 2:
            inside = block.anchor == anchor
        elif inside:
            found.append(block)
    return found


def test_the_parts_come_in_the_order_of_a_meeting(pack: Page) -> None:
    anchors = [b.anchor for b in pack.blocks if isinstance(b, Heading) and b.level == 2]
    assert anchors == [
        *("brief", "changes", "standards", "experience", "partners", "icbs", "cancers", "plans"),
        *("pathway", "findings", "gaps", "notes"),
    ]


def test_a_gap_is_shown_with_its_promise_and_three_seals_kept_apart(pack: Page) -> None:
    table = next(b for b in _under(pack, "gaps") if isinstance(b, Table))
    assert [c.text for c in table.rows[0]] == [
        "Prostate pathway at Thistlewick",
        "Thistlewick Hospitals Trust",
        "75% within 62 days",
        "30 September 2025",
        "Says done",
        "Not yet",
        "Not asked yet",
    ]


def test_a_gap_without_a_commitment_says_so(desk: Desk) -> None:
    alone = GapLine("A gap", "", "", None, Seals("", "", ""))
    table = next(b for b in _under(build(desk, "E56999001", gaps=(alone,)), "gaps") if isinstance(b, Table))
    assert [c.text for c in table.rows[0]] == [
        "A gap",
        "No organisation yet",
        "No commitment yet",
        "–",
        "–",
        "–",
        "–",
    ]


def test_no_gap_is_said_and_not_left_out(desk: Desk) -> None:
    said = _under(build(desk, "E56999001"), "gaps")
    assert said == [Text("No gap has been agreed for this place yet.")]


def test_patients_experience_has_the_same_standing_as_the_waits(pack: Page) -> None:
    brief = next(b for b in _under(pack, "brief") if isinstance(b, Table))
    assert [row[0].text for row in brief.rows][-1] == "How people rate their care overall"
    felt = _under(pack, "experience")
    figures = [b for b in felt if isinstance(b, Figure)]
    assert [f.chart.kind for f in figures] == ["run", "across"]
    assert any(isinstance(b, Note) and "more than 24" in b.text for b in felt)


def test_patients_experience_has_its_place_while_nothing_is_loaded(desk: Desk) -> None:
    (note,) = _under(build(desk, "E56999001", as_of=date(2020, 1, 1)), "experience")
    assert isinstance(note, Note)
    assert "gap in the evidence" in note.text


def test_the_pack_says_as_known_on_which_day(pack: Page, desk: Desk) -> None:
    assert pack.facts is not None
    assert pack.facts["As known on"] == "13 November 2025"
    earlier = build(desk, "E56999001", as_of=date(2024, 9, 30)).facts or {}
    assert earlier["As known on"] == "30 September 2024"
    assert earlier["Latest month"] != pack.facts["Latest month"]


def test_the_notes_name_every_file_by_its_whole_hash(pack: Page) -> None:
    table = next(b for b in _under(pack, "notes") if isinstance(b, Table))
    assert table.rows
    assert all(len(row[-1].text) == 64 for row in table.rows)


def test_what_changed_looks_at_every_source_in_the_pack(pack: Page, desk: Desk) -> None:
    sources = {desk.measures[f.chart.answer.measure].source for f in pack.blocks if isinstance(f, Figure)}
    assert len(sources) > 1
    newest = max(e.known_since for e in desk.releases if e.source in sources)
    said = next(b for b in _under(pack, "changes") if isinstance(b, Text))
    assert said.text.startswith(f"Compared with what was known on {day(newest - timedelta(days=1))},")


def test_before_anything_was_known_the_pack_says_that_nothing_was(desk: Desk) -> None:
    (said,) = _under(build(desk, "E56999001", as_of=date(2001, 1, 1)), "changes")
    assert isinstance(said, Text)
    assert said.text == (
        "Nothing of these measures was known here by 1 January 2001: there is nothing to compare."
    )
