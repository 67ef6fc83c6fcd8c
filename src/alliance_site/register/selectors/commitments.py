"""Which commitments stand, and who may read them."""

from __future__ import annotations

from datetime import date
from typing import Any

from django.db.models import Prefetch, Q, QuerySet

from alliance_site.accounts.permissions import Person
from alliance_site.accounts.selectors import alliances_of
from alliance_site.append_only import AppendOnly
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
PARTS: dict[str, type[AppendOnly]] = {
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


def commitments_visible_to(
    user: Person | None, *, on: date, as_of: date | None = None
) -> QuerySet[Commitment]:
    """The commitments that a visitor may read: accepted ones of gaps that are theirs to read.

    An offer that is not accepted is read by the people of its alliance and partner organisations only. With
    `as_of`, only what was said by the end of that day counts.
    """
    inside = [alliance.pk for alliance in alliances_of(user, on=on)]
    readable = gaps_visible_to(user, on=on, as_of=as_of).order_by().values("pk")
    accepted = Q(pk__in=_accepted(as_of))
    found = whole_commitments(as_of).filter(gap__in=readable)
    return found.filter(accepted | Q(gap__alliance__in=inside) if inside else accepted)


def whole_commitments(as_of: date | None = None) -> QuerySet[Commitment]:
    """Commitments with everything that their pages show, as it was at the end of a day (None: now)."""
    parts = (Prefetch(name, _with_organisation(model, as_of)) for name, model in PARTS.items())
    found = Commitment.objects.written_by(as_of, "offered_at")
    return found.select_related("gap", "gap__alliance", "organisation").prefetch_related(
        Prefetch("gap__events", GapEvent.objects.written_by(as_of)), *parts
    )


def sealed_by_data(commitment: Commitment) -> bool:
    """Whether the data's seal stands, or stands until people have decided."""
    said = list(commitment.data_seals.all())
    return bool(said) and said[-1].state != DataSeal.State.WITHDRAWN


def _with_organisation(model: type[AppendOnly], as_of: date | None) -> QuerySet[Any]:
    rows: QuerySet[Any] = model.objects.written_by(as_of)
    return rows.select_related("organisation")


def _accepted(as_of: date | None = None) -> QuerySet[CommitmentEvent, Any]:
    said = CommitmentEvent.objects.written_by(as_of)
    return said.filter(kind__in=BINDING).values("commitment")
