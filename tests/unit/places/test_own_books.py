"""Books that are read from folders: fictional places, and a store's own additions."""

from __future__ import annotations

from contextlib import suppress
from datetime import date
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from alliance.errors import FileRefused, UnknownName
from alliance.places import PlaceBook, PlaceKind

PLACES = "code,kind,name,opened,closed,verified,source,note"
MEMBERSHIPS = "place,within,valid_from,valid_to,basis,primary,source"
SUCCESSIONS = "old,new,date,kind,source"
CODES = "other,canonical,system,source"
VALLEY = f"""{PLACES}
FA1,alliance,Larkmere Valley Cancer Alliance,,,,made up,
FT1,trust,Larkmere Hospitals,2010-04-01,,,made up,
FT2,trust,Otterby Hospital,2010-04-01,2025-06-30,no,made up,
FT3,provider,Hollowbrook Clinic,,,,made up,
"""
ON = date(2025, 3, 1)


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A book of fictional places only."""
    book = tmp_path / "places"
    book.mkdir()
    (book / "places.csv").write_text(VALLEY, encoding="utf-8")
    (book / "memberships.csv").write_text(
        f"{MEMBERSHIPS}\nFT1,FA1,,,provider,yes,made up\n", encoding="utf-8"
    )
    return book


def write(folder: Path, name: str, *rows: str) -> None:
    (folder / name).write_text("\n".join(rows) + "\n", encoding="utf-8")


def refusal(folder: Path, *, builtin: bool = False) -> str:
    with pytest.raises(FileRefused) as told:
        PlaceBook.read(folder, builtin=builtin)
    assert told.value.next_step
    return told.value.what


def test_a_book_of_fictional_places_holds_them_and_the_special_places_only(folder: Path) -> None:
    book = PlaceBook.read(folder, builtin=False)
    assert sorted(place.code for place in book) == [
        "FA1",
        "FT1",
        "FT2",
        "FT3",
        "UNKNOWN",
        "england",
        "unmapped",
    ]
    assert book.primary_alliance("ft1", ON) == "FA1"
    assert [place.code for place in book.members("unmapped", ON)] == ["FT3", "FT2"]
    assert not book.get("FT2").verified
    assert "RRK" not in book


def test_an_own_folder_extends_the_builtin_book(folder: Path) -> None:
    book = PlaceBook.read(folder)
    assert "RRK" in book
    assert book.primary_alliance("FT1", ON) == "FA1"
    assert len(book.alliances(ON)) == 21
    assert len(PlaceBook.builtin().alliances(ON)) == 20


def test_an_own_description_of_a_place_replaces_the_builtin_one(folder: Path) -> None:
    write(folder, "places.csv", *VALLEY.splitlines(), "RRK,trust,Our own words,,,,our check,")
    book = PlaceBook.read(folder)
    assert book.get("RRK").name == "Our own words"
    assert book.primary_alliance("RRK", ON) == "E56000007"


def test_an_own_membership_gives_an_unmapped_provider_its_alliance(folder: Path) -> None:
    write(folder, "memberships.csv", MEMBERSHIPS, "NT3,N45,2025-01-01,,provider,yes,agreed locally")
    book = PlaceBook.read(folder)
    assert book.primary_alliance("NT3", date(2024, 12, 31)) is None
    assert book.primary_alliance("NT3", date(2025, 1, 1)) == "E56000007"


def test_a_provider_may_move_from_one_alliance_to_another(folder: Path) -> None:
    write(folder, "places.csv", *VALLEY.splitlines(), "FA2,alliance,Fennel Coast Cancer Alliance,,,,made up,")
    write(
        folder,
        "memberships.csv",
        MEMBERSHIPS,
        "FT1,FA2,2025-04-01,,provider,yes,made up",
        "FT1,FA1,,2025-03-31,provider,yes,made up",
    )
    book = PlaceBook.read(folder, builtin=False)
    assert [span.within for span in book.primary_spans()] == ["FA1", "FA2"]
    assert book.primary_alliance("FT1", date(2025, 3, 31)) == "FA1"
    assert book.primary_alliance("FT1", date(2025, 4, 1)) == "FA2"


def test_a_predecessor_follows_its_successor_through_a_move_and_a_chain(folder: Path) -> None:
    write(
        folder,
        "places.csv",
        *VALLEY.splitlines(),
        "FA2,alliance,Fennel Coast Cancer Alliance,,,,made up,",
        "FT0,trust,Old Otterby Infirmary,2001-04-01,2010-03-31,,made up,",
    )
    write(
        folder,
        "memberships.csv",
        MEMBERSHIPS,
        "FT1,FA1,,2008-03-31,provider,yes,made up",
        "FT1,FA2,2008-04-01,,provider,yes,made up",
    )
    write(
        folder,
        "successions.csv",
        SUCCESSIONS,
        "FT0,FT2,2010-04-01,rename,made up",
        "FT2,FT1,2025-07-01,merge,made up",
    )
    book = PlaceBook.read(folder, builtin=False)
    assert [tuple(span) for span in book.primary_spans() if span.place == "FT0"] == [
        ("FT0", "FA1", date(2001, 4, 1), date(2008, 3, 31)),
        ("FT0", "FA2", date(2008, 4, 1), date(2010, 3, 31)),
    ]
    assert [tuple(span) for span in book.primary_spans() if span.place == "FT2"] == [
        ("FT2", "FA2", date(2010, 4, 1), date(2025, 6, 30))
    ]
    assert book.lineage("FT2") == ["FT0", "FT2", "FT1"]


@pytest.mark.parametrize(("second", "inherited"), [("FA1", "FA1"), ("FA2", None)])
def test_a_split_inherits_only_what_its_successors_agree_on(
    folder: Path, second: str, inherited: str | None
) -> None:
    write(folder, "places.csv", *VALLEY.splitlines(), "FA2,alliance,Fennel Coast Cancer Alliance,,,,made up,")
    write(
        folder,
        "memberships.csv",
        MEMBERSHIPS,
        "FT1,FA1,,,provider,yes,made up",
        f"FT3,{second},,,provider,yes,made up",
    )
    write(
        folder,
        "successions.csv",
        SUCCESSIONS,
        "FT2,FT1,2025-07-01,split,made up",
        "FT2,FT3,2025-07-01,split,made up",
    )
    assert PlaceBook.read(folder, builtin=False).primary_alliance("FT2", ON) == inherited


def test_a_successor_without_an_alliance_leaves_its_predecessor_without_one(folder: Path) -> None:
    write(folder, "successions.csv", SUCCESSIONS, "FT2,FT3,2025-07-01,merge,made up")
    assert PlaceBook.read(folder, builtin=False).primary_alliance("FT2", ON) is None


def test_other_codes_lead_to_the_canonical_one_in_memberships_too(folder: Path) -> None:
    write(folder, "codes.csv", CODES, "OLD1,FA1,,", "ft-one,FT1,local,")
    write(folder, "memberships.csv", MEMBERSHIPS, "FT-ONE,old1,,,provider,yes,made up")
    book = PlaceBook.read(folder, builtin=False)
    assert book.primary_alliance("Ft-One", ON) == "FA1"


def test_overlapping_primary_alliances_are_refused_naming_both_rows(folder: Path) -> None:
    write(folder, "places.csv", *VALLEY.splitlines(), "FA2,alliance,Fennel Coast Cancer Alliance,,,,made up,")
    write(
        folder,
        "memberships.csv",
        MEMBERSHIPS,
        "FT1,FA1,,2025-03-31,provider,yes,made up",
        "FT1,FA2,2025-03-31,,provider,yes,made up",
    )
    what = refusal(folder)
    assert "places/memberships.csv, row 2 and places/memberships.csv, row 3" in what
    assert "FT1 is primarily in FA1 and in FA2 at once" in what


def test_a_second_primary_alliance_beside_the_builtin_one_is_refused(folder: Path) -> None:
    write(folder, "memberships.csv", MEMBERSHIPS, "RRK,FA1,2025-01-01,,provider,yes,made up")
    what = refusal(folder, builtin=True)
    assert "places/memberships.csv, row 2" in what
    assert "data/memberships.csv, row " in what


def test_an_overlapping_second_alliance_that_is_not_primary_is_welcome(folder: Path) -> None:
    write(folder, "memberships.csv", MEMBERSHIPS, "RRK,FA1,2025-01-01,,provider,no,made up")
    book = PlaceBook.read(folder)
    assert [place.code for place in book.alliances_of("RRK", ON)] == ["E56000007", "FA1"]


def test_a_circular_succession_is_refused_naming_its_rows(folder: Path) -> None:
    write(
        folder,
        "successions.csv",
        SUCCESSIONS,
        "FT3,FT1,2020-04-01,merge,made up",
        "FT1,FT2,2021-04-01,merge,made up",
        "FT2,FT1,2022-04-01,rename,made up",
    )
    what = refusal(folder)
    assert "FT1 → FT2 → FT1 is circular" in what
    assert "successions.csv, row 3 and places/successions.csv, row 4" in what
    assert "row 2" not in what


def test_a_place_that_succeeds_itself_is_refused(folder: Path) -> None:
    write(folder, "successions.csv", SUCCESSIONS, "FT1,FT1,2020-04-01,rename,made up")
    assert "FT1 → FT1 is circular" in refusal(folder)


def test_an_endless_chain_of_successions_is_refused(folder: Path) -> None:
    write(folder, "places.csv", *VALLEY.splitlines(), *(f"C{n},trust,Chain,,,,made up," for n in range(2000)))
    chain = [f"C{n},C{n + 1},2020-04-01,rename,made up" for n in range(1999)]
    write(folder, "successions.csv", SUCCESSIONS, *chain)
    assert "more than 100 successions" in refusal(folder)


def test_a_lineage_names_each_code_once_where_paths_meet_again(folder: Path) -> None:
    write(
        folder,
        "successions.csv",
        SUCCESSIONS,
        "FA1,FT2,2020-04-01,split,made up",
        "FA1,FT3,2020-04-01,split,made up",
        "FT2,FT1,2021-04-01,merge,made up",
        "FT3,FT1,2021-04-01,merge,made up",
    )
    assert PlaceBook.read(folder, builtin=False).lineage("FA1") == ["FA1", "FT2", "FT3", "FT1"]


@pytest.mark.parametrize(
    ("name", "rows", "said"),
    [
        ("places.csv", [PLACES, ",trust,No code,,,,made up,"], "row 2 has no code"),
        ("places.csv", [PLACES, "FT9,trust,,,,,made up,"], "row 2 has no name"),
        ("places.csv", [PLACES, "FT9,trust,No source,,,,,"], "row 2 has no source"),
        (
            "places.csv",
            [PLACES, "FT9,castle,Castle,,,,made up,"],
            "kind 'castle' is not one of england, region",
        ),
        ("places.csv", [PLACES, "FT9,unknown,Who,,,,made up,"], "is not of kind unknown"),
        ("places.csv", [PLACES, "FT9,trust,T,1 April,,,made up,"], "opened '1 April' is not a date"),
        (
            "places.csv",
            [PLACES, "FT9,trust,T,2025-01-02,2025-01-01,,made up,"],
            "lies before opened 2025-01-02",
        ),
        ("places.csv", [PLACES, "FT9,trust,T,,,maybe,made up,"], "'maybe' is neither yes nor no"),
        ("places.csv", [PLACES, "FT9,trust,T"], "row 2 has 3 cells; row 1 has 8"),
        ("places.csv", [PLACES, "FT9,trust,T,,,,m,", "ft9,trust,U,,,,m,"], "row 3: ft9 stands already in"),
        ("places.csv", [PLACES, "England,trust,T,,,,made up,"], "cannot be described anew"),
        ("places.csv", ["code,kind,name,source"], "opened, closed, verified, note missing"),
        ("places.csv", [PLACES + ",colour"], "colour not known"),
        ("places.csv", [], "missing"),
        ("places.csv", [PLACES, '"FT9,trust'], "is not CSV"),
        ("memberships.csv", [MEMBERSHIPS, "FT1,FA9,,,provider,yes,m"], "row 2: FA9 is not in the book"),
        ("memberships.csv", [MEMBERSHIPS, "FA1,FA1,,,host,no,m"], "cannot lie within itself"),
        ("memberships.csv", [MEMBERSHIPS, "FT1,FA1,,,provider,1,m"], "'1' is neither yes nor no"),
        ("memberships.csv", [MEMBERSHIPS, "FT1,FA1,,,moon,yes,m"], "basis 'moon' is not one of provider"),
        ("memberships.csv", [MEMBERSHIPS, "FT1,FA1,,,resident,yes,m"], "on basis provider, has a primary"),
        ("successions.csv", [SUCCESSIONS, "FT1,FT9,2025-01-01,merge,m"], "row 2: FT9 is not in the book"),
        ("successions.csv", [SUCCESSIONS, "FT1,FT2,,merge,m"], "row 2 has no date"),
        ("codes.csv", [CODES, "FT1,FT2,,"], "FT1 is a place's own code"),
        ("codes.csv", [CODES, "X1,X2,,"], "row 2: X2 is not in the book"),
    ],
)
def test_a_bad_row_is_refused_naming_file_and_row(
    folder: Path, name: str, rows: list[str], said: str
) -> None:
    write(folder, name, *rows)
    what = refusal(folder)
    assert said in what
    assert f"places/{name}, row " in what


def test_a_file_that_is_not_utf_8_is_refused(folder: Path) -> None:
    (folder / "places.csv").write_bytes(PLACES.encode() + b"\nFT9,trust,Caf\xe9,,,,m,\n")
    assert "places/places.csv is not text in UTF-8" in refusal(folder)


def test_a_folder_without_a_book_is_refused(tmp_path: Path) -> None:
    assert "holds none of places.csv" in refusal(tmp_path)


def test_a_file_that_cannot_be_read_is_refused(tmp_path: Path) -> None:
    (tmp_path / "places.csv").mkdir()
    assert "places.csv cannot be read" in refusal(tmp_path)


def test_blank_rows_and_a_byte_order_mark_do_no_harm(folder: Path) -> None:
    (folder / "places.csv").write_text("\ufeff" + VALLEY.replace("FT2,", "\n,,,,,,,\nFT2,"), encoding="utf-8")
    assert "FT2" in PlaceBook.read(folder, builtin=False)


@settings(max_examples=60, deadline=None)
@given(at=st.integers(0, len(VALLEY) - 1), byte=st.integers(0, 255))
def test_a_flipped_byte_never_ends_in_a_traceback(
    tmp_path_factory: pytest.TempPathFactory, at: int, byte: int
) -> None:
    folder = tmp_path_factory.mktemp("flipped")
    whole = bytearray(VALLEY.encode())
    whole[at] = byte
    (folder / "places.csv").write_bytes(whole)
    with suppress(FileRefused):
        book = PlaceBook.read(folder, builtin=False)
        assert {"england", "unmapped", "UNKNOWN"} <= {place.code for place in book}


def test_in_a_book_of_its_own_an_unknown_code_is_unknown(folder: Path) -> None:
    book = PlaceBook.read(folder, builtin=False)
    assert book.find("RRK").kind is PlaceKind.UNKNOWN
    with pytest.raises(UnknownName):
        book.get("RRK")
