"""A combined CSV that contradicts its layout or itself: one sentence with the line; the store as it was."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from pathlib import Path

import pytest

from alliance.sources import Reading
from tests.sources.combined_csv import COLUMNS, Row, rows_of, small_readings, text_of, write_combined
from tests.sources.conftest import Refuse


@pytest.fixture(scope="module")
def books(tmp_path_factory: pytest.TempPathFactory) -> list[Reading]:
    """October 2025 of two hospitals and two boards, as workbooks say it."""
    return small_readings(tmp_path_factory.mktemp("books"))


@pytest.fixture
def rows(books: list[Reading]) -> list[Row]:
    """The same as rows of a combined CSV, each test's own."""
    return rows_of(books)


Spoil = Callable[[list[Row]], object]


def cell(line: int, column: str, text: str) -> Spoil:
    """Write one cell; lines count as in the file."""
    return lambda rows: rows[line - 2].__setitem__(column, text)


def line_of(rows: list[Row], **wanted: str) -> int:
    """The line of the first row with these cells."""
    return next(n for n, row in enumerate(rows, 2) if all(row[c] == v for c, v in wanted.items()))


def times(number: float, **wanted: str) -> Spoil:
    """Multiply the counts of rows, which stay right in themselves."""

    def spoil(rows: list[Row]) -> None:
        for row in rows:
            if all(row[column] == text for column, text in wanted.items()):
                for column in (c for c in COLUMNS[9:] if c != "Performance" and row[c]):
                    row[column] = f"{float(row[column]) * number:g}"

    return spoil


def without(**wanted: str) -> Spoil:
    """Take rows away."""

    def spoil(rows: list[Row]) -> None:
        rows[:] = [row for row in rows if not all(row[column] == text for column, text in wanted.items())]

    return spoil


def beside(label: str, name: str) -> Spoil:
    """Rename a cancer of the provider rows."""

    def spoil(rows: list[Row]) -> None:
        for row in rows:
            if row["Cancer_Type"] == label:
                row["Cancer_Type"] = name

    return spoil


