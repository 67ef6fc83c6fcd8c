"""For whom figures are kept, and what one visitor may see at one moment."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import TypeVar

from django.db import models
from django.utils import timezone

from alliance.answers import Citation
from alliance_site.wording import day

__all__ = ["PARTNERS", "PUBLIC", "Kept", "Sight", "in_words", "kept_by", "together"]

PUBLIC, PARTNERS = "public", "partners"
Row = TypeVar("Row", bound=models.Model)


@dataclass(frozen=True)
class Kept:
    """Figures are for those whom `visibility` names alone: for good, or `until` an embargo ends."""

    visibility: str
    until: datetime | None = None

    def stands(self, at: datetime) -> bool:
        """Whether they are still kept at a moment."""
        return self.until is None or self.until > at

    @property
    def words(self) -> str:
        """For whom, and until when, as people read it."""
        whom = (
            "partner organisations" if self.visibility == PARTNERS else f"those on the list {self.visibility}"
        )
        return f"{whom} until {_moment(self.until)}" if self.until else whom


@dataclass(frozen=True)
class Sight:
    """What a visitor may see: what these visibilities name, and what an embargo kept until `now`."""

    visible: tuple[str, ...]
    now: datetime

    def kept_from(self, rows: models.QuerySet[Row]) -> models.QuerySet[Row]:
        """Those rows of a table of `visibility` and `until` that keep something from this visitor."""
        standing = models.Q(until__isnull=True) | models.Q(until__gt=self.now)
        return rows.filter(standing).exclude(visibility__in=self.visible)


def kept_by(citations: Iterable[Citation]) -> tuple[Kept, ...]:
    """For whom alone figures are that rest on all of these files."""
    return together(Kept(name, cited.embargo) for cited in citations for name in cited.kept_for)


def together(kept: Iterable[Kept]) -> tuple[Kept, ...]:
    """What keeps figures that are kept by all of this: nobody is named twice, and the last embargo counts."""
    until: dict[str, datetime | None] = {}
    for each in kept:
        before = until.get(each.visibility, each.until)
        until[each.visibility] = max(before, each.until) if before and each.until else None
    return tuple(Kept(name, until[name]) for name in sorted(until))


def in_words(kept: Iterable[Kept]) -> str:
    """Who sees figures that are not public: "seen by partner organisations"; empty where they are public."""
    named = " and by ".join(k.words for k in kept)
    return f"seen by {named}" if named else ""


def _moment(at: datetime) -> str:
    local = timezone.localtime(at)
    return f"{day(at)}, {local.hour % 12 or 12}:{local:%M}{'am' if local.hour < 12 else 'pm'}"
