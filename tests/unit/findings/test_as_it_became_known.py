"""The 18 real months, loaded one at a time as they became known: findings come and go, and a seal turns.

Simulated: the workbooks are the final ones, dated as if each had come out on the second Thursday of the second
month after its own, as provisional figures do (October 2023 came out on 14 December 2023).
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from datetime import date, timedelta
from itertools import pairwise
from pathlib import Path

import pytest

from alliance import findings
from alliance.answers import Desk, open_desk
from alliance.ingest import load
from alliance.periods import add_months
from tests.conftest import only_once
from tests.spec.plain import wilson
from tests.spec.plain_reading import MONTHS, Row, file_name, rows

WEST_MIDLANDS, WORCESTERSHIRE = "E56000007", "RWP"
CELL = f"treatment-62-day|{WORCESTERSHIRE}|cancer=breast"
AGREED = MONTHS[3]  # January 2024: the latest month that was known when the gap was agreed
ACCEPTED = date(2024, 3, 1)
PROMISED = 0.68


def published(month: date) -> date:
    """The second Thursday of the second month after."""
    after = add_months(month, 2)
    return after + timedelta((3 - after.weekday()) % 7 + 7)


@pytest.fixture(scope="module")
def desk(workbooks: Path, tmp_path_factory: pytest.TempPathFactory) -> Desk:
    """Eighteen provider workbooks, each known since its day."""
    with only_once(tmp_path_factory, "as-it-became-known") as (folder, first):
        for month in MONTHS if first else ():
            day = published(month)
            load([workbooks / file_name(month, "PROVIDER")], folder / "store", today=day, published=day)
    return open_desk(folder / "store", in_memory=True)


def found_on(desk: Desk, day: date) -> findings.Findings:
    """What stood out in the West Midlands at 62 days, as far as was known on a day."""
    return findings.of(desk, WEST_MIDLANDS, measures=["treatment-62-day"], as_of=day)


@pytest.fixture(scope="module")
def days(desk: Desk) -> list[findings.Findings]:
    """The findings of each publication day."""
    return [found_on(desk, published(month)) for month in MONTHS]


def test_the_days_are_second_thursdays_six_weeks_after() -> None:
    assert published(date(2023, 10, 1)) == date(2023, 12, 14)
    assert published(date(2025, 3, 1)) == date(2025, 5, 8)
    assert all(published(m).weekday() == 3 for m in MONTHS)


def test_each_day_pools_the_latest_three_months_that_were_known(days: list[findings.Findings]) -> None:
    assert (days[0].period_from, days[0].period_to) == ("2023-10", "2023-10")
    assert (days[5].period_from, days[5].period_to) == ("2024-01", "2024-03")
    assert (days[-1].period_from, days[-1].period_to) == ("2025-01", "2025-03")
    assert days[-1].alliance_patients_to_standard["treatment-62-day"] == pytest.approx(1_811.4)


def test_findings_appear_and_disappear_as_months_become_known(days: list[findings.Findings]) -> None:
    keys = [{finding.key for finding in day.findings} for day in days]
    appeared = [later - earlier for earlier, later in pairwise(keys)]
    gone = [earlier - later for earlier, later in pairwise(keys)]
    assert all(keys)
    assert sum(map(bool, appeared)) >= 12
    assert sum(map(bool, gone)) >= 12
    came_back = {key for n, left in enumerate(gone) for key in left if any(key in k for k in keys[n + 2 :])}
    assert came_back, "a finding that went and returned"


def test_a_day_between_two_publications_knows_what_the_earlier_one_knew(desk: Desk) -> None:
    day = published(MONTHS[6])
    before, after = found_on(desk, day), found_on(desk, day + timedelta(27))
    assert before.findings == after.findings


def states(desk: Desk) -> list[str]:
    """The seal's test after each month since acceptance; once shown it is asked whether it still holds."""
    agreed = findings.of(desk, WEST_MIDLANDS, as_of=published(AGREED)).find(CELL)
    assert agreed is not None, "the gap was agreed on a finding"
    found, sealed = [], False
    for month in MONTHS[MONTHS.index(ACCEPTED) :]:
        progress = findings.progress(
            desk,
            "treatment-62-day",
            WORCESTERSHIRE,
            cut={"cancer": "breast"},
            target=PROMISED,
            before=(agreed.numerator, agreed.denominator),
            since=ACCEPTED,
            sealed=sealed,
            as_of=published(month),
        )
        sealed = sealed or progress.state == "shown"
        found.append(progress.state)
    return found


def test_a_seal_is_set_by_the_data_holds_and_turns(desk: Desk) -> None:
    """Breast cancer at Worcestershire: found by looking through the cells once; the figures are the workbooks'."""
    assert states(desk) == [
        *("too_few", "too_few"),
        *("not_yet", "not_yet", "not_yet", "not_yet"),
        "shown",
        *("holds", "holds"),
        *("review_needed", "review_needed", "review_needed", "review_needed"),
    ]


def test_the_plain_way_to_the_seal_is_the_same(desk: Desk, workbooks: Path) -> None:
    months = {month: _breast(workbooks, month) for month in MONTHS}
    before = _sum([months[month] for month in MONTHS[1:4]])
    found, sealed = [], False
    for last in range(MONTHS.index(ACCEPTED), len(MONTHS)):
        since = [months[m] for m in MONTHS[MONTHS.index(ACCEPTED) : last + 1]]
        state = _plain_state(since, before, sealed=sealed)
        sealed = sealed or state == "shown"
        found.append(state)
    assert found == states(desk)


def _breast(workbooks: Path, month: date) -> Row:
    (row,) = (
        row
        for row in rows(workbooks / file_name(month, "PROVIDER"), "62-DAY (BY CANCER)")
        if row.code == WORCESTERSHIRE and row.labels == ("all routes", "breast")
    )
    return row


def _sum(found: Sequence[Row]) -> tuple[float, float]:
    return math.fsum(row.within for row in found), math.fsum(row.total for row in found)


def _plain_state(since: list[Row], before: tuple[float, float], *, sealed: bool) -> str:
    taken: list[Row] = []
    while since and (len(taken) < 3 or _sum(taken)[1] < 60):
        taken.append(since.pop())
    within, total = _sum(taken)
    if len(taken) < 3 or total < 60:
        return "holds" if sealed else "too_few"
    share, then = within / total, before[0] / before[1]
    if sealed:
        return "review_needed" if wilson(within, total, z=3.0902323061678132)[1] < PROMISED else "holds"
    lower = wilson(within, total)[0]
    upper = wilson(*before)[1]
    surely_better = share - then - math.hypot(share - lower, upper - then) > 0
    return "shown" if share >= PROMISED and surely_better else "not_yet"
