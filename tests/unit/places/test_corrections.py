"""Local corrections: dated rows with a reason and an author, checked beside the book that they correct."""

from __future__ import annotations

from datetime import date

import pytest

from alliance.errors import FileRefused
from alliance.places import PlaceBook, PlaceKind
from alliance.places.corrections import COLUMNS, read_corrections
from alliance.places.reference import PageKind, read_page, recognise_page

BOOK = PlaceBook.builtin()
WEST_MIDLANDS, EAST_MIDLANDS = "E56000007", "E56000031"
BEFORE, AFTER = date(2024, 12, 31), date(2025, 1, 1)


def row(what: str, **filled: str) -> list[str]:
    """A correction with a reason, an author and a day, and the cells that are named (`start` is `from`)."""
    filled = {"reason": "Agreed locally", "author": "A. Analyst", "decided_on": "2025-02-03", **filled}
    filled["from"] = filled.pop("start", "")
    return [what, *(filled.get(column, "") for column in COLUMNS[1:])]


def corrected(*rows: list[str]) -> PlaceBook:
    return BOOK.extended(read_corrections("corrections.csv", [list(COLUMNS), *rows], BOOK))


def refusal(*rows: list[str]) -> FileRefused:
    with pytest.raises(FileRefused) as told:
        read_corrections("corrections.csv", [list(COLUMNS), *rows], BOOK)
    assert told.value.next_step
    return told.value


def test_a_provider_moves_by_an_end_and_a_membership() -> None:
    book = corrected(
        row("end", code="rrk", other="N45", to="2024-12-31"),
        row("membership", code="RRK", other="N88", basis="provider", primary="yes", start="2025-01-01"),
    )
    assert book.primary_alliance("RRK", BEFORE) == WEST_MIDLANDS
    assert book.primary_alliance("RRK", AFTER) == EAST_MIDLANDS
    assert BOOK.primary_alliance("RRK", AFTER) == WEST_MIDLANDS, "the book itself stays as it is"
    ended, begun = (m for m in book.memberships_of("RRK") if m.within in (WEST_MIDLANDS, EAST_MIDLANDS))
    assert ended.decision is not None
    assert (begun.decision.reason, begun.decision.author) == ("Agreed locally", "A. Analyst")  # type: ignore[union-attr]
    assert "Local correction by A. Analyst, 2025-02-03" in begun.source


def test_each_kind_of_correction_changes_the_book() -> None:
    book = corrected(
        row("place", code="ZA1", kind="provider", name="Larkmere Clinic", start="2025-01-01"),
        row("membership", code="ZA1", other="N45", basis="provider", primary="yes"),
        row("succession", code="NT3", other="ZA1", kind="merge", start="2025-01-01"),
        row("code", code="larkmere", other="ZA1"),
    )
    assert book.get("Larkmere").kind is PlaceKind.PROVIDER
    assert book.primary_alliance("NT3", BEFORE) == WEST_MIDLANDS
    assert book.followed("ZA1") == ["NT3"]


@pytest.mark.parametrize("missing", ["reason", "author", "decided_on"])
def test_a_row_without_a_reason_an_author_or_a_day_is_refused(missing: str) -> None:
    told = refusal(row("code", code="x", other="RRK"), row("code", code="y", other="RRK", **{missing: ""}))
    assert told.what == f"corrections.csv, row 3 has no {missing}."


def test_a_circle_is_refused_naming_its_rows() -> None:
    told = refusal(
        row("succession", code="RRK", other="RXK", kind="merge", start="2030-04-01"),
        row("succession", code="RXK", other="RRK", kind="merge", start="2031-04-01"),
    )
    assert "corrections.csv, row 2 and corrections.csv, row 3" in told.what
    assert "is circular" in told.what


def test_a_circle_through_the_builtin_book_names_the_rows_of_both() -> None:
    told = refusal(row("succession", code="RAL", other="RAP", kind="merge", start="2030-04-01"))
    assert "corrections.csv, row 2" in told.what
    assert "data/successions.csv, row" in told.what


@pytest.mark.parametrize(
    ("rows", "circle", "where"),
    [
        (
            [row("membership", code="E56000007", other="RRK", basis="resident")],
            ("RRK", "E56000007"),
            "data/memberships.csv, row",
        ),
        (
            [
                row("membership", code="QHL", other="QWU", basis="resident"),
                row("membership", code="QWU", other="QHL", basis="resident"),
            ],
            ("QHL", "QWU"),
            "corrections.csv, row 3",
        ),
        (
            [
                row("membership", code="N45", other="E56000030", basis="resident"),
                row("membership", code="E56000030", other="E56000007", basis="resident"),
            ],
            ("E56000007", "E56000030"),
            "corrections.csv, row 3",
        ),
    ],
)
def test_a_circle_of_memberships_is_refused_naming_its_rows(
    rows: list[list[str]], circle: tuple[str, str], where: str
) -> None:
    told = refusal(*rows)
    one, other = circle
    either = (f"{one} → {other} → {one}", f"{other} → {one} → {other}")
    assert any(f"the membership {way} is circular." in told.what for way in either)
    assert "corrections.csv, row 2" in told.what
    assert where in told.what
    assert told.next_step == "Take out the row that is wrong: a place does not lie in what lies in it."


