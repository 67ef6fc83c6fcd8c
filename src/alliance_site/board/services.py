"""Writes of the Board's room: a meeting, a decision, and a correction that points to what it corrects."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime
from typing import Any

from django.db import transaction

from alliance.errors import UsageError
from alliance_site.accounts.models import Organisation
from alliance_site.accounts.permissions import Acting, Person
from alliance_site.accounts.services import audit, permitted
from alliance_site.board.models import CommitmentDecision, Decision, GapDecision, Meeting
from alliance_site.wording import day, told

__all__ = ["decision_correct", "decision_record", "meeting_create"]


def meeting_create(
    *,
    by: Person,
    alliance: Organisation,
    title: str,
    held_on: date,
    quorum: int,
    attended: int,
    at: datetime,
) -> Meeting:
    """Record that the Board met; the same meeting again answers with the first row.

    Raises
    ------
    UsageError
        It has no name, is yet to come, or is recorded with other numbers.
    """
    drafted = Meeting(
        alliance=alliance, title=told(title), held_on=held_on, quorum=quorum, attended=attended, at=at
    )
    acting = permitted("board.meeting", by=by, subject=drafted, at=at)
    _held_and_named(drafted, acting)
    with transaction.atomic():
        Organisation.objects.select_for_update().get(pk=alliance.pk)
        known = Meeting.objects.filter(alliance=alliance, title=drafted.title, held_on=held_on).first()
        if known is not None:
            _same_numbers(known, drafted)
            return known
        drafted.user = acting.user
        drafted.save()
        audit(
            user=acting.user,
            organisation=acting.organisation,
            action="board.meeting",
            subject=drafted,
            at=at,
        )
    return drafted


def _held_and_named(drafted: Meeting, acting: Acting) -> None:
    if not drafted.title:
        raise UsageError("A meeting has a name.", "Write its name.")
    if drafted.held_on > acting.day:
        raise UsageError(
            f"{day(drafted.held_on)} is yet to come.",
            "Record a meeting once the Board has met: on its day, or later.",
        )


def _same_numbers(known: Meeting, drafted: Meeting) -> None:
    if (known.quorum, known.attended) != (drafted.quorum, drafted.attended):
        raise UsageError(
            f"{known} is recorded with {known.attended} who came of {known.quorum} needed, and stays so.",
            "If this was another meeting, give it a name of its own.",
        )


def decision_record(
    *,
    by: Person,
    meeting: Meeting,
    number: str,
    text: str,
    how_patients_shaped_it: str,
    proposed_by: str,
    agreed: bool,
    gaps: Sequence[int] = (),
    commitments: Sequence[int] = (),
    at: datetime,
) -> Decision:
    """Record a decision for good. `gaps` and `commitments` are the ids of those that it concerns.

    Raises
    ------
    UsageError
        The number is taken by other words, the meeting was not quorate, or nothing says how patients shaped it.
    """
    drafted = Decision(
        meeting=meeting,
        alliance=meeting.alliance,
        number=told(number),
        text=told(text),
        how_patients_shaped_it=told(how_patients_shaped_it),
        proposed_by=told(proposed_by),
        agreed=agreed,
        at=at,
    )
    acting = permitted("board.decide", by=by, subject=drafted, at=at)
    _complete(drafted)
    return _written(drafted, acting, gaps=gaps, commitments=commitments)


def decision_correct(
    *,
    by: Person,
    decision: Decision,
    number: str,
    text: str,
    how_patients_shaped_it: str,
    at: datetime,
) -> Decision:
    """Record what a decision should have said: a new row under a new number that points to the old one.

    Raises
    ------
    UsageError
        It was corrected before (correct the correction), or the new row is not complete.
    """
    drafted = Decision(
        meeting=decision.meeting,
        alliance=decision.alliance,
        number=told(number),
        text=told(text),
        how_patients_shaped_it=told(how_patients_shaped_it),
        proposed_by=decision.proposed_by,
        agreed=decision.agreed,
        corrects=decision,
        at=at,
    )
    acting = permitted("board.decide", by=by, subject=drafted, at=at)
    _complete(drafted)
    earlier = Decision.objects.filter(corrects=decision).first()
    if earlier is not None and earlier.number != drafted.number:
        raise UsageError(
            f"Decision {decision.number} was corrected by {earlier.number}.", f"Correct {earlier.number}."
        )
    gaps = [gap.pk for gap in decision.gaps.all()]
    commitments = [commitment.pk for commitment in decision.commitments.all()]
    return _written(drafted, acting, gaps=gaps, commitments=commitments)


def _complete(drafted: Decision) -> None:
    if not drafted.how_patients_shaped_it:
        raise UsageError("A decision says how patients shaped it.", "If they did not, say so and why.")
    if not drafted.number or not drafted.text or not drafted.proposed_by:
        raise UsageError("A decision has a number, its words and who proposed it.", "Fill in all three.")
    if drafted.agreed and not drafted.meeting.quorate:
        raise UsageError(
            f"Only {drafted.meeting.attended} of the {drafted.meeting.quorum} needed came.",
            "Record it as not agreed, or record the meeting that agreed it.",
        )


_SAME = ("meeting_id", "text", "how_patients_shaped_it", "proposed_by", "agreed", "corrects_id")


def _written(
    drafted: Decision, acting: Acting, *, gaps: Sequence[int], commitments: Sequence[int]
) -> Decision:
    with transaction.atomic():
        Organisation.objects.select_for_update().get(pk=drafted.alliance_id)
        known = Decision.objects.filter(alliance=drafted.alliance, number=drafted.number).first()
        if known is not None:
            return _same(known, drafted, gaps=gaps, commitments=commitments)
        drafted.user, drafted.organisation = acting.user, acting.organisation
        drafted.save()
        for gap in gaps:
            GapDecision.objects.create(decision=drafted, gap_id=gap)
        for commitment in commitments:
            CommitmentDecision.objects.create(decision=drafted, commitment_id=commitment)
        audit(
            user=acting.user,
            organisation=acting.organisation,
            action="board.decide",
            subject=drafted,
            at=drafted.at,
        )
    return drafted


def _same(known: Decision, drafted: Decision, *, gaps: Sequence[int], commitments: Sequence[int]) -> Decision:
    def said(decision: Decision) -> list[Any]:
        return [getattr(decision, name) for name in _SAME]

    concerns = (
        set(known.gaps.values_list("pk", flat=True)),
        set(known.commitments.values_list("pk", flat=True)),
    )
    if said(known) != said(drafted) or concerns != (set(gaps), set(commitments)):
        raise UsageError(
            f"Decision {known.number} is recorded with other words or on other gaps, and stays so.",
            "Use the next number, or correct it with a new row.",
        )
    return known
