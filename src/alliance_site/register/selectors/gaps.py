"""Which gaps a visitor may read."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any

from django.db.models import Prefetch, Q, QuerySet

from alliance.errors import UnknownName
from alliance_site.accounts.permissions import Person
from alliance_site.accounts.selectors import alliances_of
from alliance_site.config import clock
from alliance_site.evidence.desk import sight
from alliance_site.register.models import Gap, GapAudience, GapEvent

__all__ = [
    "gap_on_finding",
    "gaps_kept_from",
    "gaps_of_place",
    "gaps_visible_to",
]

PUBLIC = (GapEvent.Kind.AGREED_JOINTLY, GapEvent.Kind.AGREED_BY_BOARD)


def gaps_visible_to(
    user: Person | None, *, on: date | None = None, as_of: date | None = None
) -> QuerySet[Gap]:
    """The gaps that a visitor may read, newest first.

    Everybody reads a gap once it is agreed; before that the people of its alliance and of the organisations
    that take part in it (on the day `on`; None: today). Nobody reads one whose figures are kept from them now.
    With `as_of`, only what was said by the end of that day counts; who may read it is still asked of `on`.
    """
    said = GapEvent.objects.written_by(as_of)
    agreed = Q(pk__in=said.filter(kind__in=PUBLIC).values("gap"))
    inside = [alliance.pk for alliance in alliances_of(user, on=on or clock.today())]
    found = Gap.objects.written_by(as_of, "raised_at")
    found = found.filter(agreed | Q(alliance__in=inside) if inside else agreed)
    found = found.exclude(pk__in=gaps_kept_from(user))
    events = Prefetch("events", said.select_related("organisation"))
    return found.select_related("alliance", "raised_for").prefetch_related(events).order_by("-pk")


def gaps_kept_from(user: Person | None, *, at: datetime | None = None) -> QuerySet[GapAudience, Any]:
    """The keys of the gaps that rest on figures which a visitor may not see (at a moment; None: now)."""
    return sight(user, at).kept_from(GapAudience.objects.all()).values("gap")


def gaps_of_place(
    code: str, user: Person | None, *, on: date | None = None, as_of: date | None = None
) -> QuerySet[Gap]:
    """The gaps recorded at a place or, for an alliance, of it."""
    return gaps_visible_to(user, on=on, as_of=as_of).filter(Q(place_code=code) | Q(alliance__code=code))


def gap_on_finding(alliance: str, key: str) -> Gap:
    """The first gap that an alliance raised from the finding with this key, though it may have raised others since.

    Raises
    ------
    UnknownName
        It raised none.
    """
    found = Gap.objects.filter(alliance__code=alliance, finding_key=key).first()
    if found is None:
        raise UnknownName(f"{alliance} has raised no gap from the finding {key}.", "Raise it first.")
    return found
