"""Reads of the Board's room. Its decisions are public."""

from __future__ import annotations

from django.db.models import QuerySet

from alliance.errors import UsageError
from alliance_site.accounts.models import Organisation
from alliance_site.board.models import Decision, Meeting

__all__ = [
    "Decision",
    "Meeting",
    "decision_numbered",
    "decisions_on_gap",
    "public_decisions",
    "public_meetings",
]


def public_meetings() -> QuerySet[Meeting]:
    """The meetings with their decisions, newest first: everybody may read what a Board decided."""
    return Meeting.objects.select_related("alliance").prefetch_related("decisions__corrects")


def public_decisions() -> QuerySet[Decision]:
    """The decisions, in the order in which they were recorded."""
    return Decision.objects.select_related("meeting", "alliance", "corrects", "corrected_by")


def decisions_on_gap(gap_id: int) -> list[Decision]:
    """What the Board decided on a gap or on one of its commitments, corrections after what they correct."""
    found = public_decisions()
    on_gap = found.filter(gaps=gap_id)
    on_its_commitments = found.filter(commitments__gap=gap_id)
    return list(found.filter(pk__in={*_ids(on_gap), *_ids(on_its_commitments)}))


def decision_numbered(alliance: Organisation, number: str) -> Decision:
    """The decision of this alliance's Board under a number.

    Raises
    ------
    UsageError
        There is none, or the Board did not agree it.
    """
    found = Decision.objects.filter(alliance=alliance, number=number.strip()).first()
    if found is None:
        raise UsageError(
            f"The Board of {alliance} has no decision numbered '{number}'.", "Record the decision first."
        )
    if not found.agreed:
        raise UsageError(f"The Board did not agree decision {found.number}.", "Name one that it agreed.")
    return found


def _ids(decisions: QuerySet[Decision]) -> list[int]:
    return list(decisions.values_list("pk", flat=True))
