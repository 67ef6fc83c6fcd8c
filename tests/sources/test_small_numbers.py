"""Small numbers made from records are for partners, and are refused where they would become public."""

from __future__ import annotations

from datetime import UTC, date, datetime
from pathlib import Path

from alliance.ingest import Audience, Loaded, load

TIDY = "place,period,measure,numerator,denominator,absence\nZA1,2025-03,told-with-someone,{few},40,\n"


def loaded(folder: Path, few: str, audience: Audience | None = None) -> Loaded:
    path = folder / f"told-{few}.csv"
    path.write_text(TIDY.format(few=few), encoding="utf-8")
    (found,) = load([path], folder / "store", today=date(2025, 5, 1), audience=audience)
    return found


def test_they_are_loaded_for_partners_with_a_warning(tmp_path: Path) -> None:
    found = loaded(tmp_path, "3")
    assert found.outcome == "loaded"
    assert any("from 1 to 7" in warning for warning in found.warnings)


def test_they_are_refused_for_the_public_with_their_lines(tmp_path: Path) -> None:
    found = loaded(tmp_path, "3", Audience("public"))
    assert found.error is not None
    assert "told-3.csv, line 2" in found.error.what
    assert "cannot be made public" in found.error.what


def test_an_embargo_that_would_make_them_public_is_refused_too(tmp_path: Path) -> None:
    found = loaded(tmp_path, "7", Audience("partners", datetime(2026, 5, 14, 8, 30, tzinfo=UTC)))
    assert found.error is not None


def test_larger_numbers_may_be_public(tmp_path: Path) -> None:
    assert loaded(tmp_path, "8", Audience("public")).outcome == "loaded"
