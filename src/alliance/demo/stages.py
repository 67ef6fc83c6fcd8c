"""At which stage the fictional cancers are found: by site, year and where people live.

The book's two alliances are all of this England: two boards lie in the one, one in the other, and Lantern Coast's
people live in both. Lung checks begin in Alder Vale in 2022, and more lung cancers are found early there.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, date, datetime
from functools import lru_cache
from pathlib import Path
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from alliance.demo.england import ALLIANCES, COMMISSIONERS
from alliance.demo.release import TODAY, Release, published_on
from alliance.demo.tables import write_table

__all__ = ["EMBARGO", "FIRST_YEAR", "named_in_files", "releases", "write"]

Integers = NDArray[np.int64]

FIRST_YEAR = 2016
EMBARGO = datetime(2025, 12, 11, 9, 30, tzinfo=UTC)
"""When the year 2023 becomes public: until then those on the list `pre-release` have it."""

_SEED = 20161001
_STAGES = ("Stage 1", "Stage 2", "Stage 3", "Stage 4")
_OTHERS = ("Staged - other early", "Staged - other advanced", "Unstageable", "Missing stage")
_COLUMNS = ("Geography Type", "Geography Name", "Year", "Site", *_STAGES, *_OTHERS, "Percentage completeness")
_STAGED = 6
_EARLY = 2


class Site(NamedTuple):
    """A site of the publisher's: cancers a year, and of 100 how many have each of `_STAGES` and `_OTHERS`."""

    label: str
    cancers: int
    stages: tuple[float, ...]


_SITES = (
    Site("Bladder", 1300, (16, 11, 6, 4, 0, 0, 48, 15)),
    Site("Bowel", 2900, (18, 20, 25, 17, 0, 0, 0, 20)),
    Site("Breast", 3600, (37, 32, 8, 4, 0, 0, 0, 19)),
    Site("Head and neck", 800, (26, 14, 16, 31, 0, 0, 1, 12)),
    Site("Kidney", 750, (38, 5, 16, 17, 0, 0, 0, 24)),
    Site("Lung", 3000, (20, 7, 18, 41, 0, 0, 0, 14)),
    Site("Oesophagus", 650, (5, 10, 22, 36, 0, 0, 0, 27)),
    Site("Other", 5000, (8, 5, 6, 13, 2, 0, 39, 27)),
    Site("Ovary", 500, (22, 5, 25, 20, 0, 0, 4, 24)),
    Site("Pancreas", 700, (8, 9, 9, 38, 0, 0, 0, 36)),
    Site("Prostate", 3900, (26, 14, 21, 14, 0, 0, 0, 25)),
    Site("Skin cancer", 1400, (50, 16, 7, 3, 0, 0, 2, 22)),
    Site("Uterus", 600, (56, 5, 10, 8, 0, 0, 1, 20)),
)
_ALDER, _FELLS = (alliance.code for alliance in ALLIANCES)
# Who lives where: a board's part of an alliance, its share of all people, and how much earlier (in log odds) its
# cancers are found than elsewhere.
_AREAS = (
    ("ZQA", _ALDER, 0.28, 0.04),
    ("ZQB", _ALDER, 0.23, -0.10),
    ("ZQC", _ALDER, 0.09, -0.02),
    ("ZQC", _FELLS, 0.14, 0.0),
    ("ZQD", _FELLS, 0.26, 0.06),
)
_EARLIER_A_YEAR = 0.018
_LUNG_CHECKS = {2022: 0.30, 2023: 0.55}
_FEWER_CAME = {2020: 0.87}


def releases() -> list[Release]:
    """Two files: the years to 2022, public; and those to 2023, under an embargo when the demonstration begins."""
    first, second = date(2022, 12, 1), date(2023, 12, 1)
    return [
        Release(f"files/{_name(first)}", published_on(date(2024, 10, 1)), "", first, "stage-at-diagnosis"),
        Release(f"files/{_name(second)}", TODAY, "", second, "stage-at-diagnosis", "pre-release", EMBARGO),
    ]


def _name(last: date) -> str:
    return f"FICTIONAL-NDRS-Stage-at-diagnosis-by-cancer-site-in-England-{FIRST_YEAR}-{last.year}.csv"


def named_in_files() -> list[tuple[str, str]]:
    """The alliances' names as these files have them, which give no codes: (name, code)."""
    return [(_short(alliance.name), alliance.code) for alliance in ALLIANCES] + [
        (board.name, board.code) for board in COMMISSIONERS if board.kind == "icb"
    ]


def _short(name: str) -> str:
    return name.removesuffix(" Cancer Alliance")


def write(path: Path, last: date) -> None:
    """Write every year to that of `last`: boards, alliances and England, each a sum of where people live."""
    write_table(path, _COLUMNS, _rows(last.year))


def _rows(last: int) -> Iterator[tuple[object, ...]]:
    boards = [board for board in COMMISSIONERS if board.kind == "icb"]
    places = [("Integrated Care Board", b.name, [area[0] == b.code for area in _AREAS]) for b in boards]
    places += [("Cancer Alliance", _short(a.name), [area[1] == a.code for area in _AREAS]) for a in ALLIANCES]
    places.append(("Country", "England", [True] * len(_AREAS)))
    for kind, name, inside in places:
        for year in range(FIRST_YEAR, last + 1):
            for site, counts in zip(_SITES, _year(year)[inside].sum(axis=0).tolist(), strict=True):
                yield kind, name, year, site.label, *counts, _completeness(counts)


def _completeness(counts: list[int]) -> float:
    return round(100 * sum(counts[:_STAGED]) / sum(counts), 1)


@lru_cache
def _year(year: int) -> Integers:
    """Cancers of one year by area, site and stage."""
    random = np.random.default_rng([_SEED, year])
    people = np.array([share for _, _, share, _ in _AREAS])[:, None]
    growth = _FEWER_CAME.get(year, 1.0) * (1 + 0.012 * (year - FIRST_YEAR))
    number = random.poisson(people * np.array([site.cancers for site in _SITES]) * growth)
    shares = np.array([site.stages for site in _SITES]) * np.ones((len(_AREAS), 1, 1))
    shares[..., :_EARLY] *= np.exp(_earlier(year))[..., None]
    return random.multinomial(number, shares / shares.sum(axis=-1, keepdims=True))


def _earlier(year: int) -> NDArray[np.float64]:
    """By how much more often than in the first year a cancer is found early: areas × sites, in log odds."""
    of_area = np.array([earlier for *_, earlier in _AREAS])[:, None]
    checks = _LUNG_CHECKS.get(year, 0.0)
    checked = np.array(
        [[checks * (a == _ALDER and site.label == "Lung") for site in _SITES] for _, a, _, _ in _AREAS]
    )
    return np.asarray(of_area + _EARLIER_A_YEAR * (year - FIRST_YEAR) + checked)
