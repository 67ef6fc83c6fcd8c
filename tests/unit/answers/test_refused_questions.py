"""What cannot be asked is refused with the reason and what can."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import Any

import pytest

from alliance.answers import Desk, across_places, ask, breakdown, open_desk, over_time
from alliance.errors import AllianceError, UnknownName, UsageError
from alliance.ingest import load
from tests.sources.small_workbook import small_workbook

SIXTY_TWO = "treatment-62-day"


def refusal(desk: Desk, measure: str = SIXTY_TWO, place: str = "ZA1", **asked: Any) -> AllianceError:
    """Ask, and get the refusal."""
    with pytest.raises(AllianceError) as refused:
        ask(desk, measure, place, **asked)
    assert refused.value.next_step
    return refused.value


@pytest.mark.parametrize(
    ("asked", "what"),
    [
        ({"measure": "waiting"}, "There is no measure 'waiting'."),
        ({"place": "NOWHERE"}, "'NOWHERE' is not the code of a place in the book."),
        (
            {"cut": {"cancer": "moon"}},
            "Treated within 62 days of an urgent referral: there is no cancer 'moon'.",
        ),
        (
            {"cut": {"route": "lung"}},
            "Treated within 62 days of an urgent referral: there is no route 'lung'.",
        ),
    ],
)
def test_names_that_nobody_knows(desk: Desk, asked: dict[str, Any], what: str) -> None:
    found = refusal(desk, **asked)
    assert isinstance(found, UnknownName)
    assert (found.what, found.exit_code) == (what, 3)


@pytest.mark.parametrize(
    ("asked", "what"),
    [
        ({"period": "fortnight"}, "'fortnight' is not a kind of period."),
        ({"start": "last year"}, "'last year' is not a period."),
        ({"end": "2025-13"}, "'2025-13' is not a period."),
        ({"start": "2025-02", "end": "2024-Q1"}, "2025-02 comes after 2024-Q1."),
        ({"basis": "household"}, "'household' is not a basis."),
        ({"basis": "resident"}, "has no resident figures."),
        ({"variant": "adjusted"}, "has no variant 'adjusted'."),
        ({"cut": {"weather": "fine"}}, "'weather' is not a cut of this measure."),
        ({"cut": {"tumour_stage": "1"}}, "is not published by tumour_stage."),
        ({"by": "weather"}, "'weather' is not something to divide by."),
        ({"by": "cancer", "cut": {"cancer": "lung"}}, "cannot be both for one cancer and by cancer."),
        ({"by": "band", "cut": {"band": "0-31"}}, "cannot be both for one band and by band."),
        ({"measure": "treated-after-104-days", "by": "band"}, "is one band of days waited already."),
        (
            {"cut": {"cancer": "lung", "modality": "surgery"}},
            "is not published by cancer and modality together.",
        ),
        ({"by": "modality", "cut": {"cancer": "lung"}}, "is not published by cancer and modality together."),
        ({"by": "trust"}, "Alder Hospital cannot be divided by trust."),
        ({"by": "icb", "place": "E56900001"}, "no commissioner figures"),
        ({"by": "alliance", "place": "E56900001"}, "Northern Alliance cannot be divided by alliance."),
        (
            {"by": "region", "place": "england", "basis": "commissioner"},
            "England cannot be divided by region.",
        ),
    ],
)
def test_questions_whose_parts_do_not_go_together(desk: Desk, asked: dict[str, Any], what: str) -> None:
    found = refusal(desk, **asked)
    assert isinstance(found, UsageError)
    assert what in found.what
    assert found.exit_code == 2


def test_an_alliance_has_no_commissioner_figures_and_the_reason_is_given(desk: Desk) -> None:
    found = refusal(desk, place="E56900001", basis="commissioner")
    assert found.what == (
        "Northern Alliance has no commissioner figures: two ICBs lie in more than one alliance, and these files "
        "do not divide an ICB."
    )


@pytest.mark.parametrize(
    ("place", "basis"), [("ZA1", "commissioner"), ("QZ1", "provider"), ("E40900001", "commissioner")]
)
def test_the_two_bases_are_never_exchanged(desk: Desk, place: str, basis: str) -> None:
    found = refusal(desk, place=place, basis=basis)
    assert "provider and commissioner figures are never added or exchanged" in found.what


def test_a_part_of_an_icb_has_no_figures_in_these_files(tmp_path: Path) -> None:
    load([small_workbook(tmp_path / "book.xlsx")], tmp_path / "store", today=date(2024, 3, 14))
    found = refusal(open_desk(tmp_path / "store"), place="00L")
    assert "is a part of an ICB, and these files do not divide an ICB." in found.what


def test_each_kind_of_place_has_its_own_basis(desk: Desk) -> None:
    bases = {
        p: over_time(desk, SIXTY_TWO, p).basis for p in ("ZA1", "E56900001", "england", "QZ1", "unmapped")
    }
    assert bases == {
        "ZA1": "provider",
        "E56900001": "provider",
        "england": "provider",
        "QZ1": "commissioner",
        "unmapped": "provider",
    }


def test_a_basis_that_is_none_is_answered_with_those_that_there_are(desk: Desk) -> None:
    found = refusal(desk, basis="household")
    assert found.next_step == "Write one of provider, commissioner, resident, none."


def test_all_is_no_cut(desk: Desk) -> None:
    assert over_time(desk, SIXTY_TWO, "ZA1", cut={"cancer": "all"}) == over_time(desk, SIXTY_TWO, "ZA1")


def test_a_measure_of_which_nothing_is_loaded_has_no_points(desk: Desk) -> None:
    answer = over_time(desk, "faster-diagnosis-28-day", "ZA1")
    assert (answer.points, answer.spc, answer.latest) == ((), None, None)
    assert answer.sentence == "Alder Hospital: no published file that is loaded has this measure for it."
    assert across_places(desk, "faster-diagnosis-28-day", "E56900001").series == ()
    assert breakdown(desk, "faster-diagnosis-28-day", "ZA1").series == ()
