"""A commitment is offered to one organisation, and answered by its own person or recorded from a Board minute."""

from __future__ import annotations

from datetime import date, datetime
from hashlib import sha256

from django.db import transaction

from alliance.errors import UsageError
from alliance_site.accounts.models import Organisation
from alliance_site.accounts.permissions import Acting, Person
from alliance_site.accounts.services import audit, permitted
from alliance_site.board.selectors import decision_on_gap
from alliance_site.register.models import Commitment, CommitmentEvent, Gap, Update
from alliance_site.register.services.gaps import reason_told, still_open, unless_same
from alliance_site.wording import day, level, told

__all__ = [
    "commitment_accept",
    "commitment_decline",
    "commitment_offer",
    "commitment_record_from_board",
    "commitment_withdraw",
    "in_force",
    "update_add",
]

Kind = CommitmentEvent.Kind
State = Commitment.State


def commitment_offer(
    *, by: Person, gap: Gap, organisation: Organisation, promise: str, target: float, due: date, at: datetime
) -> Commitment:
    """Put a promise to one organisation; it binds nobody until its own person accepts it.

    `target` is the level of the gap's measure that is promised (0.85, not 85). The same words, level and day
    offered again answer with the first offer, while it is not answered.

    Raises
    ------
    UsageError
        The gap is not yet agreed, the organisation does not take part in the alliance, the level is no better than
        it was, or the day is not to come.
    """
    drafted = _drafted(gap, organisation, promise, target, due, Commitment.Source.OFFERED)
    acting = permitted("commitment.offer", by=by, subject=drafted, at=at)
    _may_be_promised(drafted, acting, after=acting.day)
    with transaction.atomic():
        _agreed(gap)
        kept = _kept(drafted, acting, at)
        _must_be(kept, State.OFFERED)
        return kept


def commitment_record_from_board(
    *,
    by: Person,
    gap: Gap,
    organisation: Organisation,
    promise: str,
    target: float,
    due: date,
    decision_number: str,
    at: datetime,
) -> Commitment:
    """Record a commitment that an organisation made at the Board, under the number of the decision.

    Raises
    ------
    UsageError
        The gap is not yet agreed, the Board agreed no such decision on it, the organisation does not take part in
        the alliance, the level is no better than it was, or the day is not after the meeting.
    """
    drafted = _drafted(gap, organisation, promise, target, due, Commitment.Source.BOARD_MINUTE)
    acting = permitted("commitment.record_from_board", by=by, subject=drafted, at=at)
    decision = decision_on_gap(gap.alliance, decision_number, gap=gap.pk)
    _may_be_promised(drafted, acting, after=decision.meeting.held_on)
    with transaction.atomic():
        _agreed(gap)
        kept = _kept(drafted, acting, at)
        if not kept.events.filter(kind=Kind.RECORDED_FROM_BOARD, decision_number=decision.number).exists():
            _must_be(kept, State.OFFERED)
            _say(kept, Kind.RECORDED_FROM_BOARD, acting, at, decision_number=decision.number)
    return kept


def commitment_accept(*, by: Person, commitment: Commitment, at: datetime) -> Commitment:
    """The organisation's own person accepts; a second time changes nothing."""
    acting = permitted("commitment.answer", by=by, subject=commitment, at=at)
    with transaction.atomic():
        held = _on_open_gap(commitment)
        if held.state != State.ACCEPTED:
            _must_be(held, State.OFFERED)
            _say(held, Kind.ACCEPTED, acting, at)
    return held


def commitment_decline(*, by: Person, commitment: Commitment, reason: str, at: datetime) -> Commitment:
    """The organisation's own person declines, with a reason; the same a second time changes nothing."""
    acting = permitted("commitment.answer", by=by, subject=commitment, at=at)
    reason = reason_told(reason)
    with transaction.atomic():
        held = _on_open_gap(commitment)
        if held.state == State.DECLINED:
            unless_same(reason, held.events.get(kind=Kind.DECLINED).reason)
        else:
            _must_be(held, State.OFFERED)
            _say(held, Kind.DECLINED, acting, at, reason=reason)
    return held


def commitment_withdraw(*, by: Person, commitment: Commitment, reason: str, at: datetime) -> Commitment:
    """The organisation takes an accepted commitment back, openly and with a reason."""
    acting = permitted("commitment.withdraw", by=by, subject=commitment, at=at)
    reason = reason_told(reason)
    with transaction.atomic():
        held = _held(commitment)
        if held.state == State.WITHDRAWN:
            unless_same(reason, held.events.get(kind=Kind.WITHDRAWN).reason)
        else:
            _must_be(held, State.ACCEPTED)
            _say(held, Kind.WITHDRAWN, acting, at, reason=reason)
    return held


