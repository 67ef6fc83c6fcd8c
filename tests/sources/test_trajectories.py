"""Submitted trajectories: a plan of each organisation, with who set it, and never a guess at what was meant."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from alliance.errors import FileRefused
from alliance.ingest import load
from alliance.places import PlaceBook
from alliance.sources.trajectories import ABOUT, hold_places, share_of
from tests.sources.conftest import Refuse
from tests.sources.text_files import recognised, table_of, values, written

HEADER = "measure,place,period,value,set_by"
WHO = '"Board of Nowhere, 10 April 2025"'


def plan(folder: Path, *rows: str, header: str = HEADER) -> Path:
    return written(folder, "plan.csv", "\n".join([header, *rows, ""]))


def test_a_plan_is_a_share_with_who_set_it(tmp_path: Path) -> None:
    path = plan(
        tmp_path, f"treatment-62-day,ZA1,2025-04,72%,{WHO}", f"treatment-62-day,za2,2025-04,0.705,{WHO}"
    )
    said = "Board of Nowhere, 10 April 2025"
    assert values(path, "place", "quantity", "value", "note", "ref") == [
        ("ZA1", "trajectory-treatment-62-day", 0.72, said, "line 2, column value"),
        ("ZA2", "trajectory-treatment-62-day", 0.705, said, "line 3, column value"),
    ]


def test_the_release_says_for_what_and_when(tmp_path: Path) -> None:
    path = plan(tmp_path, f"b-measure,ZA1,2025-05,70%,{WHO}", f"a-measure,ZA1,2025-04,70%,{WHO}")
    release, reading = recognised(path)
    assert release.title == "Trajectories for a-measure, b-measure, 2025-04 to 2025-05"
    assert (release.source, release.first, release.last) == (
        "trajectories",
        date(2025, 4, 1),
        date(2025, 5, 31),
    )
    assert "measure, place, period, value, set_by" in release.because
    assert reading.warnings == ()


def test_plans_are_for_partners(tmp_path: Path) -> None:
    assert ABOUT.visibility == "partners"
    (row,) = table_of(plan(tmp_path, f"m,ZA1,2025-04,70%,{WHO}"))
    assert (row["visibility"], row["basis"], row["period_end"]) == ("partners", "provider", date(2025, 4, 30))


def test_a_plan_can_be_for_one_cut(tmp_path: Path) -> None:
    path = plan(
        tmp_path, f"m,ZA1,2025-04,70%,{WHO},Lung", f"m,ZA1,2025-04,75%,{WHO},", header=f"{HEADER},cancer"
    )
    assert values(path, "cancer", "value") == [("lung", 0.7), ("all", 0.75)]


def test_every_measure_has_its_own_quantity() -> None:
    quantity = ABOUT.quantity("trajectory-treatment-62-day")
    assert quantity is not None
    assert quantity.unit == "proportion"
    assert ABOUT.quantity("treatment-62-day") is None


@pytest.mark.parametrize(
    ("text", "share"),
    [
        ("72%", 0.72),
        ("72.5 %", 0.725),
        ("0.72", 0.72),
        (".72", 0.72),
        ("100%", 1),
        ("1.0", 1),
        ("0", 0),
        ("1%", 0.01),
    ],
)
def test_a_share_is_read_as_it_is_written(text: str, share: float) -> None:
    assert share_of(text) == share


@pytest.mark.parametrize(
    "text", ["72", "1", "+1", "01", " 1 ", "1.5", "101%", "-0.1", "-5%", "0,72", "72,5%", "high", "", "72%%"]
)
def test_what_is_no_share_or_could_be_two_is_none(text: str) -> None:
    assert share_of(text) is None


@given(st.integers(0, 1000))
def test_per_cent_and_share_are_the_same(thousandths: int) -> None:
    assert share_of(f"{thousandths / 10:.1f}%") == pytest.approx(share_of(f"{thousandths / 1000:.3f}"))


@pytest.mark.parametrize(
    ("row", "says"),
    [
        (
            f"m,ZA1,2025-04,72,{WHO}",
            "line 2, column value: '72' is not a share from 0 to 1: write 72% or 0.72",
        ),
        (f"m,ZA1,2025-04,,{WHO}", "line 2: has no value."),
        ("m,ZA1,2025-04,72%,", "line 2: has no set_by."),
        (f"m,,2025-04,72%,{WHO}", "line 2: has no place."),
        (f"m,ZA1,avril 2025,72%,{WHO}", "line 2: 'avril 2025' is not a period."),
        (f"62 days,ZA1,2025-04,72%,{WHO}", "line 2, column measure: '62 days' is not a measure's id."),
        (f"m,ZA1,2025-04,72%,{WHO}\nm,ZA1,2025-04,73%,{WHO}", "line 2, column value, line 3, column value"),
    ],
)
def test_a_row_that_says_no_plan_is_refused(tmp_path: Path, refuse: Refuse, row: str, says: str) -> None:
    assert says in refuse(plan(tmp_path, row)).what


def test_a_plan_that_nobody_set_is_refused_and_told_from_local_data(tmp_path: Path, refuse: Refuse) -> None:
    error = refuse(plan(tmp_path, "m,ZA1,2025-04,72%", header="measure,place,period,value"))
    assert "looks like trajectories and has no column set_by." in error.what
    assert "numerator and denominator" in error.next_step


@pytest.mark.parametrize("encoding", ["utf-8-sig", "utf-16"])
def test_semicolons_and_other_encodings_are_read(tmp_path: Path, encoding: str) -> None:
    text = f"{HEADER}\nm,ZA1,2025-04,72%,the Board\n".replace(",", ";").replace("\n", "\r\n")
    assert values(written(tmp_path, "plan.csv", text.encode(encoding)), "value") == [(0.72,)]


# organisations that are not there


@pytest.fixture
def book(tmp_path: Path) -> PlaceBook:
    """A made-up hospital that closed, two that followed it, and one that opened later."""
    folder = tmp_path / "book"
    folder.mkdir()
    (folder / "places.csv").write_text(
        "code,kind,name,opened,closed,source,verified,note\n"
        "ZA1,trust,Old Hospital,,2025-03-31,made up,yes,\n"
        "ZA2,trust,New Hospital,2025-04-01,,made up,yes,\n"
        "ZA3,trust,Other Hospital,,,made up,yes,\n"
        "ZA4,trust,Closed Hospital,,2024-12-31,made up,yes,\n"
    )
    (folder / "successions.csv").write_text(
        "old,new,date,kind,source\nZA1,ZA2,2025-04-01,split,made up\nZA1,ZA3,2025-04-01,split,made up\n"
    )
    return PlaceBook.read(folder)


def held(path: Path, book: PlaceBook) -> None:
    observations = recognised(path)[1].observations
    assert hold_places(observations, book, path.name) is observations


def test_a_plan_for_an_organisation_that_has_closed_is_refused_with_those_that_followed(
    tmp_path: Path, book: PlaceBook
) -> None:
    path = plan(tmp_path, f"m,ZA3,2025-04,70%,{WHO}", f"m,ZA1,2025-03,70%,{WHO}", f"m,ZA1,2025-04,70%,{WHO}")
    with pytest.raises(FileRefused) as refused:
        held(path, book)
    assert refused.value.what == (
        "plan.csv, line 4, column value: Old Hospital (ZA1) closed on 2025-03-31, before the period of this plan."
    )
    assert refused.value.next_step.startswith(
        "Ask New Hospital (ZA2) and Other Hospital (ZA3), which followed it"
    )


def test_a_plan_for_one_that_closed_with_no_successor_or_has_not_opened_is_refused(
    tmp_path: Path, book: PlaceBook
) -> None:
    with pytest.raises(FileRefused, match=r"Closed Hospital \(ZA4\) closed on 2024-12-31"):
        held(plan(tmp_path, f"m,ZA4,2025-04,70%,{WHO}"), book)
    with pytest.raises(FileRefused, match=r"New Hospital \(ZA2\) opens on 2025-04-01"):
        held(plan(tmp_path, f"m,ZA2,2025-03,70%,{WHO}"), book)


def test_plans_of_open_unknown_and_just_closing_organisations_are_kept(
    tmp_path: Path, book: PlaceBook
) -> None:
    held(
        plan(
            tmp_path,
            f"m,ZA1,2025-03,70%,{WHO}",
            f"m,ZA2,2025-04,70%,{WHO}",
            f"m,ZZ99,2025-04,70%,{WHO}",
            f"m,england,2025-04,70%,{WHO}",
        ),
        book,
    )


def test_it_is_loaded_into_a_store(tmp_path: Path) -> None:
    path = plan(tmp_path, f"m,ZA1,2025-04,70%,{WHO}")
    (loaded,) = load([path], tmp_path / "store", today=date(2025, 5, 1))
    assert (loaded.outcome, loaded.rows) == ("loaded", 1)


def test_a_measure_that_nobody_defined_is_told_with_the_nearest(tmp_path: Path) -> None:
    own = tmp_path / "store" / "measures"
    own.mkdir(parents=True)
    (own / "own-share.toml").write_text(
        'id = "own-share"\ntitle = "Own"\nkind = "count"\nbetter = "higher"\nstage = "diagnosis"\n'
        'source = "local-data"\nwhy = "Made up."\ncaveats = []\nowner = "nobody"\nreviewed_on = 2026-01-01\n'
        '[numerator]\nquantity = "own-numerator"\nmeans = "people"\n'
    )
    path = plan(
        tmp_path,
        f"treatment-62-day,ZA1,2025-04,70%,{WHO}",
        f"own-share,ZA1,2025-04,70%,{WHO}",
        f"treatment-62-days,ZA1,2025-04,70%,{WHO}",
        f"treatment-62-days,ZA1,2025-05,70%,{WHO}",
        f"zzz,ZA1,2025-05,70%,{WHO}",
    )
    (loaded,) = load([path], tmp_path / "store", today=date(2025, 5, 1))
    shown = "These plans are shown nowhere until the store has a measure of that id"
    assert [told for told in loaded.warnings if "measure" in told] == [
        "line 4, column measure: there is no measure 'treatment-62-days': did you mean treatment-62-day? "
        + shown,
        f"line 6, column measure: there is no measure 'zzz': {shown}",
    ]


def test_a_plan_may_lie_ten_years_ahead_and_no_more(tmp_path: Path) -> None:
    rows = [f"treatment-62-day,ZA1,2035-05,70%,{WHO}", f"treatment-62-day,ZA1,2035-06,70%,{WHO}"]
    today = date(2025, 5, 1)
    (loaded,) = load([plan(tmp_path, *rows[:1])], tmp_path / "store", today=today)
    assert loaded.outcome == "loaded"
    (refused,) = load([plan(tmp_path, *rows)], tmp_path / "store", today=today)
    assert refused.error is not None
    assert refused.error.what == (
        "plan.csv, line 3, column value: the period 2035-06-01 to 2035-06-30 lies more than 10 years ahead."
    )


def test_a_definition_that_cannot_be_read_does_not_stop_a_plan(tmp_path: Path) -> None:
    (tmp_path / "store" / "measures").mkdir(parents=True)
    (tmp_path / "store" / "measures" / "bad.toml").write_text('id = "bad"\n')
    (loaded,) = load([plan(tmp_path, f"m,ZA1,2025-04,70%,{WHO}")], tmp_path / "store", today=date(2025, 5, 1))
    assert loaded.outcome == "loaded"
    assert any("cannot be read: bad.toml has no title." in told for told in loaded.warnings)
