"""One gap's story: who said what and when, each commitment with its three seals side by side."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Protocol, TypeVar

from django.utils import timezone

from alliance_site.accounts.permissions import Person
from alliance_site.board.selectors import Decision, decisions_on_gaps
from alliance_site.register.models import (
    Commitment,
    DataSeal,
    Gap,
    GapEvent,
    OrganisationSeal,
    PatientSeal,
    Update,
)
from alliance_site.register.selectors.commitments import commitments_visible_to
from alliance_site.voices.selectors import Voice, voices_visible_to

__all__ = [
    "DAYS_TO_AN_UPDATE",
    "CommitmentStory",
    "GapStory",
    "Seals",
    "commitment_story",
    "gap_stories",
    "gap_story",
]

DAYS_TO_AN_UPDATE = 60
AGREEING = (GapEvent.Kind.AGREED_BY_ORGANISATION, GapEvent.Kind.AGREED_BY_BOARD)
Row = TypeVar("Row")


@dataclass(frozen=True)
class Seals:
    """The latest word of each of the three; None: nothing was said yet. They are never one status."""

    organisation: OrganisationSeal | None
    data: DataSeal | None
    patients: PatientSeal | None


@dataclass(frozen=True)
class CommitmentStory:
    """A commitment as it stands on a day."""

    commitment: Commitment
    state: Commitment.State
    accepted_on: date | None
    decision_number: str
    updates: tuple[Update, ...]
    seals: Seals
    no_update_since: date | None

    @property
    def may_say_done(self) -> bool:
        """Whether its organisation has work to do, or was asked anew after a review."""
        return self.in_force and not _rests(self.seals)

    @property
    def in_force(self) -> bool:
        """Whether it was accepted, is not taken back, and its gap stands."""
        return _in_force(self.commitment)


@dataclass(frozen=True)
class GapStory:
    """Everything that one visitor may read of a gap on a day."""

    gap: Gap
    state: Gap.State
    agreed_by: tuple[GapEvent, ...]
    commitments: tuple[CommitmentStory, ...]
    voices: tuple[Voice, ...]
    decisions: tuple[Decision, ...]


def gap_story(gap: Gap, user: Person | None, *, on: date) -> GapStory:
    """Collect the story of a gap that the visitor may read (see `gaps_visible_to`)."""
    return gap_stories([gap], user, on=on)[0]


def gap_stories(
    gaps: Iterable[Gap], user: Person | None, *, on: date, as_of: date | None = None
) -> list[GapStory]:
    """The stories of gaps that the visitor may read, in their order, with as many queries as for one.

    With `as_of`, as they were at the end of that day: pass gaps that were read as of the same day.
    """
    gaps = list(gaps)
    ids = [gap.pk for gap in gaps]
    commitments = _by_gap(commitments_visible_to(user, on=on, as_of=as_of).filter(gap__in=ids))
    voices = _by_gap(voices_visible_to(user, on=on, gaps=ids, as_of=as_of))
    decisions = decisions_on_gaps(ids, as_of=as_of)
    return [
        GapStory(
            gap=gap,
            state=gap.state,
            agreed_by=tuple(event for event in gap.events.all() if event.kind in AGREEING),
            commitments=tuple(commitment_story(c, on=as_of or on) for c in commitments.get(gap.pk, ())),
            voices=tuple(voices.get(gap.pk, ())),
            decisions=tuple(decisions.get(gap.pk, ())),
        )
        for gap in gaps
    ]


class OnGap(Protocol):
    """Something that is said of a gap."""

    @property
    def gap_id(self) -> int: ...


Said = TypeVar("Said", bound=OnGap)


def _by_gap(rows: Iterable[Said]) -> dict[int, list[Said]]:
    found: dict[int, list[Said]] = {}
    for row in rows:
        found.setdefault(row.gap_id, []).append(row)
    return found


def commitment_story(commitment: Commitment, *, on: date) -> CommitmentStory:
    """How one commitment stands on a day."""
    seals = Seals(
        organisation=_latest(commitment.organisation_seals.all()),
        data=_latest(commitment.data_seals.all()),
        patients=_latest(commitment.patient_seals.all()),
    )
    acceptance = commitment.acceptance
    return CommitmentStory(
        commitment=commitment,
        state=commitment.state,
        accepted_on=commitment.accepted_on,
        decision_number=acceptance.decision_number if acceptance else "",
        updates=tuple(commitment.updates.all()),
        seals=seals,
        no_update_since=_no_update_since(commitment, seals, on),
    )


def _latest(rows: Iterable[Row]) -> Row | None:
    return next(reversed(list(rows)), None)


def _no_update_since(commitment: Commitment, seals: Seals, on: date) -> date | None:
    """The day of the last word of an organisation that still has work to do, if that is long ago."""
    if not _in_force(commitment) or _rests(seals):
        return None
    heard = [commitment.accepted_on, *(u.on for u in commitment.updates.all())]
    heard += [timezone.localdate(s.at) for s in commitment.organisation_seals.all()]
    last = max(day for day in heard if day is not None)
    return last if on - last > timedelta(days=DAYS_TO_AN_UPDATE) else None


def _in_force(commitment: Commitment) -> bool:
    accepted = commitment.state == Commitment.State.ACCEPTED
    return accepted and commitment.gap.state != Gap.State.WITHDRAWN


def _rests(seals: Seals) -> bool:
    """The organisation said done, and people did not reopen it since."""
    done, data = seals.organisation, seals.data
    reopened = data is not None and data.state == DataSeal.State.WITHDRAWN
    return done is not None and not (reopened and data is not None and data.at >= done.at)
