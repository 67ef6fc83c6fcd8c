"""Pages over the real workbooks: what is known of West Midlands in January to March 2025."""

from __future__ import annotations

from pathlib import Path

import pytest

from alliance.answers import Desk, open_desk
from alliance.pages import findings, pack, place
from alliance.pages.model import Block, Cell, Figure, Table

WEST_MIDLANDS = "E56000007"
BIRMINGHAM = "University Hospitals Birmingham NHS Foundation Trust"
DAYS_62 = "Treated within 62 days of an urgent referral"


@pytest.fixture(scope="module")
def real_desk(real_store: Path) -> Desk:
    """The 36 real workbooks and the national series: only read it."""
    return open_desk(real_store, in_memory=True)


def _row(table: Table, name: str) -> tuple[Cell, ...]:
    return next(row for row in table.rows if row[0].text == name)


def _across(blocks: tuple[Block, ...], title: str) -> Table:
    tables = (
        b.table for b in blocks if isinstance(b, Figure) and b.chart.kind == "across" and title in b.title
    )
    return next(t for t in tables if t)


def test_the_pack_of_west_midlands_has_its_known_figures(real_desk: Desk) -> None:
    built = pack.build(real_desk, WEST_MIDLANDS)
    brief = next(b for b in built.blocks if isinstance(b, Table))
    row = _row(brief, DAYS_62)
    assert row[1].text == "January to March 2025"
    assert [c.number for c in row[2:4]] == [5281, 8344]
    assert row[6].number == pytest.approx(1811.4)
    assert row[6].text == "1,811.4"


def test_birmingham_is_shown_with_its_halves(real_desk: Desk) -> None:
    row = _row(_across(pack.build(real_desk, WEST_MIDLANDS).blocks, DAYS_62), BIRMINGHAM)
    assert [c.text for c in row[1:4]] == ["923.5", "1,684.5", "54.8%"]
    assert row[5].number == pytest.approx(508.325)


def test_what_stands_out_in_birmingham_is_28_percent_beside_20_percent_of_the_activity(
    real_desk: Desk,
) -> None:
    blocks = findings.build(real_desk, WEST_MIDLANDS).blocks
    table = next(b for b in blocks if isinstance(b, Table) and b.caption == f"{DAYS_62}: all cancers")
    shown = dict(zip(table.columns, _row(table, BIRMINGHAM), strict=True))
    assert shown["Patients needed to reach the standard"].text == "508.3"
    assert shown["Share of all patients needed"].number == pytest.approx(0.28, abs=0.005)
    assert shown["Share of all activity"].number == pytest.approx(0.20, abs=0.005)


def test_england_is_its_alliances_and_the_providers_with_none(real_desk: Desk) -> None:
    built = place.build(real_desk, "england")
    table = next(
        b
        for b in built.blocks
        if isinstance(b, Table) and b.caption.startswith(f"{DAYS_62}: England, January to March 2025")
    )
    assert len(table.rows) == 21
    assert table.rows[-1][0].text == "Providers with no alliance in the book"


@pytest.mark.parametrize("code", ["QHL", "unmapped", "E40000011", "RAP", "RAL", "R1K"])
def test_places_of_every_kind_have_a_page(real_desk: Desk, code: str) -> None:
    built = place.build(real_desk, code)
    assert built.title
    assert any(isinstance(b, Figure) for b in built.blocks)
