"""What an alliance collects itself: one tidy CSV, each of its cells kept, or the file refused with the line."""

from __future__ import annotations

import json
from datetime import date
from pathlib import Path

import polars as pl
import pytest

from alliance.errors import FileRefused
from alliance.ingest import load
from alliance.observations import Absence
from alliance.sources import local_data
from alliance.sources.local_data import ABOUT
from tests.sources.conftest import Refuse
from tests.sources.text_files import recognised, table_of, values, written

HEADER = "place,period,measure,numerator,denominator"
TWO = f"{HEADER}\nZA1,2025-03,fit-returned,31,40\nZA2,2025-03,fit-returned,18,24\n"


def one(folder: Path, row: str, *, more: str = "") -> Path:
    return written(folder, "local.csv", f"{HEADER}{more}\n{row}\n")


def test_a_row_is_a_denominator_and_a_numerator_each_with_its_line(tmp_path: Path) -> None:
    assert values(written(tmp_path, "local.csv", TWO), "place", "quantity", "value", "ref") == [
        ("ZA1", "fit-returned-numerator", 31, "line 2, column numerator"),
        ("ZA2", "fit-returned-numerator", 18, "line 3, column numerator"),
        ("ZA1", "fit-returned", 40, "line 2, column denominator"),
        ("ZA2", "fit-returned", 24, "line 3, column denominator"),
    ]


def test_the_release_says_what_it_is_and_by_what_it_was_known(tmp_path: Path) -> None:
    release, _ = recognised(written(tmp_path, "renamed.txt", TWO))
    assert (release.source, release.form, release.basis) == ("local-data", "tidy-csv", "provider")
    assert release.title == "Local data: fit-returned, 2025-03"
    assert release.because.startswith("Line 1 has the columns of local data")
    assert (release.first, release.last) == (date(2025, 3, 1), date(2025, 3, 31))


def test_everything_is_visible_to_partners_only(tmp_path: Path) -> None:
    assert ABOUT.visibility == "partners"
    assert ABOUT.label == "local data"
    assert {row["visibility"] for row in table_of(written(tmp_path, "local.csv", TWO))} == {"partners"}


@pytest.mark.parametrize(
    ("label", "first", "last"),
    [
        ("2025-W14", date(2025, 3, 31), date(2025, 4, 6)),
        ("2025-03", date(2025, 3, 1), date(2025, 3, 31)),
        ("2025-Q1", date(2025, 1, 1), date(2025, 3, 31)),
        ("FY2024-25", date(2024, 4, 1), date(2025, 3, 31)),
        ("R12-2025-03", date(2024, 4, 1), date(2025, 3, 31)),
        ("2020-2024", date(2020, 1, 1), date(2024, 12, 31)),
    ],
)
def test_every_label_of_a_period_is_read(tmp_path: Path, label: str, first: date, last: date) -> None:
    row = table_of(one(tmp_path, f"ZA1,{label},x,1,2"))[0]
    assert (row["period_start"], row["period_end"]) == (first, last)


@pytest.mark.parametrize("period", ["mars 2025", "Mar-25", "2025-13", "31/03/2025", "last month"])
def test_a_period_that_is_none_is_refused_with_its_line_months_in_french_too(
    tmp_path: Path, refuse: Refuse, period: str
) -> None:
    assert (
        refuse(one(tmp_path, f"ZA1,{period},x,1,2")).what == f"local.csv, line 2: '{period}' is not a period."
    )


# cuts


def test_a_cut_is_a_publishers_label_or_a_slug_and_a_new_one_is_kept_and_reported(tmp_path: Path) -> None:
    path = written(
        tmp_path,
        "local.csv",
        f"{HEADER},cancer,band\nZA1,2025-03,x,10,20,Lower Gastrointestinal,\nZA1,2025-03,x,11,20,lower-gi,over-104\n"
        "ZA1,2025-03,x,12,20,Cancers of the tail,\nZA1,2025-03,x,13,20,,all\n",
    )
    _, reading = recognised(path)
    numerators = reading.observations.filter(pl.col("quantity") == "x-numerator")
    assert numerators.select("cancer", "band", "value").rows() == [
        ("lower-gi", "all", 10),
        ("lower-gi", "over-104", 11),
        ("cancers-of-the-tail", "all", 12),
        ("all", "all", 13),
    ]
    assert reading.new_labels == ("cancer: Cancers of the tail",)


