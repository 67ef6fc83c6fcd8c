"""What is expected of a month before chance: how many patients each trust has, and what share is in time."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from functools import lru_cache

import numpy as np
from numpy.typing import NDArray

from alliance.demo.casemix import (
    CANCERS,
    MODALITIES,
    MODALITY_LOGIT,
    PATHWAYS,
    ROUTE_LOGIT,
    ROUTES,
    STAGES,
)
from alliance.demo.england import MERGER, PROVIDERS, Provider, provider_index
from alliance.demo.levels import COURSES, MONTHS, SCANNER_OUT, season, volume

__all__ = ["SHAPES", "STANDARDS", "cancer_of_cell", "patients_expected", "seeded", "share_in_time"]

Floats = NDArray[np.float64]
Integers = NDArray[np.int64]

STANDARDS = ("fds", "31", "62", "seen")
# A standard's three cuts: treatment stage or route × cancer (or route and suspected cancer) × modality.
SHAPES = {
    "fds": (1, len(PATHWAYS), 1),
    "31": (len(STAGES), len(CANCERS), len(MODALITIES)),
    "62": (len(ROUTES), len(CANCERS), len(MODALITIES)),
    "seen": (1, len(PATHWAYS), 1),
}
_SEED = 20231001
_TOLD_FOR_EACH_TREATED = 10.2
_FIRST_FOR_EACH_TREATED = 1.09


def seeded(standard: str, month: date | None, purpose: int) -> np.random.Generator:
    """Chance of its own for a standard, a month (None: what lasts) and a purpose."""
    index = len(MONTHS) if month is None else MONTHS.index(month)
    return np.random.default_rng([_SEED, STANDARDS.index(standard), index, purpose])


def patients_expected(standard: str, month: date) -> Floats:
    """Patients expected in a month, shape (providers, cells); a trust that has merged away has none."""
    usual = np.array([_mix(standard, provider) * provider.size for provider in PROVIDERS])
    if month >= MERGER.on:
        old, new = provider_index(MERGER.old), provider_index(MERGER.new)
        usual[new] += usual[old]
        usual[old] = 0.0
    return usual * volume(month)


def _mix(standard: str, provider: Provider) -> Floats:
    if standard in ("fds", "seen"):
        shares = np.array([p.share * provider.weight(p.label, p.cancer) for p in PATHWAYS])
        seen = np.array([p.seen if standard == "seen" else 1.0 for p in PATHWAYS])
        return np.asarray(_TOLD_FOR_EACH_TREATED * shares * seen)
    shares = np.array([c.share * provider.weight(c.label) for c in CANCERS])
    modalities = _weights([c.modalities for c in CANCERS])
    if standard == "62":
        routes = _weights([c.routes for c in CANCERS])
        return np.asarray(np.einsum("c,cr,cm->rcm", shares, routes, modalities).ravel())
    later = np.array([c.subsequent for c in CANCERS])
    stages = np.stack([np.full_like(later, _FIRST_FOR_EACH_TREATED), later])
    return np.asarray(np.einsum("c,sc,cm->scm", shares, stages, modalities).ravel())


def _weights(rows: Sequence[Sequence[float]]) -> Floats:
    table = np.array(rows, dtype=np.float64)
    return np.asarray(table / table.sum(axis=1, keepdims=True))


def share_in_time(standard: str, month: date, expected: Floats, random: np.random.Generator) -> Floats:
    """The share expected in time, shape (providers, cells): what lasts, shocks, the story."""
    shape = (len(PROVIDERS), len(CANCERS) + 1)
    cancers = cancer_of_cell(standard)
    logit = (
        _usual(standard)[None, :] + season(standard, month) + _character(standard) + _setback(standard, month)
    )
    logit = logit + random.normal(0, 0.04) + random.normal(0, 0.07, (shape[0], 1))
    logit = logit + random.normal(0, 0.10, shape)[:, cancers]
    for course in COURSES:
        if course.standard == standard:
            row, cells = provider_index(course.provider), cells_of(standard, course.cancer)
            level = course.levels[MONTHS.index(month)] + random.normal(0, course.restlessness)
            logit[row, cells] = _at_level(logit[row, cells], expected[row, cells], level)
    return np.asarray(1 / (1 + np.exp(-logit)))


def _at_level(logit: Floats, patients: Floats, level: float) -> Floats:
    """These cells, moved alike in log odds until all their patients together are at `level` (by Newton)."""
    for _ in range(20):
        share = 1 / (1 + np.exp(-logit))
        total = patients.sum()
        slope = (share * (1 - share) * patients).sum() / total
        logit = logit + (level - (share * patients).sum() / total) / slope
    return logit


def _character(standard: str) -> Floats:
    """What is lastingly particular to a provider, and to a provider and cancer, in log odds."""
    random = seeded(standard, None, 0)
    provider = random.normal(0, 0.12, (len(PROVIDERS), 1))
    cancer = random.normal(0, 0.15, (len(PROVIDERS), len(CANCERS) + 1))
    return np.asarray(provider + cancer[:, cancer_of_cell(standard)])


def _setback(standard: str, month: date) -> Floats:
    found = np.zeros((len(PROVIDERS), len(cancer_of_cell(standard))))
    out = SCANNER_OUT
    if standard == out.standard and out.first <= month <= out.last:
        for cancer in sorted(out.cancers):
            found[provider_index(out.provider), cells_of(standard, cancer)] = out.logit
    return found


def _usual(standard: str) -> Floats:
    if standard == "fds":
        return _log_odds([p.within for p in PATHWAYS])
    if standard == "seen":
        return _log_odds([0.68 if p.cancer == "Breast" else 0.84 for p in PATHWAYS])
    level = _log_odds([c.within_62 if standard == "62" else c.within_31 for c in CANCERS])
    part = np.array(ROUTE_LOGIT if standard == "62" else (0.1, -0.1))
    treatment = np.array(MODALITY_LOGIT[standard])
    return np.asarray(part[:, None, None] + level[None, :, None] + treatment[None, None, :]).ravel()


def _log_odds(shares: Sequence[float]) -> Floats:
    share = np.array(shares)
    return np.asarray(np.log(share / (1 - share)))


@lru_cache(maxsize=len(STANDARDS))
def cancer_of_cell(standard: str) -> Integers:
    """The position in CANCERS of each cell's cancer; one more than the last for cells that follow none."""
    labels = [c.label for c in CANCERS]
    if standard in ("fds", "seen"):
        return np.array([labels.index(p.cancer) if p.cancer else len(labels) for p in PATHWAYS])
    return np.broadcast_to(np.arange(len(labels))[None, :, None], SHAPES[standard]).ravel()


def cells_of(standard: str, cancer: str) -> Integers:
    """The cells of one cancer, by its label in CANCERS."""
    return np.flatnonzero(cancer_of_cell(standard) == [c.label for c in CANCERS].index(cancer))
