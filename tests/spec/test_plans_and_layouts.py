"""Plans among standards; alliances by who pays; two bases in one file; a layout without a cut; limits drawn anew."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from statistics import fmean

import pytest

from alliance.answers import Desk, open_desk, over_time
from alliance.errors import UsageError
from alliance.ingest import load
from alliance.periods import add_months
from tests.sources.combined_csv import rows_of, small_readings, write_combined
from tests.sources.small_earlier import csv_rows, write_csv
from tests.sources.small_workbook import sheets, small_workbook, some_groups, write
from tests.sources.test_commissioner_extract import CATEGORIES, small_rows, write_text
from tests.spec.small_england import write_book
from tests.spec.tables import as_cells, read_table

WITH_62, WITH_28 = "treatment-62-day", "faster-diagnosis-28-day"
PARTNERS = ("public", "partners")
MODES = pytest.mark.parametrize("in_memory", [True, False], ids=["memory", "parquet"])


def filled(store: Path, *files: tuple[Path, date], book: bool = True) -> Path:
    """A store into which files were loaded, each known since its day."""
    if book:
        write_book(store / "book")
    for path, day in files:
        (loaded,) = load([path], store, today=day, published=day)
        assert loaded.error is None, loaded.error
    return store


# ---------------------------------------------------------------------------------------------------------- plans

PLANS = """
measure          | place | period  | value | set_by
-----------------+-------+---------+-------+-----------------
treatment-62-day | ZA1   | 2024-01 | 70%   | Board of Alder
treatment-62-day | ZA1   | 2024-02 | 72%   | Board of Alder
treatment-62-day | ZA3   | 2024-01 | 0.655 | Board of Cedar
"""
CHANGED = """
measure          | place | period  | value | set_by
-----------------+-------+---------+-------+-----------------
treatment-62-day | ZA1   | 2024-02 | 68%   | Board of Alder, changed
"""


def plan(path: Path, table: str) -> Path:
    rows = read_table(table)
    path.write_text(
        "\n".join([",".join(rows[0]), *(f'{",".join(list(r.values())[:-1])},"{r["set_by"]}"' for r in rows)])
    )
    return path


@pytest.fixture
def planned(tmp_path: Path) -> Path:
    """January, the plans, and a plan that was changed in May."""
    return filled(
        tmp_path / "store",
        (small_workbook(tmp_path / "january.xlsx"), date(2024, 3, 14)),
        (plan(tmp_path / "plans.csv", PLANS), date(2024, 4, 1)),
        (plan(tmp_path / "changed.csv", CHANGED), date(2024, 5, 1)),
    )


def plans_of(desk: Desk, place: str, **asked: object) -> list[dict[str, str]]:
    """The plans among an answer's standards, as a table's rows."""
    answer = over_time(desk, WITH_62, place, **asked)
    found = [s for s in answer.standards if s.kind == "trajectory"]
    return as_cells(
        [{"from": s.start, "to": s.end, "value": s.value, "set by": s.set_by} for s in found], HEADS
    )


HEADS = ["from", "to", "value", "set by"]


@MODES
def test_a_plan_stands_among_the_standards_of_its_own_place_with_who_set_it(
    planned: Path, in_memory: bool
) -> None:
    desk = open_desk(planned, in_memory=in_memory, visible=PARTNERS)
    assert plans_of(desk, "ZA1") == read_table(
        """
        from       | to         | value | set by
        2024-01-01 | 2024-01-31 | 0.7   | Board of Alder
        2024-02-01 | 2024-02-29 | 0.68  | Board of Alder, changed
        """
    )
    assert [row["value"] for row in plans_of(desk, "ZA3")] == ["0.655"]
    standards = over_time(desk, WITH_62, "ZA1").standards
    assert {s.kind for s in standards} >= {"standard", "ambition", "trajectory"}


@MODES
def test_a_plan_that_was_changed_is_what_it_was_before_on_a_day_before(
    planned: Path, in_memory: bool
) -> None:
    desk = open_desk(planned, in_memory=in_memory, visible=PARTNERS)
    values = {day: [row["value"] for row in plans_of(desk, "ZA1", as_of=day)] for day in DAYS}
    assert values == {DAYS[0]: [], DAYS[1]: ["0.7", "0.72"], DAYS[2]: ["0.7", "0.68"]}


DAYS = (date(2024, 3, 31), date(2024, 4, 30), date(2024, 5, 1))


@MODES
def test_each_organisation_submits_its_own_file_and_none_hides_anothers(
    tmp_path: Path, in_memory: bool
) -> None:
    files = []
    for number, (place, value) in enumerate((("ZA1", "70%"), ("ZA2", "71%"), ("ZA3", "72%")), 1):
        table = (
            f"measure | place | period | value | set_by\n{WITH_62} | {place} | 2024-01 | {value} | Its board"
        )
        files.append((plan(tmp_path / f"plan-{place}.csv", table), date(2024, 4, number)))
    january = (small_workbook(tmp_path / "january.xlsx"), date(2024, 3, 14))
    desk = open_desk(filled(tmp_path / "store", january, *files), in_memory=in_memory, visible=PARTNERS)
    assert [plans_of(desk, place)[0]["value"] for place in ("ZA1", "ZA2", "ZA3")] == ["0.7", "0.71", "0.72"]


def test_plans_are_never_added_nor_divided_nor_shown_to_the_public(planned: Path) -> None:
    partners, public = open_desk(planned, visible=PARTNERS), open_desk(planned)
    assert plans_of(partners, "E56900001") == plans_of(partners, "england") == []
    assert plans_of(partners, "ZA1", cut={"cancer": "lung"}) == []
    assert plans_of(public, "ZA1") == []


# ------------------------------------------------------------------------------------ alliances by who pays for care

WEST_MIDLANDS, EAST_MIDLANDS, BIRMINGHAM = "E56000007", "E56000031", "QHL"
PARTS = ("15E", "D2P2L")  # of Birmingham's ICB and of the Black Country's: both in the West Midlands


@MODES
def test_an_alliance_has_commissioner_figures_once_a_file_divides_its_icbs(
    tmp_path: Path, in_memory: bool
) -> None:
    """The first place has 31.5 to treat within 62 days, the second twice as many."""
    months = (date(2025, 2, 1), date(2025, 3, 1))
    extract = write_text(tmp_path / "extract.csv", small_rows(*months, places=PARTS))
    store = filled(tmp_path / "store", (extract, date(2025, 5, 8)), book=False)
    desk = open_desk(store, in_memory=in_memory)
    total = sum(row[2] for row in CATEGORIES if row[0].startswith("62"))
    within = sum(row[3] for row in CATEGORIES if row[0].startswith("62"))
    answer = over_time(desk, WITH_62, WEST_MIDLANDS, basis="commissioner")
    assert [(p.numerator, p.denominator) for p in answer.points] == [(3 * within, 3 * total)] * 2
    part = over_time(desk, WITH_62, "15E")
    assert part.basis == "commissioner"
    assert [(p.numerator, p.denominator) for p in part.points] == [(within, total)] * 2
    assert over_time(desk, WITH_62, EAST_MIDLANDS, basis="commissioner").points[0].denominator == 0
    assert over_time(desk, WITH_62, BIRMINGHAM).points == (), "an ICB's own figure is not a sum of ours"


def test_without_such_a_file_an_alliances_commissioner_figures_are_refused(tmp_path: Path) -> None:
    book = write(tmp_path / "book.xlsx", sheets(some_groups("QHL", "QUA"), basis="commissioner"))
    desk = open_desk(filled(tmp_path / "store", (book, date(2024, 3, 14)), book=False))
    with pytest.raises(UsageError, match="two ICBs lie in more than one alliance"):
        over_time(desk, WITH_62, WEST_MIDLANDS, basis="commissioner")
    with pytest.raises(UsageError, match="these files do not divide an ICB"):
        over_time(desk, WITH_62, "15E")
    assert over_time(desk, WITH_62, "QHL").points[0].denominator


# ------------------------------------------------------------------------------------------- two bases in one file


@MODES
def test_two_bases_in_one_file_are_never_added(tmp_path: Path, in_memory: bool) -> None:
    """The combined file says everything of providers and again of commissioners."""
    combined = write_combined(tmp_path / "combined.csv", rows_of(small_readings(tmp_path / "books")))
    store = filled(tmp_path / "store", (combined, date(2025, 12, 11)))
    desk = open_desk(store, in_memory=in_memory)
    each = 18.0  # treated within 62 days or later, at each hospital and for each board
    expected = {"provider": 2 * each, "commissioner": 2 * each}
    for basis, total in expected.items():
        assert over_time(desk, WITH_62, "england", basis=basis).points[0].denominator == total
    assert over_time(desk, WITH_62, "ZA1").points[0].denominator == each
    assert over_time(desk, WITH_62, "E56900001").points[0].denominator == each, "Birch is in the south"
    assert over_time(desk, WITH_62, "ZQ1", basis="commissioner").points[0].denominator == each
    with pytest.raises(UsageError, match="never added or exchanged"):
        over_time(desk, WITH_62, "ZA1", basis="commissioner")


# ------------------------------------------------------------------------- a release that lacks a cut, and the next


@MODES
def test_a_release_that_has_no_waits_leaves_the_word_to_the_one_that_has(
    tmp_path: Path, in_memory: bool
) -> None:
    """The extract of two months is known last and speaks for the whole; of days waited only the workbook tells."""
    from tests.sources.test_extracts import small_extract

    months = (date(2024, 1, 1), date(2024, 2, 1))
    more = some_groups(times=2)
    store = filled(
        tmp_path / "store",
        (small_workbook(tmp_path / "january.xlsx"), date(2024, 3, 14)),
        (write(tmp_path / "Extract-Final.xlsx", small_extract(*months, groups=more)), date(2024, 5, 9)),
    )
    desk = open_desk(store, in_memory=in_memory)
    whole = over_time(desk, WITH_62, "ZA1", end="2024-01").points[0]
    long_waits = over_time(desk, "treated-after-104-days", "ZA1", end="2024-01")
    assert whole.denominator == 36.0
    assert long_waits.points[0].denominator == 18.0, "numerator and denominator are of one file"
    assert [c.file for c in long_waits.citations] == ["january.xlsx"]
    february = over_time(desk, "treated-after-104-days", "ZA1").points
    assert [p.period for p in february] == ["2024-01"], "no file tells of waits in February"


@MODES
def test_a_month_that_one_layout_divides_and_another_does_not_is_each_ones_own(
    tmp_path: Path, in_memory: bool
) -> None:
    """The CSV knows faster diagnosis by cancer and route; its whole is the sum of them, and equals the workbook's."""
    csv = write_csv(tmp_path / "csv.csv", csv_rows(date(2024, 1, 1)))
    book = small_workbook(tmp_path / "book.xlsx")
    alone = open_desk(filled(tmp_path / "alone", (csv, date(2024, 3, 14))), in_memory=in_memory)
    both = open_desk(
        filled(tmp_path / "both", (csv, date(2024, 3, 14)), (book, date(2024, 5, 9))), in_memory=in_memory
    )
    for cut in ({}, {"cancer": "lung"}, {"route": "urgent-suspected-cancer"}):
        mine, theirs = (over_time(desk, WITH_28, "ZA1", cut=cut).points[0] for desk in (alone, both))
        assert (mine.numerator, mine.denominator) == (theirs.numerator, theirs.denominator)


