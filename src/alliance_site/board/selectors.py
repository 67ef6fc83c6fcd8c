"""Reads of the Board's room. Its decisions are public."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from django.db.models import QuerySet

from alliance.errors import UsageError
from alliance_site.accounts.models import Organisation
from alliance_site.board.models import CommitmentDecision, Decision, GapDecision, Meeting

__all__ = [
    "Decision",
    "Meeting",
    "decision_numbered",
    "decision_on_gap",
    "decisions_on_gaps",
    "public_meetings",
]

RECORDED = "decision__at"


def public_meetings() -> QuerySet[Meeting]:
    """The meetings with their decisions, newest first: everybody may read what a Board decided."""
    return Meeting.objects.select_related("alliance").prefetch_related("decisions__corrects")


def decisions_on_gaps(gaps: Sequence[int], *, as_of: date | None = None) -> dict[int, list[Decision]]:
    """What the Board decided on each of these gaps or on its commitments, corrections after what they correct.

    With `as_of`, what was recorded by the end of that day.
    """
    of_decision = ("decision__meeting", "decision__alliance", "decision__corrects", "decision__corrected_by")
    on_gaps = (
        GapDecision.objects.written_by(as_of, RECORDED).filter(gap__in=gaps).select_related(*of_decision)
    )
    on_commitments = CommitmentDecision.objects.written_by(as_of, RECORDED).filter(commitment__gap__in=gaps)
    pairs = [(link.gap_id, link.decision) for link in on_gaps]
    pairs += [
        (link.commitment.gap_id, link.decision)
        for link in on_commitments.select_related("commitment", *of_decision)
    ]
    found: dict[int, dict[int, Decision]] = {}
    for gap, decision in sorted(pairs, key=lambda pair: pair[1].pk):
        found.setdefault(gap, {})[decision.pk] = decision
    return {gap: list(decisions.values()) for gap, decisions in found.items()}


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


def decision_on_gap(alliance: Organisation, number: str, *, gap: int) -> Decision:
    """The decision under a number, which the Board agreed and which concerns this gap or one of its commitments.

    Raises
    ------
    UsageError
        There is none, the Board did not agree it, or it concerns something else.
    """
    found = decision_numbered(alliance, number)
    if found not in decisions_on_gaps([gap]).get(gap, ()):
        raise UsageError(
            f"Decision {found.number} does not concern this gap.",
            "Name a decision on this gap. Which gaps a decision concerns is chosen when it is recorded.",
        )
    return found
