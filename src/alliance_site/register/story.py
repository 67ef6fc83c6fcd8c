"""The figures of a gap's story: the answer that was frozen, the answer now, and the days that matter on the chart."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from hashlib import sha256
from typing import TypeVar

from django.core.cache import cache
from django.utils.safestring import SafeString, mark_safe

from alliance.answers import Desk, over_time
from alliance.answers.model import answer_from_json
from alliance.charts import Marker
from alliance.findings import Progress
from alliance_site.accounts.audience import Kept, kept_by
from alliance_site.evidence.desk import seen_in
from alliance_site.register.models import Commitment, Gap
from alliance_site.register.selectors import GapStory, sealed_by_data, timeline
from alliance_site.register.services import progress_of

__all__ = ["StoryFigures", "story_figures"]

KEPT_FOR = 24 * 60 * 60
Made = TypeVar("Made")


@dataclass(frozen=True)
class StoryFigures:
    """What the figures add to a story: a fragment of HTML, and each accepted commitment's test today.

    `kept` is for whom alone figures in the fragment are.
    """

    fragment: SafeString
    kept: tuple[Kept, ...]
    progress: dict[int, Progress]


def story_figures(desk: Desk, story: GapStory, *, public: Desk) -> StoryFigures:
    """Draw the gap's measure now, beside what was frozen, and test its commitments against what is public.

    Drawing takes a tenth of a second: what was drawn is kept for as long as the store and the story stand.

    Raises
    ------
    AllianceError
        The store, the place or the measure is not there any more.
    """
    markers = tuple(Marker(moment.day, moment.mark) for moment in timeline(story) if moment.mark)
    accepted = [s.commitment for s in story.commitments if s.state == Commitment.State.ACCEPTED]
    said = (seen_in(desk), story.gap.answer_digest, markers)
    fragment, kept = _kept(said, lambda: _drawn(desk, story.gap, markers))
    return StoryFigures(
        fragment=mark_safe(fragment),  # the writer escapes
        kept=kept,
        progress={commitment.pk: _tested(public, commitment) for commitment in accepted},
    )


def _drawn(desk: Desk, gap: Gap, markers: tuple[Marker, ...]) -> tuple[str, tuple[Kept, ...]]:
    from alliance.pages import story as story_page
    from alliance.writers import html

    now = over_time(desk, gap.measure, gap.place_code, cut=gap.cut)
    page = story_page.build(answer=now, frozen=answer_from_json(gap.answer), markers=markers)
    return html.fragment(page, within=True), kept_by(now.citations)


def _tested(desk: Desk, commitment: Commitment) -> Progress:
    gap = commitment.gap
    asked = (gap.measure, gap.place_code, commitment.cut, commitment.target, commitment.accepted_on)
    before = (gap.finding["numerator"], gap.finding["denominator"])
    said = (seen_in(desk), *asked, before, sealed_by_data(commitment))
    return _kept(said, lambda: progress_of(desk, commitment))


def _kept(said: tuple[object, ...], make: Callable[[], Made]) -> Made:
    """What is kept under all that it depends on, made now if it is not."""
    key = f"story-{sha256(repr(said).encode()).hexdigest()}"
    found: Made | None = cache.get(key)
    if found is None:
        found = make()
        cache.set(key, found, KEPT_FOR)
    return found
