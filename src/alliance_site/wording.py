"""How people's pages say levels and days, and what of people's own words is kept."""

from __future__ import annotations

import unicodedata
from datetime import date, datetime
from typing import Any

from django.http import HttpRequest
from django.utils import timezone

__all__ = ["day", "level", "told", "words"]

UNSEEN = {"Cc", "Cf", "Zl", "Zp", "Zs"}  # of Unicode: controls, joiners and marks without width, spaces


def level(value: float, unit: str) -> str:
    """A level of a measure as people read it: 0.7 of unit proportion is 70%."""
    if unit == "proportion":
        return f"{value * 100:.1f}".removesuffix(".0") + "%"
    return f"{value:g}"


def day(when: date | datetime) -> str:
    """A day as people read it: 6 March 2026; of a moment, the local day."""
    local = timezone.localdate(when) if isinstance(when, datetime) else when
    return f"{local.day} {local:%B %Y}"


def told(text: str) -> str:
    """What somebody wrote, without the space around it; empty where nothing of it can be seen."""
    seen = any(unicodedata.category(sign) not in UNSEEN for sign in text)
    return text.strip() if seen else ""


def words(_request: HttpRequest) -> dict[str, Any]:
    """Context processor: templates write days and levels in one way."""
    return {"day": day, "level": level}
