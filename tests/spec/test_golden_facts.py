"""The golden facts: what the real files say of England and its alliances, asked of the library and of the command.

Each expected number is written here from the facts of the domain, or read from the publisher's own cell by a second,
slower reading (`tests.spec.plain_reading`).
"""

from __future__ import annotations

import json
from datetime import date
from pathlib import Path

import pytest

from alliance.answers import Desk, open_desk, over_time
from alliance.periods import add_months
from tests.conftest import only_once
from tests.spec.golden import Both, england_in_months, one_point, summed
from tests.spec.plain_reading import MONTHS, earlier, file_name, national
from tests.unit.cli.conftest import Run

SERIES = "data/cwt/national_time_series"
EXTRACTS = "data/cwt/data_extracts"
WITH_28, WITH_62, WITH_31 = "faster-diagnosis-28-day", "treatment-62-day", "treatment-31-day"
MEASURES = {"28": WITH_28, "31": WITH_31, "62": WITH_62}
TREATED = ("treated-31-day", "treated-62-day")
WEST_MIDLANDS, NORTH_CENTRAL_LONDON = "E56000007", "E56000027"


@pytest.fixture(scope="module")
def only_csvs(shared: Path, tmp_path_factory: pytest.TempPathFactory) -> Desk:
    """A store of the faster-diagnosis CSVs alone."""
    return _only(shared, "data/cwt/faster_diagnosis_csv", tmp_path_factory)


@pytest.fixture(scope="module")
def only_extracts(shared: Path, tmp_path_factory: pytest.TempPathFactory) -> Desk:
    """A store of the two provider extracts alone."""
    return _only(shared, EXTRACTS, tmp_path_factory)


def _only(shared: Path, folder: str, factory: pytest.TempPathFactory) -> Desk:
    from alliance.ingest import load

    with only_once(factory, f"only-{Path(folder).name}") as (made, first):
        if first:
            load([shared / folder], made / "store", today=date(2026, 6, 11))
    return open_desk(made / "store")


# --------------------------------------------------------------------------------- what is loaded, of what is here


def test_all_that_a_source_knows_is_loaded_and_what_no_source_knows_is_refused(whole_store: Path) -> None:
    outcomes: dict[str, str] = json.loads((whole_store.parent / "outcomes.json").read_text(encoding="utf-8"))
    refused = {name for name, outcome in outcomes.items() if outcome == "refused"}
    statistics = [name for name in outcomes if "CWT" in name or "Diagnostics" in name or "NDRS" in name]
    assert len(statistics) == 36 + 2 + 1 + 8 + 1
    assert not refused & {*statistics, "ncpes_dataset_2018.csv.gz", "etr_2026.csv", "ods_ca_mapping.csv"}
    assert "README.md" in refused
    assert len(outcomes) - len(refused) == 101


def test_the_whole_store_is_sound_and_every_total_is_the_national_series_own(
    run: Run, whole_store: Path
) -> None:
    ran = run("check", "--store", whole_store)
    assert (ran.code, ran.err) == (0, "")
    assert "every table and snapshot has its own hash" in ran.out
    assert "Reconciled with the national time series: all 268 totals agree." in ran.out


# ------------------------------------------------------------------------------------------------ waiting times


@pytest.mark.parametrize("standard", MEASURES)
def test_every_month_of_the_new_national_series_is_englands_answer(
    asked: Both, shared: Path, national_series: Path, standard: str
) -> None:
    """From organisations' files where there are any, which reproduce it; from the series itself elsewhere."""
    assert shared
    stated = {month: pair for (month, kind), pair in national(national_series).items() if kind == standard}
    told = asked(MEASURES[standard], "england")
    found = {
        date.fromisoformat(f"{point['period']}-01"): (point["denominator"], point["numerator"])
        for point in told["points"]
    }
    assert len(stated) == {"28": 61, "31": 49, "62": 49}[standard]
    assert found == stated


EARLIER = [
    ("Two Month Wait from GP Urgent Referral", WITH_62, {"route": "urgent-suspected-cancer"}, 168),
    ("Two Month Wait from a National Screening", WITH_62, {"route": "screening"}, 168),
    ("Two Month Wait Following a Consultant", WITH_62, {"route": "consultant-upgrade"}, 168),
    ("One Month Wait from a Decision to Treat to a First", WITH_31, {"treatment_stage": "first"}, 168),
    ("Two Week Wait From GP Urgent Referral", "first-seen-14-day", {}, 168),
    ("Two Week Wait Breast Symptomatic", "breast-symptoms-first-seen-14-day", {}, 165),
    ("Four Week (28 days)", WITH_28, {}, 30),
]


