"""The demonstration goes on: the next day's files are loaded, and the story is replayed until that day."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from pathlib import Path
from threading import Lock

from django.conf import settings

from alliance.errors import NotAllowed
from alliance.ingest import load_next
from alliance_site.config import clock
from alliance_site.demo_register import catch_up
from alliance_site.evidence import desk
from alliance_site.register.selectors import DataSeal

__all__ = ["NextMonth", "next_month_load"]

_loading = Lock()


@dataclass(frozen=True)
class NextMonth:
    """What the next publication day brought: its files, and the seals that the new figures set or turned."""

    day: date
    files: tuple[str, ...]
    turned: tuple[DataSeal, ...]

    @property
    def sentence(self) -> str:
        """What happened, for the visitor who asked for it."""
        files = "one file" if len(self.files) == 1 else f"{len(self.files)} files"
        return f"It is now {self.day:%-d %B %Y}: {files} published that day were loaded. {self.seals}"

    @property
    def seals(self) -> str:
        """What the new figures did to the seals of the data."""
        if not self.turned:
            return "What the data show of each commitment is as it was."
        said = (f"{seal.commitment.organisation}: {seal.get_state_display().lower()}" for seal in self.turned)
        return f"What the data show has changed. {'; '.join(said)}."


def next_month_load() -> NextMonth | None:
    """Load the next day's files of the demonstration, make that day today, and test every commitment again.

    None when every file has been loaded.

    Raises
    ------
    NotAllowed
        This is not a demonstration.
    """
    if not settings.DEMO or settings.DEMO_FOLDER is None:
        raise NotAllowed("Months are loaded by hand only in the demonstration.", "Use `alliance load FILE…`.")
    folder = Path(settings.DEMO_FOLDER)
    with _loading:
        found = load_next(folder, desk.store_folder())
        if found is None:
            return None
        day, loaded = found
        _set_today(folder, day)
        turned = tuple(catch_up())
    return NextMonth(day, tuple(file.file for file in loaded), turned)


def _set_today(folder: Path, day: date) -> None:
    """Replace the file that the clock reads, whole."""
    draft = folder / f".{clock.TODAY_FILE}.draft"
    draft.write_text(f"{day.isoformat()}\n", encoding="ascii")
    draft.replace(folder / clock.TODAY_FILE)
