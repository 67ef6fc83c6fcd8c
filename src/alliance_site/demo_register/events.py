"""What the story tells, as events in the order of their days."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any

from alliance import answers, findings
from alliance.answers import Desk
from alliance.errors import UnknownName, UsageError
from alliance_site.accounts.models import Role
from alliance_site.board import services as board
from alliance_site.demo_register.cast import Story, gap_told, key, noon, organisation, person
from alliance_site.register import services
from alliance_site.register.selectors import Commitment, DataSeal
from alliance_site.voices import services as voices

__all__ = ["Event", "Happening", "events"]


@dataclass(frozen=True)
class Event:
    """One thing that happens on a day; `order` sorts what happens on the same day."""

    day: date
    order: int
    does: Callable[[datetime], object]

    def happen(self) -> None:
        """Do it, unless a visitor of the demonstration took another way: the story then goes on without it."""
        try:
            self.does(noon(self.day))
        except UsageError:
            return


@dataclass
class Happening:
    """The story over the figures of a desk; `changed` collects the seals that the figures set or turned."""

    desk: Desk
    story: Story
    changed: list[DataSeal] = field(default_factory=list)


def events(told: Happening) -> list[Event]:
    """Everything that the story dates, and a test of the figures on each day on which some were published."""
    found = [*_meetings(told), *_tests(told)]
    for gap in told.story["gaps"]:
        found += [*_gap(told, gap), *_voices(told, gap)]
        for promise in gap.get("commitments", ()):
            found += [*_promise(told, gap, promise), *_after_acceptance(told, gap, promise)]
    return sorted(found, key=lambda event: (event.day, event.order))


def _event(day: str, order: int, call: Callable[..., object], words: Callable[[], dict[str, Any]]) -> Event:
    """A call of a service, its words looked up on the day: what they name may not exist before."""
    return Event(date.fromisoformat(day), order, lambda at: call(**words(), at=at))


def _gap(told: Happening, gap: Story) -> Iterator[Event]:
    yield Event(date.fromisoformat(gap["found_on"]), 0, lambda at: _raise_gap(told, gap, at))
    yield _event(
        gap["agreed_on"],
        2,
        services.gap_agree,
        lambda: {"by": person(told.story, Role.PARTNER, gap["place"]), "gap": gap_told(told.story, gap)},
    )


def _raise_gap(told: Happening, gap: Story, at: datetime) -> None:
    alliance = organisation(told.desk, told.story["alliance"])
    known = at.date()
    finding = findings.of(told.desk, alliance.code, as_of=known).find(key(gap))
    if finding is None:
        raise UnknownName(
            f"The story takes up {key(gap)} on {known}, which is not a finding on that day.",
            "Change the day in story.toml.",
        )
    answer = answers.over_time(told.desk, gap["measure"], gap["place"], cut=gap["cut"], as_of=known)
    services.gap_raise(
        by=person(told.story, Role.ANALYST),
        answer=answer,
        finding=finding,
        alliance=alliance,
        statement=gap["statement"],
        at=at,
    )


def _voices(told: Happening, gap: Story) -> Iterator[Event]:
    for voice in gap.get("voices", ()):
        yield Event(
            date.fromisoformat(voice["on"]),
            1,
            lambda at, voice=voice: _speak(told, gap, voice, at),  # type: ignore[misc]
        )


def _speak(told: Happening, gap: Story, voice: Story, at: datetime) -> None:
    said = voices.voice_add(
        by=person(told.story, Role.PATIENT_REPRESENTATIVE),
        gap=gap_told(told.story, gap),
        kind=voices.Voice.Kind(voice["kind"]),
        text=voice["text"],
        consent_recorded=True,
        at=at,
    )
    voices.voice_publish(by=person(told.story, Role.ALLIANCE_MANAGER), voice=said, at=at)


def _promise(told: Happening, gap: Story, promise: Story) -> Iterator[Event]:
    own = promise["organisation"]
    yield _event(
        promise["offered_on"],
        4,
        services.commitment_offer,
        lambda: {
            "by": person(told.story, Role.ALLIANCE_MANAGER),
            "gap": gap_told(told.story, gap),
            "organisation": organisation(told.desk, own),
            "promise": promise["promise"],
            "target": promise["target"],
            "due": date.fromisoformat(promise["due"]),
        },
    )
    if "accepted_on" in promise:
        yield _event(
            promise["accepted_on"],
            5,
            services.commitment_accept,
            lambda: {
                "by": person(told.story, Role.PARTNER, own),
                "commitment": _commitment(told, gap, promise),
            },
        )


def _after_acceptance(told: Happening, gap: Story, promise: Story) -> Iterator[Event]:
    own = promise["organisation"]

    def by_own_person() -> dict[str, Any]:
        return {
            "by": person(told.story, Role.PARTNER, own),
            "commitment": _commitment(told, gap, promise),
        }

    for note in promise.get("updates", ()):
        words = {
            "on": date.fromisoformat(note["on"]),
            "action_taken": note["text"],
            "expected_effect": note.get("expected_effect", ""),
        }
        yield _event(
            note["on"],
            6,
            services.update_add,
            lambda words=words: {**by_own_person(), **words},  # type: ignore[misc]
        )
    if "says_done_on" in promise:
        yield _event(
            promise["says_done_on"],
            7,
            services.organisation_says_done,
            lambda: {**by_own_person(), "words": promise.get("says_done", "")},
        )
    if "patients" in promise:
        said = {name: promise["patients"][name] for name in ("agree", "asked", "how", "words")}
        yield _event(
            promise["patients"]["on"],
            8,
            services.patients_say,
            lambda: {**by_own_person(), **said, "by": person(told.story, Role.PATIENT_REPRESENTATIVE)},
        )


def _commitment(told: Happening, gap: Story, promise: Story) -> Commitment:
    own = gap_told(told.story, gap).commitments.filter(organisation__code=promise["organisation"])
    return own.get(promise=promise["promise"].strip())


def _meetings(told: Happening) -> Iterator[Event]:
    for meeting in told.story["board"]["meetings"]:
        yield Event(
            date.fromisoformat(meeting["on"]),
            3,
            lambda at, meeting=meeting: _meet(told, meeting, at),  # type: ignore[misc]
        )


def _meet(told: Happening, meeting: Story, at: datetime) -> None:
    by = person(told.story, Role.BOARD_SECRETARY)
    alliance = organisation(told.desk, told.story["alliance"])
    met = board.meeting_create(
        by=by,
        alliance=alliance,
        title=meeting["title"],
        held_on=at.date(),
        quorum=meeting["quorum"],
        attended=meeting["attended"],
        at=at,
    )
    gaps = {gap["slug"]: gap for gap in told.story["gaps"]}
    for decision in meeting.get("decisions", ()):
        concerned = [gap_told(told.story, gaps[decision["gap"]]).pk] if decision.get("gap") else []
        words = {name: decision[name] for name in ("number", "text", "how_patients_shaped_it", "proposed_by")}
        board.decision_record(by=by, meeting=met, **words, agreed=True, gaps=concerned, at=at)


def _tests(told: Happening) -> Iterator[Event]:
    for day in sorted({release.known_since for release in told.desk.releases}):
        yield Event(day, 9, lambda at: _test(told, at))


def _test(told: Happening, at: datetime) -> None:
    told.changed += services.retest_all(desk=told.desk, at=at, as_of=at.date())
