"""Reads of this room: the public reads what is published, the alliance's people also what waits."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from alliance_site.accounts.permissions import Person
from alliance_site.accounts.selectors import alliances_of
from alliance_site.voices.models import Voice

__all__ = ["Voice", "voices_visible_to", "voices_waiting_for"]


def voices_visible_to(user: Person | None, *, on: date, gaps: Sequence[int]) -> list[Voice]:
    """The voices on these gaps, which the person may read, that this person may read too."""
    known = Voice.objects.filter(gap__in=gaps).select_related("gap").prefetch_related("events")
    inside = {alliance.pk for alliance in alliances_of(user, on=on)}
    return [voice for voice in known if voice.published or voice.gap.alliance_id in inside]


def voices_waiting_for(user: Person, *, on: date, gaps: Sequence[int]) -> list[Voice]:
    """Voices on these gaps of the person's alliances that nobody has published, while the gap stands."""
    known = Voice.objects.filter(gap__in=gaps, gap__alliance__in=alliances_of(user, on=on))
    unread = known.select_related("gap").prefetch_related("events", "gap__events")
    return [v for v in unread if not v.published and v.gap.state != "withdrawn"]
