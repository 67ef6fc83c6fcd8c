"""What is published beside the waiting times: read by its own source, for whom it is meant, telling what it should."""

from __future__ import annotations

import shutil
from collections.abc import Callable
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import pytest

from alliance.answers import Answer, Desk, ask, open_desk
from alliance.demo import local_counts, next_month, stages, waiting_list
from alliance.demo.beside import WRITERS, beside
from alliance.demo.england import ALDER_VALE
from alliance.demo.folder import write_files
from alliance.demo.release import TODAY, Release
from alliance.demo.stages import EMBARGO
from alliance.ingest import feeds
from alliance.sources import open_raw, recognise
from alliance.sources.expected import FeedState, is_old

OLDER, NEWER = sorted((r for r in beside() if r.kind == "stage-at-diagnosis"), key=lambda r: r.month)
MORNING_BEFORE, THAT_MORNING = EMBARGO - timedelta(minutes=1), EMBARGO
Opened = Callable[..., Desk]


@pytest.fixture(scope="module")
def store(built_demo: Path) -> Path:
    return built_demo / "alliance-store"


@pytest.fixture(scope="module")
def opened(store: Path) -> Opened:
    """The first day's store, for those named and at an hour."""
    desk = open_desk(store, in_memory=True)
    return lambda *visible, now=None: desk.seen_by(("public", *visible), now)


def periods(answer: Answer) -> list[str]:
    return [point.period for point in answer.points if point.value is not None]


@pytest.fixture(scope="module")
def written(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Path]:
    """Every file of these kinds, by its name."""
    folder = tmp_path_factory.mktemp("beside")
    write_files(folder, beside())
    return {release.file: folder / release.file for release in beside()}


@pytest.mark.parametrize("release", beside(), ids=lambda release: release.file)
def test_each_file_is_taken_by_its_own_source_and_says_that_it_is_fictional(
    written: dict[str, Path], release: Release
) -> None:
    source, found = recognise(open_raw(written[release.file]))
    assert source.ABOUT.id == release.kind
    assert found.publisher.startswith("Made up, in the layout of ")
    assert found.licence == "None: made-up figures"
    assert release.file.startswith("files/FICTIONAL-")
    assert (found.last.year, found.last.month) == (release.month.year, release.month.month)


def test_there_are_seven_kinds_beside_the_waiting_times_and_the_same_bytes_come_each_time(
    written: dict[str, Path], tmp_path: Path
) -> None:
    newest = {release.kind: release for release in beside()}
    assert len(newest) == len(WRITERS) == 7
    write_files(tmp_path, list(newest.values()))
    for release in newest.values():
        assert (tmp_path / release.file).read_bytes() == written[release.file].read_bytes(), release.file


def test_all_of_them_together_are_small(written: dict[str, Path]) -> None:
    assert sum(path.stat().st_size for path in written.values()) < 3_000_000


def test_the_feed_of_diagnostics_has_stopped_and_no_other_has(store: Path) -> None:
    stopped = [feed for feed in feeds(store, TODAY) if feed.state is FeedState.STOPPED]
    assert [(feed.source, feed.last_period) for feed in stopped] == [("diagnostics", "2025-02")]
    assert stopped[0].sentence.startswith(
        "Diagnostic waiting times and activity (DM01): no update since 10 April 2025"
    )


def test_what_patients_say_is_older_than_24_months_and_one_trust_has_too_few_answers(opened: Opened) -> None:
    desk = opened()
    answer = ask(desk, "patient-experience-overall", ALDER_VALE.code, by="trust")
    assert periods(answer) == ["2021", "2022"]
    assert is_old("experience", date(2022, 12, 31), TODAY)
    found = {s.place.code: s.points[-1] for s in answer.series or () if s.place}
    assert set(found) == {"ZA1", "ZA2", "ZA3", "ZA4", "ZA5", "ZA6"}
    assert {code for code, point in found.items() if point.absence == "suppressed"} == {"ZA6"}
    assert all(8 < (point.value or 0) < 9.5 for code, point in found.items() if code != "ZA6")


def test_foxglove_lies_below_the_range_that_is_expected_of_it_and_thistlewick_within_its_own(
    opened: Opened,
) -> None:
    def lies(place: str) -> str:
        point = ask(opened(), "patient-experience-overall", place, variant="adjusted").points[-1]
        score, lower, upper = (number or 0 for number in (point.value, point.lower, point.upper))
        return "below" if score < lower else "above" if score > upper else "within"

    said = ask(opened(), "patient-experience-overall", "ZA2", variant="adjusted").sentence
    assert "(published expected range " in said
    assert ", where the score of a place like this would be expected to lie);" in said
    assert {place: lies(place) for place in ("ZA2", "ZA3", ALDER_VALE.code)} == {
        "ZA2": "within", "ZA3": "below", ALDER_VALE.code: "within",
    }  # fmt: skip


@pytest.mark.parametrize(
    ("visible", "now", "newest"),
    [
        ((), None, "2022"),
        ((), MORNING_BEFORE, "2022"),
        (("partners",), MORNING_BEFORE, "2022"),
        (("pre-release",), MORNING_BEFORE, "2023"),
        (("pre-release",), None, "2023"),
        ((), THAT_MORNING, "2023"),
    ],
)
def test_the_newest_year_of_stages_is_for_a_list_until_its_hour(
    opened: Opened, visible: tuple[str, ...], now: datetime | None, newest: str
) -> None:
    desk = opened(*visible, now=now)
    assert periods(ask(desk, "early-stage-diagnosis", ALDER_VALE.code))[-1] == newest
    assert (NEWER.file.removeprefix("files/") in {e.file for e in desk.releases}) == (newest == "2023")


