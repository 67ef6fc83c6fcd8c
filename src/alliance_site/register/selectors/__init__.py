"""Reads of the register, each for one visitor: what the public may see, and what the alliance's people see."""

from __future__ import annotations

from alliance_site.register.models import Commitment, DataSeal, Gap
from alliance_site.register.selectors.commitments import (
    accepted_commitments,
    commitments_visible_to,
    sealed_by_data,
)
from alliance_site.register.selectors.gaps import (
    gap_on_finding,
    gaps_kept_from,
    gaps_of_place,
    gaps_visible_to,
)
from alliance_site.register.selectors.story import CommitmentStory, GapStory, Seals, gap_stories, gap_story
from alliance_site.register.selectors.timeline import Moment, timeline
from alliance_site.register.selectors.work import Work, work_of

__all__ = [
    "Commitment",
    "CommitmentStory",
    "DataSeal",
    "Gap",
    "GapStory",
    "Moment",
    "Seals",
    "Work",
    "accepted_commitments",
    "commitments_visible_to",
    "gap_on_finding",
    "gap_stories",
    "gap_story",
    "gaps_kept_from",
    "gaps_of_place",
    "gaps_visible_to",
    "sealed_by_data",
    "timeline",
    "work_of",
]
