"""Reads of this room: the public reads what is published, the alliance's people also what waits."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from django.db.models import Prefetch

from alliance_site.accounts.permissions import Person
from alliance_site.accounts.selectors import alliances_of
from alliance_site.voices.models import Voice, VoiceEvent

__all__ = ["Voice", "voices_visible_to", "voices_waiting_for"]


def voices_visible_to(
    user: Person | None, *, on: date, gaps: Sequence[int], as_of: date | None = None
) -> list[Voice]:
    """The voices on these gaps, which the person may read, that this person may read too.

    With `as_of`, those that were there, and as public as they were, at the end of that day; one that has been
    hidden since stays hidden.
    """
    said = VoiceEvent.objects.written_by(as_of)
    known = Voice.objects.written_by(as_of).filter(gap__in=gaps).select_related("gap")
    known = known.prefetch_related(Prefetch("events", said))
    inside = {alliance.pk for alliance in alliances_of(user, on=on)}
    seen = [voice for voice in known if voice.published or voice.gap.alliance_id in inside]
    if as_of is None:
        return seen
    still = {voice.pk for voice in voices_visible_to(user, on=on, gaps=gaps)}
    return [voice for voice in seen if voice.pk in still]


def voices_waiting_for(user: Person, *, on: date, gaps: Sequence[int]) -> list[Voice]:
    """Voices on these gaps of the person's alliances that nobody has published, while the gap stands."""
    known = Voice.objects.filter(gap__in=gaps, gap__alliance__in=alliances_of(user, on=on))
    unread = known.select_related("gap").prefetch_related("events", "gap__events")
    return [v for v in unread if not v.published and v.gap.state != "withdrawn"]
