"""The book that comes with the project."""

from __future__ import annotations

import csv
import subprocess
import sys
from datetime import date, timedelta
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from alliance import places
from alliance.errors import UnknownName
from alliance.places import PlaceBook, PlaceKind, SuccessionKind

BOOK = PlaceBook.builtin()
BEFORE_ICB_MERGERS = date(2026, 3, 31)
AFTER_ICB_MERGERS = date(2026, 4, 1)
TODAY = date(2026, 11, 1)
MARCH_2024 = date(2024, 3, 1)
WEST_MIDLANDS, NORTH_CENTRAL_LONDON = "E56000007", "E56000027"
DATA = Path(places.__file__).with_name("data")


def test_there_are_twenty_alliances_today() -> None:
    assert len(BOOK.alliances(TODAY)) == 20


def test_each_alliance_answers_to_its_ons_and_to_its_ods_code() -> None:
    with (DATA / "codes.csv").open(encoding="utf-8") as file:
        ods = {
            row["canonical"]: row["other"] for row in csv.DictReader(file) if row["system"] == "ODS alliance"
        }
    for alliance in BOOK.alliances(TODAY):
        assert BOOK.canonical(ods[alliance.code]) == BOOK.canonical(alliance.code) == alliance.code
    assert len(set(ods.values())) == 20


@pytest.mark.parametrize(
    ("written", "canonical"),
    [
        ("N45", WEST_MIDLANDS),
        (" n45 ", WEST_MIDLANDS),
        ("e5600 0007", WEST_MIDLANDS),
        ("L0S3P", "E56000035"),
        ("E56000024", "E56000031"),
        ("E57000002", "E56000020"),
        ("E54000055", "QHL"),
        ("E54000017", "QHL"),
        ("Y60", "E40000011"),
        ("E92000001", "england"),
        ("ENGLAND", "england"),
        ("Unmapped", "unmapped"),
        ("rrk", "RRK"),
    ],
)
def test_other_and_earlier_codes_are_answered_in_the_canonical_one(written: str, canonical: str) -> None:
    assert BOOK.canonical(written) == canonical


@settings(deadline=None)
@given(st.one_of(st.text(max_size=12), st.sampled_from([place.code for place in BOOK])))
def test_a_canonical_code_is_its_own_canonical_code(code: str) -> None:
    once = BOOK.canonical(code)
    assert BOOK.canonical(once) == once


def test_a_code_that_is_not_in_the_book_is_kept_and_of_kind_unknown() -> None:
    place = BOOK.find(" zz9 ")
    assert (place.code, place.name, place.kind) == ("ZZ9", "ZZ9", PlaceKind.UNKNOWN)
    assert BOOK.primary_alliance("ZZ9", MARCH_2024) is None
    assert "ZZ9" not in BOOK


def test_asking_for_an_unknown_code_suggests_close_ones() -> None:
    with pytest.raises(UnknownName) as told:
        BOOK.get("RRKK")
    assert "RRK (University Hospitals Birmingham NHS Foundation Trust)" in told.value.next_step


def test_asking_by_name_suggests_the_code() -> None:
    with pytest.raises(UnknownName) as told:
        BOOK.get("West Midlands Cancer Aliance")
    assert "E56000007 (West Midlands Cancer Alliance)" in told.value.next_step


def test_asking_for_something_far_from_everything_says_where_the_list_is() -> None:
    with pytest.raises(UnknownName) as refused:
        BOOK.get("????")
    assert refused.value.next_step == "Look for its name among the places."


def test_a_known_code_is_got_in_any_code_system() -> None:
    assert BOOK.get("n45").name == "West Midlands Cancer Alliance"


def test_search_finds_every_word_in_names_codes_and_earlier_names() -> None:
    assert "RRK" in [place.code for place in BOOK.search("hospitals birmingham")]
    assert "RBN" in [place.code for place in BOOK.search("St Helens")]
    assert BOOK.search("n45")[0].code == WEST_MIDLANDS
    assert BOOK.search("  ") == []


def test_england_the_unmapped_and_the_unknown_commissioner_are_places() -> None:
    assert BOOK.get("england").kind is PlaceKind.ENGLAND
    assert BOOK.get("unmapped").name == "Providers with no alliance in the book"
    assert BOOK.get("UNKNOWN").kind is PlaceKind.UNMAPPED