def test_the_embargo_ends_on_the_next_day_of_publication_in_the_morning() -> None:
    assert (NEWER.published, NEWER.visibility) == (TODAY, "pre-release")
    assert EMBARGO.isoformat() == "2025-12-11T09:30:00+00:00"
    later = {release.published for release in beside() if release.published > TODAY}
    assert EMBARGO.date() == min(later)
    assert OLDER.embargo is None


def test_a_later_file_of_stages_repeats_the_earlier_years(written: dict[str, Path]) -> None:
    older, newer = (written[r.file].read_text(encoding="utf-8").splitlines() for r in (OLDER, NEWER))
    assert set(older) < set(newer)


def test_lung_cancer_is_found_earlier_in_alder_vale_once_it_is_looked_for(opened: Opened) -> None:
    desk = opened("pre-release")

    def early(place: str) -> dict[str, float]:
        points = ask(desk, "early-stage-diagnosis", place, cut={"cancer": "lung"}).points
        return {point.period: point.value for point in points if point.value is not None}

    alder, fells = early(ALDER_VALE.code), early("E56999002")
    assert alder["2023"] - alder["2021"] > 0.08
    assert abs(fells["2023"] - fells["2021"]) < 0.05


def test_alliances_and_boards_are_all_of_england(opened: Opened) -> None:
    desk = opened()

    def cancers(place: str) -> float:
        return sum(p.denominator or 0 for p in ask(desk, "early-stage-diagnosis", place).points)

    boards = sum(cancers(code) for code in ("ZQA", "ZQB", "ZQC", "ZQD"))
    assert boards == sum(cancers(code) for code in ("E56999001", "E56999002")) == cancers("england")
    assert stages.named_in_files()[0] == ("Alder Vale", ALDER_VALE.code)


def test_survival_rises_slowly_and_lies_within_its_interval(opened: Opened) -> None:
    points = ask(opened(), "survival-1-year", ALDER_VALE.code).points
    assert (points[0].period, points[-1].period) == ("2009", "2022")
    assert (points[-1].value or 0) - (points[0].value or 0) > 4
    assert all((p.lower or 0) < (p.value or 0) < (p.upper or 0) for p in points)


@pytest.mark.parametrize("measure", ["waiting-over-62-days", "waiting-over-104-days", "told-with-someone"])
def test_what_partners_count_is_for_partners_alone(opened: Opened, measure: str) -> None:
    for visible, shown in (((), False), (("pre-release",), False), (("partners",), True)):
        assert bool(periods(ask(opened(*visible), measure, ALDER_VALE.code))) == shown
    plans = {s.kind for s in ask(opened(), "treatment-62-day", "ZA2").standards}
    assert "trajectory" not in plans


def test_the_waiting_list_has_every_week_since_april_and_goes_before_the_62_day_figures(
    opened: Opened,
) -> None:
    desk = opened("partners")

    def late(place: str, cancer: str) -> list[float]:
        points = ask(desk, "waiting-over-62-days", place, cut={"cancer": cancer}).points
        return [point.value for point in points if point.value is not None]

    weeks = ask(desk, "waiting-over-62-days", ALDER_VALE.code).points
    assert (len(weeks), weeks[0].period, weeks[-1].period) == (31, "2025-W15", "2025-W45")
    assert all(0.03 < (week.value or 0) < 0.09 for week in weeks)
    kept, not_kept = late("ZA2", "prostate"), late("ZA3", "lower-gi")
    assert sum(kept[-4:]) < 0.6 * sum(kept[:4])
    assert sum(not_kept[-4:]) > 0.85 * sum(not_kept[:4])


def test_every_partner_has_a_plan_for_every_month_with_who_set_it(opened: Opened) -> None:
    desk = opened("partners")
    for place in (ALDER_VALE.code, "ZA1", "ZA2", "ZA3", "ZA5", "ZA6"):
        plans = [s for s in ask(desk, "treatment-62-day", place).standards if s.kind == "trajectory"]
        assert len(plans) == 12
        assert all(s.set_by.startswith("Board of ") and 0.5 < s.value < 0.85 for s in plans)


def test_aldermeres_clinic_shows_in_what_the_alliance_counts_itself(opened: Opened) -> None:
    points = ask(opened("partners"), local_counts.MEASURE, "ZA1").points
    shares = [point.value or 0 for point in points]
    assert (points[0].period, len(points)) == ("2024-04", 18)
    assert min(shares[-5:]) > max(shares[:11])


def test_next_month_brings_the_weeks_since_a_month_of_local_counts_and_the_new_year_of_stages(
    built_demo: Path, tmp_path: Path
) -> None:
    shutil.copytree(built_demo / "demo", tmp_path / "demo")
    shutil.copytree(built_demo / "alliance-store", tmp_path / "store")
    found = next_month(tmp_path / "demo", tmp_path / "store")
    assert found is not None
    day, loaded = found
    assert day == EMBARGO.date()
    assert {one.outcome for one in loaded} == {"loaded"}
    titles = {one.title for one in loaded}
    assert "Weekly cancer waiting list, 2025-W46 to 2025-W49" in titles
    assert "Local data: told-with-someone, 2025-10" in titles
    noon = datetime(2025, 12, 11, 12, tzinfo=UTC)
    desk = open_desk(tmp_path / "store", now=noon)
    assert periods(ask(desk, "early-stage-diagnosis", ALDER_VALE.code))[-1] == "2023"


def test_no_week_is_missing_or_told_twice_until_the_last_press() -> None:
    told = [s for r in waiting_list.releases() for s in waiting_list.sundays(r.month)]
    assert told == [waiting_list.FIRST_SUNDAY + timedelta(weeks=week) for week in range(len(told))]
    assert told[-1] == date(2026, 5, 10)
