"""The plain twin and the engine agree on any small England that can be told, whatever is asked of it."""

from __future__ import annotations

import tempfile
from datetime import date
from pathlib import Path

from hypothesis import given, settings
from hypothesis import strategies as st

from alliance.answers import open_desk
from tests.spec import plain
from tests.spec.conftest import TWIN, Points, ask_engine
from tests.spec.small_england import PROVIDERS, QUANTITIES, Release, Telling, Told, england, write_store

MONTHS = [date(2024, month, 1) for month in range(1, 7)]
DAYS = [date(2024, 3, 14), date(2024, 4, 11), date(2024, 5, 9), date(2024, 10, 10)]
PLACES = ["england", "unmapped", "E56900001", "E56900002", "E40900001", *PROVIDERS]
BLOCKS = {
    "28": [
        ("lung", "screening"),
        ("lung", "urgent-suspected-cancer"),
        ("breast", "screening"),
        ("all", "all"),
    ],
    "62": [("all", "all"), ("lung", "all"), ("all", "screening"), ("lung", "screening")],
}


@st.composite
def tellings(draw: st.DrawFn) -> Telling:
    """One to four releases of one or two months each, of some providers and cuts; halves occur."""
    releases, numbers = [], []
    for position in range(draw(st.integers(1, 4))):
        level = draw(st.sampled_from(["organisation", "organisation", "organisation", "national"]))
        release = Release(
            f"release {position}",
            draw(st.sampled_from(DAYS)),
            draw(st.sampled_from(["final", "provisional", "unknown"])),
            level,
        )
        places = st.lists(st.sampled_from(PROVIDERS), min_size=1, max_size=4, unique=True)
        told: list[Told] = []
        for month in draw(st.lists(st.sampled_from(MONTHS), min_size=1, max_size=2, unique=True)):
            for place in ["england"] if level == "national" else draw(places):
                told += draw(cells(release.name, place, month, whole=level == "national"))
        releases.append(release)
        numbers += [*told, *(england(told) if level == "organisation" else [])]
    return Telling(tuple(releases), tuple(numbers))


@st.composite
def cells(draw: st.DrawFn, release: str, place: str, month: date, *, whole: bool) -> list[Told]:
    """Totals and those within, of one standard or both, in some of its cuts."""
    told = []
    for standard, blocks in BLOCKS.items():
        for cancer, route in (
            [("all", "all")] if whole else draw(st.sets(st.sampled_from(blocks), min_size=1))
        ):
            total = draw(st.integers(0, 60)) / 2
            within = draw(st.integers(0, int(total * 2))) / 2
            cuts = (cancer, route, "all", "all", "all")
            told.append(Told(release, place, month, QUANTITIES[standard], cuts, total))
            told.append(Told(release, place, month, f"{QUANTITIES[standard]}-within", cuts, within))
    return told


QUESTIONS = st.builds(
    plain.Question,
    place=st.sampled_from(PLACES),
    standard=st.sampled_from(["28", "62"]),
    cut=st.sampled_from(
        [
            (),
            (),
            (("cancer", "lung"),),
            (("route", "screening"),),
            (("cancer", "lung"), ("route", "screening")),
        ]
    ),
    period=st.sampled_from(["month", "quarter", "fyq", "year", "fy", "rolling12", "ytd"]),
    as_of=st.sampled_from([None, None, date(2024, 3, 13), *DAYS]),
    following=st.booleans(),
)


def rounded(points: Points) -> list[dict[str, object]]:
    """To nine decimals: the two ways round differently after that."""
    return [
        {key: round(value, 9) if isinstance(value, float) else value for key, value in point.items()}
        for point in points
    ]


@settings(max_examples=25, deadline=None)
@given(told=tellings(), questions=st.lists(QUESTIONS, min_size=6, max_size=6))
def test_the_twin_and_the_engine_agree(told: Telling, questions: list[plain.Question]) -> None:
    with tempfile.TemporaryDirectory() as folder:
        store = write_store(told, Path(folder) / "store")
        desks = [open_desk(store, in_memory=True), open_desk(store)]
        for number, asked in enumerate(questions):
            expected = rounded(plain.answer(told, TWIN, asked))
            assert rounded(ask_engine(desks[number % 2], asked)) == expected, asked
