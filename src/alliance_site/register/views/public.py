"""Pages that everybody may read, and the page of what waits for one person."""

from __future__ import annotations

from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render

from alliance.answers import Desk
from alliance.errors import AllianceError, StoreTrouble
from alliance_site.accounts.form_page import signed_in
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
    open_desk = _desk()
    if open_desk is not None:
        retest_when_new(desk=open_desk, at=clock.now())
    found = get_object_or_404(gaps_visible_to(request.user, on=today), pk=pk)
    story = gap_story(found, request.user, on=today)
    figures, trouble = _figures(open_desk, story)
    words = {
        "story": story,
        "gap": found,
        "unit": found.answer["unit"],
        "moments": timeline(story),
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
    open_desk = _desk()
    if open_desk is not None:
        retest_when_new(desk=open_desk, at=clock.now())
    found = work_of(signed_in(request), on=clock.today())
    return render(request, "register/work.jinja", {"work": found})


def _desk() -> Desk | None:
    """The figures, if they can be read: what people promised is shown without them, too."""
    try:
        return desk.current()
    except StoreTrouble:
        return None


def _figures(open_desk: Desk | None, story: GapStory) -> tuple[StoryFigures | None, str]:
    if open_desk is None:
        return None, "The figures cannot be read now. What people said and promised is below."
    try:
        return story_figures(open_desk, story), ""
    except AllianceError as gone:
        return None, f"The figures of this gap cannot be drawn now. {gone}"
