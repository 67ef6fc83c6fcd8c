"""Figures of any period: quarters beside months, years, weeks in months; what is suppressed, what is only carried."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import date
from pathlib import Path

import pytest

from alliance.answers import Answer, across_places, open_desk, over_time
from alliance.errors import UsageError
from alliance.ingest import load
from tests.spec import plain_tidy
from tests.spec.conftest import TWIN, Points
from tests.spec.small_england import write_book
from tests.spec.tables import as_cells, read_table

MEASURE = """
id = "{id}"
title = "Tests returned"
short_title = "Tests returned"
kind = "{kind}"
unit = "{unit}"
better = "higher"
stage = "diagnosis"
period = "{period}"
source = "local-data"
why = "Made up."
caveats = []
owner = "Nobody"
reviewed_on = 2024-01-01
[numerator]
quantity = "returned-{counted}"
means = "tests returned"
[denominator]
quantity = "returned"
means = "tests sent"
"""
PARTNERS = ("public", "partners")
Ask = Callable[..., Points]


def write_store(folder: Path, table: str, period: str = "month") -> Path:
    """A store of one tidy file that holds the table, with a share and a published estimate made of it."""
    store = folder / "store"
    write_book(store / "book")
    (store / "measures").mkdir()
    for name, kind, unit, counted in (
        ("share", "proportion", "proportion", "numerator"),
        ("estimate", "published", "percent", "value"),
    ):
        text = MEASURE.format(id=name, kind=kind, unit=unit, counted=counted, period=period)
        (store / "measures" / f"{name}.toml").write_text(text, encoding="utf-8")
    rows = [{"measure": "returned", **row} for row in read_table(table)]
    path = folder / "told.csv"
    path.write_text("\n".join([",".join(rows[0]), *(",".join(row.values()) for row in rows)]) + "\n")
    (loaded,) = load([path], store, today=date(2025, 6, 12))
    assert loaded.error is None, loaded.error
    return store


@pytest.fixture(params=["plain", "memory", "parquet"])
def ask(request: pytest.FixtureRequest, tmp_path: Path) -> Ask:
    """Ask one of the three for a place in some periods of a table."""
    stores: dict[str, Path] = {}

    def ask_one(table: str, place: str, labels: Sequence[str], grain: str, period: str = "month") -> Points:
        if request.param == "plain":
            return plain_tidy.answer(plain_tidy.rows_of(table), TWIN, place, labels)
        if table not in stores:
            stores[table] = write_store(tmp_path / f"{len(stores)}", table, period)
        desk = open_desk(stores[table], in_memory=request.param == "memory", visible=PARTNERS)
        answer = over_time(desk, "share", place, period=grain, start=labels[0], end=labels[-1])
        keys = ("period", "numerator", "denominator", "value", "absence")
        return [{key: getattr(point, key) for key in keys} for point in answer.points]

    return ask_one


def hold(ask: Ask, told: str, place: str, grain: str, expected: str, **how: str) -> None:
    """The answer is the table."""
    wanted = read_table(expected)
    found = ask(told, place, [row["period"] for row in wanted], grain, **how)
    assert as_cells(found, list(wanted[0])) == wanted


QUARTERS = """
place | period  | numerator | denominator
------+---------+-----------+------------
ZA1   | 2024-01 | 10        | 20
ZA1   | 2024-02 | 11        | 20
ZA1   | 2024-03 | 12        | 20
ZA1   | 2024-Q1 | 30        | 59
ZA1   | 2024-04 | 10        | 20
ZA1   | 2024-05 | 10        | 20
ZA1   | 2024-06 | 13        | 20
ZA1   | 2024-Q3 | 40        | 61
ZA1   | 2024-Q4 | 41        | 62
"""


def test_a_quarter_that_is_published_is_not_the_sum_of_its_months(ask: Ask) -> None:
    hold(
        ask,
        QUARTERS,
        "ZA1",
        "quarter",
        """
        period  | numerator | denominator | value
        --------+-----------+-------------+-------
        2024-Q1 | 30        | 59          | 0.5085
        2024-Q2 | 33        | 60          | 0.55
        2024-Q3 | 40        | 61          | 0.6557
        2024-Q4 | 41        | 62          | 0.6613
        """,
    )


def test_a_months_figure_is_the_months_own_and_a_quarter_is_never_divided(ask: Ask) -> None:
    hold(
        ask,
        QUARTERS,
        "ZA1",
        "month",
        """
        period  | numerator | denominator | absence
        --------+-----------+-------------+--------------
        2024-01 | 10        | 20          |
        2024-02 | 11        | 20          |
        2024-03 | 12        | 20          |
        2024-04 | 10        | 20          |
        2024-05 | 10        | 20          |
        2024-06 | 13        | 20          |
        """,
    )


def test_a_year_is_made_of_quarters_where_they_are_published_and_of_months_elsewhere(ask: Ask) -> None:
    hold(ask, QUARTERS, "ZA1", "year", "period | numerator | denominator\n2024 | 144 | 242")


YEARS = """
place | period | numerator | denominator
------+--------+-----------+------------
ZA1   | 2021   | 30        | 59
ZA3   | 2021   | 10        | 20
ZA1   | 2023   | 31        | 60
"""


def test_a_year_that_nobody_published_is_a_gap_between_two(ask: Ask) -> None:
    hold(
        ask,
        YEARS,
        "ZA1",
        "year",
        """
        period | numerator | denominator | absence
        -------+-----------+-------------+--------------
        2021   | 30        | 59          |
        2022   |           |             | not_published
        2023   | 31        | 60          |
        """,
        period="year",
    )


def test_what_is_published_by_year_is_asked_by_year_unless_otherwise_named_and_never_by_month(
    tmp_path: Path,
) -> None:
    desk = open_desk(write_store(tmp_path, YEARS, "year"), visible=PARTNERS)
    assert [p.period for p in over_time(desk, "share", "ZA1").points] == ["2021", "2022", "2023"]
    for finer in ("month", "quarter", "week"):
        with pytest.raises(UsageError, match=f"is not published by {finer}"):
            over_time(desk, "share", "ZA1", period=finer)


WEEKS = """
place | period   | numerator | denominator
------+----------+-----------+------------
ZA1   | 2025-W09 | 5         | 10
ZA1   | 2025-W10 | 6         | 10
ZA1   | 2025-W11 | 7         | 10
ZA1   | 2025-W12 | 8         | 10
ZA1   | 2025-W13 | 9         | 10
ZA1   | 2025-W14 | 1         | 10
ZA1   | 2025-W16 | 1         | 10
"""


def test_a_week_counts_in_the_month_in_which_it_ends_and_a_month_without_one_of_its_weeks_is_not_whole(
    ask: Ask,
) -> None:
    """Week 9 begins in February and ends on 2 March; of April's weeks two are missing."""
    hold(
        ask,
        WEEKS,
        "ZA1",
        "month",
        """
        period  | numerator | denominator | absence
        --------+-----------+-------------+--------------
        2025-03 | 35        | 50          |
        2025-04 |           |             | not_published
        """,
        period="week",
    )
    hold(
        ask,
        WEEKS,
        "ZA1",
        "week",
        """
        period   | numerator | absence
        ---------+-----------+--------------
        2025-W13 | 9         |
        2025-W14 | 1         |
        2025-W15 |           | not_published
        2025-W16 | 1         |
        """,
        period="week",
    )


