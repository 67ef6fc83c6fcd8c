"""Three seals, three services, three tables: none of them looks at another."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction

from alliance.errors import UsageError
from alliance.findings import Progress
from alliance_site.accounts.permissions import Person
from alliance_site.accounts.services import audit, permitted
from alliance_site.register.models import Commitment, DataSeal, OrganisationSeal, PatientSeal
from alliance_site.register.services.commitments import in_force
from alliance_site.register.services.gaps import reason_told, unless_same
from alliance_site.wording import day, told

__all__ = ["data_tested", "organisation_says_done", "patients_say", "review_decide"]

State = DataSeal.State


def organisation_says_done(
    *, by: Person, commitment: Commitment, at: datetime, words: str = ""
) -> OrganisationSeal:
    """The organisation's own person says that it did what it promised; after a reopening it may say so anew.

    Raises
    ------
    UsageError
        It said so before, with other words, and nobody reopened the commitment.
    """
    acting = permitted("seal.organisation_done", by=by, subject=commitment, at=at)
    words = told(words)
    with transaction.atomic():
        held = in_force(commitment)
        said = held.organisation_seals.last()
        reopened = held.data_seals.filter(state=State.WITHDRAWN).last()
        if said is not None and (reopened is None or reopened.at < said.at):
            if words not in ("", said.words):
                raise UsageError(
                    f"{said.organisation} said done on {day(said.at)}, and that stands: nothing was changed.",
                    "Write what else was done as an update.",
                )
            return said
        seal = OrganisationSeal.objects.create(
            commitment=held, words=words, user=acting.user, organisation=acting.organisation, at=at
        )
        audit(
            user=acting.user,
            organisation=acting.organisation,
            action="seal.organisation_done",
            subject=held,
            at=at,
        )
    return seal


def patients_say(
    *, by: Person, commitment: Commitment, agree: bool, asked: int, how: str, words: str, at: datetime
) -> PatientSeal:
    """A patient representative records what patients said of it.

    Parameters
    ----------
    asked : int
        How many patients were asked, at least one.
    how : str
        How they were asked: "at the support group", "by telephone".
    words : str
        What they said, in words that name nobody.

    Raises
    ------
    UsageError
        Nobody was asked.
    """
    acting = permitted("seal.patients", by=by, subject=commitment, at=at)
    how, words = told(how), told(words)
    if asked < 1 or not how:
        raise UsageError("Patients agree or not only when they were asked.", "Say how many, and how.")
    said = {
        "state": PatientSeal.State.AGREE if agree else PatientSeal.State.DO_NOT_AGREE,
        "asked": asked,
        "how": how,
        "words": words,
    }
    with transaction.atomic():
        held = in_force(commitment)
        last = held.patient_seals.last()
        if last is not None and all(getattr(last, name) == value for name, value in said.items()):
            return last
        seal = PatientSeal.objects.create(
            commitment=held, **said, user=acting.user, organisation=acting.organisation, at=at
        )
        audit(user=acting.user, organisation=acting.organisation, action="seal.patients", subject=held, at=at)
    return seal


def data_tested(*, commitment: Commitment, progress: Progress, at: datetime) -> DataSeal | None:
    """Keep what the test of the figures says, if that changes the seal; the latest seal, or None if there is none.

    The test sets a seal (`shown`), or says that people should look again (`review_needed`). It never takes a
    seal away: that is `review_decide`. Figures that people have looked at are not brought to them twice.
    """
    with transaction.atomic():
        held = Commitment.objects.select_for_update().get(pk=commitment.pk)
        last = held.data_seals.last()
        state = _next_state(last, progress)
        if state is None:
            return last
        seal = DataSeal.objects.create(commitment=held, state=state, progress=progress.to_json(), at=at)
        audit(user=None, organisation=None, action=f"seal.data_{state}", subject=held, at=at)
    return seal


def _next_state(last: DataSeal | None, progress: Progress) -> DataSeal.State | None:
    sealed = last is not None and last.state == State.SHOWN
    if sealed and progress.state == "review_needed":
        return None if _looked_at(last, progress) else State.REVIEW_NEEDED
    if not sealed and progress.state == "shown" and (last is None or last.state == State.WITHDRAWN):
        return State.SHOWN
    return None


def _looked_at(last: DataSeal | None, progress: Progress) -> bool:
    """Whether people kept the seal in view of these very figures."""
    if last is None or last.user_id is None:
        return False
    figures = ("numerator", "denominator", "period_from", "period_to")
    return all(last.progress.get(f) == getattr(progress, f) for f in figures)


def review_decide(*, by: Person, commitment: Commitment, keep: bool, reason: str, at: datetime) -> DataSeal:
    """People decide, with a reason, whether the data's seal stands after data have turned.

    Raises
    ------
    UsageError
        No review is needed, or no reason is given.
    """
    acting = permitted("seal.review", by=by, subject=commitment, at=at)
    reason = reason_told(reason)
    wanted = State.SHOWN if keep else State.WITHDRAWN
    with transaction.atomic():
        last = in_force(commitment).data_seals.last()
        if last is not None and last.user_id == acting.user.pk and last.state == wanted:
            unless_same(reason, last.reason)
            return last
        if last is None or last.state != State.REVIEW_NEEDED:
            raise UsageError("No review is needed.", "Reload the page to see what the data show.")
        seal = DataSeal.objects.create(
            commitment=last.commitment,
            state=wanted,
            progress=last.progress,
            user=acting.user,
            organisation=acting.organisation,
            reason=reason,
            at=at,
        )
        audit(
            user=acting.user,
            organisation=acting.organisation,
            action="seal.review",
            subject=last.commitment,
            at=at,
            reason=reason,
        )
    return seal
