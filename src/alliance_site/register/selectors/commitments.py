"""Which commitments stand, and who may read them."""

from __future__ import annotations

from datetime import date

from django.db.models import QuerySet

from alliance_site.accounts.permissions import Person
from alliance_site.accounts.selectors import alliances_of
from alliance_site.register.models import Commitment, CommitmentEvent, DataSeal
from alliance_site.register.selectors.gaps import gaps_visible_to

__all__ = ["accepted_commitments", "commitments_visible_to", "sealed_by_data", "whole_commitments"]

BINDING = (CommitmentEvent.Kind.ACCEPTED, CommitmentEvent.Kind.RECORDED_FROM_BOARD)


def accepted_commitments() -> QuerySet[Commitment]:
    """Every commitment that was accepted and not taken back, oldest first."""
    accepted = CommitmentEvent.objects.filter(kind__in=BINDING).values("commitment")
    withdrawn = CommitmentEvent.objects.filter(kind=CommitmentEvent.Kind.WITHDRAWN).values("commitment")
    found = Commitment.objects.filter(pk__in=accepted).exclude(pk__in=withdrawn)
    return found.select_related("gap", "gap__alliance", "organisation").prefetch_related("events")


def commitments_visible_to(user: Person | None, *, on: date) -> QuerySet[Commitment]:
    """The commitments that a visitor may read: accepted ones of gaps that are theirs to read.

    An offer that is not accepted is read by the people of its alliance and partner organisations only.
    """
    accepted = CommitmentEvent.objects.filter(kind__in=BINDING).values("commitment")
    found = whole_commitments().filter(gap__in=gaps_visible_to(user, on=on).order_by())
    return found.filter(pk__in=accepted) | found.filter(gap__alliance__in=alliances_of(user, on=on))


def whole_commitments() -> QuerySet[Commitment]:
    """Commitments with everything that their pages show."""
    return Commitment.objects.select_related("gap", "gap__alliance", "organisation").prefetch_related(
        "events__organisation",
        "events__user",
        "updates__organisation",
        "organisation_seals__organisation",
        "data_seals__organisation",
        "patient_seals__organisation",
    )


def sealed_by_data(commitment: Commitment) -> bool:
    """Whether the data's seal stands, or stands until people have decided."""
    last = commitment.data_seals.last()
    return last is not None and last.state != DataSeal.State.WITHDRAWN
