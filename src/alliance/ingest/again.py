"""What loading a file again does not change: a release keeps its day, its status, and those for whom it is."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from alliance.ingest.audience import PARTNERS, PUBLIC, Audience
from alliance.store.manifest import Entry

__all__ = ["as_it_was"]

_ELSE = "a release is never changed; to have it otherwise, load it into a new store"
_WHOM = {PUBLIC: "everybody", PARTNERS: "partner organisations"}


def as_it_was(kept: Entry, published: date | None, status: str | None, audience: Audience) -> Iterator[str]:
    """A warning where a second loading asks for another day, status or audience than the release has."""
    other_day = published not in (None, kept.published_on, kept.known_since)
    other_status = status is not None and {c.status for c in kept.coverage} != {status}
    if other_day or other_status:
        yield f"known since {kept.known_since} and {kept.status}, as it was first loaded: {_ELSE}"
    if audience.visibility and audience != Audience(_visibility(kept), kept.embargo):
        yield (
            f"for {_whom(kept)}, as it was first loaded, and not as {_asked(audience)} says: nothing was restricted "
            f"or opened; {_ELSE}"
        )


def _visibility(kept: Entry) -> str:
    return " and ".join(sorted({c.visibility for c in kept.coverage}))


def _whom(kept: Entry) -> str:
    """Those who may see a release, in words: "the list pre-release-may until …, and everybody from then on"."""
    name = _visibility(kept)
    who = _WHOM.get(name, f"the list {name}")
    return f"{who} until {kept.embargo.isoformat()}, and everybody from then on" if kept.embargo else who


def _asked(audience: Audience) -> str:
    hour = f" --embargo {audience.embargo.isoformat()}" if audience.embargo else ""
    return f"--visibility {audience.visibility}{hour}"
