"""An answer by something: its parts, in the order of their names, and never a total among them."""

from __future__ import annotations

from pathlib import Path

import pytest

from alliance.answers import Desk, across_places, ask, breakdown, open_desk, over_time
from alliance.answers.by_organisation import cancers_across_places

SIXTY_TWO = "treatment-62-day"


def test_an_alliance_by_trust_has_its_own_trusts(desk: Desk) -> None:
    answer = across_places(desk, SIXTY_TWO, "E56900001", by="trust")
    assert [s.place.name for s in answer.series or () if s.place] == ["Alder Hospital"]
    assert answer.by == "trust"
    assert answer.points == over_time(desk, SIXTY_TWO, "E56900001").points


def test_england_by_trust_has_every_organisation_the_unknown_too(desk: Desk) -> None:
    answer = across_places(desk, SIXTY_TWO, "england", by="trust")
    codes = [s.place.code for s in answer.series or () if s.place]
    assert codes == ["ZA1", "ZA3", "ZU1", "Z9X"], "by name"
    whole = answer.points[-1].denominator
    assert sum(s.points[-1].denominator or 0 for s in answer.series or ()) == whole == 400


@pytest.mark.parametrize(
    ("by", "parts"),
    [
        (
            "alliance",
            {
                "Northern Alliance": 100,
                "Southern Alliance": 100,
                "Providers with no alliance in the book": 200,
            },
        ),
        ("region", {"Middle": 100, "Providers with no region in the book": 300}),
        ("icb", {"Hills": 100, "Plains": 100}),
    ],
)
def test_england_by_kinds_of_place(desk: Desk, by: str, parts: dict[str, float]) -> None:
    answer = across_places(desk, SIXTY_TWO, "england", by=by)
    assert {s.place.name: s.points[-1].denominator for s in answer.series or () if s.place} == parts
    assert [*parts] == [s.place.name for s in answer.series or () if s.place], "the unmapped part last"


def test_the_unmapped_part_and_a_region_have_trusts_too(desk: Desk) -> None:
    unmapped = across_places(desk, SIXTY_TWO, "unmapped", by="trust")
    assert [s.place.code for s in unmapped.series or () if s.place] == ["ZU1", "Z9X"]
    middle = across_places(desk, SIXTY_TWO, "E40900001", by="trust")
    assert [s.place.code for s in middle.series or () if s.place] == ["ZA1"]


def test_a_place_by_cancer_has_a_series_a_cancer(desk: Desk) -> None:
    answer = breakdown(desk, SIXTY_TWO, "ZA1", by="cancer", start="2025-03")
    assert [s.cut for s in answer.series or ()] == [{"cancer": "breast"}, {"cancer": "lung"}]
    assert [s.points[0].denominator for s in answer.series or ()] == [50, 50]
    assert all(s.spc is not None for s in answer.series or ())


@pytest.mark.parametrize("in_memory", [True, False])
def test_a_place_by_days_waited_has_the_shortest_wait_first(small_store: Path, in_memory: bool) -> None:
    desk = open_desk(small_store, in_memory=in_memory)
    answer = breakdown(desk, SIXTY_TWO, "ZA1", by="band", start="2025-03")
    assert [s.cut for s in answer.series or ()] == [{"band": "0-31"}, {"band": "32-38"}, {"band": "over-104"}]
    assert [s.points[0].value for s in answer.series or ()] == [0.2, 0.1, 0.055]
    assert answer.points[0].value == 0.29, "the whole keeps its own meaning"


def test_a_band_has_no_standard_and_no_better_side(desk: Desk) -> None:
    answer = over_time(desk, SIXTY_TWO, "ZA1", cut={"band": "over-104"})
    assert (answer.standards, answer.better) == ((), "neutral")
    assert "5.5% (5.5 of 100) were recorded with a wait of over 104 days." in answer.sentence
    same = over_time(desk, "treated-after-104-days", "ZA1")
    assert [p.value for p in same.points] == [p.value for p in answer.points]


def test_a_count_by_days_waited_is_counted(desk: Desk) -> None:
    answer = over_time(desk, "cancer-treatments", "ZA1", cut={"band": "0-31"})
    assert answer.latest is None, "no bands of the 31-day figures are told here"


def test_one_door_leads_to_all_of_them(desk: Desk) -> None:
    assert ask(desk, SIXTY_TWO, "ZA1") == over_time(desk, SIXTY_TWO, "ZA1")
    assert ask(desk, SIXTY_TWO, "ZA1", by="cancer") == breakdown(desk, SIXTY_TWO, "ZA1")
    assert ask(desk, SIXTY_TWO, "E56900001", by="trust") == across_places(desk, SIXTY_TWO, "E56900001")


def test_every_organisation_and_cancer_at_once_are_the_same_series(desk: Desk) -> None:
    found = cancers_across_places(desk, SIXTY_TWO, "E56900001")
    assert [(s.place.code, s.cut) for s in found if s.place] == [
        ("ZA1", {"cancer": "breast"}),
        ("ZA1", {"cancer": "lung"}),
    ]
    assert found[1].points == over_time(desk, SIXTY_TWO, "ZA1", cut={"cancer": "lung"}).points
