"""Diagnostics (DM01): who waits for a test, held to the file's own total for England and to its own percentages."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from pathlib import Path

import polars as pl
import pytest

from alliance.errors import FileRefused
from alliance.ingest import load
from alliance.measures import load_measures
from alliance.observations import check
from alliance.sources import Reading, Release, open_raw, recognise
from alliance.sources.diagnostics import ABOUT
from alliance.store.manifest import read_manifest
from tests.sources.conftest import Refuse
from tests.sources.small_workbook import Sheets, write

# England's row of each published file: everybody who waits, those who have waited six weeks or more, and 13.
ENGLAND = {
    "August-2024": (1_562_141, 374_205, 131_391, date(2025, 7, 10)),
    "March-2025_SW40K": (1_703_242, 312_744, 103_422, date(2025, 5, 15)),
}
WEEKS = ["0 <01 weeks", *(f"{w:02d} <{w + 1:02d} weeks" for w in range(1, 13)), "13+ weeks"]
ACTIVITY = [
    "Planned tests / procedures",
    "Unscheduled tests / procedures",
    "Waiting list tests / procedures (excluding planned)",
]
COUNTS = ["Total Waiting List", "Number waiting 6+ Weeks", "Number waiting 13+ Weeks"]
HEADER = [*COUNTS, "Percentage waiting 6+ weeks", *WEEKS, "", *ACTIVITY, ""]
PATIENTS = {  # provider → test → the weeks that each waits, and three kinds of activity
    "ZA1": {"Colonoscopy": ([0, 3, 6, 20], (4, 1, 9)), "Computed Tomography": ([1, 1, 12], (0, 7, 30))},
    "ZC405": {"Gastroscopy": ([2, 5], (1, 0, 2))},
    "ZE9": {},
}
NAMES = {"ZA1": "Fictional General", "ZC405": "Fictional Clinic Ltd", "ZE9": "Fictional Idle Trust"}
IDS = {"Computed Tomography": 2.0, "Colonoscopy": 12.0, "Gastroscopy": 15.0, "Total": 16.0}


def counts(waits: list[int], activity: tuple[int, ...]) -> list[float | str]:
    six, thirteen = sum(w >= 6 for w in waits), sum(w >= 13 for w in waits)
    share = six / len(waits) if waits else 0.0
    weeks = [sum(min(w, 13) == week for w in waits) for week in range(14)]
    return [len(waits), six, thirteen, share, *weeks, "", *activity, ""]


def together(tests: dict[str, tuple[list[int], tuple[int, ...]]]) -> list[float | str]:
    waits = [week for waited, _ in tests.values() for week in waited]
    return counts(waits, tuple(sum(done[i] for _, done in tests.values()) for i in range(3)))


def sheets() -> Sheets:
    """A file of three made-up providers, one of them with nothing but noughts."""
    head = [
        *([], ["", "Title:", "Monthly Diagnostics"], ["", "Summary:", "FICTIONAL: made for a test"], []),
        *(["", "Period:", "March 2025"], ["", "Source:", "Nobody"], ["", "Basis:", "Provider"]),
        *(["", "Published:", "15th May 2025"], ["", "Revised:", ""], ["", "Status:", "Published"], []),
        *([], ["", "Provider level data", "", "", "", "", "", "Number of Patients Waiting at Month End"]),
    ]
    first = ["", "Regional Team Code", "Regional Team Name", "Provider Code", "Provider Name"]
    whole = together({f"{p} {t}": v for p, tests in PATIENTS.items() for t, v in tests.items()})
    region = ["", "Y99", "Nowhere"]
    by_test = [
        [*region, p, NAMES[p], IDS[t], t, *v]
        for p, tests in PATIENTS.items()
        if tests
        for t, v in [*((t, counts(*v)) for t, v in tests.items()), ("Total", together(tests))]
    ]
    return {
        "Provider": [
            *[list(row) for row in head],
            [*first, *HEADER],
            ["", "", "", "", "Total", *whole],
            [],
            *([*region, p, NAMES[p], *together(tests)] for p, tests in PATIENTS.items()),
        ],
        "Provider by Test": [
            *[list(row) for row in head],
            [*first, "Diagnostic ID", "Diagnostic Test Name", *HEADER],
            ["", "", "", "", "Total", "", "", *whole],
            [],
            *by_test,
        ],
        "Notes": [
            [],
            ["", "Notes"],
            [],
            ["", "The following organisation did not submit Diagnostics (DM01) data this month:"],
            [],
            ["", "Code", "Name"],
            ["", "ZX1", "Fictional Silent Trust"],
        ],
    }


def taken(path: Path) -> tuple[Release, Reading]:
    file = open_raw(path)
    source, release = recognise(file)
    assert source.ABOUT is ABOUT
    reading = source.read(file, release)
    check(reading.observations, file.name)
    return release, reading


def value(table: pl.DataFrame, place: str, quantity: str, band: str = "all") -> float:
    found = table.filter(
        (pl.col("place") == place) & (pl.col("quantity") == quantity) & (pl.col("band") == band)
    )
    assert found.height == 1
    return found["value"][0]


@pytest.mark.parametrize("name", ENGLAND)
def test_england_is_the_files_own_total_and_its_day_is_the_files_own(shared: Path, name: str) -> None:
    waiting, six, thirteen, day = ENGLAND[name]
    (path,) = (shared / "data/diagnostics_dm01").glob(f"*{name}.xls")
    release, reading = taken(path)
    assert (release.basis, release.status, release.published_on) == ("provider", "unknown", day)
    table = reading.observations
    assert value(table, "england", "waiting-diagnostic-test") == waiting
    assert value(table, "england", "waiting-diagnostic-test-6-weeks") == six
    assert value(table, "england", "waiting-diagnostic-test-13-weeks") == thirteen
    providers = table.filter((pl.col("place") != "england") & (pl.col("band") == "all"))
    sums = dict(providers.group_by("quantity").agg(pl.col("value").sum()).iter_rows())
    assert sums["waiting-diagnostic-test"] == waiting
    assert sum(v for q, v in sums.items() if q.endswith("-6-weeks")) == 2 * six, (
        "all tests, and each of the 15"
    )
    assert reading.new_labels == ()
    assert {q.id for q in ABOUT.quantities} == set(sums)


def test_all_eight_real_files_are_read(shared: Path) -> None:
    releases = [taken(path)[0] for path in sorted((shared / "data/diagnostics_dm01").glob("*.xls"))]
    assert {release.first for release in releases} == {
        *(date(2024, month, 1) for month in range(8, 13)),
        *(date(2025, month, 1) for month in range(1, 4)),
    }


def test_a_small_file_is_read_cell_by_cell(tmp_path: Path) -> None:
    release, reading = taken(write(tmp_path / "renamed.xlsx", sheets()))
    assert release.title == "Diagnostic waiting times, 2025-03"
    assert (release.published_on, release.publisher) == (
        date(2025, 5, 15),
        "Made up, in the layout of NHS England",
    )
    table = reading.observations
    assert value(table, "england", "waiting-diagnostic-test") == 9
    assert value(table, "england", "waiting-diagnostic-test-6-weeks") == 3
    assert value(table, "england", "waiting-diagnostic-test", "5-6-weeks") == 1, "five weeks is not yet six"
    assert value(table, "ZA1", "waiting-colonoscopy", "from-13-weeks") == 1
    assert value(table, "ZA1", "done-ct-unscheduled") == 7
    assert value(table, "ZE9", "waiting-diagnostic-test") == 0
    cell = table.filter(
        (pl.col("place") == "ZA1") & (pl.col("quantity") == "waiting-colonoscopy-6-weeks")
    ).row(0, named=True)
    assert (cell["value"], cell["ref"]) == (2.0, "Provider by Test!I17")
    whole = table.filter(
        (pl.col("place") == "england") & (pl.col("quantity") == "waiting-colonoscopy-6-weeks")
    )
    assert whole.row(0, named=True)["ref"] == "Provider by Test!I15:I21"
    assert "sum of the providers" in whole["note"][0]
    assert reading.names["ZC405"] == "Fictional Clinic Ltd"


def test_weeks_waited_sum_to_all_who_wait(tmp_path: Path) -> None:
    table = taken(write(tmp_path / "file.xlsx", sheets()))[1].observations
    waiting = table.filter(pl.col("quantity").cast(pl.String).str.contains(r"^waiting-[a-z-]+$"))
    whole = pl.col("band") == "all"
    by = ["place", "quantity"]
    bands = waiting.filter(~whole).group_by(by).agg(pl.col("value").sum().alias("bands"))
    both = waiting.filter(whole & pl.col("value").is_not_null()).join(bands, on=by)
    assert both.height == 10
    assert both["value"].to_list() == both["bands"].to_list()


def test_a_provider_that_sent_nothing_is_absent_and_no_nought(tmp_path: Path) -> None:
    table = taken(write(tmp_path / "file.xlsx", sheets()))[1].observations
    silent = table.filter(pl.col("place") == "ZX1")
    assert silent["value"].to_list() == [None, None]
    assert set(silent["absence"]) == {"not_published"}
    assert silent["ref"][0] == "Notes!B7"


def test_a_revised_file_is_known_since_its_revision(tmp_path: Path) -> None:
    told = sheets()
    told["Provider"][8][2] = "10th July 2025"
    told["Provider"][9][2] = "Final"
    path = write(tmp_path / "file.xlsx", told)
    assert taken(path)[0].published_on == date(2025, 7, 10)
    (loaded,) = load([path], tmp_path / "store", today=date(2026, 1, 1))
    assert (loaded.outcome, loaded.status) == ("loaded", "final")
    (entry,) = read_manifest(tmp_path / "store").entries
    assert entry.known_since == date(2025, 7, 10)


def test_a_file_that_says_it_comes_out_later_is_refused_until_then(tmp_path: Path) -> None:
    told = sheets()
    told["Provider"][8][2] = "10th July 2025"
    path = write(tmp_path / "file.xlsx", told)
    early = date(2025, 7, 9)
    (refused,) = load([path], tmp_path / "store", today=early)
    assert refused.error is not None
    assert refused.error.what == (
        "file.xlsx states that it was published on 2025-07-10, after today, 2025-07-09."
    )
    (told_otherwise,) = load([path], tmp_path / "store", today=early, published=date(2025, 7, 8))
    assert told_otherwise.outcome == "loaded"


def test_days_and_months_may_be_a_spreadsheets_own(tmp_path: Path) -> None:
    told = sheets()
    told["Provider"][4][2] = date(2025, 3, 1)
    told["Provider"][7][2] = date(2025, 5, 15)
    release, _ = taken(write(tmp_path / "file.xlsx", told))
    assert (release.first, release.published_on) == (date(2025, 3, 1), date(2025, 5, 15))
    told["Provider"][7][2] = "15/05/2025"
    assert taken(write(tmp_path / "file.xlsx", told))[0].published_on == date(2025, 5, 15)


def test_a_new_test_is_kept_under_its_own_words_and_reported(tmp_path: Path) -> None:
    told = sheets()
    told["Provider by Test"][19][6] = "Capsule (colon)"
    _, reading = taken(write(tmp_path / "file.xlsx", told))
    assert reading.new_labels == ("test: Capsule (colon)",)
    assert value(reading.observations, "ZC405", "waiting-capsule-colon") == 2


def test_the_measures_of_single_tests_carry_no_standard() -> None:
    measures = [m for m in load_measures().values() if m.source == ABOUT.id]
    assert [s.value for m in measures if m.id == "diagnostic-waits-6-week" for s in m.standards] == [
        0.01,
        0.05,
    ]
    assert not any(m.standards for m in measures if m.family)
    assert all(m.better == "lower" for m in measures)


def spoil(sheet: str, row: int, column: int, cell: object) -> Callable[[Sheets], object]:
    return lambda told: told[sheet][row].__setitem__(column, cell)


CASES: dict[str, tuple[Callable[[Sheets], object], str]] = {
    "it is by commissioner": (spoil("Provider", 6, 2, "Commissioner"), "that is not by provider."),
    "its sheet is by commissioner": (
        lambda told: told.update({"Commissioner": told.pop("Provider")}),
        "that is not by provider.",
    ),
    "a sheet is missing": (
        lambda told: told.pop("Provider by Test"),
        "without the sheet 'Provider by Test'.",
    ),
    "its month is in French": (
        spoil("Provider", 4, 2, "mars 2025"),
        "sheet 'Provider': 'mars 2025' behind 'Period:' is no month like 'March 2025'.",
    ),
    "its day is words": (
        spoil("Provider", 7, 2, "soon"),
        "'soon' behind 'Published:' is no day like '15th May 2025'.",
    ),
    "a column is missing": (
        spoil("Provider", 13, 6, "Number waiting"),
        "sheet 'Provider', row 14: there is no column 'Number waiting 6+ Weeks'.",
    ),
    "a column stands twice": (
        spoil("Provider by Test", 13, 25, "13+ weeks"),
        "sheet 'Provider by Test', row 14: there is more than one column '13+ weeks'.",
    ),
    "there is no header": (
        spoil("Provider", 13, 3, "Code"),
        "sheet 'Provider': no row has a column 'Provider Code'.",
    ),
    "there are two headers": (
        lambda told: told["Provider"].append(list(told["Provider"][13])),
        "sheet 'Provider', F20: 'Total Waiting List' is not a number.",
    ),
    "a footer follows": (
        lambda told: told["Provider"].append(["", "", "", "", "Produced by nobody"]),
        "sheet 'Provider', D20: 'Produced by nobody' has no code.",
    ),
    "England is not there": (
        lambda told: told["Provider"].pop(14),
        "sheet 'Provider', has no row 'Total' for England.",
    ),
    "England stands twice": (
        lambda told: told["Provider"].append(list(told["Provider"][14])),
        "sheet 'Provider', has more than one row 'Total' for England.",
    ),
    "a count is text": (spoil("Provider", 16, 5, "7"), "sheet 'Provider', F17: '7' is not a number."),
    "a count is empty": (spoil("Provider", 16, 5, ""), "sheet 'Provider', F17: '' is not a number."),
    "a count is negative": (
        spoil("Provider", 17, 24, -1),
        "Provider!F18: a count is negative.",
    ),
    "weeks are not the total": (
        spoil("Provider", 16, 9, 5),
        "Provider!F17: the weeks waited do not sum to the total.",
    ),
    "more wait six weeks than did": (
        spoil("Provider", 16, 6, 4),
        "Provider!G17: it is not the sum of the weeks from six on.",
    ),
    "thirteen weeks are others": (
        spoil("Provider", 16, 7, 0),
        "Provider!H17: it is not the last of the weeks waited.",
    ),
    "the percentage is another": (
        spoil("Provider", 16, 8, 0.2),
        "Provider!I17: the percentage is not that of its counts.",
    ),
    "the percentage is a hundred times too large": (
        spoil("Provider", 16, 8, 42.857),
        "Provider!I17: the percentage is not that of its counts.",
    ),
    "a provider stands twice": (
        lambda told: told["Provider"].append(list(told["Provider"][16])),
        "Provider!F17: the same provider stands twice.",
    ),
    "a provider is cut off": (
        lambda told: told["Provider"].pop(17),
        "Provider!F15: the providers sum to 7, and England has 9.",
    ),
    "activity is not England's": (
        spoil("Provider", 14, 24, 99),
        "Provider!Y15: the providers sum to 5, and England has 99.",
    ),
    "a provider's tests are not its total": (
        lambda told: [spoil("Provider by Test", 18, 26, 5)(told), spoil("Provider by Test", 20, 26, 0)(told)],
        "Provider by Test!AA19: it is not the sum of the provider's tests.",
    ),
    "the two sheets differ": (
        lambda told: [spoil("Provider", 16, 24, 3)(told), spoil("Provider", 17, 24, 2)(told)],
        "Provider!Y17: it is not the sum of the tests in 'Provider by Test'.",
    ),
    "a provider is by test only": (
        lambda told: told["Provider by Test"].append(
            ["", "Y99", "Nowhere", "ZZ9", "Nobody", 16.0, "Total", *counts([], (0, 0, 0))]
        ),
        "Provider by Test!D22: 'ZZ9' is not in 'Provider'.",
    ),
}


@pytest.mark.parametrize("case", CASES)
def test_a_file_is_refused_when(tmp_path: Path, refuse: Refuse, case: str) -> None:
    change, sentence = CASES[case]
    told = sheets()
    change(told)
    what = refuse(write(tmp_path / "file.xlsx", told)).what
    assert what.startswith("file.xlsx")
    assert sentence in what


def test_another_workbook_with_a_sheet_of_that_name_is_left_to_others(tmp_path: Path) -> None:
    path = write(tmp_path / "other.xlsx", {"Provider": [["Teapots", 3]]})
    with pytest.raises(FileRefused, match="not a file that any source here knows"):
        recognise(open_raw(path))


@pytest.mark.parametrize("size", [400_000, 1_078_065])
def test_a_real_file_that_was_cut_off_is_refused(
    shared: Path, tmp_path: Path, refuse: Refuse, size: int, capfd: pytest.CaptureFixture[str]
) -> None:
    (path,) = (shared / "data/diagnostics_dm01").glob("*August*.xls")
    short = tmp_path / "short.xls"
    short.write_bytes(path.read_bytes()[:size])
    assert refuse(short).next_step
    assert capfd.readouterr().err == "", "the reader's panic is not printed"
