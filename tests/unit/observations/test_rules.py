"""The rules that every reader's table is held to, whatever its source."""

from __future__ import annotations

from datetime import date
from typing import Any

import polars as pl
import pytest

from alliance.errors import FileRefused
from alliance.observations import CUTS, KEY, SCHEMA, Absence, check, conform, hold_periods

ROW = {
    "source": "made-up",
    "release": "one",
    "place": "ZA1",
    "period_start": date(2024, 1, 1),
    "period_end": date(2024, 1, 31),
    "quantity": "treated",
    "value": 4.5,
    "ref": "Sheet!B2",
}


def table(*changes: dict[str, Any]) -> pl.DataFrame:
    """Rows that are right but for these changes."""
    return conform(pl.DataFrame([{"cancer": "lung", "absence": None, **ROW, **change} for change in changes]))


def test_what_a_reader_leaves_out_gets_the_contracts_defaults_in_its_order() -> None:
    (row,) = table({}).to_dicts()
    assert list(row) == list(SCHEMA)
    assert (row["basis"], row["variant"], row["status"], row["visibility"]) == (
        "none",
        "none",
        "unknown",
        "public",
    )
    assert [row[cut] for cut in CUTS] == ["lung"] + ["all"] * (len(CUTS) - 1)
    assert row["lower"] is row["upper"] is row["note"] is None


def test_a_sound_table_comes_back_unchanged() -> None:
    told = table({}, {"place": "ZA2", "value": 0.0}, {"place": "ZA3", "value": None, "absence": "suppressed"})
    assert check(told, "file.xlsx").equals(told)


@pytest.mark.parametrize("value", [-0.5, float("inf"), float("nan")])
def test_what_is_no_number_of_patients_is_refused_with_its_cell(value: float) -> None:
    with pytest.raises(FileRefused, match=r"file\.xlsx: Sheet!B2 is not a number of patients\."):
        check(table({"value": value}), "file.xlsx")


def test_a_missing_number_needs_a_reason() -> None:
    with pytest.raises(FileRefused, match="Sheet!B2 has no number and no reason"):
        check(table({"value": None}), "file.xlsx")
    for absence in Absence:
        check(table({"value": None, "absence": str(absence)}), "file.xlsx")


def test_two_cells_that_say_the_same_thing_are_refused_both_named() -> None:
    with pytest.raises(FileRefused, match=r"Sheet!B2, Sheet!B3 describes what another cell does"):
        check(table({}, {"ref": "Sheet!B3", "value": 9.0}), "file.xlsx")


def test_no_part_of_a_key_may_be_empty() -> None:
    with pytest.raises(FileRefused, match=r"file\.xlsx: place cannot be empty"):
        check(table({"place": None}), "file.xlsx")
    assert set(CUTS) < set(KEY)


def test_a_long_list_of_faults_names_five_and_counts_the_rest() -> None:
    many = table(*({"place": f"Z{n}", "value": -1.0, "ref": f"Sheet!B{n}"} for n in range(9)))
    with pytest.raises(
        FileRefused, match=r"Sheet!B0, Sheet!B1, Sheet!B2, Sheet!B3, Sheet!B4 and 4 more is not"
    ):
        check(many, "file.xlsx")


def test_a_readers_own_columns_are_a_fault_of_ours_not_of_the_file() -> None:
    with pytest.raises(TypeError, match="conform"):
        check(pl.DataFrame([ROW]), "file.xlsx")


def test_what_was_counted_has_ended_by_today() -> None:
    table_of_january = table({}, {"place": "ZA2", "ref": "Sheet!B3"})
    hold_periods(table_of_january, "file.xlsx", date(2024, 1, 31))
    with pytest.raises(FileRefused) as refused:
        hold_periods(table_of_january, "file.xlsx", date(2024, 1, 30))
    assert refused.value.what == (
        "file.xlsx, Sheet!B2 and 1 more: the period 2024-01-01 to 2024-01-31 has not ended: today is 2024-01-30."
    )
    assert "once it has ended" in refused.value.next_step


def test_nothing_was_counted_before_1990() -> None:
    old = table({}, {"ref": "Sheet!B3", "period_start": date(1989, 12, 1), "period_end": date(1989, 12, 31)})
    with pytest.raises(
        FileRefused, match=r"Sheet!B3: the period 1989-12-01 to 1989-12-31 begins before 1990\."
    ):
        hold_periods(old, "file.xlsx", date(2024, 2, 1))
    hold_periods(table({"period_start": date(1990, 1, 1)}), "file.xlsx", date(2024, 2, 1))


def test_plans_may_lie_ahead_as_far_as_their_source_says() -> None:
    ahead = table({"period_start": date(2034, 1, 1), "period_end": date(2034, 1, 31)})
    hold_periods(ahead, "file.xlsx", date(2024, 1, 1), years_ahead=10)
    with pytest.raises(FileRefused, match="lies more than 10 years ahead"):
        hold_periods(ahead, "file.xlsx", date(2023, 12, 31), years_ahead=10)