def test_more_than_three_cuts_at_once_are_refused_for_they_describe_a_person(
    tmp_path: Path, refuse: Refuse
) -> None:
    path = one(tmp_path, "ZA1,2025-03,x,1,2,lung,female,80+,1", more=",cancer,sex,age,deprivation")
    assert "line 2: more than 3 cuts at once" in refuse(path).what
    fits = one(tmp_path, "ZA1,2025-03,x,1,2,lung,female,80+", more=",cancer,sex,age")
    assert table_of(fits)[0]["age"] == "80"


def test_the_quantity_of_every_measure_may_be_asked_by_any_three_cuts_and_is_never_a_sum_of_parts() -> None:
    quantity = ABOUT.quantity("fit-returned")
    assert quantity is not None
    blocks = quantity.blocks[local_data.FORM]
    assert {frozenset(), frozenset({"cancer"}), frozenset({"sex", "age", "ethnicity"})} <= set(blocks)
    assert ABOUT.quantity("fit-returned-numerator") is not None
    assert ABOUT.quantity("No Such Name") is None


# absence and estimates


@pytest.mark.parametrize("reason", [*Absence, "Too few", " SUPPRESSED "])
def test_a_row_without_numbers_keeps_its_reason(tmp_path: Path, reason: str) -> None:
    rows = table_of(one(tmp_path, f"ZA1,2025-03,x,,,{reason}", more=",absence"))
    assert [(row["quantity"], row["value"]) for row in rows] == [("x-numerator", None), ("x", None)]
    assert {row["absence"] for row in rows} == {"_".join(reason.split()).casefold()}


def test_a_numerator_alone_can_be_suppressed(tmp_path: Path) -> None:
    rows = table_of(one(tmp_path, "ZA1,2025-03,x,,24,suppressed", more=",absence"))
    assert [(row["quantity"], row["value"], row["absence"]) for row in rows] == [
        ("x-numerator", None, "suppressed"),
        ("x", 24, None),
    ]


@pytest.mark.parametrize(
    ("row", "says"),
    [
        ("ZA1,2025-03,x,,,", "line 2: no numerator, and no reason in the column absence."),
        ("ZA1,2025-03,x,,40,", "line 2: no numerator, and no reason in the column absence."),
        ("ZA1,2025-03,x,3,40,suppressed", "line 2: a number, and a reason why there is none."),
        ("ZA1,2025-03,x,,,lost", "line 2, column absence: 'lost' is not one of not_published, suppressed"),
    ],
)
def test_a_row_without_number_and_reason_or_with_both_is_refused(
    tmp_path: Path, refuse: Refuse, row: str, says: str
) -> None:
    assert says in refuse(one(tmp_path, row, more=",absence")).what


def test_a_count_has_a_numerator_alone(tmp_path: Path) -> None:
    assert values(one(tmp_path, "ZA1,2025-03,navigators,4,"), "quantity", "value") == [
        ("navigators-numerator", 4)
    ]


def test_an_estimate_keeps_its_interval_and_those_whom_it_is_about(tmp_path: Path) -> None:
    path = written(
        tmp_path,
        "local.csv",
        f"{HEADER},value,lower,upper,absence\nZA1,2025-03,score,,210,8.4,8.1,8.7,\nZA2,2025-03,score,,,,,,too_few\n",
    )
    assert values(path, "quantity", "place", "value", "lower", "upper", "absence") == [
        ("score", "ZA1", 210, None, None, None),
        ("score-value", "ZA1", 8.4, 8.1, 8.7, None),
        ("score-value", "ZA2", None, None, None, "too_few"),
    ]


@pytest.mark.parametrize(
    ("row", "says"),
    [
        (",210,8.4,8.5,8.7", "line 2: the value does not lie between lower and upper"),
        (",210,8.4,8.1,8.3", "line 2: the value does not lie between lower and upper"),
        ("5,210,,8.1,", "line 2: lower or upper without a value"),
        (",210,84%,,", "line 2, column value: '84%' is not a plain number"),
    ],
)
def test_an_estimate_that_contradicts_itself_is_refused(
    tmp_path: Path, refuse: Refuse, row: str, says: str
) -> None:
    assert says in refuse(one(tmp_path, f"ZA1,2025-03,score,{row}", more=",value,lower,upper")).what


# suppression


