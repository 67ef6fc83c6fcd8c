"""What stands out, on a small England whose every number is known."""

from __future__ import annotations

import json
from datetime import date
from pathlib import Path

import pytest

from alliance import findings
from alliance.answers import Desk, open_desk
from alliance.errors import UnknownName, UsageError
from alliance.findings import Findings
from tests.spec.small_england import telling, write_store

NORTH, SOUTH = "E56900001", "E56900002"


def cells(found: Findings) -> set[tuple[str, str]]:
    """Organisation and cancer of each finding."""
    return {(f.place.code, f.cut.get("cancer", "all")) for f in found.findings}


def test_the_latest_months_are_pooled(desk: Desk) -> None:
    """Alder: 30, 31 and 29 of a hundred in January to March 2025, and half of that by cancer."""
    found = findings.of(desk, NORTH)
    assert (found.period_from, found.period_to) == ("2025-01", "2025-03")
    finding = found.find("treatment-62-day|ZA1|")
    assert finding is not None
    assert (finding.numerator, finding.denominator, finding.value) == (90, 300, 0.3)
    assert (finding.standard, finding.patients_to_standard) == (0.85, 165)
    assert found.alliance_patients_to_standard == {"treatment-62-day": 165, "treatment-31-day": -15.96}
    assert cells(found) == {("ZA1", "all"), ("ZA1", "lung"), ("ZA1", "breast")}


def test_one_month_or_many_can_be_pooled(desk: Desk) -> None:
    one = findings.of(desk, NORTH, months=1)
    assert (one.period_from, one.period_to) == ("2025-03", "2025-03")
    assert one.alliance_patients_to_standard["treatment-62-day"] == 56
    assert findings.of(desk, NORTH, months=36).period_from == "2024-01"


def test_a_finding_says_why_since_when_and_what_to_ask(desk: Desk) -> None:
    finding = findings.of(desk, NORTH).find("treatment-62-day|ZA1|cancer=lung")
    assert finding is not None
    assert finding.reasons == ("surely_short_of_standard", "special_cause_concern")
    assert finding.since == "2025-01"
    assert finding.sentence == (
        "At Alder Hospital for lung, 30.0% (45 of 150) were first treated within 62 days, where recorded; the "
        "standard is 85%. Patients needed to reach the standard: 82.5, 50% of the alliance's, beside 50% of its "
        "activity. Special cause variation of concern since January 2025."
    )
    assert finding.question == (
        "What changed on the pathway (lung) around January 2025, here or at a trust that shares it?"
    )
    assert [c.status for c in finding.citations][-1] == "provisional"


def test_a_share_that_is_short_and_steady_is_asked_about_its_pathway(desk: Desk) -> None:
    finding = findings.of(desk, SOUTH, months=15).find("treatment-62-day|ZA3|")
    assert finding is not None
    assert (finding.reasons, finding.since) == (("surely_short_of_standard",), None)
    assert finding.question == (
        "Breast (34) and lung (34) hold the most of these patients: where do the days go, and which pathways are "
        "shared with others?"
    )
    lung = findings.of(desk, SOUTH, months=15).find("treatment-62-day|ZA3|cancer=lung")
    assert lung is not None
    assert lung.question.startswith("Where do the days go (lung)")


def test_what_may_be_chance_is_no_finding(desk: Desk) -> None:
    """Cedar has 80 of a hundred in March, and 241 of 300 in three months: only of these can one be sure."""
    one = findings.of(desk, SOUTH, months=1)
    assert cells(one) == set()
    assert one.alliance_patients_to_standard["treatment-62-day"] == 5
    assert [gap.place.code for gap in one.fewest_gaps_to_standard["treatment-62-day"]] == ["ZA3", "ZA3"]
    assert cells(findings.of(desk, SOUTH)) == {("ZA3", "all")}


def test_most_patients_to_the_standard_stand_first(desk: Desk) -> None:
    found = findings.of(desk, NORTH).findings
    assert [f.patients_to_standard for f in found] == sorted(
        (f.patients_to_standard for f in found), reverse=True
    )


def test_a_trust_a_region_and_the_unmapped_part_have_findings_too(desk: Desk) -> None:
    assert (
        cells(findings.of(desk, "ZA1"))
        == cells(findings.of(desk, "E40900001"))
        == cells(findings.of(desk, NORTH))
    )
    assert cells(findings.of(desk, "unmapped", months=15)) >= {("ZU1", "all"), ("Z9X", "all")}


@pytest.mark.parametrize("place", ["england", "QZ1"])
def test_other_places_have_none(desk: Desk, place: str) -> None:
    with pytest.raises(UsageError, match="Findings are made for an alliance, a region or a trust"):
        findings.of(desk, place)


def test_measures_can_be_chosen_and_must_be_known(desk: Desk) -> None:
    chosen = findings.of(desk, NORTH, measures=["treatment-31-day"])
    assert ([*chosen.alliance_patients_to_standard], chosen.findings) == (["treatment-31-day"], ())
    with pytest.raises(UnknownName, match="There is no measure 'waits'"):
        findings.of(desk, NORTH, measures=["waits"])


def test_before_anything_was_known_nothing_stands_out(desk: Desk) -> None:
    found = findings.of(desk, NORTH, as_of=date(2024, 1, 1))
    assert (found.findings, found.period_from, found.alliance_patients_to_standard) == ((), "", {})
    assert found.no_figures == "No figures that are held to a standard are known of Northern Alliance."


