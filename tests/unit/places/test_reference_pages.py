"""Reference files as pages: fictional ones of each layout, and what is new in them to a book."""

from __future__ import annotations

from datetime import date

import pytest

from alliance.errors import FileRefused
from alliance.places import PlaceBook, PlaceKind, SuccessionKind
from alliance.places.model import Basis
from alliance.places.reference import PageKind, read_page, recognise_page, settle
from alliance.places.reference.layout import plain_name
from alliance.places.reference.settling import Settled

BOOK = PlaceBook.builtin()
TODAY = date(2026, 11, 26)
Table = list[list[str]]


def trust(
    code: str, name: str, region: str, icb: str, opened: str = "20100401", closed: str = ""
) -> list[str]:
    return [code, name, region, icb, *[""] * 6, opened, closed, *[""] * 15]


TRUSTS = [
    trust("ZA1", "LARKMERE AND DISTRICT NHS FOUNDATION TRUST", "Y60", "QHL"),
    trust("RRK", "UNIVERSITY HOSPITALS BIRMINGHAM NHS FOUNDATION TRUST", "Y60", "QUA", "19950401"),
    trust("ZA2", "OTTERBY ON-THE-WATER NHS TRUST", "Y60", "QHL", "20110401", "20261001"),
    trust("RQF", "VELINDRE NHS TRUST", "W00", "Q99"),
]
SUCC = [
    ["ZA2", "ZA1", "R", "20261002", "1"],
    ["RAP", "RAL", "R", "20250101", "1"],
    ["ZZ8", "ZZ9", "R", "20200401", "1"],
]
LOOKUP = [
    [
        "LSOA21CD",
        "SICBL27CD",
        "SICBL27CDH",
        "SICBL27NM",
        "ICB27CD",
        "ICB27CDH",
        "ICB27NM",
        "CAL27CD",
        "CAL27NM",
    ],
    [
        "E01000001",
        "E38000901",
        "ZC1",
        "Larkmere",
        "E54000901",
        "ZI1",
        "NHS Larkmere ICB",
        "E56000901",
        "Larkmere",
    ],
    [
        "E01000002",
        "E38000901",
        "ZC1",
        "Larkmere",
        "E54000901",
        "ZI1",
        "NHS Larkmere ICB",
        "E56000901",
        "Larkmere",
    ],
    ["E01000003", "E38000258", "15E", "BSol", "E54000055", "QHL", "NHS BSol ICB", "E56000901", "Larkmere"],
]
NAMES = [["FID", "CAL27CD", "CAL27NM"], ["1", "E56000901", "Larkmere"], ["2", "E56000007", "West Midlands"]]
ALLIANCES = [
    ["ods_code", "ods_name", "cancer_alliance_name", "cancer_alliance_code", "notes"],
    ["RRK", "Birmingham", "West Midlands", "N45", ""],
    ["RYV", "Community", "", "", ""],
    ["RX4", "Northern", "Northern Cancer Alliance", "N69", "Also partners with another"],
]
CATCHMENTS = [
    ["nhs_trust22_code", "icb22_code", "proportion_trust_came_from_icb"],
    ["RRK", "E54000055", "0.7"],
    ["RRK", "E54000062", "0.3"],
]
TABLE = [["old_code", "new_code", "date"], ["ZA2", "ZA1", "2026-10-02"], ["RW6", "R0A", "2021-10-01"]]


@pytest.mark.parametrize(
    ("rows", "kind"),
    [
        (TRUSTS, PageKind.ODS_TRUSTS),
        (SUCC, PageKind.ODS_SUCCESSIONS),
        (LOOKUP, PageKind.AREAS),
        (NAMES, PageKind.NAMES),
        ([["E56000901", "Larkmere"], ["E54000901", "NHS Larkmere ICB"]], PageKind.NAMES),
        (ALLIANCES, PageKind.TRUST_ALLIANCES),
        (CATCHMENTS, PageKind.CATCHMENTS),
        (TABLE, PageKind.SUCCESSIONS),
        ([], None),
        ([["", ""]], None),
        ([["Month", "Trust", "Value"], ["2024-01", "RRK", "1"]], None),
        ([["CAL27CD", "CAL27"], ["E56000901", "Larkmere"]], None),
        ([row[:26] for row in TRUSTS], None),
        ([["E14001063", "Aldershot"]], None),
    ],
)
def test_a_reference_file_is_told_by_its_content(rows: Table, kind: PageKind | None) -> None:
    assert recognise_page("renamed.csv", rows) is kind


def settled(kind: PageKind, rows: Table, book: PlaceBook = BOOK) -> Settled:
    return settle(read_page(kind, rows, source="a list"), book, on=TODAY)