SUPPRESSED = """
place | period  | numerator | denominator | absence
------+---------+-----------+-------------+-----------
ZA1   | 2024-01 | 10        | 20          |
ZA2   | 2024-01 | 11        | 20          |
ZA3   | 2024-01 | 12        | 20          |
ZA1   | 2024-02 | 10        | 20          |
ZA2   | 2024-02 |           |             | suppressed
ZA3   | 2024-02 | 12        | 20          |
ZA1   | 2024-03 | 10        | 20          |
ZA2   | 2024-03 | 9         | 20          |
ZA3   | 2024-03 | 13        | 20          |
"""


@pytest.mark.parametrize(("place", "march"), [("E56900001", (10, 20)), ("E56900002", (22, 40))])
def test_a_sum_with_a_suppressed_part_is_suppressed_and_never_a_part_of_a_sum(
    ask: Ask, place: str, march: tuple[int, int]
) -> None:
    """Birch (ZA2) is in the north until February, and from March in the south."""
    february = "| | | suppressed" if place != "E56900002" else "| 12 | 20 |"
    hold(
        ask,
        SUPPRESSED,
        place,
        "month",
        f"period | numerator | denominator | absence\n2024-02 {february}\n2024-03 | {march[0]} | {march[1]} |",
    )


def test_what_an_alliance_collected_is_never_englands_figure(tmp_path: Path) -> None:
    for number, table in enumerate((SUPPRESSED, YEARS)):
        store = write_store(tmp_path / f"{number}", table, "month" if table == SUPPRESSED else "year")
        answer = over_time(open_desk(store, visible=PARTNERS), "share", "england")
        assert {(p.numerator, p.denominator, p.absence) for p in answer.points} == {
            (None, None, "not_published")
        }