def update_add(
    *,
    by: Person,
    commitment: Commitment,
    on: date,
    action_taken: str,
    expected_effect: str = "",
    at: datetime,
) -> Update:
    """A dated note by the organisation on an accepted commitment; the same note again changes nothing."""
    acting = permitted("update.add", by=by, subject=commitment, at=at)
    words = {"action_taken": told(action_taken), "expected_effect": told(expected_effect)}
    if not words["action_taken"]:
        raise UsageError("An update says what was done.", "Write what was done, and send it again.")
    with transaction.atomic():
        in_force(commitment)
        note, new = Update.objects.get_or_create(
            commitment=commitment,
            on=on,
            fingerprint=_fingerprint(*words.values()),
            defaults={**words, "user": acting.user, "organisation": acting.organisation, "at": at},
        )
        if new:
            audit(
                user=acting.user, organisation=acting.organisation, action="update.add", subject=note, at=at
            )
    return note


def in_force(commitment: Commitment) -> Commitment:
    """The commitment as it is now, held until the transaction ends.

    Raises
    ------
    UsageError
        It is not accepted, or its gap was withdrawn.
    """
    held = _on_open_gap(commitment)
    _must_be(held, State.ACCEPTED)
    return held


def _fingerprint(*words: object) -> str:
    return sha256("\n".join(str(w) for w in words).encode()).hexdigest()


def _drafted(
    gap: Gap, organisation: Organisation, promise: str, target: float, due: date, source: Commitment.Source
) -> Commitment:
    promise = told(promise)
    return Commitment(
        gap=gap,
        organisation=organisation,
        promise=promise,
        target=target,
        cut=gap.cut,
        due=due,
        source=source,
        fingerprint=_fingerprint(promise, target, due),
    )


def _agreed(gap: Gap) -> None:
    if still_open(gap).state != Gap.State.AGREED:
        raise UsageError("This gap is not yet agreed jointly.", "Ask the organisations concerned first.")


def _may_be_promised(drafted: Commitment, acting: Acting, *, after: date) -> None:
    if not drafted.promise:
        raise UsageError("A commitment says what is promised.", "Write it in plain words, and send it again.")
    if not drafted.organisation.takes_part_in(drafted.gap.alliance, on=acting.day):
        raise UsageError(
            f"{drafted.organisation} does not take part in {drafted.gap.alliance}.",
            "Offer the commitment to one of its partner organisations.",
        )
    if drafted.due <= after:
        raise UsageError(
            f"A commitment is kept by a day after {day(after)}.",
            "Write a later day by which it is to be kept.",
        )
    _must_be_better(drafted)


def _must_be_better(drafted: Commitment) -> None:
    answer, before = drafted.gap.answer, drafted.gap.finding["value"]
    fewer = answer["better"] == "lower"
    if (before - drafted.target if fewer else drafted.target - before) <= 0:
        better = "lower" if fewer else "higher"
        raise UsageError(
            f"A promise of {level(drafted.target, answer['unit'])} is no better than the "
            f"{level(before, answer['unit'])} of when the gap was raised.",
            f"Promise a level that is {better}.",
        )


def _kept(drafted: Commitment, acting: Acting, at: datetime) -> Commitment:
    same = Commitment.objects.filter(
        gap=drafted.gap, organisation=drafted.organisation, fingerprint=drafted.fingerprint
    )
    known = same.first()
    if known is not None:
        return known
    drafted.offered_by, drafted.offered_for, drafted.offered_at = acting.user, acting.organisation, at
    drafted.save()
    _say(drafted, Kind.OFFERED, acting, at)
    return drafted


def _on_open_gap(commitment: Commitment) -> Commitment:
    still_open(commitment.gap)
    return _held(commitment)


def _held(commitment: Commitment) -> Commitment:
    return Commitment.objects.select_for_update().get(pk=commitment.pk)


def _must_be(commitment: Commitment, wanted: Commitment.State) -> None:
    if commitment.state != wanted:
        state = f"{commitment.state.label.lower()}; it would have to be {wanted.label.lower()}"
        raise UsageError(
            f"This commitment is {state}. Nothing was changed.",
            "Reload its page to see what happened.",
        )


def _say(
    commitment: Commitment,
    kind: CommitmentEvent.Kind,
    acting: Acting,
    at: datetime,
    *,
    reason: str = "",
    decision_number: str = "",
) -> None:
    CommitmentEvent.objects.create(
        commitment=commitment,
        kind=kind,
        user=acting.user,
        organisation=acting.organisation,
        reason=reason,
        decision_number=decision_number,
        at=at,
    )
    audit(
        user=acting.user,
        organisation=acting.organisation,
        action=f"commitment.{kind}",
        subject=commitment,
        at=at,
        reason=reason,
    )