def test_small_counts_are_counted_in_a_warning(tmp_path: Path) -> None:
    path = written(
        tmp_path, "local.csv", f"{HEADER}\nZA1,2025-03,x,0,7\nZA2,2025-03,x,1,8\nZA3,2025-03,x,7,900\n"
    )
    (warning,) = recognised(path)[1].warnings
    assert warning.startswith("3 counts are from 1 to 7: visible to partners only;")
    assert "write suppressed in the column absence" in warning


def test_without_small_counts_there_is_no_warning(tmp_path: Path) -> None:
    assert recognised(written(tmp_path, "local.csv", TWO))[1].warnings == ()


# whose figures


def test_basis_status_and_note_are_what_the_file_says(tmp_path: Path) -> None:
    path = one(
        tmp_path, "QZ1,2025-03,x,30,40,commissioner,Provisional,first count", more=",basis,status,note"
    )
    release, _ = recognised(path)
    assert release.basis == "commissioner"
    assert set(values(path, "basis", "status", "note")) == {("commissioner", "provisional", "first count")}


def test_two_bases_never_meet_in_a_file(tmp_path: Path, refuse: Refuse) -> None:
    path = written(
        tmp_path, "local.csv", f"{HEADER},basis\nZA1,2025-03,x,1,2,provider\nQZ1,2025-03,x,1,2,commissioner\n"
    )
    assert refuse(path).what == "local.csv has figures on more than one basis: commissioner, provider."


def test_a_file_that_calls_itself_fictional_is_nobodys(tmp_path: Path) -> None:
    release, reading = recognised(written(tmp_path, "local.csv", f"FICTIONAL figures\n\n{TWO}"))
    assert release.publisher == "Made up, in the layout of an alliance's local data"
    assert release.licence == "None: made-up figures"
    assert reading.observations["ref"][0] == "line 4, column numerator"


# every way in which spreadsheets save it


@pytest.mark.parametrize("encoding", ["utf-8-sig", "utf-16", "utf-16-be", "cp1252"])
@pytest.mark.parametrize("separator", [",", ";", "\t"])
@pytest.mark.parametrize("end", ["\n", "\r\n", "\r"])
def test_it_is_the_same_however_a_spreadsheet_saved_it(
    tmp_path: Path, encoding: str, separator: str, end: str
) -> None:
    text = TWO.replace(",", separator).replace("\n", end)
    assert values(written(tmp_path, "local.csv", text.encode(encoding)), "value") == [
        (31,),
        (18,),
        (40,),
        (24,),
    ]


def test_thousands_may_stand_apart_and_capitals_in_the_header_do_not_count(tmp_path: Path) -> None:
    text = f'{HEADER.title()}\nza1,2025-03,x,"1,234","12,345"\n'
    assert values(written(tmp_path, "local.csv", text), "place", "value") == [("ZA1", 1234), ("ZA1", 12345)]


def test_notes_below_a_blank_line_are_passed_over_and_named(tmp_path: Path) -> None:
    path = written(tmp_path, "local.csv", f"{TWO}\nSource: the trusts\n,,,,\nCounted by hand,,,,\n")
    _, reading = recognised(path)
    assert reading.observations.height == 4
    assert reading.warnings == ("below the table, read as notes and not as figures: line 5, 7",)


