"""The figures of a gap's story: the answer that was frozen, the answer now, and the days that matter on the chart."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from hashlib import sha256

from django.core.cache import cache
from django.utils.safestring import SafeString, mark_safe

from alliance.answers import Answer, Desk, over_time
from alliance.answers.model import answer_from_json
from alliance.charts import Marker
from alliance.findings import Progress
from alliance_site.register.models import Commitment
from alliance_site.register.selectors import GapStory, timeline
from alliance_site.register.services import progress_of

__all__ = ["StoryFigures", "story_figures"]

KEPT_FOR = 24 * 60 * 60


@dataclass(frozen=True)
class StoryFigures:
    """What the figures add to a story: a fragment of HTML, and each accepted commitment's test today."""

    fragment: SafeString
    progress: dict[int, Progress]


def story_figures(desk: Desk, story: GapStory, *, as_of: date | None = None) -> StoryFigures:
    """Draw the gap's measure now, beside what was frozen, and test its commitments.

    Raises
    ------
    AllianceError
        The store, the place or the measure is not there any more.
    """
    gap = story.gap
    now = over_time(desk, gap.measure, gap.place_code, cut=gap.cut, as_of=as_of)
    frozen = answer_from_json(gap.answer)
    markers = tuple(Marker(m.day, m.mark) for m in timeline(story) if m.mark)
    accepted = [s.commitment for s in story.commitments if s.state == Commitment.State.ACCEPTED]
    return StoryFigures(
        fragment=_drawn(now, frozen, markers),
        progress={c.pk: progress_of(desk, c, as_of=as_of) for c in accepted},
    )


def _drawn(now: Answer, frozen: Answer, markers: tuple[Marker, ...]) -> SafeString:
    """The page fragment; drawing takes a tenth of a second, so each is kept under what it says."""
    said = (now.digest(), frozen.digest(), *((m.day.isoformat(), m.label) for m in markers))
    key = f"story-{sha256(repr(said).encode()).hexdigest()}"
    kept = cache.get(key)
    if kept is None:
        from alliance.pages import story as story_page
        from alliance.writers import html

        kept = html.fragment(story_page.build(answer=now, frozen=frozen, markers=markers))
        cache.set(key, kept, KEPT_FOR)
    return mark_safe(kept)  # the writer escapes
