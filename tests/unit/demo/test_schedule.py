"""When the fictional files are published."""

from __future__ import annotations

import csv
from datetime import date
from itertools import pairwise
from pathlib import Path

import pytest

from alliance.demo.schedule import FIRST_PROVISIONAL, TODAY, published_on, releases, write_schedule
from alliance.ingest import read_schedule


@pytest.mark.parametrize(
    ("month", "day"),
    [
        (date(2023, 10, 1), date(2023, 12, 14)),
        (date(2025, 9, 1), date(2025, 11, 13)),
        (date(2026, 3, 1), date(2026, 5, 14)),
    ],
)
def test_a_month_is_published_on_the_second_thursday_of_the_month_after_next(month: date, day: date) -> None:
    assert published_on(month) == day


def test_the_schedule_is_in_the_order_of_publication_and_reads_as_the_loader_reads_it(tmp_path: Path) -> None:
    write_schedule(tmp_path)
    with (tmp_path / "schedule.csv").open(encoding="utf-8") as file:
        rows = list(csv.DictReader(file))
    assert list(rows[0]) == ["file", "published", "status", "visibility", "embargo"]
    assert all(a["published"] <= b["published"] for a, b in pairwise(rows))
    assert len({row["file"] for row in rows}) == len(rows)
    assert [s.published for s in read_schedule(tmp_path)] == [r.published for r in releases()]


def test_24_months_are_known_on_the_first_day_and_six_days_of_publication_follow() -> None:
    months = {r.month for r in releases() if r.published <= TODAY and r.kind == "provider"}
    assert len(months) == 24
    assert len({r.published for r in releases() if r.published > TODAY}) == 6


def test_each_provisional_month_but_the_last_is_replaced_by_its_final_form_a_month_later() -> None:
    waits = [r for r in releases() if r.kind in ("provider", "commissioner")]
    found = {(r.month, r.kind, r.status): r.published for r in waits}
    provisional = [(m, b) for m, b, status in found if status == "provisional"]
    assert min(month for month, _ in provisional) == FIRST_PROVISIONAL
    for month, basis in provisional:
        if month == date(2026, 3, 1):
            assert (month, basis, "final") not in found
        else:
            assert (found[month, basis, "final"] - found[month, basis, "provisional"]).days in (28, 35)
