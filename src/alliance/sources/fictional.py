"""A file that says of itself that it is made up is nobody's publication."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import replace
from typing import Any

from alliance.sources.release import Release

__all__ = ["made_up"]


def made_up(release: Release, rows: Iterable[Sequence[Any]], publisher: str) -> Release:
    """The release with its true maker: a cell near the top that begins with FICTIONAL says that nobody published it."""
    if not any(str(cell).startswith("FICTIONAL") for row in rows for cell in row):
        return release
    return replace(
        release, publisher=f"Made up, in the layout of {publisher}", licence="None: made-up figures"
    )
