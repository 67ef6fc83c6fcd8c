"""What people said and promised, beside the figures of a page: gaps, seals, voices; and who may raise a gap."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from alliance.answers import Desk, cut_name
from alliance.findings import Finding
from alliance_site.accounts.models import Organisation
from alliance_site.accounts.permissions import Person, acting_on, may
from alliance_site.accounts.selectors import organisation_by_code
from alliance_site.evidence.selectors import alliance_of, canonical, findings_at
from alliance_site.register.selectors import (
    CommitmentStory,
    Gap,
    GapStory,
    gap_stories,
    gaps_of_place,
    gaps_visible_to,
)
from alliance_site.voices.selectors import Voice, voices_visible_to

__all__ = ["Agreed", "Raisable", "agreed_with", "gaps_at", "raisable_by", "seals_of", "taken_up"]

MOST = 3


@dataclass(frozen=True)
class Seal:
    """One of the three seals: whose it is, what it says, and the colour of its tag."""

    whose: str
    text: str
    colour: str


@dataclass(frozen=True)
class Promise:
    """A commitment and its three seals, kept apart."""

    story: CommitmentStory
    seals: tuple[Seal, Seal, Seal]


@dataclass(frozen=True)
class GapAtAGlance:
    """A gap and what was promised about it."""

    story: GapStory
    promises: tuple[Promise, ...]


@dataclass(frozen=True)
class Agreed:
    """The newest gaps with their promises, and the newest voices: as much as one visitor may read."""

    gaps: tuple[GapAtAGlance, ...]
    voices: tuple[Voice, ...]


@dataclass(frozen=True)
class Raisable:
    """A finding that a person may take up. `alliance` and `place_code` are what the rule asks about."""

    alliance: Organisation
    place_code: str
    finding: Finding

    @property
    def cut(self) -> str:
        """The cut as the form sends it: `cancer=prostate`, or nothing for all patients."""
        return self.finding.key.rpartition("|")[2]

    @property
    def title(self) -> str:
        """What the gap would be called, for somebody who hears the button and does not see the card."""
        parts = (cut_name(name, slug) for name, slug in self.finding.cut.items())
        return ", ".join((self.finding.measure_title, self.finding.place.name, *parts))


DATA_SEALS = {
    "shown": Seal("Data", "they show it", "green"),
    "review_needed": Seal("Data", "review needed", "yellow"),
    "withdrawn": Seal("Data", "withdrawn after review", "grey"),
}
PATIENT_SEALS = {
    "agree": Seal("Patients", "agree", "green"),
    "do_not_agree": Seal("Patients", "do not agree", "yellow"),
}


def agreed_with(user: Person, on: date, as_of: date | None = None) -> Agreed:
    """The newest gaps and voices that this visitor may read; with `as_of`, as they were at the end of that day."""
    readable = gaps_visible_to(user, on=on, as_of=as_of)
    gaps = readable[:MOST]
    voices = voices_visible_to(user, on=on, gaps=[gap.pk for gap in readable], as_of=as_of)
    stories = gap_stories(gaps, user, on=on, as_of=as_of)
    return Agreed(
        tuple(GapAtAGlance(s, tuple(Promise(c, seals_of(c)) for c in s.commitments)) for s in stories),
        tuple(reversed(voices[-MOST:])),
    )


def seals_of(story: CommitmentStory) -> tuple[Seal, Seal, Seal]:
    said, shown, agreed = story.seals.organisation, story.seals.data, story.seals.patients
    return (
        Seal("Organisation", "says done", "green") if said else Seal("Organisation", "not yet", "grey"),
        DATA_SEALS[shown.state] if shown else Seal("Data", "not yet", "grey"),
        PATIENT_SEALS[agreed.state] if agreed else Seal("Patients", "not yet asked", "grey"),
    )


def gaps_at(at: Desk, user: Person, code: str, on: date, as_of: date | None = None) -> tuple[Gap, ...]:
    """The open gaps recorded at a place or, for an alliance, of it, as far as this visitor may read them.

    With `as_of`, those that were open at the end of that day.
    """
    found = gaps_of_place(canonical(at, code), user, on=on, as_of=as_of)
    return tuple(gap for gap in found if gap.state != Gap.State.WITHDRAWN)


def taken_up(at: Desk, user: Person, code: str, on: date) -> tuple[Gap, ...]:
    """The open gaps that were raised from what stands out in a place, as far as this visitor may read them."""
    keys = [finding.key for finding in findings_at(at, code).findings]
    found = gaps_visible_to(user, on=on).filter(finding_key__in=keys)
    return tuple(gap for gap in found if gap.state != Gap.State.WITHDRAWN)


def raisable_by(at: Desk, user: Person, code: str, on: date) -> tuple[Raisable, ...]:
    """The findings of a place that this person may raise as gaps of the alliance that the place counts in.

    What is in that alliance's register already is left out.
    """
    if not acting_on(user, on):
        return ()
    alliance = organisation_by_code(alliance_of(at, code, on))
    if alliance is None:
        return ()
    taken = {gap.finding_key for gap in taken_up(at, user, code, on) if gap.alliance == alliance}
    new = (f for f in findings_at(at, code).findings if f.key not in taken)
    found = (Raisable(alliance, f.place.code, f) for f in new)
    return tuple(each for each in found if may(user, "gap.raise", each, on))
