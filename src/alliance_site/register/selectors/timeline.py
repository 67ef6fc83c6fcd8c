"""What happened when, in one line each, oldest first."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime

from django.utils import timezone

from alliance_site.register.models import Commitment, CommitmentEvent, DataSeal, GapEvent, PatientSeal
from alliance_site.register.selectors.story import CommitmentStory, GapStory

__all__ = ["Moment", "timeline"]


@dataclass(frozen=True, order=True)
class Moment:
    """One line of the story. `mark` is the short label for the chart, empty where it is not drawn there."""

    day: date
    title: str
    words: str = ""
    who: str = ""
    mark: str = ""


def timeline(story: GapStory) -> tuple[Moment, ...]:
    """Every public moment of the gap, its commitments, its seals and the Board's decisions."""
    moments = [*_of_gap(story), *_of_decisions(story)]
    for commitment in story.commitments:
        moments += [*_of_answers(commitment), *_of_updates(commitment), *_of_seals(commitment)]
    return tuple(sorted(moments, key=lambda moment: moment.day))


def _day(at: datetime) -> date:
    return timezone.localdate(at)


_GAP_WORDS = {
    GapEvent.Kind.RAISED: ("The gap was raised", "Gap raised"),
    GapEvent.Kind.AGREED_JOINTLY: ("Partner organisations agreed the gap", ""),
    GapEvent.Kind.AGREED_BY_BOARD: ("The Board recorded that partners agreed the gap", ""),
    GapEvent.Kind.WITHDRAWN: ("The gap was withdrawn", ""),
}


def _of_gap(story: GapStory) -> Iterator[Moment]:
    for event in story.gap.events.all():
        if event.kind in _GAP_WORDS:
            title, mark = _GAP_WORDS[GapEvent.Kind(event.kind)]
            yield Moment(_day(event.at), title, event.reason, str(event.organisation), mark)


def _of_decisions(story: GapStory) -> Iterator[Moment]:
    for decision in story.decisions:
        said, mark = _DECISION_WORDS[decision.agreed]
        day = decision.meeting.held_on
        if decision.corrects:
            said, mark = f"Decision {decision.corrects.number} was corrected", "Corrected: {number}"
            day = _day(decision.at)
        yield Moment(
            day,
            f"{said}: {decision.number}",
            decision.text,
            str(decision.alliance),
            mark.format(number=decision.number),
        )


_DECISION_WORDS = {
    True: ("The Board decided", "Board: {number}"),
    False: ("The Board did not agree", "Board: {number}, not agreed"),
}


_ANSWER_WORDS = {
    CommitmentEvent.Kind.OFFERED: ("A commitment was offered to {organisation}", ""),
    CommitmentEvent.Kind.ACCEPTED: ("{organisation} accepted a commitment", "Commitment accepted"),
    CommitmentEvent.Kind.RECORDED_FROM_BOARD: (
        "A commitment of {organisation} was recorded from the Board’s minute",
        "Commitment recorded",
    ),
    CommitmentEvent.Kind.DECLINED: ("{organisation} declined a commitment", ""),
    CommitmentEvent.Kind.WITHDRAWN: ("{organisation} withdrew its commitment", "Commitment withdrawn"),
}


def _of_answers(story: CommitmentStory) -> Iterator[Moment]:
    commitment = story.commitment
    for event in commitment.events.all():
        title, mark = _ANSWER_WORDS[CommitmentEvent.Kind(event.kind)]
        words = event.reason or commitment.promise
        yield Moment(
            _day(event.at),
            title.format(organisation=commitment.organisation),
            words,
            str(event.organisation),
            mark,
        )
    if story.state == Commitment.State.LAPSED:
        closed = next(e for e in commitment.gap.events.all() if e.kind == GapEvent.Kind.WITHDRAWN)
        title = f"The offer to {commitment.organisation} lapsed, since the gap was withdrawn"
        yield Moment(_day(closed.at), title, commitment.promise, str(closed.organisation))


def _of_updates(story: CommitmentStory) -> Iterator[Moment]:
    for note in story.updates:
        expected = f"Expected: {note.expected_effect}" if note.expected_effect else ""
        words = f"{note.action_taken} {expected}".strip()
        yield Moment(note.on, f"Update from {note.organisation}", words, str(note.organisation))


_DATA_WORDS = {
    DataSeal.State.SHOWN: ("The data show it", "Data show it"),
    DataSeal.State.REVIEW_NEEDED: ("The data have turned: review needed", "Review needed"),
    DataSeal.State.WITHDRAWN: ("After review, the commitment was reopened", "Reopened"),
}


def _of_seals(story: CommitmentStory) -> Iterator[Moment]:
    commitment = story.commitment
    for done in commitment.organisation_seals.all():
        title = f"{done.organisation} says that it has done what it promised"
        yield Moment(_day(done.at), title, done.words, str(done.organisation), "Says done")
    for seal in commitment.data_seals.all():
        title, mark = _DATA_WORDS[DataSeal.State(seal.state)]
        if seal.user_id and seal.state == DataSeal.State.SHOWN:
            title, mark = "After review, the seal of the data was kept", ""
        words = seal.reason or seal.progress["sentence"]
        yield Moment(_day(seal.at), title, words, str(seal.organisation or ""), mark)
    for said in commitment.patient_seals.all():
        title = PatientSeal.State(said.state).label
        yield Moment(_day(said.at), title, said.words, str(said.organisation), title)
