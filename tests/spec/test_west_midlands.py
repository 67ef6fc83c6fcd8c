"""Real figures worked out twice: by the plain twin from the workbooks' rows, and by the engine from a store."""

from __future__ import annotations

import math
from collections import defaultdict
from collections.abc import Iterator
from datetime import date
from functools import cache
from pathlib import Path

import pytest

from alliance import findings
from alliance.answers import Desk, across_places, breakdown, open_desk, over_time
from alliance.places import PlaceBook
from tests.spec import plain
from tests.spec.plain_reading import MONTHS, Row, file_name, rows

WEST_MIDLANDS, BIRMINGHAM, NORTH_CENTRAL_LONDON = "E56000007", "RRK", "E56000027"
QUARTER = (date(2025, 1, 1), date(2025, 2, 1), date(2025, 3, 1))
BOOK = PlaceBook.builtin()
WHOLE = {
    "faster-diagnosis-28-day": "28-DAY FDS (ALL ROUTES)",
    "treatment-31-day": "31-DAY (ALL CANCER)",
    "treatment-62-day": "62-DAY (ALL CANCER)",
}
CANCERS = {
    "breast": "breast",
    "gynaecological": "gynaecological",
    "haematological - lymphoma": "lymphoma",
    "haematological - other (a)": "haematological-other",
    "head & neck": "head-and-neck",
    "lower gastrointestinal": "lower-gi",
    "lung": "lung",
    "other (a)": "other",
    "skin": "skin",
    "upper gastrointestinal - hepatobiliary": "hepatobiliary",
    "upper gastrointestinal - oesophagus & stomach": "oesophago-gastric",
    "urological - other (a)": "urological-other",
    "urological - prostate": "prostate",
}


@pytest.fixture(scope="module", params=["memory", "parquet"])
def desk(real_store: Path, request: pytest.FixtureRequest) -> Desk:
    """The real store, open: its tables in memory, or read from Parquet."""
    return open_desk(real_store, in_memory=request.param == "memory")


@cache
def partners(alliance: str, month: date) -> tuple[str, ...]:
    """The organisations that count in an alliance's sums."""
    return tuple(place.code for place in BOOK.members(alliance, month, primary_only=True))


def told(workbooks: Path, sheet: str, months: tuple[date, ...], alliance: str, *labels: str) -> Iterator[Row]:
    """The rows of an alliance's partners whose labels begin with these, from the workbooks' own cells."""
    for month in months:
        for row in rows(workbooks / file_name(month, "PROVIDER"), sheet):
            if row.code in partners(alliance, month) and row.labels[: len(labels)] == labels:
                yield row


def summed(found: Iterator[Row]) -> tuple[float, float]:
    """Within and total of many rows."""
    kept = list(found)
    return math.fsum(row.within for row in kept), math.fsum(row.total for row in kept)


def test_the_west_midlands_in_january_to_march_2025(desk: Desk, workbooks: Path) -> None:
    within, total = summed(told(workbooks, WHOLE["treatment-62-day"], QUARTER, WEST_MIDLANDS, "all routes"))
    assert (within, total) == (5_281, 8_344)
    assert plain.patients_to_standard(0.85, within, total) == pytest.approx(1_811.4)
    (point,) = over_time(
        desk, "treatment-62-day", "N45", period="quarter", start="2025-Q1", end="2025-Q1"
    ).points
    assert (point.numerator, point.denominator) == (within, total)
    assert (point.lower, point.upper) == pytest.approx(plain.wilson(within, total), abs=1e-12)
    found = findings.of(desk, WEST_MIDLANDS)
    assert (found.period_from, found.period_to) == ("2025-01", "2025-03")
    assert found.alliance_patients_to_standard["treatment-62-day"] == pytest.approx(1_811.4)


def test_birmingham_has_a_fifth_of_the_activity_and_more_of_the_patients_needed(
    desk: Desk, workbooks: Path
) -> None:
    sheet = WHOLE["treatment-62-day"]
    mine = [
        row for row in told(workbooks, sheet, QUARTER, WEST_MIDLANDS, "all routes") if row.code == BIRMINGHAM
    ]
    within, total = summed(iter(mine))
    assert (within, total) == (923.5, 1_684.5)
    finding = findings.of(desk, WEST_MIDLANDS).find(f"treatment-62-day|{BIRMINGHAM}|")
    assert finding is not None
    assert (finding.numerator, finding.denominator) == (within, total)
    assert finding.patients_to_standard == pytest.approx(508.325)
    assert finding.share_of_alliance == pytest.approx(508.325 / 1_811.4)
    assert finding.share_of_activity == pytest.approx(1_684.5 / 8_344)
    assert (round(508.325 / 1_811.4, 2), round(1_684.5 / 8_344, 2)) == (0.28, 0.20)
    assert "28% of the alliance's, beside 20% of its activity" in finding.sentence


def test_march_2024_is_whole_and_north_middlesex_counts_where_its_successor_does(
    desk: Desk, workbooks: Path
) -> None:
    march = (date(2024, 3, 1),)
    _, north_central = summed(
        told(workbooks, WHOLE["treatment-62-day"], march, NORTH_CENTRAL_LONDON, "all routes")
    )
    assert north_central == 711.5
    parts = across_places(desk, "treatment-62-day", "england", by="alliance", start="2024-03", end="2024-03")
    counts = {s.place.code: s.points[0].denominator for s in parts.series or () if s.place}
    assert counts[NORTH_CENTRAL_LONDON] == 711.5
    assert sum(filter(None, counts.values())) == parts.points[0].denominator == 25_748
    assert (len(counts), "unmapped" in counts) == (21, True)


