"""Which buttons a visitor sees on a gap's page: those whose call would be allowed and would make sense."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from django.urls import reverse

from alliance_site.accounts.permissions import Person, acting_on, may
from alliance_site.accounts.selectors import partners_of
from alliance_site.register.models import Commitment, DataSeal, Gap
from alliance_site.register.selectors import CommitmentStory, GapStory
from alliance_site.voices.selectors import Voice

__all__ = ["Action", "actions_on_commitment", "actions_on_gap", "actions_on_voice"]


@dataclass(frozen=True)
class Action:
    """A link to a form."""

    text: str
    href: str


def actions_on_gap(story: GapStory, user: Person, *, on: date) -> tuple[Action, ...]:
    """What this visitor may do about the gap itself."""
    return tuple(_of_gap(story, user, on)) if acting_on(user, on) else ()


def _of_gap(story: GapStory, user: Person, on: date) -> Iterator[Action]:
    gap = story.gap
    if story.state == Gap.State.WITHDRAWN:
        return
    if story.state == Gap.State.RAISED:
        if may(user, "gap.agree", gap, on):
            yield Action("Agree that this is a gap", reverse("gap_agree", args=[gap.pk]))
        if may(user, "gap.record_from_board", gap, on):
            yield Action("Record that the Board agreed it", reverse("gap_agreed_by_board", args=[gap.pk]))
    if story.state == Gap.State.AGREED:
        yield from _of_promises(gap, user, on)
    yield from _of_voices(gap, user, on)
    if may(user, "gap.withdraw", gap, on):
        yield Action("Withdraw this gap", reverse("gap_withdraw", args=[gap.pk]))


def _of_promises(gap: Gap, user: Person, on: date) -> Iterator[Action]:
    if _may_offer(gap, user, on):
        yield Action("Offer a commitment", reverse("commitment_offer", args=[gap.pk]))
    if may(user, "commitment.record_from_board", gap, on):
        yield Action("Record a commitment from the minutes", reverse("commitment_from_board", args=[gap.pk]))


def _of_voices(gap: Gap, user: Person, on: date) -> Iterator[Action]:
    voice = gap.voices.model(gap=gap)
    if may(user, "voice.add", voice, on):
        yield Action("Record what patients say of it", reverse("voice_add", args=[gap.pk]))


def _may_offer(gap: Gap, user: Person, on: date) -> bool:
    partners = partners_of(gap.alliance, on=on)
    return any(may(user, "commitment.offer", Commitment(gap=gap, organisation=o), on) for o in partners)


def actions_on_commitment(story: CommitmentStory, user: Person, *, on: date) -> tuple[Action, ...]:
    """What this visitor may do about a commitment."""
    if not acting_on(user, on):
        return ()
    if story.state == Commitment.State.OFFERED:
        return tuple(_of_offer(story, user, on))
    return tuple(_of_accepted(story, user, on)) if story.state == Commitment.State.ACCEPTED else ()


def _of_accepted(story: CommitmentStory, user: Person, on: date) -> Iterator[Action]:
    if story.in_force:
        yield from _in_force(story, user, on)
    if may(user, "commitment.withdraw", story.commitment, on):
        yield Action("Withdraw this commitment", reverse("commitment_withdraw", args=[story.commitment.pk]))


def _of_offer(story: CommitmentStory, user: Person, on: date) -> Iterator[Action]:
    commitment = story.commitment
    if may(user, "commitment.answer", commitment, on):
        yield Action("Accept", reverse("commitment_accept", args=[commitment.pk]))
        yield Action("Decline", reverse("commitment_decline", args=[commitment.pk]))


def _in_force(story: CommitmentStory, user: Person, on: date) -> Iterator[Action]:
    commitment, data = story.commitment, story.seals.data
    if may(user, "update.add", commitment, on):
        yield Action("Write an update", reverse("commitment_update", args=[commitment.pk]))
        if story.may_say_done:
            yield Action("Say that it is done", reverse("commitment_say_done", args=[commitment.pk]))
    if may(user, "seal.patients", commitment, on):
        yield Action("Record what patients say", reverse("commitment_patients", args=[commitment.pk]))
    turned = data is not None and data.state == DataSeal.State.REVIEW_NEEDED
    if turned and may(user, "seal.review", commitment, on):
        yield Action("Decide after the data have turned", reverse("commitment_review", args=[commitment.pk]))


def actions_on_voice(voice: Voice, user: Person, *, on: date) -> tuple[Action, ...]:
    """What a moderator may do about a voice."""
    rule, text, name = (
        ("voice.hide", "Take this from the public page", "voice_hide")
        if voice.published
        else ("voice.publish", "Publish this", "voice_publish")
    )
    closed = not voice.published and voice.gap.state == Gap.State.WITHDRAWN
    if closed or not may(user, rule, voice, on):
        return ()
    return (Action(text, reverse(name, args=[voice.pk])),)
