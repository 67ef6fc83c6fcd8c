"""A file that says of itself that it is made up is nobody's publication."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import replace

from alliance.sources.release import Release

__all__ = ["made_up"]


def made_up(release: Release, above: Iterable[Sequence[object]], layout_of: str) -> Release:
    """The release with its true maker, by the rows above its table or of its first page.

    A cell there that begins with FICTIONAL says that nobody published the figures; they are laid out as `layout_of`'s.
    """
    if not any(str(cell).strip().startswith("FICTIONAL") for row in above for cell in row):
        return release
    maker = f"Made up, in the layout of {layout_of}"
    return replace(release, publisher=maker, licence="None: made-up figures")