@settings(deadline=None)
@given(st.dates(date(2000, 1, 1), date(2035, 12, 31)))
def test_no_provider_has_two_primary_alliances_on_any_day(on: date) -> None:
    counted = [span.place for span in BOOK.primary_spans() if span.covers(on)]
    assert len(counted) == len(set(counted))


@settings(deadline=None)
@given(st.dates(date(2000, 1, 1), date(2035, 12, 31)))
def test_the_flat_spans_say_what_primary_alliance_says(on: date) -> None:
    flat = {span.place: span.within for span in BOOK.primary_spans() if span.covers(on)}
    assert {place.code: BOOK.primary_alliance(place.code, on) for place in BOOK} == {
        place.code: flat.get(place.code) for place in BOOK
    }


@settings(deadline=None)
@given(st.dates(date(2000, 1, 1), date(2035, 12, 31)))
def test_alliances_and_the_unmapped_hold_each_provider_of_england_once(on: date) -> None:
    parts = [
        place.code
        for code in [alliance.code for alliance in BOOK.alliances(on)] + ["unmapped"]
        for place in BOOK.members(code, on, primary_only=True)
    ]
    assert sorted(parts) == sorted(place.code for place in BOOK.members("england", on))


def test_a_predecessor_counts_where_its_successor_does_while_it_was_open() -> None:
    (succession,) = BOOK.successors("RAP")
    assert (succession.new, succession.date, succession.kind) == (
        "RAL",
        date(2025, 1, 1),
        SuccessionKind.MERGE,
    )
    assert BOOK.primary_alliance("RAP", MARCH_2024) == NORTH_CENTRAL_LONDON
    assert BOOK.primary_alliance("RAP", date(2024, 12, 31)) == NORTH_CENTRAL_LONDON
    assert BOOK.primary_alliance("RAP", date(2025, 1, 1)) is None
    assert "RAP" in [place.code for place in BOOK.members(NORTH_CENTRAL_LONDON, MARCH_2024)]
    assert "RAP" not in [place.code for place in BOOK.members(NORTH_CENTRAL_LONDON, date(2025, 1, 1))]


@pytest.mark.parametrize(
    ("old", "new", "first_day"),
    [("RA4", "RH5", date(2023, 4, 1)), ("RVY", "RBN", date(2023, 7, 1)), ("RRP", "G6V2S", date(2024, 11, 1))],
)
def test_codes_that_persist_in_files_have_their_successors(old: str, new: str, first_day: date) -> None:
    (succession,) = BOOK.successors(old)
    assert (succession.new, succession.date) == (new, first_day)
    closed = BOOK.get(old).closed
    assert closed == first_day - timedelta(days=1)


def test_a_lineage_goes_through_several_mergers() -> None:
    assert BOOK.lineage("R0A") == ["RM4", "RW6", "RW3", "RM2", "R0A"]
    assert BOOK.lineage("RM4") == ["RM4", "RW3", "R0A"]
    assert [row.old for row in BOOK.predecessors("RAL")] == ["RVL", "RAP"]


@pytest.mark.parametrize(
    ("trust", "also"),
    [
        ("RCD", "E56000026"),
        ("RD8", "E56000034"),
        ("RDU", "E56000034"),
        ("RFS", "E56000025"),
        ("RTG", WEST_MIDLANDS),
    ],
)
def test_five_trusts_partner_in_a_second_alliance_and_count_in_the_first(trust: str, also: str) -> None:
    primary = BOOK.primary_alliance(trust, MARCH_2024)
    assert primary is not None
    assert [place.code for place in BOOK.alliances_of(trust, MARCH_2024)] == [primary, also]
    assert trust in [place.code for place in BOOK.members(also, MARCH_2024)]
    assert trust not in [place.code for place in BOOK.members(also, MARCH_2024, primary_only=True)]


