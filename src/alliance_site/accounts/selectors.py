"""Reads of this room."""

from __future__ import annotations

from datetime import date

from django.db.models import Q, QuerySet

from alliance_site.accounts.models import AuditEvent, Organisation, Partnership
from alliance_site.accounts.permissions import Person, acting_on

__all__ = ["alliances_of", "last_noted", "organisation_by_code", "organisations_of", "partners_of"]


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