WHOLE62 = {"Standard_or_Item": "62D", "Referral_Route_or_Stage": "ALL ROUTES", "Cancer_Type": "ALL CANCERS"}
CASES: dict[str, tuple[Spoil, str]] = {
    "text stands where a number belongs": (
        cell(2, "Total", "about 80"),
        "bad.csv, line 2, column Total: 'about 80' is not a number.",
    ),
    "infinitely many": (cell(2, "Total", "inf"), "line 2, column Total: 'inf' is not a number."),
    "a share where a count belongs": (cell(2, "Total", "82%"), "line 2, column Total: '82%' is not a number."),
    "a total is empty": (cell(2, "Total", ""), "bad.csv, line 2: FDS: the total is missing."),
    "a number within is empty": (
        cell(2, "Within", ""),
        "bad.csv, line 2: FDS: the number within or after is missing.",
    ),
    "a count is negative": (cell(2, "In_43_to_62_days", "-1"), "bad.csv, line 2: FDS: a count is negative."),
    "more within than in all": (
        lambda rows: (cell(2, "Within", "90")(rows), cell(2, "After", "-8")(rows)),
        "bad.csv, line 2: FDS: a count is negative.",
    ),
    "within is more than the total": (
        lambda rows: (cell(2, "Within", "90")(rows), cell(2, "After", "0")(rows)),
        "bad.csv, line 2: FDS: more within the standard than in all.",
    ),
    "within and after contradict the total": (
        cell(2, "After", "16"),
        "bad.csv, line 2: FDS: within and after do not sum to the total.",
    ),
    "the percentage is another": (
        cell(2, "Performance", "0.5"),
        "bad.csv, line 2: FDS: the percentage is not that of its counts.",
    ),
    "a wait is empty": (cell(2, "After_62_days", ""), "bad.csv, line 2: FDS: the number of one wait is missing."),
    "a row has no waits": (
        lambda rows: rows[0].update(dict.fromkeys(COLUMNS[13:], "")),
        "bad.csv, line 2: FDS: the number of one wait is missing.",
    ),
    "the waits contradict the total": (
        cell(2, "After_62_days", "77"),
        "bad.csv, line 2: FDS: the waits do not sum to the total.",
    ),
    "the short waits contradict those within": (
        lambda rows: (cell(2, "Within_14_days", "0")(rows), cell(2, "In_29_to_42_days", "61")(rows)),
        "bad.csv, line 2: FDS: the short waits do not sum to those within the standard.",
    ),
    "a wait of another standard": (
        cell(2, "After_104_days", "3"),
        "bad.csv, line 2, column After_104_days: a number of FDS stands where that has none.",
    ),
    "a row stands twice": (
        lambda rows: rows.append(dict(rows[0])),
        "FDS: the same organisation and group stand twice.",
    ),
    "a row without a label and one with it": (
        lambda rows: rows.append({**rows[0], "Treatment_Modality": "ALL MODALITIES"}),
        "FDS: the same organisation and group stand twice.",
    ),
    "a label is missing": (
        lambda rows: cell(line_of(rows, Standard_or_Item="31D"), "Treatment_Modality", "")(rows),
        "column Treatment_Modality: the label is missing.",
    ),
    "an organisation has no code": (cell(2, "Org_Code", ""), "line 2, column Org_Code: the organisation has no code."),
    "a basis is none": (
        cell(3, "Basis", "Resident"),
        "bad.csv, line 3, column Basis: it says neither Provider nor Commissioner.",
    ),
    "a standard is none": (
        cell(3, "Standard_or_Item", "14D"),
        "bad.csv, line 3, column Standard_or_Item: this is none of the five standards and items.",
    ),
    "a month is missing": (cell(3, "Period", ""), "bad.csv, line 3, column Period: the month is missing."),
    "a month in French": (
        cell(3, "Period", "1 octobre 2025"),
        "bad.csv, line 3, column Period: '1 octobre 2025' is not a date like 2025-04-01 or 01/04/2025.",
    ),
    "a date that is none": (cell(3, "Period", "2025-13-01"), "'2025-13-01' is not a date"),
    "a month first": (cell(3, "Period", "2025-10-25"), "'2025-10-25' is not the first day of a month."),
    "dates in two manners": (
        cell(3, "Period", "01/10/2025"),
        "bad.csv, column Period, writes dates in two manners ('2025-10-01' and '01/10/2025')",
    ),
    "two files below each other": (
        lambda rows: rows.append(dict(zip(COLUMNS, COLUMNS, strict=True))),
        "is the header again: two files were joined.",
    ),
    "a footer": (
        lambda rows: rows.append({**dict.fromkeys(COLUMNS, ""), "Period": "Source: somebody"}),
        "is not a date like",
    ),
    "organisations do not sum to England": (
        times(2, Org_Code="ZA1", Standard_or_Item="Urgent Breast Symptomatic referral"),
        "bad.csv: Urgent Breast Symptomatic referral, 2025-10, provider: the organisations do not sum to England "
        "(24 against 16).",
    ),
    "England is not there": (
        without(Org_Code="Total", Basis="Commissioner"),
        "bad.csv: FDS, 2025-10, commissioner: the organisations do not sum to England (164 against 0).",
    ),
    "an organisation is lost": (
        without(Org_Code="ZA2", Standard_or_Item="62D"),
        "bad.csv: 62D, 2025-10, provider",
    ),
    "routes contradict all routes": (
        times(2, Standard_or_Item="62D", Referral_Route_or_Stage="Screening"),
        "do not sum to the group that they divide",
    ),
    "cancers contradict all cancers": (
        without(Standard_or_Item="62D", Cancer_Type="Lung", Referral_Route_or_Stage="ALL ROUTES"),
        "do not sum to the group that they divide",
    ),
    "faster diagnoses by route are not there": (
        without(Standard_or_Item="FDS", Referral_Route_or_Stage="URGENT SUSPECTED CANCER"),
        "FDS, 2025-10, ",
    ),
    "no rows by treatment": (
        lambda rows: [without(Treatment_Modality=m)(rows) for m in ("Surgery", "Radiotherapy", "Other")],
        "bad.csv has no rows by modality for 31D, 2025-10, commissioner: it is not the whole file.",
    ),
    "a group of cancers beside its part": (
        lambda rows: (beside("Lung", "Haematological")(rows), beside("Breast", "Haematological - Lymphoma")(rows)),
        "'Blood, all kinds' stands beside 'Lymphoma', which is a part of it.",
    ),
}  # fmt: skip