def test_a_newer_list_of_trusts_adds_and_takes_over_from_its_day() -> None:
    found = settled(PageKind.ODS_TRUSTS, TRUSTS)
    assert found.rows.as_at == date(2026, 10, 1)
    book = BOOK.extended(found.rows)
    assert book.get("ZA1").name == "Larkmere and District NHS Foundation Trust"
    assert book.get("ZA2").closed == date(2026, 10, 1)
    assert book.get("ZA1").source == "a list"
    assert book.get("RRK") == BOOK.get("RRK"), "nothing of it is new"

    def icb(on: date) -> list[str]:
        return [
            m.within
            for m in book.memberships_of("RRK")
            if m.basis is Basis.HOST and m.primary and m.covers(on)
        ]

    assert "QHL" in icb(date(2026, 9, 30))
    assert "QUA" in icb(date(2026, 10, 1))
    assert book.known_to == date(2026, 10, 1)
    assert book.unmet == []
    assert settled(PageKind.ODS_TRUSTS, TRUSTS, book).rows.memberships == [], "a second time changes nothing"
    assert "Velindre" in found.left_out[0]


def test_an_older_list_of_trusts_only_fills_what_is_empty() -> None:
    older = [trust("RRK", "ANOTHER NAME", "Y60", "QUA", "19950401"), trust("ZA1", "LARKMERE", "Y60", "QHL")]
    found = settled(PageKind.ODS_TRUSTS, older)
    assert [located.row.code for located in found.rows.places] == ["ZA1"]
    assert [located.row.place for located in found.rows.memberships] == ["ZA1", "ZA1"]
    assert any("differ from the book, which is kept: 1" in told for told in found.left_out)


def test_a_newer_list_gives_a_trust_its_new_name_and_keeps_the_old_one() -> None:
    found = settled(
        PageKind.ODS_TRUSTS, [trust("RRK", "HEART OF THE LAND NHS TRUST", "Y60", "QHL", "20261001")]
    )
    renamed = BOOK.extended(found.rows).get("RRK")
    assert renamed.name == "Heart of the Land NHS Trust"
    assert "Called University Hospitals Birmingham NHS Foundation Trust before." in renamed.note
    assert any("RRK opened on 2026-10-01 in the file" in told for told in found.left_out)


def test_successions_are_taken_where_both_ends_are_known_and_told_where_not() -> None:
    book = BOOK.extended(settled(PageKind.ODS_TRUSTS, TRUSTS).rows)
    found = settled(PageKind.ODS_SUCCESSIONS, SUCC, book)
    (only,) = (located.row for located in found.rows.successions)
    assert (only.old, only.new, only.date, only.kind) == (
        "ZA2",
        "ZA1",
        date(2026, 10, 2),
        SuccessionKind.MERGE,
    )
    assert found.left_out == ["Successions that name an organisation that is not in the book: 1."]


def test_one_code_with_several_successors_on_a_day_was_split() -> None:
    page = read_page(PageKind.SUCCESSIONS, [*TABLE, ["RW6", "RM3", "2021-10-01"]], source="t")
    kinds = {(row.row.old, row.row.new): row.row.kind for row in page.successions}
    assert kinds == {
        ("ZA2", "ZA1"): SuccessionKind.MERGE,
        ("RW6", "R0A"): SuccessionKind.SPLIT,
        ("RW6", "RM3"): SuccessionKind.SPLIT,
    }


def test_a_succession_against_the_book_is_told_and_not_taken() -> None:
    rows = [TABLE[0], ["RAL", "RAP", "2030-04-01"], ["RA4", "RRK", "2023-04-01"]]
    found = settled(PageKind.SUCCESSIONS, rows)
    assert found.rows.successions == []
    assert found.left_out == [
        "RAL came after RAP in the book: the file says the opposite.",
        "RA4 became RRK in the file and RH5 in the book.",
    ]


def test_a_succession_between_kinds_that_cannot_follow_one_another_is_told_and_not_taken() -> None:
    found = settled(PageKind.SUCCESSIONS, [TABLE[0], ["RRK", "QHL", "2030-04-01"]])
    assert found.rows.successions == []
    assert found.left_out == ["QHL, of kind icb, cannot come after RRK, of kind trust."]


def test_a_lookup_of_areas_adds_them_and_moves_those_that_moved() -> None:
    found = settled(PageKind.AREAS, LOOKUP)
    book = BOOK.extended(found.rows)
    assert book.get("E56000901").name == "Larkmere Cancer Alliance"
    assert book.canonical("E54000901") == "ZI1"
    assert [place.code for place in book.areas_in("E56000901", date(2027, 6, 1), PlaceKind.ICB)] == [
        "QHL",
        "ZI1",
    ]
    assert [place.code for place in book.alliances_of("QHL", date(2027, 3, 31))] == ["E56000007"]
    assert [place.code for place in book.alliances_of("QHL", date(2027, 4, 1))] == ["E56000901"]
    missing = book.coterminosity("E56000007", date(2027, 6, 1))
    assert missing[0].startswith("QHL (NHS Birmingham and Solihull ICB) is one of the 6")


