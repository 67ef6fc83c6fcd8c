"""Fictional patients, month by month: each with a trust, commissioner, cancer, route, treatment and wait.

One table of patients a month and standard; every sheet of a workbook is a marginal of it, so that all parts
add up. The luck of a patient comes from a golden-ratio sequence, which spreads evenly: months differ because
of the shocks that we put in, not because few patients make large accidents.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from functools import lru_cache

import numpy as np
from numpy.typing import NDArray

from alliance.demo.casemix import CANCERS, MODALITIES
from alliance.demo.england import COMMISSIONERS, PROVIDERS, provider_index
from alliance.demo.expected import (
    SHAPES,
    STANDARDS,
    cancer_of_cell,
    patients_expected,
    seeded,
    share_in_time,
)

__all__ = ["BANDS", "STANDARDS", "Patients", "counts", "month_of_patients"]

Floats = NDArray[np.float64]
Integers = NDArray[np.int64]

# How those in time, and those not in time, spread over the published bands of waiting days.
BANDS: dict[str, tuple[tuple[float, ...], tuple[float, ...]]] = {
    "fds": ((0.60, 0.40), (0.53, 0.30, 0.17)),
    "31": ((1.0,), (0.38, 0.28, 0.18, 0.16)),
    "62": ((0.40, 0.12, 0.18, 0.30), (0.28, 0.22, 0.18, 0.32)),
    "seen": ((1.0,), (0.26, 0.38, 0.22, 0.14)),
}
_GOLDEN = 0.6180339887498949
_PLASTIC = 0.7548776662466927
_LATE_RECORDS = 0.02
_SENT_FOR_RADIOTHERAPY = 0.92
_RADIOTHERAPY = MODALITIES.index("Radiotherapy")
_PATIENTS, _LATE = 1, 2


@dataclass(frozen=True)
class Patients:
    """One month of one standard, a row a patient.

    `provider` and `commissioner` are positions in PROVIDERS and COMMISSIONERS; `partner` is the trust that
    shares the patient half and half, or -1; `cell` is the position in the standard's cuts.
    """

    standard: str
    provider: Integers
    partner: Integers
    commissioner: Integers
    cell: Integers
    band: Integers

    def keep(self, chosen: NDArray[np.bool_]) -> Patients:
        """Only some of these patients."""
        columns = (self.provider, self.partner, self.commissioner, self.cell, self.band)
        return Patients(self.standard, *(column[chosen] for column in columns))


def month_of_patients(standard: str, month: date, *, provisional: bool = False) -> Patients:
    """The patients of one month and standard; a provisional month lacks the records that come late."""
    everyone = _everyone(standard, month)
    if not provisional:
        return everyone
    late = seeded(standard, month, _LATE).random(everyone.cell.size) < _LATE_RECORDS
    return everyone.keep(~late)


def counts(patients: Patients, basis: str) -> Floats:
    """Patients by organisation, the standard's three cuts, and band: shape (organisations, a, b, c, bands).

    Provider figures share a patient between two trusts in halves; commissioner figures count whole patients.
    """
    cuts = SHAPES[patients.standard]
    bands = sum(len(part) for part in BANDS[patients.standard])
    inner = patients.cell * bands + patients.band
    size = int(np.prod(cuts)) * bands

    def tally(place: Integers, weight: Floats, places: int) -> Floats:
        found = np.bincount(place * size + inner, weights=weight, minlength=places * size)
        return np.asarray(found, dtype=np.float64).reshape(places, *cuts, bands)

    if basis == "commissioner":
        return tally(patients.commissioner, np.ones(inner.size), len(COMMISSIONERS))
    shared = patients.partner >= 0
    own = tally(patients.provider, np.where(shared, 0.5, 1.0), len(PROVIDERS))
    return own + tally(np.where(shared, patients.partner, 0), np.where(shared, 0.5, 0.0), len(PROVIDERS))


@lru_cache(maxsize=2 * len(STANDARDS))
def _everyone(standard: str, month: date) -> Patients:
    random = seeded(standard, month, _PATIENTS)
    expected = patients_expected(standard, month)
    number = _whole(expected * np.exp(random.normal(0, 0.03, (len(PROVIDERS), 1))), random)
    places = np.repeat(np.arange(len(PROVIDERS)), number.sum(axis=1))
    cell = np.repeat(np.tile(np.arange(number.shape[1]), len(PROVIDERS)), number.ravel())
    in_time = share_in_time(standard, month, expected, random)[places, cell]
    band = _bands(standard, in_time, random)
    treated, partner = _shared(standard, places, cell, random)
    return Patients(standard, treated, partner, _commissioners(places, random), cell, band)


def _whole(expected: Floats, random: np.random.Generator) -> Integers:
    """Whole patients, within one of the expected number for each provider and each stretch of cells."""
    running = np.concatenate([np.zeros((len(expected), 1)), expected.cumsum(axis=1)], axis=1)
    return np.diff(np.floor(running + random.random((len(expected), 1))), axis=1).astype(np.int64)


def _spread(size: int, step: float, random: np.random.Generator) -> Floats:
    """Numbers from 0 to 1 that any stretch spreads evenly (an additive recurrence with a random start)."""
    return np.asarray((random.random() + np.arange(size) * step) % 1)


def _bands(standard: str, in_time: Floats, random: np.random.Generator) -> Integers:
    """The band of each patient's wait, given how likely each was to be in time."""
    within, after = (np.cumsum(part) for part in BANDS[standard])
    early = in_time[:, None] * within
    late = in_time[:, None] + (1 - in_time[:, None]) * after[:-1]
    luck = _spread(in_time.size, _GOLDEN, random)[:, None]
    return np.asarray((luck >= np.concatenate([early, late], axis=1)).sum(axis=1))


def _commissioners(places: Integers, random: np.random.Generator) -> Integers:
    shares = np.array([[p.commissioners.get(c.code, 0.0) for c in COMMISSIONERS] for p in PROVIDERS])
    limits = shares[:, :-1].cumsum(axis=1)[places]
    return np.asarray((_spread(places.size, _PLASTIC, random)[:, None] >= limits).sum(axis=1))


def _shared(
    standard: str, places: Integers, cell: Integers, random: np.random.Generator
) -> tuple[Integers, Integers]:
    """Who treats each patient, and who shares a 62-day patient half and half (-1: nobody)."""
    nobody = np.full(places.size, -1)
    if standard in ("fds", "seen"):
        return places, nobody
    centres = np.array([provider_index(p.centre) if p.centre else -1 for p in PROVIDERS])[places]
    by_cancer = np.array([c.shared for c in CANCERS])[cancer_of_cell(standard)[cell]]
    likely = np.where(cell % len(MODALITIES) == _RADIOTHERAPY, _SENT_FOR_RADIOTHERAPY, by_cancer)
    moves = (centres >= 0) & (random.random(places.size) < likely)
    if standard == "31":
        return np.where(moves, centres, places), nobody
    return places, np.where(moves, centres, nobody)