@pytest.mark.parametrize(("title", "measure", "cut", "months"), EARLIER, ids=lambda value: str(value)[:30])
def test_every_month_of_the_earlier_series_is_englands_answer_in_its_own_standard(
    asked: Both, shared: Path, title: str, measure: str, cut: dict[str, str], months: int
) -> None:
    path = next((shared / SERIES).glob("*2009*"))
    stated = {month: pair for (name, month), pair in earlier(path).items() if name.startswith(title)}
    told = asked(measure, "england", cut=cut, end="2023-09")
    found = {
        date.fromisoformat(f"{point['period']}-01"): (point["denominator"], point["numerator"])
        for point in told["points"]
    }
    assert len(stated) == months
    assert {month: found[month] for month in stated} == stated


def test_the_series_goes_on_through_the_eras_and_says_where_its_meaning_changed(asked: Both) -> None:
    told = asked("urgent-referrals", "england")
    periods = [point["period"] for point in told["points"]]
    assert (periods[0], periods[-1], len(periods)) == ("2009-10", "2026-04", 199)
    assert all(point["value"] for point in told["points"])
    joined = asked(WITH_62, "england", cut={"route": "screening"})
    assert (joined["points"][0]["period"], joined["points"][-1]["period"]) == ("2009-10", "2025-03")
    assert any("From 1 October 2023 the series means something else" in c for c in joined["caveats"])


def test_the_months_after_september_2025_are_provisional(asked: Both) -> None:
    told = asked(WITH_62, "england", start="2025-04")
    status = {point["period"]: point["status"] for point in told["points"]}
    assert {period for period, said in status.items() if said == "provisional"} == {
        *(f"2025-{month}" for month in (10, 11, 12)),
        *(f"2026-{month:02d}" for month in (1, 2, 3, 4)),
    }
    assert status["2025-09"] == "final"


def test_the_28_day_standard_is_75_and_from_april_2026_80_per_cent(asked: Both) -> None:
    told = asked(WITH_28, "england", start="2026-03")
    standards = {(s["value"], s["from"], s["to"]) for s in told["standards"] if s["kind"] == "standard"}
    assert standards == {(0.75, "2021-10-01", "2026-03-31"), (0.80, "2026-04-01", None)}


def test_october_2024_was_28_704_patients_until_the_final_workbook_made_them_29_350(
    run: Run, shared: Path, workbooks: Path, tmp_path: Path
) -> None:
    extract = shared / EXTRACTS / "CWT-CRS-Oct-2024-to-Mar-2025-Data-Extract-Provider.xlsx"
    for path, day in ((extract, "2025-06-12"), (workbooks / file_name(MONTHS[12], "PROVIDER"), "2025-07-10")):
        assert run("load", path, "--published", day, "--store", tmp_path).code == 0
    asked = Both(open_desk(tmp_path), tmp_path, run)
    before, after = (
        one_point(asked(WITH_62, "england", as_of=day, start="2024-10", end="2024-10"))
        for day in (date(2025, 7, 9), date(2025, 7, 10))
    )
    assert (before["denominator"], before["known_since"]) == (28_704, "2025-06-12")
    assert (after["denominator"], after["known_since"], after["status"]) == (29_350, "2025-07-10", "final")
    assert one_point(asked(WITH_62, "england", start="2024-10", end="2024-10")) == after
    nobody = asked(WITH_62, "england", as_of=date(2025, 6, 11))
    assert nobody["points"] == []


def test_the_revision_is_told_cell_by_cell_and_place_by_place(run: Run, whole_store: Path) -> None:
    words = ("CWT-CRS-Oct-2024-to-Mar-2025", "OCTOBER-2024-CWT-CRS-PROVIDER", "--store", whole_store)
    told = run("sources", "diff", *words, "--format", "json").told
    sums = {row["quantity"]: (row["old"], row["new"]) for row in told["sums"]}
    assert told["cells"]["changed"] == len(told["changed"]) == sum(p["cells"] for p in told["places"])
    assert {row["start"] for row in told["changed"]} == {"2024-10-01"}
    assert sums["treated-62-day"] == (28_704, 29_350), (
        "which the extract states by cancer and by treatment only"
    )
    assert set(sums) == {f"{q}{w}" for q in ("faster-diagnosis", *TREATED) for w in ("", "-within")}


@pytest.mark.parametrize("measure", MEASURES.values())
def test_the_extract_of_april_to_september_2024_equals_the_workbooks(
    only_extracts: Desk, whole_desk: Desk, measure: str
) -> None:
    from alliance.answers import across_places

    span = {"start": "2024-04", "end": "2024-09"}
    for by in ("trust", "alliance"):
        extract, books = (
            across_places(d, measure, "england", by=by, **span) for d in (only_extracts, whole_desk)
        )
        assert extract.points == _known_as(books.points, extract.points)
        found, stated = (
            {
                (s.place.code, p.period): (p.numerator, p.denominator)
                for s in answer.series or ()
                if s.place
                for p in s.points
                if p.denominator
            }
            for answer in (extract, books)
        )
        assert found == stated
        assert len(found) > 21 * 6 - 1