# -------------------------------------------------------------------------------------------------- limits drawn anew


@MODES
def test_where_a_measures_meaning_changed_its_limits_are_drawn_anew(tmp_path: Path, in_memory: bool) -> None:
    """62 days mean something else from October 2023: the mean of each side is that of its own months."""
    from tests.sources.small_workbook import national_sheets

    months = [add_months(date(2023, 1, 1), n) for n in range(18)]
    shares = [0.60 + 0.01 * (n % 3) if n < 9 else 0.80 + 0.01 * (n % 2) for n in range(18)]
    told = {
        month: {standard: (1000.0, 1000.0 * share) for standard in ("28", "31", "62")}
        for month, share in zip(months, shares, strict=True)
    }
    series = write(tmp_path / "series.xlsx", national_sheets(told))
    desk = open_desk(filled(tmp_path / "store", (series, date(2024, 8, 8))), in_memory=in_memory)
    points = over_time(desk, WITH_62, "england").points
    assert [p.value for p in points] == pytest.approx(shares)
    assert {round(p.mean or 0, 6) for p in points[:9]} == {round(fmean(shares[:9]), 6)}
    assert {round(p.mean or 0, 6) for p in points[9:]} == {round(fmean(shares[9:]), 6)}
    assert {p.signal for p in points} == {"none"}, "the step is a change of meaning and no signal"
    unbroken = over_time(desk, WITH_28, "england").points
    assert {round(p.mean or 0, 6) for p in unbroken} == {round(fmean(shares), 6)}, (
        "28 days mean what they meant"
    )
    caveats = over_time(desk, WITH_62, "england").caveats
    assert any(caveat.startswith("From 1 October 2023 the series means something else") for caveat in caveats)


