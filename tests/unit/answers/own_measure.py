"""A measure that a store brings itself."""

from __future__ import annotations

from pathlib import Path

__all__ = ["SOON", "write_measure"]


def write_measure(store: Path, text: str) -> None:
    """Give a store a measure of its own."""
    (store / "measures").mkdir()
    (store / "measures" / "soon.toml").write_text(text, encoding="utf-8")


SOON = """
        id = "soon"
        title = "Treated within a month of referral"
        kind = "proportion"
        better = "higher"
        stage = "treatment"
        source = "cancer-waiting-times"
        why = "Sooner is better."
        caveats = []
        owner = "Nobody"
        reviewed_on = 2026-01-01
        numerator = { quantity = "treated-62-day", band = "0-31", means = "patients treated within a month" }
        denominator = { quantity = "treated-62-day", means = "patients treated" }
"""