def _known_as(points: tuple[object, ...], like: tuple[object, ...]) -> tuple[object, ...]:
    """Points of one store with the limits and signals of another, whose history is longer."""
    from dataclasses import replace

    same = ("known_since", "mean", "lower_limit", "upper_limit", "signal", "signals", "direction")
    return tuple(
        replace(point, **{name: getattr(other, name) for name in same})  # type: ignore[type-var]
        for point, other in zip(points, like, strict=True)
    )


def test_the_faster_diagnosis_csvs_equal_the_series_in_every_month_but_march_2024(
    only_csvs: Desk, national_series: Path
) -> None:
    found = {
        month: pair
        for month, pair in england_in_months(over_time(only_csvs, WITH_28, "england")).items()
        if pair != (None, None)
    }
    stated = {month: pair for (month, kind), pair in national(national_series).items() if kind == "28"}
    assert len(found) == 32
    assert set(found) == {add_months(date(2021, 4, 1), n) for n in [*range(9), *range(15, 38)]}
    differing = {month: (pair, stated[month]) for month, pair in found.items() if pair != stated[month]}
    assert differing == {date(2024, 3, 1): ((257_555, 199_049), (260_043, 201_016))}


def test_months_that_no_csv_is_of_are_not_published_and_no_noughts(only_csvs: Desk) -> None:
    answer = over_time(only_csvs, WITH_28, "england", start="2022-01", end="2022-06")
    assert {(p.denominator, p.absence) for p in answer.points} == {(None, "not_published")}
    assert len(answer.points) == 6


# ------------------------------------------------------------------------------------------ alliances and unmapped


def test_alliances_and_the_unmapped_are_all_25_748_patients_of_march_2024(asked: Both) -> None:
    told = asked(WITH_62, "england", by="alliance", start="2024-03", end="2024-03")
    names = [part["place"]["name"] for part in told["series"]]
    assert len(names) == 21
    assert names[:-1] == sorted(names[:-1]), "in the order of their names, the unmapped last"
    assert told["series"][-1]["place"]["code"] == "unmapped"
    assert summed(told["series"], lambda point: point["denominator"]) == 25_748
    assert one_point(told)["denominator"] == 25_748


def test_north_central_london_had_711_5_with_those_of_north_middlesex(asked: Both, whole_desk: Desk) -> None:
    march = {"start": "2024-03", "end": "2024-03"}
    assert one_point(asked(WITH_62, NORTH_CENTRAL_LONDON, **march))["denominator"] == 711.5
    told = asked(WITH_62, NORTH_CENTRAL_LONDON, by="trust", **march)
    assert summed(told["series"], lambda point: point["denominator"]) == 711.5
    alone = over_time(whole_desk, WITH_62, "RAP", following=False, **march).points[0]
    heir = over_time(whole_desk, WITH_62, "RAL", following=False, **march).points[0]
    both = one_point(asked(WITH_62, "RAL", **march))
    assert alone.denominator
    assert heir.denominator
    assert both["denominator"] == alone.denominator + heir.denominator


@pytest.mark.parametrize(("day", "count"), [("2018-07-31", 19), ("2020-05-01", 21), ("2026-11-26", 20)])
def test_there_were_19_and_21_and_are_20_alliances(
    run: Run, whole_store: Path, whole_desk: Desk, day: str, count: int
) -> None:
    words = ("--kind", "alliance", "--as-at", day, "--store", whole_store, "--format", "json")
    told = run("places", *words).told
    assert len(told) == len({place["name"] for place in told}) == count
    assert [place["code"] for place in told] == [
        place.code
        for place in sorted(whole_desk.places.alliances(date.fromisoformat(day)), key=lambda p: p.name)
    ]


def test_the_west_midlands_has_the_edge_of_six_stps_and_then_of_six_icbs(whole_desk: Desk) -> None:
    from alliance.places import PlaceKind

    in_2018, in_2025 = date(2018, 7, 31), date(2025, 6, 1)
    book = whole_desk.places
    assert len(book.coterminous(WEST_MIDLANDS, in_2018, PlaceKind.STP)) == 6
    assert len(book.coterminous(WEST_MIDLANDS, in_2025)) == 6
    assert book.coterminosity(WEST_MIDLANDS, in_2018, PlaceKind.STP) == []
    assert book.coterminosity(WEST_MIDLANDS, in_2025) == []


def test_an_alliances_commissioner_figures_are_refused_with_the_reason(run: Run, whole_store: Path) -> None:
    words = ("--place", WEST_MIDLANDS, "--basis", "commissioner", "--store", whole_store)
    ran = run("ask", WITH_62, *words)
    assert (ran.code, ran.out) == (2, "")
    assert "two ICBs lie in more than one alliance" in ran.err
