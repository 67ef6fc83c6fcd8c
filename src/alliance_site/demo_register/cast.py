"""Who is who in the story of the demonstration, and which gap it speaks of."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, datetime, time
from typing import Any
from zoneinfo import ZoneInfo

from django.conf import settings

from alliance.answers import Desk
from alliance_site.accounts.models import Organisation, Role, User
from alliance_site.accounts.services import organisation_add
from alliance_site.register.selectors import Gap, gap_on_finding

__all__ = ["TOGETHER_SINCE", "Story", "gap_told", "key", "noon", "organisation", "person"]

TOGETHER_SINCE = date(2020, 4, 1)
Story = Mapping[str, Any]


def noon(day: date) -> datetime:
    """The moment at which everything of a day happens."""
    return datetime.combine(day, time(12), tzinfo=ZoneInfo(settings.TIME_ZONE))


def organisation(desk: Desk, code: str) -> Organisation:
    """An organisation of the story, by its name in the book of places."""
    place = desk.place(code)
    return organisation_add(code=place.code, name=place.name, kind=str(place.kind))


def person(story: Story, role: Role, code: str | None = None) -> User:
    """The first person of the story with this role, of this organisation if one is named."""
    cast = (p for p in story["people"] if p["role"] == role and code in (None, p["organisation"]))
    return User.objects.get(email=next(cast)["email"])


def key(told: Story) -> str:
    """The key of the finding that a gap of the story takes up."""
    cut = ",".join(f"{name}={slug}" for name, slug in sorted(told["cut"].items()))
    return f"{told['measure']}|{told['place']}|{cut}"


def gap_told(story: Story, told: Story) -> Gap:
    """The gap that was raised from what the story tells."""
    return gap_on_finding(story["alliance"], key(told))
