"""More golden facts of the real files: early stage, patients' experience, diagnostics."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from tests.spec.golden import Both, one_point, summed
from tests.spec.plain_reading import diagnostics, stages
from tests.unit.cli.conftest import Run

EARLY, OVERALL, DIAGNOSTIC = "early-stage-diagnosis", "patient-experience-overall", "diagnostic-waits-6-week"
WEST_MIDLANDS = "E56000007"

# --------------------------------------------------------------------------------------------------- early stage


def test_in_2022_england_had_133_769_of_242_754_diagnosed_early(asked: Both) -> None:
    point = one_point(asked(EARLY, "england", start="2022", end="2022"))
    assert (point["numerator"], point["denominator"]) == (133_769, 242_754)
    assert f"{point['value']:.2%}" == "55.10%"


@pytest.mark.parametrize(("by", "count", "kind"), [("alliance", 20, "Cancer"), ("icb", 42, "Integrated")])
@pytest.mark.parametrize("stage", ["1", "2", "3", "4"])
def test_alliances_and_icbs_each_sum_to_england_stage_by_stage(
    asked: Both, shared: Path, by: str, count: int, kind: str, stage: str
) -> None:
    (path,) = (shared / "data/stage_at_diagnosis").glob("*.csv")
    told = asked(EARLY, "england", by=by, cut={"tumour_stage": stage}, start="2022", end="2022")
    whole = one_point(told)
    assert len(told["series"]) == count
    assert summed(told["series"], lambda point: point["numerator"]) == whole["numerator"]
    assert summed(told["series"], lambda point: point["denominator"]) == whole["denominator"] == 242_754
    areas = next(found for name, found in stages(path, "2022").items() if name.startswith(kind))
    stated = sorted(counts[int(stage) - 1] for counts in areas.values())
    assert sorted(part["points"][0]["numerator"] for part in told["series"]) == stated


def test_the_stages_of_england_are_parts_of_one_whole(asked: Both) -> None:
    told = asked(EARLY, "england", by="tumour-stage", start="2022", end="2022")
    assert [part["cut"] for part in told["series"]] == [{"tumour_stage": stage} for stage in "1234"]
    assert {part["points"][0]["denominator"] for part in told["series"]} == {242_754}
    assert summed(told["series"], lambda point: point["numerator"]) == 242_754


def test_an_alliances_icbs_are_those_of_the_day_of_publication(asked: Both) -> None:
    told = asked(EARLY, WEST_MIDLANDS, by="icb", start="2022", end="2022")
    assert {part["place"]["code"] for part in told["series"]} == {"QGH", "QHL", "QNC", "QOC", "QUA", "QWU"}
    assert summed(told["series"], lambda point: point["numerator"]) == one_point(told)["numerator"]


def test_early_stage_is_not_published_for_a_trust_and_that_is_not_nobody(asked: Both, run: Run) -> None:
    told = asked(EARLY, "RRK", start="2022", end="2022")
    point = one_point(told)
    assert [point[name] for name in ("numerator", "denominator", "value")] == [None, None, None]
    assert point["absence"] == "not_published"
    assert "no patient" not in told["sentence"]
    ran = run("ask", EARLY, "--place", "england", "--by", "trust", "--store", asked.store)
    assert (ran.code, ran.err.splitlines()[0]) == (
        2,
        "alliance: Diagnosed at stage 1 or 2 is not published by trust.",
    )


# --------------------------------------------------------------------------------------------------- experience


def test_in_2018_england_rated_its_care_8_80_in_70_942_answers(asked: Both) -> None:
    told = asked(OVERALL, "england")
    point = one_point(told)
    assert (point["period"], point["value"], point["denominator"]) == ("2018", 8.80, 70_942)
    assert (point["numerator"], told["unit"], told["variant"]) == (None, "score-0-10", "unadjusted")
    assert told["spc"] is None


def test_expected_ranges_stand_on_adjusted_scores_and_year_on_year_is_a_third_variant(asked: Both) -> None:
    told = {
        variant: asked(OVERALL, "E56000014", variant=variant, start="2018", end="2018")
        for variant in ("unadjusted", "adjusted", "yearonyear")
    }
    points = {variant: one_point(answer) for variant, answer in told.items()}
    assert (points["adjusted"]["value"], points["adjusted"]["lower"], points["adjusted"]["upper"]) == (
        *(8.89, 8.71, 8.90),
    )
    assert (points["yearonyear"]["lower"], points["yearonyear"]["upper"]) == (None, None)
    assert ["expects for this place" in told[variant]["method"] for variant in told] == [False, True, False]


def test_years_before_2018_stand_in_the_year_on_year_variant_alone(asked: Both) -> None:
    years = [p["period"] for p in asked(OVERALL, "england", variant="yearonyear")["points"]]
    assert years == ["2015", "2016", "2017", "2018"]
    people = one_point(asked(OVERALL, "england", variant="yearonyear", start="2018", end="2018"))
    assert people["denominator"] == 70_518, "other people than the 70 942: never mixed"


@pytest.mark.parametrize("period", ["fy", "rolling12", "quarter"])
def test_a_published_score_is_never_made_for_another_period(run: Run, whole_store: Path, period: str) -> None:
    ran = run("ask", OVERALL, "--place", "england", "--period", period, "--store", whole_store)
    assert (ran.code, ran.out) == (2, "")
    assert "published" in ran.err


# -------------------------------------------------------------------------------------------------- diagnostics


def test_diagnostics_of_england_are_each_files_own_total_row(asked: Both, shared: Path) -> None:
    stated = {
        day: (waiting, six)
        for day, waiting, six in map(diagnostics, (shared / "data/diagnostics_dm01").glob("*.xls"))
    }
    told = asked(DIAGNOSTIC, "england")
    found = {
        date.fromisoformat(f"{point['period']}-01"): (point["denominator"], point["numerator"])
        for point in told["points"]
    }
    assert len(stated) == 8
    assert found == stated


def test_diagnostics_of_alliances_and_the_unmapped_are_all_who_wait_in_england(asked: Both) -> None:
    told = asked(DIAGNOSTIC, "england", by="alliance", start="2025-03", end="2025-03")
    for count in ("numerator", "denominator"):
        assert summed(told["series"], lambda point, count=count: point[count]) == one_point(told)[count]  # type: ignore[misc]


def test_every_answer_of_the_whole_store_names_the_file_that_it_came_from(asked: Both, shared: Path) -> None:
    told = asked(DIAGNOSTIC, "RRK", start="2025-03", end="2025-03")
    (cited,) = told["citations"]
    assert (shared / "data/diagnostics_dm01" / cited["file"]).exists()
    assert cited["published_on"] == "2025-05-15"
