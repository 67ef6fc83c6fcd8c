"""Alliances, STPs, CCGs and ICBs as they were on a day, and who came after whom."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from alliance.places import PlaceBook, PlaceKind, SuccessionKind
from alliance.places.model import Coterminous, Membership, Place
from alliance.places.rows import Located, Rows

BOOK = PlaceBook.builtin()
JULY_2018, MAY_2020, TODAY = date(2018, 7, 31), date(2020, 5, 1), date(2026, 11, 26)
WEST_MIDLANDS = "E56000007"
IN_2017, IN_2025 = date(2017, 6, 1), date(2025, 6, 1)
SIX_STPS = {f"E540000{n}" for n in (10, 11, 16, 17, 18, 19)}
SIX_ICBS = {"QGH", "QHL", "QNC", "QOC", "QUA", "QWU"}


@pytest.mark.parametrize(("on", "count"), [(JULY_2018, 19), (MAY_2020, 21), (TODAY, 20)])
def test_the_directory_of_alliances_as_at_a_day(on: date, count: int) -> None:
    alliances = BOOK.alliances(on)
    assert len(alliances) == len({place.name for place in alliances}) == count
    assert all(place.source for place in alliances)


def test_in_july_2018_three_of_them_are_vanguards_under_the_codes_of_the_day() -> None:
    vanguards = {p.code: p.code_then for p in BOOK.alliances(JULY_2018) if "Vanguard" in p.name}
    assert vanguards == {"E56000020": "E57000002", "E56000021": "E57000003", "E56000032": "E57000001"}


def test_a_name_is_the_name_of_the_day_and_the_code_of_the_day_still_answers() -> None:
    before, after = BOOK.as_at("E56000026", MAY_2020), BOOK.as_at("E56000026", TODAY)
    assert (before.name, before.code_then) == ("Humber, Coast and Vale Cancer Alliance", "")
    assert after.name == "Humber and North Yorkshire Cancer Alliance"
    assert BOOK.as_at("E56000019", MAY_2020).code_then == "E56000019"
    assert BOOK.canonical("E56000019") == "E56000032"


def test_london_and_the_east_of_england_were_split_and_the_east_came_together_again() -> None:
    assert [row.new for row in BOOK.successors("E56000020")] == ["E56000027", "E56000028"]
    assert {row.kind for row in BOOK.successors("E56000020")} == {SuccessionKind.SPLIT}
    assert [row.new for row in BOOK.successors("E56000009")] == ["E56000022", "E56000023"]
    assert {row.new for code in ("E56000022", "E56000023") for row in BOOK.successors(code)} == {"E56000035"}


def test_a_split_is_never_cast_back_and_what_came_together_again_is_followed() -> None:
    assert BOOK.followed("E56000027") == BOOK.followed("E56000028") == []
    assert BOOK.followed("E56000022") == []
    assert BOOK.followed("E56000035") == ["E56000009", "E56000022", "E56000023"]
    assert BOOK.followed("R0A") == ["RM2", "RM4", "RW3"], "Pennine Acute was split: RW6 is not among them"
    assert BOOK.followed("RM3") == []
    assert "QJG" not in BOOK.followed("D7T5G")
    assert "QH8" in BOOK.followed("D7T5G")


@settings(deadline=None)
@given(st.sampled_from([place.code for place in BOOK]))
def test_whoever_is_followed_went_into_the_follower_whole(code: str) -> None:
    inside = {code, *BOOK.followed(code)}
    for old in inside - {code}:
        assert {row.new for row in BOOK.successors(old)} <= inside


@pytest.mark.parametrize(
    ("trust", "on", "alliance"),
    [
        ("RRV", date(2020, 3, 31), "E56000020"),
        ("RRV", date(2020, 4, 1), "E56000027"),
        ("RAP", JULY_2018, "E56000020"),
        ("RGT", JULY_2018, "E56000009"),
        ("RGT", MAY_2020, "E56000022"),
        ("RAJ", MAY_2020, "E56000023"),
        ("RGT", date(2023, 10, 1), "E56000035"),
        ("RJF", date(2018, 6, 30), WEST_MIDLANDS),
    ],
)
def test_a_trust_counts_in_the_alliance_that_there_was(trust: str, on: date, alliance: str) -> None:
    assert BOOK.primary_alliance(trust, on) == alliance
    assert alliance in {place.code for place in BOOK.alliances(on)}


def test_the_counts_of_areas_are_those_that_were_published() -> None:
    counts = {year: len(BOOK.of_kind(PlaceKind.CCG, date(year, 6, 1))) for year in range(2013, 2023)}
    assert list(counts.values()) == [211, 211, 209, 209, 207, 195, 191, 135, 106, 106]
    assert len(BOOK.of_kind(PlaceKind.STP, IN_2017)) == 44
    assert len(BOOK.of_kind(PlaceKind.STP, JULY_2018)) == len(BOOK.of_kind(PlaceKind.STP, MAY_2020)) == 42
    assert (
        BOOK.of_kind(PlaceKind.STP, date(2022, 7, 1)) == BOOK.of_kind(PlaceKind.CCG, date(2022, 7, 1)) == []
    )
    assert len(BOOK.of_kind(PlaceKind.SUB_ICB, date(2022, 7, 1))) == 106


def test_a_ccg_that_kept_its_code_is_a_ccg_then_and_a_sub_icb_now() -> None:
    then, now = BOOK.as_at("15F", JULY_2018), BOOK.as_at("15F", TODAY)
    assert (then.kind, then.name, then.opened) == (PlaceKind.CCG, "NHS Leeds CCG", date(2018, 4, 1))
    assert then.closed == date(2022, 6, 30)
    assert (now.kind, now.code) == (PlaceKind.SUB_ICB, "15F")
    assert BOOK.followed("15F") == ["02V", "03C", "03G"]


@pytest.mark.parametrize("on", [JULY_2018, date(2019, 6, 1), date(2021, 6, 1)])
def test_every_ccg_lies_in_one_stp_and_in_an_alliance_of_the_day(on: date) -> None:
    stps = {
        place.code: BOOK.areas_in(place.code, on, PlaceKind.CCG) for place in BOOK.of_kind(PlaceKind.STP, on)
    }
    assert all(stps.values())
    lying = [ccg.code for ccgs in stps.values() for ccg in ccgs]
    assert sorted(lying) == sorted(ccg.code for ccg in BOOK.of_kind(PlaceKind.CCG, on))
    alliances = {place.code for place in BOOK.alliances(on)}
    for code in lying:
        assert {place.code for place in BOOK.alliances_of(code, on)} <= alliances
        assert BOOK.alliances_of(code, on)


def test_each_stp_ended_and_has_successors() -> None:
    for stp in BOOK.of_kind(PlaceKind.STP):
        assert stp.closed is not None
        assert BOOK.successors(stp.code), stp


def test_west_midlands_is_coterminous_with_six_stps_and_then_six_icbs() -> None:
    stps = BOOK.coterminous("N45", IN_2017, PlaceKind.STP)
    icbs = BOOK.coterminous("N45", IN_2025)
    assert {area.place.code_then for area in stps} == SIX_STPS
    assert {area.place.code for area in icbs} == SIX_ICBS
    for areas in (stps, icbs):
        north = [area.place.name for area in areas if area.grouping == "NHS England North Midlands"]
        assert len(north) == 2
        assert not any(area.verified for area in areas), "the grouping is inferred"
    assert BOOK.coterminosity(WEST_MIDLANDS, IN_2017, PlaceKind.STP) == []
    assert BOOK.coterminosity(WEST_MIDLANDS, IN_2025) == []


def page(*rows: Membership | Place | Coterminous) -> Rows:
    made = Rows()
    for number, row in enumerate(rows, start=2):
        kept = {Membership: made.memberships, Place: made.places, Coterminous: made.coterminous}[type(row)]
        kept.append(Located(f"own, row {number}", row))  # type: ignore[attr-defined]
    return made


def lies(area: str, alliance: str = WEST_MIDLANDS) -> Membership:
    from alliance.places import Basis

    return Membership(area, alliance, None, None, Basis.RESIDENT, primary=False, source="made up")


def test_a_seventh_area_is_named_by_the_check() -> None:
    seventh = Place("ZQ7", PlaceKind.ICB, "Larkmere ICB", source="made up")
    (told,) = BOOK.extended(page(seventh, lies("ZQ7"))).coterminosity(WEST_MIDLANDS, IN_2025)
    assert told == (
        "ZQ7 (Larkmere ICB) lies in West Midlands Cancer Alliance on 2025-06-01 and is not one of the 6 "
        "with which West Midlands Cancer Alliance is said to be coterminous."
    )


def test_an_area_in_two_alliances_is_named_by_the_check() -> None:
    told = BOOK.extended(page(lies("QHL", "E56000031"))).coterminosity(WEST_MIDLANDS, IN_2025)
    assert len(told) == 1
    assert told[0].startswith(
        "QHL (NHS Birmingham and Solihull ICB) lies in East Midlands Cancer Alliance and in"
    )
    assert [told[:3] for told in BOOK.coterminosity("E56000033", IN_2025)] == ["QOX"]


def test_an_area_that_is_said_to_belong_and_does_not_is_named_by_the_check() -> None:
    said = Coterminous(WEST_MIDLANDS, PlaceKind.ICB, "QT1", "", None, None, verified=True, source="made up")
    told = BOOK.extended(page(said)).coterminosity(WEST_MIDLANDS, IN_2025)
    assert told[0].startswith("QT1 (NHS Nottingham and Nottinghamshire ICB) is one of the 7")


def test_where_no_area_is_known_the_check_says_so() -> None:
    (told,) = BOOK.coterminosity(WEST_MIDLANDS, IN_2025, PlaceKind.STP)
    assert told == "No STP is known to lie in West Midlands Cancer Alliance on 2025-06-01."


def test_the_builtin_book_has_no_faults() -> None:
    assert BOOK.faults(TODAY) == []


def test_a_membership_on_days_on_which_nobody_was_there_is_a_fault() -> None:
    told = BOOK.extended(page(lies("STP-E54000017", "E56000027"))).faults(TODAY)
    assert not any("STP-E54000017" in fault for fault in told), "both were open from 2020 to 2022"
    told = BOOK.extended(page(lies("STP-E54000045", "E56000027"))).faults(TODAY)
    assert any("STP-E54000045" in fault and "not both open" in fault for fault in told)


def test_an_unknown_code_stays_unknown_on_every_day() -> None:
    assert BOOK.as_at("ZZ9", JULY_2018).kind is PlaceKind.UNKNOWN
    assert BOOK.followed("ZZ9") == []