def test_names_alone_add_places_and_leave_known_ones() -> None:
    found = settled(PageKind.NAMES, NAMES)
    assert [located.row.code for located in found.rows.places] == ["E56000901"]


def test_trusts_get_an_alliance_only_where_the_book_has_none_and_notes_are_told() -> None:
    found = settled(PageKind.TRUST_ALLIANCES, ALLIANCES)
    assert [(located.row.place, located.row.within) for located in found.rows.memberships] == [("RX4", "N69")]
    assert found.left_out == ["a list, line 4: the note on RX4 names no code: Also partners with another"]
    contradicting = [ALLIANCES[0], ["RRK", "Birmingham", "East Midlands", "N88", ""]]
    assert settled(PageKind.TRUST_ALLIANCES, contradicting).rows.memberships == []


def test_a_catchment_is_the_largest_share_and_never_primary() -> None:
    page = read_page(PageKind.CATCHMENTS, CATCHMENTS, source="c")
    (only,) = (located.row for located in page.memberships)
    assert (only.within, only.primary, only.source) == (
        "E54000055",
        False,
        "c: the largest share of its patients, 70%",
    )


@pytest.mark.parametrize(
    ("kind", "rows", "said"),
    [
        (PageKind.ODS_TRUSTS, [*TRUSTS, TRUSTS[0]], "x, line 5: ZA1 stands already in x, line 1"),
        (PageKind.ODS_TRUSTS, [*TRUSTS, ["ZA9", "CUT"]], "x, line 5 has 2 cells; a list of trusts has 27"),
        (
            PageKind.ODS_TRUSTS,
            [trust("ZA9", "A", "Y60", "QHL", "20251301")],
            "opened '20251301' is not a day",
        ),
        (PageKind.ODS_TRUSTS, [trust("ZA9", "A", "Y60", "QHL", "20250101", "20240101")], "before it opened"),
        (PageKind.ODS_TRUSTS, [trust("ZA9", "", "Y60", "QHL")], "or it has no name"),
        (PageKind.ODS_TRUSTS, [trust("ZA9", "A", "South", "QHL")], "'South' is not the code of a region"),
        (PageKind.ODS_TRUSTS, [TRUSTS[3]], "holds nothing that a book of places could learn"),
        (PageKind.ODS_SUCCESSIONS, [*SUCC, ["A"]], "x, line 4 has 1 cells"),
        (PageKind.ODS_SUCCESSIONS, [["ZA1", "ZA2", "R", "", "1"]], "lacks a code or a day"),
        (PageKind.SUCCESSIONS, [TABLE[0], ["ZA1", "", "2020-01-01"]], "x, line 2 lacks a code or a day"),
        (PageKind.SUCCESSIONS, [TABLE[0], ["ZA1", "ZA2", "1 May"]], "date '1 May' is not a day"),
        (PageKind.SUCCESSIONS, [["old_code", "new_code"]], "should hold the columns date"),
        (PageKind.AREAS, [LOOKUP[0], LOOKUP[1][:4]], "x, line 2 has 4 cells; line 1 has 9"),
        (
            PageKind.AREAS,
            [LOOKUP[0], [*LOOKUP[1][:7], "Larkmere", ""]],
            "'Larkmere' is not an ONS code (of kind alliance)",
        ),
        (PageKind.NAMES, [NAMES[0], ["1", "E56000901", ""]], "x, line 2 is not a code and a name"),
        (PageKind.TRUST_ALLIANCES, [*ALLIANCES, ALLIANCES[1]], "RRK stands already in x, line 2"),
        (PageKind.CATCHMENTS, [CATCHMENTS[0], ["RRK", "QHL", "much"]], "x, line 2 has no share"),
        (PageKind.CATCHMENTS, [CATCHMENTS[0], ["RRK", "QHL", "70"]], "70.0 does not lie between 0 and 1"),
    ],
)
def test_a_bad_row_is_refused_naming_its_line(kind: PageKind, rows: Table, said: str) -> None:
    with pytest.raises(FileRefused) as told:
        read_page(kind, rows, source="a list", name="x")
    assert said in told.value.what
    assert told.value.next_step


@pytest.mark.parametrize(
    ("capitals", "plain"),
    [
        ("THE ROYAL MARSDEN NHS FOUNDATION TRUST", "The Royal Marsden NHS Foundation Trust"),
        ("OTTERBY ON-THE-WATER NHS TRUST", "Otterby On-The-Water NHS Trust"),
        ("ST GEORGE'S OF THE HILL", "St George's of the Hill"),
        ("Already plain", "Already plain"),
    ],
)
def test_capitals_become_a_plain_name(capitals: str, plain: str) -> None:
    assert plain_name(capitals) == plain
