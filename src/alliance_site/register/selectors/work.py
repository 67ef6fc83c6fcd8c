"""What waits for one person: commitments of their organisations, gaps of their alliances."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from alliance_site.accounts.models import Organisation, User
from alliance_site.accounts.permissions import may
from alliance_site.accounts.selectors import alliances_of, organisations_of
from alliance_site.register.models import Commitment, DataSeal, Gap
from alliance_site.register.selectors.commitments import whole_commitments
from alliance_site.register.selectors.gaps import gaps_visible_to
from alliance_site.register.selectors.story import CommitmentStory, commitment_story
from alliance_site.voices.selectors import Voice, voices_waiting_for

__all__ = ["Work", "work_of"]


@dataclass(frozen=True)
class Work:
    """One person's page. Lists are in the order in which things were offered or raised."""

    organisations: tuple[Organisation, ...]
    to_answer: tuple[CommitmentStory, ...]
    ours: tuple[CommitmentStory, ...]
    to_agree: tuple[Gap, ...]
    to_review: tuple[CommitmentStory, ...]
    to_ask_patients: tuple[CommitmentStory, ...]
    to_moderate: tuple[Voice, ...]
    gaps: tuple[Gap, ...]


def work_of(user: User, *, on: date) -> Work:
    """Collect what waits for a person on a day."""
    mine = organisations_of(user, on=on)
    alliances = list(alliances_of(user, on=on))
    gaps = tuple(gaps_visible_to(user, on=on).filter(alliance__in=alliances))
    readable = [gap.pk for gap in gaps]
    related = whole_commitments().filter(gap__in=readable)
    stories = [commitment_story(c, on=on) for c in related]
    accepted = [s for s in stories if s.in_force]
    unread = voices_waiting_for(user, on=on, gaps=readable)
    return Work(
        organisations=tuple(mine),
        to_answer=tuple(s for s in stories if _waits_for_answer(s, user, on)),
        ours=tuple(s for s in accepted if s.commitment.organisation in mine),
        to_agree=tuple(g for g in gaps if _waits_for_agreement(g, user, mine, on)),
        to_review=tuple(s for s in accepted if _waits_for_review(s, user, on)),
        to_ask_patients=tuple(s for s in accepted if _waits_for_patients(s, user, on)),
        to_moderate=tuple(v for v in unread if may(user, "voice.publish", v, on)),
        gaps=gaps,
    )


def _waits_for_answer(story: CommitmentStory, user: User, on: date) -> bool:
    offered = story.state == Commitment.State.OFFERED
    return offered and may(user, "commitment.answer", story.commitment, on)


def _waits_for_agreement(gap: Gap, user: User, mine: list[Organisation], on: date) -> bool:
    agreeing = {e.organisation_id for e in gap.events.all() if e.kind == "agreed_by_organisation"}
    unheard = [o for o in mine if o.pk not in agreeing]
    return gap.state == Gap.State.RAISED and bool(unheard) and may(user, "gap.agree", gap, on)


def _waits_for_review(story: CommitmentStory, user: User, on: date) -> bool:
    turned = story.seals.data is not None and story.seals.data.state == DataSeal.State.REVIEW_NEEDED
    return turned and may(user, "seal.review", story.commitment, on)


def _waits_for_patients(story: CommitmentStory, user: User, on: date) -> bool:
    done = story.seals.organisation is not None or story.seals.data is not None
    unasked = done and story.seals.patients is None
    return unasked and may(user, "seal.patients", story.commitment, on)
