"""A commitment in lines of name and value, above the form that changes it."""

from __future__ import annotations

from alliance_site.register.models import Commitment
from alliance_site.wording import day, level

__all__ = ["facts_of"]


def facts_of(commitment: Commitment) -> tuple[tuple[str, str], ...]:
    """What is promised, by whom, at what level and by when."""
    unit = commitment.gap.answer["unit"]
    return (
        ("Gap", commitment.gap.title),
        ("Partner organisation", commitment.organisation.name),
        ("What is promised", commitment.promise),
        ("Level that is promised", level(commitment.target, unit)),
        ("By when", day(commitment.due)),
    )
