"""What the book of places is made of: places, memberships, successions, each with its source."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from enum import StrEnum

__all__ = [
    "COMMISSIONER_KINDS",
    "ENGLAND",
    "PROVIDER_KINDS",
    "SPECIAL_PLACES",
    "UNKNOWN_COMMISSIONER",
    "UNMAPPED",
    "Basis",
    "Coterminous",
    "Decision",
    "Ending",
    "Membership",
    "Naming",
    "Place",
    "PlaceKind",
    "Succession",
    "SuccessionKind",
    "can_become",
    "can_follow",
    "lookup_key",
]


class PlaceKind(StrEnum):
    """What sort of place a code names."""

    ENGLAND = "england"
    REGION = "region"
    ALLIANCE = "alliance"
    ICB = "icb"
    SUB_ICB = "sub_icb"
    STP = "stp"
    """A sustainability and transformation partnership, 2016 to 2022; ICBs came after them."""
    CCG = "ccg"
    """A clinical commissioning group, 2013 to 2022; the last 106 kept their codes as sub-ICBs."""
    TRUST = "trust"
    PROVIDER = "provider"
    """An independent or other organisation that is not an NHS trust."""
    HUB = "hub"
    """A commissioning hub: it pays for the care of people whom no ICB pays for."""
    UNMAPPED = "unmapped"
    """A named part of England that lies in no alliance or no ICB."""
    UNKNOWN = "unknown"
    """A code that a publisher uses and that the book does not know."""


PROVIDER_KINDS = frozenset({PlaceKind.TRUST, PlaceKind.PROVIDER})
COMMISSIONER_KINDS = frozenset(
    {PlaceKind.STP, PlaceKind.CCG, PlaceKind.ICB, PlaceKind.SUB_ICB, PlaceKind.HUB}
)
"""Those who pay for care, or plan it for an area."""


def can_follow(old: PlaceKind, new: PlaceKind) -> bool:
    """Whether a place of one kind can do what one of the other did: an ICB what a CCG did, never what a trust did."""
    return old is new or any({old, new} <= kinds for kinds in (PROVIDER_KINDS, COMMISSIONER_KINDS))


def can_become(old: PlaceKind, new: PlaceKind) -> bool:
    """Whether two kinds are at times told apart otherwise by others: a trust and a provider, a CCG and a sub-ICB."""
    alike = (PROVIDER_KINDS, {PlaceKind.CCG, PlaceKind.SUB_ICB}, {PlaceKind.STP, PlaceKind.ICB})
    return old is new or any({old, new} <= kinds for kinds in alike)


class Basis(StrEnum):
    """In what sense a place lies within another."""

    PROVIDER = "provider"
    """By where care is given: an organisation is a partner of an alliance."""
    RESIDENT = "resident"
    """By where people live or are registered: an area lies in another."""
    HOST = "host"
    """By where the organisation's headquarters are."""


class SuccessionKind(StrEnum):
    """How a code ended."""

    MERGE = "merge"
    SPLIT = "split"
    RENAME = "rename"


def lookup_key(code: str) -> str:
    """The form in which codes are compared: capitals, no spaces."""
    return "".join(code.split()).upper()


def _covers(start: date | None, end: date | None, on: date) -> bool:
    return (start is None or start <= on) and (end is None or on <= end)


@dataclass(frozen=True, slots=True)
class Decision:
    """Who decided a local correction, why, and on which day."""

    reason: str
    author: str
    decided_on: date


@dataclass(frozen=True, slots=True)
class Place:
    """A place or organisation.

    `opened` and `closed` are its first and last day, None where not known or not yet.
    `verified` is False where nobody has confirmed the row at its publisher.
    `code_then` is the code under which publishers wrote it on the day that was asked about, where that
    was another; empty otherwise.
    """

    code: str
    kind: PlaceKind
    name: str
    opened: date | None = None
    closed: date | None = None
    source: str = ""
    verified: bool = True
    note: str = ""
    code_then: str = ""
    decision: Decision | None = None

    def is_open(self, on: date) -> bool:
        """Whether it exists on that day, as far as the book knows its dates."""
        return _covers(self.opened, self.closed, on)


@dataclass(frozen=True, slots=True)
class Membership:
    """`place` lies within `within` from `valid_from` to `valid_to`, both days included.

    A None date is not known or not yet. Sums count primary memberships only; the others are shown.
    """

    place: str
    within: str
    valid_from: date | None
    valid_to: date | None
    basis: Basis
    primary: bool
    source: str
    verified: bool = True
    decision: Decision | None = None

    def covers(self, on: date) -> bool:
        """Whether the membership holds on that day."""
        return _covers(self.valid_from, self.valid_to, on)


@dataclass(frozen=True, slots=True)
class Ending:
    """The membership of `place` in `within` that earlier pages hold ends on `last_day`."""

    place: str
    within: str
    last_day: date
    source: str
    decision: Decision | None = None


@dataclass(frozen=True, slots=True)
class Naming:
    """What a place was called, under which code and of which kind, from a day to a day, both included."""

    place: str
    code: str
    kind: PlaceKind
    name: str
    valid_from: date | None
    valid_to: date | None
    verified: bool
    source: str

    def covers(self, on: date) -> bool:
        """Whether it was called so on that day."""
        return _covers(self.valid_from, self.valid_to, on)


@dataclass(frozen=True, slots=True)
class Coterminous:
    """An alliance is said to have the same edge as some areas of a kind, of which `area` is one.

    `grouping` is the part of the alliance in which the area lay, where it has parts.
    """

    alliance: str
    kind: PlaceKind
    area: str
    grouping: str
    valid_from: date | None
    valid_to: date | None
    verified: bool
    source: str

    def covers(self, on: date) -> bool:
        """Whether this is said of that day."""
        return _covers(self.valid_from, self.valid_to, on)


@dataclass(frozen=True, slots=True)
class Succession:
    """What `old` did is done by `new` from `date` on. A split has a row for each successor."""

    old: str
    new: str
    date: date
    kind: SuccessionKind
    source: str
    verified: bool = True
    decision: Decision | None = None


ENGLAND = Place("england", PlaceKind.ENGLAND, "England", source="By definition")
UNMAPPED = Place(
    "unmapped",
    PlaceKind.UNMAPPED,
    "Providers with no alliance in the book",
    source="By definition",
    note="England less the alliances: mostly independent and community providers.",
)
UNKNOWN_COMMISSIONER = Place(
    "UNKNOWN",
    PlaceKind.UNMAPPED,
    "Commissioner not known",
    source="Cancer waiting times commissioner workbooks",
    note="Patients whose commissioner the publisher does not know; counted in England.",
)
SPECIAL_PLACES = (ENGLAND, UNMAPPED, UNKNOWN_COMMISSIONER)
