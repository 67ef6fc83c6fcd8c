"""The survey's result workbooks since 2021, in the layout that they are believed to have: all else is refused."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from alliance.errors import FileRefused
from alliance.sources import open_raw, recognise
from tests.sources.conftest import Refuse
from tests.sources.small_workbook import Sheets, write
from tests.sources.test_patient_experience import one, taken

TITLES = [
    *("Trust code", "Trust name", "Question number", "Question text", "Number of responses"),
    *(
        "2023 Unadjusted score",
        "2023 Case-mix adjusted score",
        "Lower expected range",
        "Upper expected range",
    ),
]


def results() -> Sheets:
    told: list[list[Any]] = [
        ["National Cancer Patient Experience Survey 2023"],
        ["FICTIONAL: made for a test"],
        [],
        list(TITLES),
        ["ZA1", "Fictional General", "Q59", "Overall", 210, 8.9, 8.85, 8.7, 9.0],
        ["ZA1", "Fictional General", "Q12", "Something", 190, 77.5, 78.0, 74.0, 84.0],
        ["ZA1", "Fictional General", 13, "Something rare", 7, "*", "*", "*", "*"],
        ["England", "England", "Q59", "Overall", 60000, 8.88, 8.88, 8.8, 8.95],
    ]
    return {"Trusts": told, "Notes": [["About"]]}


def test_a_result_workbook_is_read_by_its_headings_and_says_that_it_is_not_confirmed(tmp_path: Path) -> None:
    release, reading = taken(write(tmp_path / "any.xlsx", results()))
    assert (release.first, release.form) == (date(2023, 1, 1), "results-2021")
    assert release.publisher.startswith("Made up")
    assert "not confirmed" in release.because
    assert "not confirmed" in reading.warnings[0]
    table = reading.observations
    assert one(table, place="england", quantity="experience-overall")["value"] == 8.88
    score = one(table, place="ZA1", quantity="experience-2021-q12", variant="adjusted")
    assert (score["value"], score["lower"], score["upper"]) == (78.0, 74.0, 84.0)
    assert score["ref"] == "Trusts!G6"
    assert one(table, place="ZA1", quantity="experience-2021-q12")["lower"] is None
    assert one(table, place="ZA1", quantity="experience-2021-q12-respondents")["value"] == 190
    rare = one(table, place="ZA1", quantity="experience-2021-q13")
    assert (rare["value"], rare["absence"]) == (None, "suppressed")


def spoil(row: int, column: int, cell: object) -> Callable[[Sheets], object]:
    return lambda told: told["Trusts"][row].__setitem__(column, cell)


WORKBOOKS: dict[str, tuple[Callable[[Sheets], object], str]] = {
    "its layout is another": (
        lambda told: told["Trusts"].__setitem__(3, ["Trust", "Q1", "Q2", "Q3"]),
        "in a layout that is not known here",
    ),
    "a column is missing": (
        spoil(3, 8, "Above?"),
        "sheet 'Trusts', row 4: there is no column headed like 'upper expected range'.",
    ),
    "two years of scores are there": (
        spoil(3, 5, "2022 Unadjusted score"),
        "must be of one year since 2021, and its headings name 2022, 2023.",
    ),
    "a column stands twice": (
        spoil(3, 3, "Adjusted score"),
        "there is more than one column headed like 'case mix adjusted score'.",
    ),
    "no year is there": (
        lambda told: [
            spoil(0, 0, "National Cancer Patient Experience Survey")(told),
            told["Trusts"].__setitem__(3, [title.replace("2023 ", "") for title in TITLES]),
        ],
        "its headings name none.",
    ),
    "it is of 2019": (
        lambda told: [
            spoil(0, 0, "National Cancer Patient Experience Survey 2019")(told),
            told["Trusts"].__setitem__(3, [title.replace("2023", "2019") for title in TITLES]),
        ],
        "its headings name 2019.",
    ),
    "a score is a word": (spoil(5, 5, "n/a"), "Trusts!F6: 'n/a' is neither a number nor '*'."),
    "a score is empty": (spoil(5, 5, ""), "Trusts!F6: '' is neither a number nor '*'."),
    "a question is none": (spoil(5, 2, "Overall"), "Trusts!C6: 'Overall' is no question."),
    "a code is empty": (spoil(5, 0, ""), "Trusts!A6: '' is no code."),
    "percentages are shares": (
        lambda told: [spoil(5, column, 0.7)(told) for column in (5, 6, 7, 8)],
        "Trusts!F6: scores lie between 0 and 1 where percentages out of 100 are expected.",
    ),
    "a rating is beyond ten": (spoil(4, 5, 89), "Trusts!F5: 89 is not on the question's scale."),
    "limits are exchanged": (spoil(5, 7, 90.0), "Trusts!H6: the lower limit is above the upper one."),
    "a score stands twice": (
        lambda told: told["Trusts"].append(list(told["Trusts"][5])),
        "describes what another cell does",
    ),
    "no row is there": (
        lambda told: told.update({"Trusts": told["Trusts"][:4]}),
        "has no row below its header.",
    ),
}


@pytest.mark.parametrize("case", WORKBOOKS)
def test_a_result_workbook_is_refused_when(tmp_path: Path, refuse: Refuse, case: str) -> None:
    change, sentence = WORKBOOKS[case]
    told = results()
    change(told)
    what = refuse(write(tmp_path / "any.xlsx", told)).what
    assert what.startswith("any.xlsx")
    assert sentence in what


def test_another_surveys_workbook_is_left_to_others(tmp_path: Path) -> None:
    told = results()
    told["Trusts"][0] = ["Adult Inpatient Survey 2023"]
    with pytest.raises(FileRefused, match="not a file that any source here knows"):
        recognise(open_raw(write(tmp_path / "other.xlsx", told)))
