"""What other packages add to the command: the site adds `serve` and its part of `demo`."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from functools import cache
from importlib.metadata import entry_points
from pathlib import Path
from typing import Any, Protocol, cast

__all__ = ["Extension", "extensions"]

GROUP = "alliance.commands"


class Extension(Protocol):
    """A module named in the entry-point group `alliance.commands`."""

    def add_commands(self, app: Any) -> None:
        """Add the module's own commands to the Typer application."""

    def show_demo(self, folder: Path, *, host: str, port: int, serve: bool) -> None:
        """Show the fictional alliance that was built in a folder."""

    def next_month(self, folder: Path, *, today: date) -> None:
        """Bring what people decided up to date after the next month's files were loaded."""

    def gap_lines(
        self, store: Path, place: str, *, as_of: date | None = None, site_data: Path | None = None
    ) -> Sequence[Any]:
        """The gaps and commitments of a place, as `alliance.pages.pack.GapLine`, for its pack.

        As they stood at the end of the day `as_of`; None: today. `site_data` is the folder of what people decided,
        where somebody named it.
        """


@cache
def extensions() -> tuple[Extension, ...]:
    """Every installed extension."""
    return tuple(cast(Extension, found.load()) for found in entry_points(group=GROUP))