@pytest.mark.parametrize("measure", WHOLE)
def test_every_month_the_alliances_and_the_unmapped_make_england(
    desk: Desk, workbooks: Path, measure: str
) -> None:
    parts = across_places(desk, measure, "england", by="alliance", end="2025-03", start="2023-10")
    assert [p.period for p in parts.points] == [f"{month:%Y-%m}" for month in MONTHS]
    for position, month in enumerate(MONTHS):
        sheet = rows(workbooks / file_name(month, "PROVIDER"), WHOLE[measure])
        england = next(row for row in sheet if row.code == "england")
        points = [series.points[position] for series in parts.series or ()]
        assert sum(p.denominator or 0 for p in points) == england.total == parts.points[position].denominator
        assert sum(p.numerator or 0 for p in points) == england.within == parts.points[position].numerator


def test_each_trust_and_cancer_of_the_west_midlands_is_its_workbooks_cell(
    desk: Desk, workbooks: Path
) -> None:
    expected: dict[tuple[str, str, str], tuple[float, float]] = {
        (row.code, CANCERS[row.labels[1]], f"{row.month:%Y-%m}"): (row.within, row.total)
        for row in told(workbooks, "62-DAY (BY CANCER)", QUARTER, WEST_MIDLANDS, "all routes")
    }
    assert len({code for code, _, _ in expected}) == 15
    found = {}
    for code in {code for code, _, _ in expected}:
        for series in breakdown(desk, "treatment-62-day", code, start="2025-01", end="2025-03").series or ():
            for point in series.points:
                if point.denominator:
                    found[code, (series.cut or {})["cancer"], point.period] = (
                        point.numerator,
                        point.denominator,
                    )
    assert found == expected


def test_a_suspected_cancer_at_28_days_is_the_sum_of_its_routes(desk: Desk, workbooks: Path) -> None:
    expected = summed(
        row
        for row in told(workbooks, "28-DAY FDS (BY ROUTE)", QUARTER, WEST_MIDLANDS)
        if row.labels[1] == "suspected lung cancer"
    )
    answer = over_time(
        desk,
        "faster-diagnosis-28-day",
        WEST_MIDLANDS,
        cut={"cancer": "lung"},
        period="quarter",
        start="2025-Q1",
        end="2025-Q1",
    )
    assert (answer.points[0].numerator, answer.points[0].denominator) == expected


def test_cancers_routes_and_treatments_each_add_to_the_whole(desk: Desk) -> None:
    for by in ("cancer", "route", "modality"):
        answer = breakdown(desk, "treatment-62-day", WEST_MIDLANDS, by=by, start="2025-03", end="2025-03")
        parts = [series.points[0] for series in answer.series or ()]
        assert sum(p.denominator or 0 for p in parts) == answer.points[0].denominator
        assert sum(p.numerator or 0 for p in parts) == answer.points[0].numerator


def test_over_104_days_is_the_last_band_of_the_workbooks(desk: Desk, workbooks: Path) -> None:
    found = list(told(workbooks, WHOLE["treatment-62-day"], QUARTER[2:], WEST_MIDLANDS, "all routes"))
    answer = over_time(desk, "treated-after-104-days", WEST_MIDLANDS, start="2025-03", end="2025-03")
    assert answer.points[0].numerator == sum(row.bands[-1] for row in found)
    assert answer.points[0].denominator == sum(row.total for row in found)


def test_the_fewest_cells_that_would_bring_the_alliance_to_the_standard(desk: Desk, workbooks: Path) -> None:
    counts: dict[tuple[str, str], list[float]] = defaultdict(lambda: [0.0, 0.0])
    for row in told(workbooks, "62-DAY (BY CANCER)", QUARTER, WEST_MIDLANDS, "all routes"):
        cell = counts[row.code, CANCERS[row.labels[1]]]
        cell[0] += row.within
        cell[1] += row.total
    short = {cell: plain.patients_to_standard(0.85, *counted) for cell, counted in counts.items()}
    chosen = plain.fewest_gaps(1_811.4, short)
    found = findings.of(desk, WEST_MIDLANDS).fewest_gaps_to_standard["treatment-62-day"]
    assert [(gap.place.code, gap.cut["cancer"]) for gap in found] == chosen
    assert [gap.patients_to_standard for gap in found] == pytest.approx([short[cell] for cell in chosen])
    assert found[-2].cumulative < 1_811.4 <= found[-1].cumulative


def test_a_finding_is_sure_to_be_short_of_the_standard_or_a_special_cause(
    desk: Desk, workbooks: Path
) -> None:
    """Every cell whose whole interval is below the standard is a finding, and no other for that reason."""
    sure = set()
    for row_code in {r.code for r in told(workbooks, WHOLE["treatment-62-day"], QUARTER, WEST_MIDLANDS)}:
        mine = (r for r in told(workbooks, WHOLE["treatment-62-day"], QUARTER, WEST_MIDLANDS, "all routes"))
        within, total = summed(r for r in mine if r.code == row_code)
        if total >= 10 and plain.wilson(within, total)[1] < 0.85:
            sure.add(row_code)
    found = findings.of(desk, WEST_MIDLANDS, measures=["treatment-62-day"]).findings
    whole = {f.place.code for f in found if not f.cut and "surely_short_of_standard" in f.reasons}
    assert whole == sure
    assert all((f.reasons and f.since) or f.reasons == ("surely_short_of_standard",) for f in found)