def test_forty_two_icbs_become_thirty_six_in_april_2026() -> None:
    assert len(BOOK.of_kind(PlaceKind.ICB, BEFORE_ICB_MERGERS)) == 42
    assert len(BOOK.of_kind(PlaceKind.ICB, AFTER_ICB_MERGERS)) == 36
    assert [row.new for row in BOOK.successors("QM7")] == ["D7T5G", "S1Y5D"]
    assert {row.kind for row in BOOK.successors("QM7")} == {SuccessionKind.SPLIT}
    assert sorted(row.old for row in BOOK.predecessors("Z9B2Z")) == ["QMJ", "QRV"]


def test_each_icb_that_ended_has_a_successor_that_opened_the_next_day() -> None:
    for icb in BOOK.of_kind(PlaceKind.ICB):
        assert bool(BOOK.successors(icb.code)) == (icb.closed is not None)
        assert all(row.date == AFTER_ICB_MERGERS for row in BOOK.successors(icb.code))


def test_two_icbs_straddle_alliances() -> None:
    straddling = {
        icb.code
        for icb in BOOK.of_kind(PlaceKind.ICB, MARCH_2024)
        if len(BOOK.alliances_of(icb.code, MARCH_2024)) > 1
    }
    assert straddling == {"QOX", "QT1"}


def test_west_midlands_holds_six_icbs_and_all_of_them_lie_in_the_midlands() -> None:
    icbs = BOOK.icbs_of("N45", MARCH_2024)
    assert sorted(icb.code for icb in icbs) == ["QGH", "QHL", "QNC", "QOC", "QUA", "QWU"]
    assert {region.name for icb in icbs if (region := BOOK.region_of(icb.code, MARCH_2024))} == {"Midlands"}


@pytest.mark.parametrize("on", [MARCH_2024, AFTER_ICB_MERGERS])
def test_every_icb_lies_in_a_region_and_at_least_one_alliance(on: date) -> None:
    for icb in BOOK.of_kind(PlaceKind.ICB, on):
        assert BOOK.region_of(icb.code, on) is not None, icb
        assert BOOK.alliances_of(icb.code, on), icb


def test_every_trust_has_a_region_and_an_independent_provider_has_none() -> None:
    without = {
        place.code
        for place in BOOK.of_kind(PlaceKind.TRUST)
        if BOOK.region_of(place.code, MARCH_2024) is None
    }
    assert without == {"TAD", "TAH", "TAJ"}, "the care trusts are in no trust list that we hold"
    assert BOOK.region_of("NT3", MARCH_2024) is None
    region = BOOK.region_of("E40000011", MARCH_2024)
    assert region is not None
    assert region.name == "Midlands"


def test_a_trust_is_in_its_old_icb_before_april_2026_and_in_the_new_one_after() -> None:
    assert "RRV" in [place.code for place in BOOK.members("QMJ", BEFORE_ICB_MERGERS)]
    assert "RRV" in [place.code for place in BOOK.members("Z9B2Z", AFTER_ICB_MERGERS)]
    assert "RRV" not in [place.code for place in BOOK.members("QMJ", AFTER_ICB_MERGERS)]


def test_every_row_names_its_source() -> None:
    for name in ("places.csv", "memberships.csv", "successions.csv", "codes.csv"):
        with (DATA / name).open(encoding="utf-8") as file:
            assert all(row["source"] for row in csv.DictReader(file)), name
    assert {row.source for row in BOOK.memberships_of("RTG")} >= {
        "Bennett Institute trust to alliance table, April 2026 (MIT)"
    }


def test_independent_providers_have_no_invented_dates() -> None:
    assert all(place.opened is place.closed is None for place in BOOK.of_kind(PlaceKind.PROVIDER))


def test_the_builtin_book_is_read_once() -> None:
    assert PlaceBook.builtin() is BOOK
    assert len(BOOK) == len(list(BOOK))


def in_a_fresh_interpreter(code: str) -> str:
    source = Path(places.__file__).parents[2]
    command = [sys.executable, "-c", code]
    return subprocess.run(
        command, check=True, capture_output=True, text=True, env={"PYTHONPATH": str(source)}
    ).stdout


def test_the_room_needs_no_table_engine() -> None:
    heavy = {"polars", "duckdb", "pandas", "numpy"}
    told = in_a_fresh_interpreter(f"import sys, alliance.places; print({heavy!r} & set(sys.modules))")
    assert told.strip() == "set()"