@pytest.mark.parametrize("case", CASES)
def test_a_file_is_refused_where(rows: list[Row], tmp_path: Path, refuse: Refuse, case: str) -> None:
    spoil, sentence = CASES[case]
    spoil(rows)
    assert sentence in refuse(write_combined(tmp_path / "bad.csv", rows)).what


@pytest.mark.parametrize("column", ["Basis", "Org_Code", "Standard_or_Item", "Within", "In_22_to_28_days"])
def test_a_missing_column_is_named(rows: list[Row], tmp_path: Path, refuse: Refuse, column: str) -> None:
    path = write_combined(tmp_path / "bad.csv", rows, columns=[c for c in COLUMNS if c != column])
    assert refuse(path).what == f"bad.csv is a Monthly Combined CSV, and has no column {column.upper()}."


def test_a_column_that_is_new_or_stands_twice_is_named(
    rows: list[Row], tmp_path: Path, refuse: Refuse
) -> None:
    text = text_of(rows)
    head, _, rest = text.partition("\n")
    for more, what in (
        ("Outcome", "has more columns than the layout: Outcome."),
        ("Total", "has twice the column TOTAL."),
    ):
        (tmp_path / "bad.csv").write_text(f"{head},{more}\n" + rest.replace("\n", ",1\n"))
        assert what in refuse(tmp_path / "bad.csv").what


def test_without_a_period_a_name_without_a_month_is_refused(
    rows: list[Row], tmp_path: Path, refuse: Refuse
) -> None:
    for name in ("bad.csv", "2025-26-Apr-Sep-Monthly-Combined-CSV-Final.csv"):
        found = refuse(write_combined(tmp_path / name, rows, columns=COLUMNS[1:]))
        assert "has no Period column, and its name does not say which one month it is of." in found.what
        assert "January-2026" in found.next_step


def test_two_months_under_one_name_contradict_each_other(
    rows: list[Row], tmp_path: Path, refuse: Refuse
) -> None:
    rows += rows_of(small_readings(tmp_path, (date(2025, 11, 1),)))
    path = write_combined(tmp_path / "October-2025.csv", rows, columns=COLUMNS[1:])
    assert "the same organisation and group stand twice" in refuse(path).what


@pytest.mark.parametrize("share", [0.3, 0.6, 0.97])
def test_a_file_that_was_cut_off_is_refused(
    rows: list[Row], tmp_path: Path, refuse: Refuse, share: float
) -> None:
    text = text_of(rows)
    (tmp_path / "bad.csv").write_text(text[: int(len(text) * share)])
    assert refuse(tmp_path / "bad.csv")


def test_a_line_with_too_many_cells_is_named(rows: list[Row], tmp_path: Path, refuse: Refuse) -> None:
    lines = text_of(rows).splitlines()
    lines[40] += ",1,2"
    (tmp_path / "bad.csv").write_text("\n".join(lines))
    assert refuse(tmp_path / "bad.csv").what == "bad.csv, line 41, has 32 cells where the header has 30."


def test_a_quotation_mark_that_is_not_closed(rows: list[Row], tmp_path: Path, refuse: Refuse) -> None:
    text = text_of(rows)
    (tmp_path / "bad.csv").write_text(text.replace("HOSPITAL ZA2", '"HOSPITAL ZA2', 1))
    assert refuse(tmp_path / "bad.csv")


def test_a_last_line_that_is_broken_up(rows: list[Row], tmp_path: Path, refuse: Refuse) -> None:
    text = text_of(rows).rstrip()
    (tmp_path / "bad.csv").write_bytes(f"{text[:-30]}\r{text[-30:]}\n".encode())
    assert refuse(tmp_path / "bad.csv").what == "bad.csv, line 217, has 8 cells where the header has 30."


def test_a_header_without_rows(tmp_path: Path, refuse: Refuse) -> None:
    assert refuse(write_combined(tmp_path / "bad.csv", [])).what == "bad.csv has no rows below its header."


def test_a_period_that_has_not_ended_is_refused_with_its_line(
    rows: list[Row], tmp_path: Path, refuse: Refuse
) -> None:
    for row in rows:
        row["Period"] = "9999-12-01"
    said = refuse(write_combined(tmp_path / "bad.csv", rows)).what
    assert said.startswith("bad.csv, line 2, column ")
    assert "the period 9999-12-01 to 9999-12-31 has not ended: today is 2024-03-14." in said
