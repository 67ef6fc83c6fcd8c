"""A gap is raised from a finding, and agreed by more than one organisation or by the Board."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction

from alliance.answers import Answer, cut_name
from alliance.errors import UsageError
from alliance.findings import Finding
from alliance.measures import load_measures
from alliance_site.accounts.audience import in_words, kept_by
from alliance_site.accounts.models import Organisation
from alliance_site.accounts.permissions import Acting, Person
from alliance_site.accounts.selectors import organisation_by_code
from alliance_site.accounts.services import audit, permitted
from alliance_site.board.selectors import decision_on_gap
from alliance_site.register.models import Gap, GapAudience, GapEvent
from alliance_site.register.selectors import gaps_kept_from
from alliance_site.wording import told

__all__ = [
    "gap_agree",
    "gap_agree_from_board",
    "gap_raise",
    "gap_withdraw",
    "reason_told",
    "still_open",
    "unless_same",
]

Kind = GapEvent.Kind
NEEDED_TO_AGREE = 2  # organisations: a gap is agreed jointly or not at all


def gap_raise(
    *, by: Person, answer: Answer, finding: Finding, alliance: Organisation, statement: str, at: datetime
) -> Gap:
    """Take up a finding, freezing the figures that justify it; its raiser's organisation agrees by raising it.

    The same finding, while a gap on it is open, or on the same figures, answers with that gap, if the person may
    read it. A gap on figures that are not public is for those who may see them.

    Raises
    ------
    NotAllowed
        The person works neither for the alliance nor for the organisation where it is recorded.
    """
    gap = _drafted(answer=answer, finding=finding, alliance=alliance, statement=statement)
    acting = permitted("gap.raise", by=by, subject=gap, at=at)
    with transaction.atomic():
        Organisation.objects.select_for_update().get(pk=alliance.pk)
        known = _already_raised(gap, by, at)
        if known is not None:
            return known
        gap.raised_by, gap.raised_for, gap.raised_at = acting.user, acting.organisation, at
        gap.save()
        for kept in kept_by((*answer.citations, *finding.citations)):
            GapAudience.objects.create(gap=gap, visibility=kept.visibility, until=kept.until)
        _say(gap, Kind.RAISED, acting, at)
        _agree(gap, acting, at)
        audit(user=acting.user, organisation=acting.organisation, action="gap.raise", subject=gap, at=at)
    return gap


def gap_agree(*, by: Person, gap: Gap, at: datetime) -> Gap:
    """An organisation agrees that this is a gap. With the last one needed it is agreed jointly.

    Needed are two organisations, and among them the one where it is recorded if that takes part here.

    Raises
    ------
    UsageError
        It was withdrawn, or with this agreement it would be public while its figures are not.
    """
    acting = permitted("gap.agree", by=by, subject=gap, at=at)
    with transaction.atomic():
        gap = still_open(gap)
        if _agree(gap, acting, at):
            audit(user=acting.user, organisation=acting.organisation, action="gap.agree", subject=gap, at=at)
    return gap


def gap_agree_from_board(*, by: Person, gap: Gap, decision_number: str, at: datetime) -> Gap:
    """The Board's minute records that partners agreed it.

    Raises
    ------
    UsageError
        The Board of this alliance has no such decision on this gap, it is agreed otherwise, or it rests on figures
        that are not public.
    """
    acting = permitted("gap.record_from_board", by=by, subject=gap, at=at)
    decision = decision_on_gap(gap.alliance, decision_number, gap=gap.pk)
    with transaction.atomic():
        gap = still_open(gap)
        _may_be_public(gap, at)
        if gap.state == Gap.State.AGREED:
            same = gap.events.filter(kind=Kind.AGREED_BY_BOARD, decision_number=decision.number)
            if not same.exists():
                raise UsageError(
                    "This gap is agreed already, and nothing was changed.", "Its page says by whom."
                )
        else:
            _say(gap, Kind.AGREED_BY_BOARD, acting, at, decision_number=decision.number)
            audit(user=acting.user, organisation=acting.organisation, action="gap.agree", subject=gap, at=at)
    return gap


def gap_withdraw(*, by: Person, gap: Gap, reason: str, at: datetime) -> Gap:
    """Close a gap that should not have been raised, saying why; it stays readable."""
    acting = permitted("gap.withdraw", by=by, subject=gap, at=at)
    reason = reason_told(reason)
    with transaction.atomic():
        gap = Gap.objects.select_for_update().get(pk=gap.pk)
        if gap.state == Gap.State.WITHDRAWN:
            unless_same(reason, gap.events.get(kind=Kind.WITHDRAWN).reason)
        else:
            _say(gap, Kind.WITHDRAWN, acting, at, reason=reason)
            audit(
                user=acting.user,
                organisation=acting.organisation,
                action="gap.withdraw",
                subject=gap,
                at=at,
                reason=reason,
            )
    return gap


def reason_told(reason: str) -> str:
    """The reason that somebody gives.

    Raises
    ------
    UsageError
        Nothing of it can be read.
    """
    words = told(reason)
    if not words:
        raise UsageError("This is not done without its reason.", "Write why, and send it again.")
    return words


def unless_same(reason: str, kept: str) -> None:
    """What is done already is not done again: the same words change nothing, others are not taken.

    Raises
    ------
    UsageError
        The words are others than those that are kept.
    """
    if reason != kept:
        raise UsageError(
            "This is done already, with other words, which stand: nothing was changed.",
            "Reload its page to read them.",
        )


def still_open(gap: Gap) -> Gap:
    """The gap as it is now, held until the transaction ends.

    Raises
    ------
    UsageError
        It was withdrawn.
    """
    held = Gap.objects.select_for_update().get(pk=gap.pk)
    if held.state == Gap.State.WITHDRAWN:
        raise UsageError(
            "This gap was withdrawn, and nothing is added to it.",
            "Raise the finding again if the figures have changed.",
        )
    return held


def _drafted(*, answer: Answer, finding: Finding, alliance: Organisation, statement: str) -> Gap:
    measure = load_measures().get(finding.measure)
    part = ", ".join(cut_name(name, slug) for name, slug in finding.cut.items())
    return Gap(
        alliance=alliance,
        measure=finding.measure,
        place_code=finding.place.code,
        place_name=finding.place.name,
        cut=dict(finding.cut),
        pathway_stage=measure.stage if measure else "whole pathway",
        title=f"{finding.place.name}: {finding.measure_title}{f' ({part})' if part else ''}",
        statement=told(statement) or finding.sentence,
        finding=finding.to_json(),
        finding_key=finding.key,
        answer=answer.frozen(),
        answer_digest=answer.digest(),
    )


def _already_raised(gap: Gap, by: Person, at: datetime) -> Gap | None:
    readable = Gap.objects.exclude(pk__in=gaps_kept_from(by, at=at))
    same = readable.filter(alliance=gap.alliance, finding_key=gap.finding_key).prefetch_related("events")
    standing = (g for g in same if g.state != Gap.State.WITHDRAWN or g.answer_digest == gap.answer_digest)
    return next(standing, None)


def _agree(gap: Gap, acting: Acting, at: datetime) -> bool:
    """Add this organisation's agreement and, with the last one needed, the joint one; False if it had agreed."""
    agreeing = set(gap.events.filter(kind=Kind.AGREED_BY_ORGANISATION).values_list("organisation", flat=True))
    if acting.organisation.pk in agreeing:
        return False
    _say(gap, Kind.AGREED_BY_ORGANISATION, acting, at)
    agreeing.add(acting.organisation.pk)
    recorded_at = organisation_by_code(gap.place_code)
    heard = recorded_at is None or recorded_at.pk in agreeing
    if heard and len(agreeing) >= NEEDED_TO_AGREE and gap.state != Gap.State.AGREED:
        _may_be_public(gap, at)
        _say(gap, Kind.AGREED_JOINTLY, acting, at)
    return True


def _may_be_public(gap: Gap, at: datetime) -> None:
    """An agreed gap is public, with its figures and its words.

    Raises
    ------
    UsageError
        The figures are not public yet, or never will be.
    """
    kept = gap.kept(at)
    if kept:
        raise UsageError(
            f"This gap rests on figures that are not public ({in_words(kept)}), and an agreed gap is public.",
            "Agree it once they are, or withdraw it and raise the finding again from public figures.",
        )


def _say(
    gap: Gap,
    kind: GapEvent.Kind,
    acting: Acting,
    at: datetime,
    *,
    reason: str = "",
    decision_number: str = "",
) -> GapEvent:
    return GapEvent.objects.create(
        gap=gap,
        kind=kind,
        user=acting.user,
        organisation=acting.organisation,
        reason=reason,
        decision_number=decision_number,
        at=at,
    )
