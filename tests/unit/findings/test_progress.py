"""The test in the data: enough patients, surely better, and slower to turn than to set."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from pathlib import Path

import pytest

from alliance.answers import open_desk
from alliance.findings import FEWEST_PATIENTS, Progress, progress
from alliance.periods import add_months
from tests.spec.small_england import Telling, telling, write_store

Counts = Sequence[tuple[float, float]]
BEFORE = (60.0, 120.0)


def told(counts: Counts) -> Telling:
    """Within and total of Alder at 62 days, month by month from January 2024."""
    months = [f"{add_months(date(2024, 1, 1), n):%Y-%m}" for n in range(len(counts))]
    return telling(
        "release | known\n" + "\n".join(f"r{m} | {m}-28" for m in months),
        "release | place | month | total | within\n"
        + "\n".join(
            f"r{m} | ZA1 | {m} | {total} | {within}"
            for m, (within, total) in zip(months, counts, strict=True)
        ),
    )


def after(
    tmp_path: Path, counts: Counts, *, target: float = 0.7, sealed: bool = False, **how: object
) -> Progress:
    """The test after these months, against a promise of 70 % from 50 %."""
    desk = open_desk(write_store(told(counts), tmp_path / "store"))
    since = how.pop("since", date(2024, 1, 1))
    return progress(
        desk,
        "treatment-62-day",
        "ZA1",
        target=target,
        before=BEFORE,
        since=since,
        sealed=sealed,
        **how,  # type: ignore[arg-type]
    )


@pytest.mark.parametrize(
    ("why", "counts", "state"),
    [
        ("two months are too few, however many patients", [(90, 100), (90, 100)], "too_few"),
        ("three months of few patients are too few", [(19, 19.5)] * 3, "too_few"),
        ("sixty patients in three months are enough", [(19, 20)] * 3, "shown"),
        ("the promise is not reached", [(27, 40)] * 3, "not_yet"),
        ("reached exactly, and surely better than before", [(70, 100)] * 3, "shown"),
    ],
)
def test_before_the_seal(tmp_path: Path, why: str, counts: Counts, state: str) -> None:
    assert after(tmp_path, counts).state == state, why


def test_reached_but_not_surely_better_than_before_is_not_yet(tmp_path: Path) -> None:
    found = after(tmp_path, [(12.5, 20)] * 3, target=0.6)
    assert (found.value, found.state) == (0.625, "not_yet")


@pytest.mark.parametrize(
    ("why", "counts", "state"),
    [
        ("the promise still holds", [(70, 100)] * 3, "holds"),
        ("short of it, but perhaps by chance", [(63, 100)] * 3, "holds"),
        ("surely short of it", [(55, 100)] * 3, "review_needed"),
        ("too few patients to take anything back", [(1, 10)] * 3, "holds"),
    ],
)
def test_after_the_seal(tmp_path: Path, why: str, counts: Counts, state: str) -> None:
    assert after(tmp_path, counts, sealed=True).state == state, why


def test_the_latest_three_months_are_pooled_and_earlier_ones_until_there_are_enough(tmp_path: Path) -> None:
    found = after(tmp_path, [(0, 50), (10, 15), (10, 15), (10, 15), (10, 15)])
    assert (found.period_from, found.period_to) == ("2024-02", "2024-05")
    assert (found.numerator, found.denominator) == (40, FEWEST_PATIENTS)
    assert found.value == pytest.approx(2 / 3)
    assert [c.file for c in found.citations] == [f"r2024-0{n}.xlsx" for n in (2, 3, 4, 5)]


def test_only_whole_months_after_the_commitment_count(tmp_path: Path) -> None:
    found = after(tmp_path, [(10, 100), (10, 100), (90, 100), (90, 100), (90, 100)], since=date(2024, 2, 2))
    assert (found.period_from, found.state) == ("2024-03", "shown")


def test_only_what_was_known_on_a_day_counts(tmp_path: Path) -> None:
    found = after(tmp_path, [(90, 100)] * 4, as_of=date(2024, 2, 29))
    assert (found.period_to, found.state) == ("2024-02", "too_few")


def test_nothing_yet_is_said_in_words(tmp_path: Path) -> None:
    found = after(tmp_path, [(5, 10)], since=date(2024, 6, 1))
    assert (found.state, found.value, found.lower, found.upper) == ("too_few", None, None, None)
    assert (found.period_from, found.citations) == (None, ())
    assert found.sentence.startswith("0 patients are recorded in 0 months since the commitment")
    sealed = after(tmp_path / "sealed", [(5, 10)], since=date(2024, 6, 1), sealed=True)
    assert sealed.sentence == "No patient is recorded in the months since the commitment."


def test_what_the_data_say_is_one_sentence_with_both_shares(tmp_path: Path) -> None:
    found = after(tmp_path, [(80, 100)] * 3)
    assert found.sentence == (
        "January 2024 to March 2024: 80.0% (240 of 300), 50.0% when the gap was agreed; promised was 70%. "
        "The data show it."
    )
    turned = after(tmp_path / "turned", [(40, 100)] * 3, sealed=True)
    assert turned.sentence.endswith("The data have turned: a review is needed, and people decide.")


def test_progress_is_json_with_its_citations_days_as_text(tmp_path: Path) -> None:
    found = after(tmp_path, [(80, 100)] * 3).to_json()
    assert found["state"] == "shown"
    assert found["citations"][0]["published_on"] == "2024-01-28"


def test_where_lower_is_better_the_test_looks_the_other_way(tmp_path: Path) -> None:
    rows = "\n".join(
        f"r{m} | ZA1 | {m} | {band} | {count}"
        for m in ("2024-01", "2024-02", "2024-03")
        for band, count in (("", 100), ("over-104", 5))
    )
    england = telling(
        "release | known\n" + "\n".join(f"r2024-0{n} | 2024-0{n}-28" for n in (1, 2, 3)),
        f"release | place | month | band | total\n{rows}",
    )
    desk = open_desk(write_store(england, tmp_path / "store"))
    asked = {"target": 0.1, "since": date(2024, 1, 1)}
    shown = progress(desk, "treated-after-104-days", "ZA1", before=(30, 150), sealed=False, **asked)  # type: ignore[arg-type]
    assert (shown.state, shown.value) == ("shown", 0.05)
    missed = {"target": 0.01, "since": date(2024, 1, 1)}
    turned = progress(desk, "treated-after-104-days", "ZA1", before=(30, 150), sealed=True, **missed)  # type: ignore[arg-type]
    assert turned.state == "review_needed"
