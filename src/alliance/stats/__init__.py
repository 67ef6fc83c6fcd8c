"""Statistics: pure functions, arrays in and out (numpy only). Control charts are in `stats.spc`."""

from __future__ import annotations

from alliance.stats.intervals import newcombe_difference, wilson

__all__ = ["newcombe_difference", "wilson"]