@pytest.mark.parametrize(
    ("code", "kind", "said"),
    [
        ("E56000007", "trust", "West Midlands Cancer Alliance (E56000007) is of kind alliance, with"),
        ("n45", "region", "cannot become of kind region"),
        ("RRK", "icb", "(RRK) is of kind trust"),
        ("QHL", "sub_icb", "(QHL) is of kind icb"),
    ],
)
def test_a_place_that_lies_somewhere_or_holds_others_stays_of_its_kind(
    code: str, kind: str, said: str
) -> None:
    told = refusal(row("place", code=code, kind=kind, name="Hijack"))
    assert told.what.startswith("corrections.csv, row 2: ")
    assert said in told.what


def test_a_trust_may_be_told_a_provider_and_a_new_place_anything() -> None:
    assert (
        corrected(row("place", code="RRK", kind="provider", name="R")).get("RRK").kind is PlaceKind.PROVIDER
    )
    assert corrected(row("place", code="ZA1", kind="icb", name="Z")).get("ZA1").kind is PlaceKind.ICB


def test_nothing_lies_in_a_trust() -> None:
    told = refusal(row("membership", code="RXK", other="RRK", basis="host"))
    assert told.what == "corrections.csv, row 2: RRK is of kind trust, and no place lies in one."


def test_a_place_is_followed_by_one_of_its_sort_only() -> None:
    told = refusal(row("succession", code="RRK", other="N45", kind="merge", start="2030-04-01"))
    assert told.what.startswith("corrections.csv, row 2: University Hospitals Birmingham")
    assert "West Midlands Cancer Alliance (E56000007), of kind alliance, cannot come after it." in told.what
    assert (
        "cannot come after it"
        in refusal(
            row("place", code="ZH1", kind="hub", name="Hub"),
            row("succession", code="ZH1", other="RRK", kind="merge", start="2030-04-01"),
        ).what
    )
    book = corrected(
        row("place", code="ZN1", kind="provider", name="Clinic"),
        row("succession", code="ZN1", other="RRK", kind="merge", start="2030-04-01"),
    )
    assert "ZN1" in book.followed("RRK")


def test_nothing_was_decided_on_a_day_to_come() -> None:
    rows = [
        list(COLUMNS),
        row("code", code="x", other="RRK"),
        row("code", code="y", other="RRK", decided_on="2025-02-04"),
    ]
    assert len(read_corrections("c.csv", rows, BOOK, today=date(2025, 2, 4))) == 2
    with pytest.raises(FileRefused) as told:
        read_corrections("c.csv", rows, BOOK, today=date(2025, 2, 3))
    assert told.value.what == "c.csv, row 3: decided_on 2025-02-04 lies after today, 2025-02-03."


def test_an_end_of_what_does_not_hold_is_refused() -> None:
    told = refusal(row("end", code="RRK", other="N88", to="2024-12-31"))
    assert told.what == "corrections.csv, row 2: RRK has no membership in N88 that holds on 2024-12-31."
    assert "alliance places RRK" in told.next_step


def test_a_second_primary_alliance_is_refused_naming_both_rows() -> None:
    told = refusal(row("membership", code="RRK", other="N88", basis="provider", primary="yes"))
    assert "corrections.csv, row 2" in told.what
    assert "data/memberships.csv" in told.what


@pytest.mark.parametrize(
    ("bad", "said"),
    [
        (row("castle", code="RRK"), "what 'castle' is not one of place, membership, end, succession, code"),
        (row("", code="RRK"), "row 2 has no what"),
        (row("code", code="x", other="RRK", name="Hm"), "a correction of a code has no name"),
        (row("end", code="RRK", other="N45"), "row 2 has no to"),
        (row("succession", code="RRK", other="RXK", kind="merge"), "row 2 has no from"),
        (row("succession", code="RRK", other="RXK", kind="marriage", start="2025-01-01"), "kind 'marriage'"),
        (row("membership", code="ZZ9", other="N45", basis="provider"), "ZZ9 is not in the book"),
        (
            row("membership", code="RRK", other="N45", basis="provider", start="1 May"),
            "from '1 May' is not a date",
        ),
        (row("place", code="ZA1", kind="unknown", name="Who"), "is not of kind unknown"),
        (["code", "x"], "row 2 has 2 cells; row 1 has 12"),
    ],
)
def test_a_bad_row_is_refused_by_name(bad: list[str], said: str) -> None:
    assert said in refusal(bad).what


def test_a_missing_column_is_named() -> None:
    with pytest.raises(FileRefused, match="reason missing"):
        read_corrections("c.csv", [[c for c in COLUMNS if c != "reason"]], BOOK)


def test_a_file_without_a_correction_is_refused() -> None:
    assert refusal(["", "", *[""] * 10]).what == "corrections.csv has a header and no correction."


def test_a_file_of_corrections_is_recognised_and_read_as_a_page() -> None:
    rows = [list(COLUMNS), row("code", code="x1", other="RRK")]
    assert recognise_page("anything.csv", rows) is PageKind.CORRECTIONS
    page = read_page(PageKind.CORRECTIONS, rows, source="corrections.csv")
    assert [located.where for located in page.codes] == ["corrections.csv, row 2"]
