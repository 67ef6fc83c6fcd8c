"""Reads of this room."""

from __future__ import annotations

from datetime import date, datetime

from django.db.models import Prefetch, Q, QuerySet
from django.utils import timezone

from alliance_site.accounts.audience import PARTNERS, PUBLIC, Sight
from alliance_site.accounts.models import (
    AuditEvent,
    ListMembership,
    Organisation,
    Partnership,
    ReleaseList,
    User,
    holds_on,
)
from alliance_site.accounts.permissions import Person, acting_on, may

__all__ = [
    "alliances_of",
    "keeps_lists",
    "last_noted",
    "lists_kept_by",
    "organisation_by_code",
    "organisations_of",
    "partners_of",
    "sight_of",
]


def organisation_by_code(code: str) -> Organisation | None:
    """The organisation with this PlaceBook code, if it works with the site."""
    return Organisation.objects.filter(code=code).first()


def organisations_of(user: Person | None, *, on: date) -> list[Organisation]:
    """For which organisations this person acts on a day."""
    return list(dict.fromkeys(acting.organisation for acting in acting_on(user, on)))


def alliances_of(user: Person | None, *, on: date) -> QuerySet[Organisation]:
    """The alliances that the person works for, or that the person's organisations take part in, on a day."""
    own = [o.pk for o in organisations_of(user, on=on)]
    if not own:
        return Organisation.objects.none()
    joined = Partnership.objects.on(on).filter(organisation__in=own).values("alliance")
    return Organisation.objects.filter(Q(pk__in=own, kind="alliance") | Q(pk__in=joined))


def partners_of(alliance: Organisation, *, on: date) -> QuerySet[Organisation]:
    """The organisations that take part in an alliance on a day."""
    taking_part = Partnership.objects.on(on).filter(alliance=alliance).values("organisation")
    return Organisation.objects.filter(pk__in=taking_part)


def last_noted(action: str) -> str | None:
    """What the latest line of the audit trail on an action of the site itself says; None before the first."""
    last = AuditEvent.objects.filter(action=action).last()
    return last.reason if last else None


def sight_of(user: Person | None, *, alliance: str, at: datetime) -> Sight:
    """What a visitor may see at a moment of the figures of the alliance with this code, whose site this is.

    Who acts for it or for one of its partner organisations sees what is for partners; who is on one of its lists,
    what is for that list. Everybody else, and a closed account, sees what is public.
    """
    if not isinstance(user, User) or not user.is_active:
        return Sight((PUBLIC,), at)
    day = timezone.localdate(at)
    taking_part = Partnership.objects.on(day).filter(alliance__code=alliance).values("organisation")
    inside = Q(organisation__code=alliance) | Q(organisation__in=taking_part)
    partner = user.memberships.on(day).filter(inside).exists()
    held = ListMembership.objects.filter(holds_on(day), user=user, end__isnull=True)
    lists = held.filter(release_list__alliance__code=alliance).values_list("release_list__slug", flat=True)
    return Sight((PUBLIC, *((PARTNERS,) if partner else ()), *sorted(set(lists))), at)


def keeps_lists(user: Person | None, *, on: date) -> bool:
    """Whether this person keeps the release lists of some alliance."""
    drafts = (ReleaseList(alliance=acting.organisation) for acting in acting_on(user, on))
    return any(may(user, "release_list.keep", draft, on) for draft in drafts)


def lists_kept_by(user: Person | None, *, on: date) -> list[ReleaseList]:
    """The lists that this person keeps, with those who are or were on them, newest first."""
    alliances = [a.organisation for a in acting_on(user, on)]
    people = ListMembership.objects.select_related("user", "put_on_by", "end__user").order_by("-pk")
    known = ReleaseList.objects.filter(alliance__in=alliances).select_related("alliance")
    whole = known.prefetch_related(Prefetch("memberships", people))
    return [held for held in whole if may(user, "release_list.keep", held, on)]
