"""Which commitments stand, and who may read them."""

from __future__ import annotations

from datetime import date
from typing import Any

from django.db import models
from django.db.models import Prefetch, Q, QuerySet

from alliance_site.accounts.permissions import Person
from alliance_site.accounts.selectors import alliances_of
from alliance_site.register.models import (
    Commitment,
    CommitmentEvent,
    DataSeal,
    GapEvent,
    OrganisationSeal,
    PatientSeal,
    Update,
)
from alliance_site.register.selectors.gaps import gaps_visible_to

__all__ = ["accepted_commitments", "commitments_visible_to", "sealed_by_data", "whole_commitments"]

BINDING = (CommitmentEvent.Kind.ACCEPTED, CommitmentEvent.Kind.RECORDED_FROM_BOARD)
PARTS: dict[str, type[models.Model]] = {
    "events": CommitmentEvent,
    "updates": Update,
    "organisation_seals": OrganisationSeal,
    "data_seals": DataSeal,
    "patient_seals": PatientSeal,
}


def accepted_commitments() -> QuerySet[Commitment]:
    """Every commitment on an open gap that was accepted and not taken back, oldest first."""
    withdrawn = CommitmentEvent.objects.filter(kind=CommitmentEvent.Kind.WITHDRAWN).values("commitment")
    closed = GapEvent.objects.filter(kind=GapEvent.Kind.WITHDRAWN).values("gap")
    found = Commitment.objects.filter(pk__in=_accepted()).exclude(pk__in=withdrawn).exclude(gap__in=closed)
    return found.select_related("gap", "gap__alliance", "organisation").prefetch_related("events")


def commitments_visible_to(user: Person | None, *, on: date) -> QuerySet[Commitment]:
    """The commitments that a visitor may read: accepted ones of gaps that are theirs to read.

    An offer that is not accepted is read by the people of its alliance and partner organisations only.
    """
    inside = [alliance.pk for alliance in alliances_of(user, on=on)]
    readable = gaps_visible_to(user, on=on).order_by().values("pk")
    accepted = Q(pk__in=_accepted())
    found = whole_commitments().filter(gap__in=readable)
    return found.filter(accepted | Q(gap__alliance__in=inside) if inside else accepted)


def whole_commitments() -> QuerySet[Commitment]:
    """Commitments with everything that their pages show."""
    parts = (Prefetch(name, _with_organisation(model)) for name, model in PARTS.items())
    with_gap = Commitment.objects.select_related("gap", "gap__alliance", "organisation")
    return with_gap.prefetch_related("gap__events", *parts)


def sealed_by_data(commitment: Commitment) -> bool:
    """Whether the data's seal stands, or stands until people have decided."""
    said = list(commitment.data_seals.all())
    return bool(said) and said[-1].state != DataSeal.State.WITHDRAWN


def _with_organisation(model: type[models.Model]) -> QuerySet[Any]:
    rows: QuerySet[Any] = model._default_manager.all()
    return rows.select_related("organisation")


def _accepted() -> QuerySet[CommitmentEvent, Any]:
    return CommitmentEvent.objects.filter(kind__in=BINDING).values("commitment")