@pytest.mark.parametrize(
    ("text", "says"),
    [
        ("place,period,measure,numerator\nZA1,2025-03,x,1\n", "has no column denominator."),
        ("place,period,measure,denominator\nZA1,2025-03,x,1\n", "has no column numerator."),
        (
            f"{HEADER},ethnicty\nZA1,2025-03,x,1,2,a\n",
            "line 1: there is no column 'ethnicty' in this layout.",
        ),
        (f"{HEADER},cancer,Cancer\nZA1,2025-03,x,1,2,a,b\n", "line 1: the column cancer is there twice."),
        (f"{HEADER}\n", "has no rows below its header."),
        (f"{TWO}{HEADER}\nZA3,2025-03,x,1,2\n", "line 4, is the header again: two files were joined."),
        (f"{TWO}ZA3,2025-03,x", "line 4, has 3 cells where the header has 5."),
        (f"{TWO}Source: the trusts\n", "line 4, has 1 cell where the header has 5."),
        (f"{TWO}\nSource: the trusts\n\nZA3,2025-03,x,1,2\n", "line 7, stands below the notes of the table"),
        (f"{HEADER},\nZA1,2025-03,x,1,2,3\n", "line 2, has a cell in a column without a name."),
        (f"{HEADER}\nZA1,2025-03,x,1,2,3\n", "line 2, has 6 cells where the header has 5."),
        (f"{HEADER}\n,2025-03,x,1,2\n", "line 2: has no place."),
        (f"{HEADER}\nZA1,,x,1,2\n", "line 2: has no period."),
        (f"{HEADER}\nZA1,2025-03,,1,2\n", "line 2: has no measure."),
        (f"{HEADER}\nZA1,2025-03,Two Words,1,2\n", "'Two Words' is not a measure's name"),
        (f"{HEADER}\nZA1,2025-03,x-numerator,1,2\n", "'x-numerator' is not a measure's name"),
        (f"{HEADER}\nZA1,2025-03,x,some,2\n", "line 2, column numerator: 'some' is not a count."),
        (f"{HEADER}\nZA1,2025-03,x,63%,100\n", "line 2, column numerator: '63%' is not a count."),
        (f"{HEADER}\nZA1,2025-03,x,1,-2\n", "line 2, column denominator: '-2' is not a count."),
        (f"{HEADER}\nZA1;2025-03;x;12,5;20\n", "line 2, has 2 cells where the header has 5."),
        (f"{HEADER}\nZA1,2025-03,x,41,40\n", "line 2: the numerator is more than the denominator."),
        (f'{HEADER}\nZA1,2025-03,"x,1,2\n', "line 2, cannot be read"),
        (
            f"{TWO}ZA1,2025-03,fit-returned,30,40\n",
            "line 2, column numerator, line 4, column numerator",
        ),
    ],
)
def test_a_file_that_is_not_whole_is_refused_with_its_line(
    tmp_path: Path, refuse: Refuse, text: str, says: str
) -> None:
    assert says in refuse(written(tmp_path, "local.csv", text)).what


def test_a_part_is_never_more_than_the_whole_that_the_file_states(tmp_path: Path, refuse: Refuse) -> None:
    head = f"{HEADER},cancer\nZA1,2025-03,x,10,20,\n"
    assert (
        "line 3: the denominator is more than that of the whole"
        in refuse(written(tmp_path, "local.csv", f"{head}ZA1,2025-03,x,1,21,lung\n")).what
    )
    other_month = written(tmp_path, "local.csv", f"{head}ZA1,2025-04,x,1,21,lung\n")
    assert recognised(other_month)[1].observations.height == 4


def test_a_file_with_a_nought_in_it_is_no_text(tmp_path: Path, refuse: Refuse) -> None:
    assert (
        "is not a file that any source here knows"
        in refuse(written(tmp_path, "local.csv", TWO.encode() + b"\0")).what
    )


def test_it_is_loaded_into_a_store_with_a_code_that_nobody_knows_named(tmp_path: Path) -> None:
    (loaded,) = load([written(tmp_path, "local.csv", TWO)], tmp_path / "store", today=date(2025, 5, 1))
    assert (loaded.outcome, loaded.rows) == ("loaded", 4)
    assert any("ZA1" in warning for warning in loaded.warnings)
    (entry,) = json.loads((tmp_path / "store" / "manifest.json").read_text())["releases"]
    assert {c["quantity"] for c in entry["coverage"]} == {"fit-returned", "fit-returned-numerator"}


def test_fifty_thousand_rows_are_read_whole(tmp_path: Path) -> None:
    lines = [
        f"ZA{place},2025-{month:02},m{measure},{place + 8},{place + 900}"
        for place in range(1000)
        for month in range(1, 11)
        for measure in range(5)
    ]
    path = written(tmp_path, "local.csv", "\n".join([HEADER, *lines]))
    assert recognised(path)[1].observations.height == 100_000


@pytest.mark.parametrize("encoding", ["utf-8", "utf-16"])
def test_a_file_cut_off_anywhere_is_refused_or_read_up_to_there_and_never_breaks(
    tmp_path: Path, encoding: str
) -> None:
    whole = TWO.encode(encoding)
    refused: list[str] = []
    for length in range(1, len(whole)):
        try:
            found = table_of(written(tmp_path, "local.csv", whole[:length]))
        except FileRefused as error:
            refused.append(error.what)
        else:
            assert {row["place"] for row in found} <= {"ZA1", "ZA2"}
    assert len(refused) > 40
    assert all("local.csv" in what for what in refused)
