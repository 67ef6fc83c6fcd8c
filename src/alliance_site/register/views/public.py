"""Pages that everybody may read, and the page of what waits for one person."""

from __future__ import annotations

from contextlib import suppress

from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render

from alliance.errors import AllianceError, StoreTrouble
from alliance_site.accounts.audience import in_words, together
from alliance_site.accounts.form_page import signed_in
from alliance_site.accounts.permissions import Person
from alliance_site.accounts.selectors import keeps_lists
from alliance_site.config import clock
from alliance_site.evidence import desk
from alliance_site.register.actions import actions_on_commitment, actions_on_gap, actions_on_voice
from alliance_site.register.selectors import (
    GapStory,
    gap_stories,
    gap_story,
    gaps_visible_to,
    timeline,
    work_of,
)
from alliance_site.register.services import retest_when_new
from alliance_site.register.story import StoryFigures, story_figures

__all__ = ["gap", "gaps", "work"]


def gaps(request: HttpRequest) -> HttpResponse:
    """Every gap that this visitor may read."""
    today = clock.today()
    found = gaps_visible_to(request.user, on=today)
    stories = gap_stories(found, request.user, on=today)
    return render(request, "register/gaps.jinja", {"stories": stories})


def gap(request: HttpRequest, pk: int) -> HttpResponse:
    """The story of one gap."""
    today = clock.today()
    _retest()
    found = get_object_or_404(gaps_visible_to(request.user, on=today), pk=pk)
    story = gap_story(found, request.user, on=today)
    figures, trouble = _figures(request.user, story)
    kept = together((*found.kept(clock.now()), *(figures.kept if figures else ())))
    words = {
        "story": story,
        "gap": found,
        "unit": found.answer["unit"],
        "moments": timeline(story),
        "not_public": in_words(kept),
        "figures": figures,
        "trouble": trouble,
        "actions": actions_on_gap(story, request.user, on=today),
        "actions_on_voice": {v.pk: actions_on_voice(v, request.user, on=today) for v in story.voices},
        "actions_on": {
            c.commitment.pk: actions_on_commitment(c, request.user, on=today) for c in story.commitments
        },
    }
    return render(request, "register/gap.jinja", words)


@login_required
def work(request: HttpRequest) -> HttpResponse:
    """What waits for the person who is signed in."""
    _retest()
    person, today = signed_in(request), clock.today()
    words = {"work": work_of(person, on=today), "keeps_lists": keeps_lists(person, on=today)}
    return render(request, "register/work.jinja", words)


def _retest() -> None:
    """Test every commitment if there are new public figures, and if they can be read."""
    with suppress(StoreTrouble):
        retest_when_new(desk=desk.open_to(None), at=clock.now())


def _figures(user: Person, story: GapStory) -> tuple[StoryFigures | None, str]:
    """The figures, if they can be read: what people promised is shown without them, too."""
    try:
        return story_figures(desk.open_to(user), story, public=desk.open_to(None)), ""
    except StoreTrouble:
        return None, "The figures cannot be read now. What people said and promised is below."
    except AllianceError as gone:
        return None, f"The figures of this gap cannot be drawn now. {gone}"
