"""Who may see what is loaded: everybody, the partner organisations, or a named list until an hour has passed."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime

from alliance.errors import UsageError

__all__ = ["PARTNERS", "PUBLIC", "Audience", "audience_of"]

PUBLIC, PARTNERS = "public", "partners"
_LIST = re.compile(r"[a-z0-9]+(-[a-z0-9]+)*")


@dataclass(frozen=True)
class Audience:
    """For whom the numbers of a file are: `public`, `partners` or a list's name; empty means as its source says.

    With an `embargo` they are for everybody from that hour on.
    """

    visibility: str = ""
    embargo: datetime | None = None

    def latest_published(self, today: date) -> date:
        """The last day on which a file can have been published: today, or that on which its embargo ends."""
        return max(today, self.embargo.date()) if self.embargo else today

    def for_source(self, usual: str) -> Audience:
        """The audience of a file whose source has this visibility unless the loader says otherwise."""
        return self if self.visibility else replace(self, visibility=usual)


def audience_of(visibility: str | None, embargo: str | None) -> Audience:
    """What a loader asks for, in words.

    Raises
    ------
    UsageError
        The list's name has other than small letters, digits and hyphens; the hour is not one, or has no list whom
        it is kept for until then.
    """
    name = (visibility or "").strip()
    if name and not _LIST.fullmatch(name):
        raise UsageError(
            f"'{name}' cannot be the name of a list.",
            "Write public, partners, or a name in small letters, digits and hyphens (pre-release-may).",
        )
    if embargo is None:
        return Audience(name)
    if name in ("", PUBLIC):
        raise UsageError(
            "An embargo needs a list of those who may see the figures before it ends.",
            "Add --visibility partners, or the name of a list.",
        )
    return Audience(name, _hour(embargo))


def _hour(text: str) -> datetime:
    """An hour in universal time, as the clocks of a file's publisher and of a server both have it."""
    try:
        hour = datetime.fromisoformat(text)
    except ValueError:
        raise UsageError(
            f"--embargo: '{text}' is not a day and an hour.", "Write it as 2026-05-14T09:30+01:00."
        ) from None
    if "T" not in text and " " not in text.strip():
        raise UsageError(f"--embargo: '{text}' has no hour.", "Write it as 2026-05-14T09:30+01:00.")
    return hour.replace(tzinfo=UTC) if hour.tzinfo is None else hour.astimezone(UTC)
