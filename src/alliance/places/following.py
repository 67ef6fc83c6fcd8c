"""Which earlier places' months belong to a place: those that became a part of it as a whole."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable

from alliance.places.model import Succession, SuccessionKind

__all__ = ["wholly_absorbed"]


def wholly_absorbed(code: str, successions: Iterable[Succession]) -> list[str]:
    """The places all of whose work went to `code`, directly or through others, by code.

    A place that was split is among them only where all its parts came together again in `code`: a part
    of a split is never cast back.
    """
    after: dict[str, list[Succession]] = defaultdict(list)
    before: dict[str, set[str]] = defaultdict(set)
    for row in successions:
        after[row.old].append(row)
        before[row.new].add(row.old)
    inside = {code}
    while fitting := {
        old for at in inside for old in before[at] if old not in inside and _goes_into(after[old], inside)
    }:
        inside |= fitting
    return sorted(inside - {code})


def _goes_into(rows: list[Succession], inside: set[str]) -> bool:
    """Whether all successors are known and lie inside; a split of which one part is known has others."""
    new = {row.new for row in rows}
    split = any(row.kind is SuccessionKind.SPLIT for row in rows)
    return new <= inside and not (split and len(new) == 1)