# ----------------------------------------------------------------------------------------- following and as recorded


@MODES
def test_a_series_begins_with_those_wholly_taken_over_unless_it_is_asked_as_recorded(
    tmp_path: Path, in_memory: bool
) -> None:
    """Old Alder (ZA9) became part of Alder (ZA1) in March 2024."""
    january = write(tmp_path / "january.xlsx", sheets(some_groups("ZA1", "ZA9")))
    march = write(tmp_path / "march.xlsx", sheets(some_groups("ZA1"), date(2024, 3, 1)))
    store = filled(tmp_path / "store", (january, date(2024, 3, 14)), (march, date(2024, 5, 9)))
    desk = open_desk(store, in_memory=in_memory)
    table = {
        (code, following): [p.denominator for p in over_time(desk, WITH_62, code, following=following).points]
        for code in ("ZA1", "ZA9", "E56900001")
        for following in (True, False)
    }
    assert table == {
        ("ZA1", True): [36.0, None, 18.0],
        ("ZA1", False): [18.0, None, 18.0],
        ("ZA9", True): [18.0, None, None],
        ("ZA9", False): [18.0, None, None],
        ("E56900001", True): [36.0, None, 18.0],
        ("E56900001", False): [36.0, None, 18.0],
    }
    assert over_time(desk, WITH_62, "ZA9").points[-1].absence == "no_place"