@pytest.mark.parametrize("place", ["ZA9", "ZA4"])
def test_a_place_without_patients_has_met_no_standard(desk: Desk, place: str) -> None:
    """Old Alder closed a year before, and Damson has no row."""
    found = findings.of(desk, place)
    assert (found.alliance_patients_to_standard, found.fewest_gaps_to_standard, found.findings) == (
        {},
        {},
        (),
    )
    assert found.without_patients == ("treatment-31-day", "treatment-62-day")
    assert found.no_figures == (
        f"There are no figures of {found.place.name} for January 2025 to March 2025: no patient is recorded in any "
        "of the measures that are looked at here."
    )


def test_of_several_measures_only_those_with_patients_have_a_number(tmp_path: Path) -> None:
    told = telling(
        "release | known\none | 2024-03-14",
        """
        release | standard | place | month   | total | within
        one     | 62       | ZA1   | 2024-01 | 100   | 40
        one     | 31       | ZA2   | 2024-01 | 100   | 40
        """,
    )
    found = findings.of(open_desk(write_store(told, tmp_path / "store")), "ZA1")
    assert (found.alliance_patients_to_standard, found.no_figures) == ({"treatment-62-day": 45}, "")
    assert (found.without_patients, [*found.fewest_gaps_to_standard]) == (
        ("treatment-31-day",),
        ["treatment-62-day"],
    )


def test_a_signal_needs_thirteen_points_before_it_is_a_finding(desk: Desk) -> None:
    early = findings.of(desk, NORTH, as_of=date(2024, 6, 30))
    assert {reason for f in early.findings for reason in f.reasons} == {"surely_short_of_standard"}


STANDARD_MET = telling(
    "release | known\none | 2024-03-14",
    """
    release | place | month   | cancer | total | within
    one     | ZA1   | 2024-01 |        | 100   | 40
    one     | ZA1   | 2024-01 | lung   | 20    | 4
    one     | ZA1   | 2024-01 | breast | 80    | 36
    one     | ZA2   | 2024-01 |        | 400   | 399
    one     | ZA2   | 2024-01 | skin   | 391   | 391
    one     | ZA2   | 2024-01 | lung   | 9     | 0
    """,
)


@pytest.fixture(scope="module")
def met(tmp_path_factory: pytest.TempPathFactory) -> Findings:
    """An alliance that meets the standard, with a trust that does not."""
    store = write_store(STANDARD_MET, tmp_path_factory.mktemp("met") / "store")
    return findings.of(open_desk(store), NORTH)


def test_shares_are_not_given_where_the_alliance_meets_the_standard(met: Findings) -> None:
    assert met.alliance_patients_to_standard["treatment-62-day"] == -14
    finding = met.find("treatment-62-day|ZA1|")
    assert finding is not None
    assert (finding.patients_to_standard, finding.share_of_alliance, finding.share_of_activity) == (
        45,
        None,
        None,
    )
    assert "of the alliance's" not in finding.sentence
    assert met.fewest_gaps_to_standard["treatment-62-day"] == ()


def test_a_cell_of_fewer_than_ten_patients_is_never_a_finding(met: Findings) -> None:
    """Lung at Birch: none of nine in time."""
    assert cells(met) == {("ZA1", "all"), ("ZA1", "lung"), ("ZA1", "breast")}


def test_findings_are_json_with_the_contracts_keys(desk: Desk) -> None:
    told = json.loads(json.dumps(findings.of(desk, NORTH, as_of=date(2025, 6, 1)).to_json(), allow_nan=False))
    assert [*told] == [
        *("place", "as_of", "period", "alliance_patients_to_standard", "fewest_gaps_to_standard", "findings"),
    ]
    assert (told["as_of"], told["period"]) == ("2025-06-01", {"from": "2025-01", "to": "2025-03"})
    assert [*told["findings"][0]] == [
        *("measure", "place", "cut", "numerator", "denominator", "value", "standard", "patients_to_standard"),
        *("share_of_alliance", "share_of_activity", "since", "reasons", "sentence", "question", "citations"),
    ]
    (gap, *_) = told["fewest_gaps_to_standard"]["treatment-62-day"]
    assert [*gap] == ["place", "cut", "patients_to_standard", "cumulative"]


def test_the_28_day_standard_is_asked_about_its_steps(tmp_path: Path) -> None:
    told = telling(
        "release | known\none | 2024-03-14",
        """
        release | standard | place | month   | cancer | route     | total | within
        one     | 28       | ZA1   | 2024-01 |        |           | 100   | 40
        one     | 28       | ZA1   | 2024-01 | lung   | screening | 100   | 40
        """,
    )
    found = findings.of(open_desk(write_store(told, tmp_path / "store")), NORTH)
    assert {f.question for f in found.findings} == {
        f"{asked} takes longest, and what would patients change first?"
        for asked in (
            "Lung (35) holds the most of these patients: which step to an answer",
            "Which step to an answer (lung)",
        )
    }
    assert "(40 of 100) were told within 28 days" in found.findings[0].sentence


def test_a_feed_that_has_stopped_does_not_stand_out_among_the_latest_months(built_demo: Path) -> None:
    """The demo's diagnostics end in February 2025, and everything else in September."""
    desk = open_desk(built_demo / "alliance-store", in_memory=True)
    found = findings.of(desk, "E56999001")
    assert (found.period_from, found.period_to) == ("2025-07", "2025-09")
    assert "diagnostic-waits-6-week" not in found.alliance_patients_to_standard
    alone = findings.of(desk, "E56999001", measures=["diagnostic-waits-6-week"])
    assert (alone.period_to, set(alone.alliance_patients_to_standard)) == (
        "2025-02",
        {"diagnostic-waits-6-week"},
    )
