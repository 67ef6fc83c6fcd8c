"""Who is who: places, dated memberships with one primary alliance a provider a day, and successions."""

from __future__ import annotations

from alliance.places.book import PlaceBook
from alliance.places.coterminosity import Area
from alliance.places.model import (
    ENGLAND,
    PROVIDER_KINDS,
    UNKNOWN_COMMISSIONER,
    UNMAPPED,
    Basis,
    Decision,
    Membership,
    Place,
    PlaceKind,
    Succession,
    SuccessionKind,
)
from alliance.places.spans import Span

__all__ = [
    "ENGLAND",
    "PROVIDER_KINDS",
    "UNKNOWN_COMMISSIONER",
    "UNMAPPED",
    "Area",
    "Basis",
    "Decision",
    "Membership",
    "Place",
    "PlaceBook",
    "PlaceKind",
    "Span",
    "Succession",
    "SuccessionKind",
]
