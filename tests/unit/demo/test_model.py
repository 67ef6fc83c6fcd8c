"""The fictional patients: as many as expected, none lost between the bases, with the texture we meant."""

from __future__ import annotations

from datetime import date

import numpy as np
import pytest

from alliance.demo.casemix import CANCERS, PATHWAYS
from alliance.demo.england import COMMISSIONERS, MERGER, PROVIDERS, provider_index
from alliance.demo.expected import STANDARDS, cells_of, patients_expected
from alliance.demo.levels import MONTHS, SCANNER_OUT
from alliance.demo.model import BANDS, counts, month_of_patients

A_MONTH = date(2024, 6, 1)
EVERY_STANDARD = pytest.mark.parametrize("standard", STANDARDS)


def _in_time(standard: str, month: date, provider: str | None = None, cancer: str | None = None) -> float:
    bands = len(BANDS[standard][0]) + len(BANDS[standard][1])
    table = counts(month_of_patients(standard, month), "provider").reshape(len(PROVIDERS), -1, bands)
    if provider:
        table = table[[provider_index(provider)]]
    if cancer:
        table = table[:, cells_of(standard, cancer)]
    return float(table[..., : len(BANDS[standard][0])].sum() / table.sum())


@EVERY_STANDARD
def test_every_patient_is_counted_once_on_each_basis(standard: str) -> None:
    patients = month_of_patients(standard, A_MONTH)
    for basis in ("provider", "commissioner"):
        assert counts(patients, basis).sum() == patients.cell.size


@EVERY_STANDARD
def test_about_as_many_patients_come_as_are_expected(standard: str) -> None:
    expected = patients_expected(standard, A_MONTH).sum()
    assert month_of_patients(standard, A_MONTH).cell.size == pytest.approx(expected, rel=0.05)


def test_a_month_is_the_same_whenever_it_is_asked() -> None:
    first = month_of_patients("62", A_MONTH)
    for month in MONTHS:
        month_of_patients("62", month)
    again = month_of_patients("62", A_MONTH)
    assert first is not again
    assert np.array_equal(first.band, again.band)
    assert np.array_equal(first.commissioner, again.commissioner)


def test_halves_come_in_pairs() -> None:
    patients = month_of_patients("62", A_MONTH)
    shared = patients.partner >= 0
    assert 0.05 < shared.mean() < 0.25
    assert not np.any(patients.partner == patients.provider)
    centres = {provider_index(p.centre) for p in PROVIDERS if p.centre}
    assert set(patients.partner[shared]) <= centres


def test_a_merged_trust_hands_its_patients_on() -> None:
    old, new = provider_index(MERGER.old), provider_index(MERGER.new)
    before, after = (patients_expected("62", day).sum(axis=1) for day in (date(2025, 3, 1), MERGER.on))
    assert after[old] == 0
    assert after[new] == pytest.approx(before[old] + before[new], rel=0.03)


def test_january_is_the_worst_month_of_each_winter() -> None:
    for year in (2024, 2025, 2026):
        january = _in_time("fds", date(year, 1, 1))
        assert january < _in_time("fds", date(year - 1, 12, 1)) - 0.03
        assert january < _in_time("fds", date(year, 2, 1)) - 0.03


def test_a_broken_scanner_shows_while_it_is_broken() -> None:
    def level(first: date, last: date) -> float:
        months = [m for m in MONTHS if first <= m <= last]
        return float(np.mean([_in_time("fds", m, "ZA5", "Lower Gastrointestinal") for m in months]))

    broken = level(SCANNER_OUT.first, SCANNER_OUT.last)
    assert broken < level(MONTHS[0], date(2024, 3, 1)) - 0.08
    assert broken < level(date(2024, 12, 1), MONTHS[-1]) - 0.08


def test_late_records_are_missing_from_a_provisional_month() -> None:
    final, provisional = (month_of_patients("31", A_MONTH, provisional=p) for p in (False, True))
    assert 0.01 < 1 - provisional.cell.size / final.cell.size < 0.03


def test_shares_of_the_case_mix_are_whole_and_labels_in_the_publishers_order() -> None:
    assert sum(c.share for c in CANCERS) == pytest.approx(1)
    assert sum(p.share for p in PATHWAYS) == pytest.approx(1, abs=0.01)
    assert [c.label for c in CANCERS] == sorted(c.label for c in CANCERS)
    assert [p[:2] for p in PATHWAYS] == sorted(p[:2] for p in PATHWAYS)
    named = {c.code for c in COMMISSIONERS}
    for provider in PROVIDERS:
        assert set(provider.commissioners) <= named
        assert sum(provider.commissioners.values()) < 1