def test_a_quarter_with_a_suppressed_month_is_suppressed(ask: Ask) -> None:
    for place, said in (("ZA2", "| | suppressed"), ("E56900001", "| | suppressed"), ("ZA1", "| 30 |")):
        hold(ask, SUPPRESSED, place, "quarter", f"period | numerator | absence\n2024-Q1 {said}")


ESTIMATES = """
place     | period  | numerator | denominator | value | lower | upper
----------+---------+-----------+-------------+-------+-------+------
ZA1       | 2024-01 |           | 200         | 61.5  | 58    | 65
ZA2       | 2024-01 |           | 100         | 40    | 31    | 49
ZA1       | 2024-02 |           | 210         | 62.5  | 59    | 66
ZA1       | 2024-03 |           | 220         | 63.5  | 60    | 67
E56900002 | 2024-01 |           | 300         | 55    | 50    | 60
"""


@pytest.fixture(scope="module", params=[True, False], ids=["memory", "parquet"])
def estimates(
    request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory
) -> Callable[..., Answer]:
    """Ask for the estimate."""
    store = write_store(tmp_path_factory.mktemp("estimates"), ESTIMATES)
    desk = open_desk(store, in_memory=request.param, visible=PARTNERS)
    return lambda place, **asked: over_time(desk, "estimate", place, **asked)


def test_an_estimate_is_carried_with_its_interval_and_those_whom_it_is_about(
    estimates: Callable[..., Answer],
) -> None:
    point = estimates("ZA1").points[0]
    assert (point.value, point.lower, point.upper, point.denominator) == (61.5, 58, 65, 200)
    assert point.numerator is None
    assert estimates("ZA1").spc is None
    assert estimates("E56900002").points[0].value == 55, "the publisher's own row for an alliance"


@pytest.mark.parametrize("place", ["E56900001", "england", "unmapped", "E40900001"])
def test_estimates_of_organisations_never_make_one_of_a_place(
    estimates: Callable[..., Answer], place: str
) -> None:
    for point in estimates(place).points:
        assert (point.value, point.denominator, point.absence) == (None, None, "not_published")


@pytest.mark.parametrize("grain", ["quarter", "year", "fy", "rolling12", "ytd"])
def test_estimates_of_months_never_make_one_of_a_longer_period(
    estimates: Callable[..., Answer], grain: str
) -> None:
    with pytest.raises(UsageError, match="never summed or averaged over periods"):
        estimates("ZA1", period=grain)


def test_parts_of_a_place_are_shown_beside_each_other_and_have_no_total(tmp_path: Path) -> None:
    desk = open_desk(write_store(tmp_path, ESTIMATES), visible=PARTNERS)
    answer = across_places(desk, "estimate", "E56900001", by="trust", start="2024-01", end="2024-01")
    assert {s.place.code: s.points[0].value for s in answer.series or () if s.place} == {
        "ZA1": 61.5,
        "ZA2": 40,
    }
    assert answer.points[0].value is None
