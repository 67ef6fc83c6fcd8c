"""What partner organisations agreed, as lines of a Board's pack."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from alliance.pages.pack import GapLine, Seals
from alliance_site.evidence.glance import seals_of
from alliance_site.register.selectors import GapStory, gap_stories, gaps_visible_to

__all__ = ["pack_lines"]


def pack_lines(alliance: str, *, on: date) -> tuple[GapLine, ...]:
    """Every public gap of an alliance with its commitments, as they stood at the end of a day.

    All that a line tells is dated in the register; what was said after that day is not in it.
    """
    gaps = gaps_visible_to(None, on=on, as_of=on).filter(alliance__code=alliance)
    return tuple(line for story in gap_stories(gaps, None, on=on, as_of=on) for line in _lines(story))


def _lines(story: GapStory) -> Iterator[GapLine]:
    link = story.gap.get_absolute_url()
    if not story.commitments:
        yield GapLine(story.gap.title, "", "No commitment yet", None, Seals("", "", ""), link)
    for told in story.commitments:
        said, shown, agreed = (seal.text for seal in seals_of(told))
        held = told.commitment
        seals = Seals(said, shown, agreed)
        yield GapLine(story.gap.title, held.organisation.name, held.promise, held.due, seals, link)
