"""The public pages of figures: one view, one call."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_safe

from alliance_site.accounts.audience import Kept, in_words
from alliance_site.config import clock
from alliance_site.evidence import desk, glance, selectors
from alliance_site.evidence.asked import Asked, read_asked

__all__ = [
    "accessibility",
    "findings",
    "home",
    "how_numbers",
    "measure",
    "measure_data",
    "measures",
    "place",
    "place_findings",
    "places",
    "sources",
]


def _page(
    request: HttpRequest,
    template: str,
    asked: Asked | None = None,
    kept: tuple[Kept, ...] = (),
    **context: Any,
) -> HttpResponse:
    as_of = asked.as_of if asked else None
    words = {
        "as_of": as_of,
        "as_of_words": f"{as_of:%-d %B %Y}" if as_of else "",
        "not_public": in_words(kept),
    }
    return render(request, f"evidence/{template}.jinja", {**words, **context})


@require_safe
def home(request: HttpRequest) -> HttpResponse:
    """The alliance in focus at a glance; before any file is loaded, how to load one."""
    if not selectors.anything_loaded(request.user):
        return _page(request, "empty", store=desk.store_folder().name)
    at, asked = desk.open_to(request.user), read_asked(request.GET.dict())
    shown = selectors.home_shown(at, asked.as_of)
    return _page(
        request,
        "home",
        asked,
        shown.kept,
        shown=shown,
        findings=selectors.standing_out(at, asked.as_of),
        agreed=glance.agreed_with(request.user, clock.today(), asked.as_of),
        place=selectors.focus_code(at),
    )


@require_safe
def places(request: HttpRequest) -> HttpResponse:
    """Every place, or those that a search finds."""
    query = request.GET.get("q", "").strip()
    listed = selectors.places_listed(desk.open_to(request.user), query, clock.today())
    return _page(request, "places", listed=listed)


@require_safe
def place(request: HttpRequest, code: str) -> HttpResponse:
    """One place."""
    at, asked = desk.open_to(request.user), read_asked(request.GET.dict())
    shown = selectors.place_shown(at, code, asked.as_of)
    gaps = glance.gaps_at(at, request.user, code, clock.today(), asked.as_of)
    return _page(request, "place", asked, shown.kept, shown=shown, gaps=gaps)


@require_safe
def place_findings(request: HttpRequest, code: str) -> HttpResponse:
    """What stands out in one place, and which of it is a gap; signed in, each other finding can be raised as one."""
    at, asked = desk.open_to(request.user), read_asked(request.GET.dict())
    shown = selectors.place_findings_shown(at, code, asked.as_of)
    today = clock.today()
    taken = () if asked.as_of else glance.taken_up(at, request.user, code, today)
    raisable = () if asked.as_of else glance.raisable_by(at, request.user, code, today)
    return _page(request, "findings", asked, shown.kept, shown=shown, taken=taken, raisable=raisable)


@require_safe
def findings(request: HttpRequest) -> HttpResponse:
    """What stands out in the alliance in focus; where there is none, which alliance to ask about."""
    at = desk.open_to(request.user)
    if not selectors.has_focus(at):
        return _page(request, "alliances", alliances=selectors.alliances_listed(at, clock.today()))
    there = reverse("evidence:place-findings", args=[selectors.focus_code(at)])
    return redirect(f"{there}?{request.GET.urlencode()}".rstrip("?"))


@require_safe
def measures(request: HttpRequest) -> HttpResponse:
    """Every measure."""
    return _page(request, "measures", listed=selectors.measures_listed(desk.open_to(request.user)))


@require_safe
def measure(request: HttpRequest, measure: str) -> HttpResponse:
    """One measure in one place."""
    at, asked = desk.open_to(request.user), read_asked(request.GET.dict())
    shown = selectors.measure_shown(at, measure, asked)
    place = asked.place or selectors.focus_code(at)
    query = request.GET.urlencode()
    return _page(
        request, "measure", asked, shown.kept, shown=shown, measure=measure, place=place, query=query
    )


@require_safe
def measure_data(request: HttpRequest, measure: str, form: str) -> HttpResponse:
    """The numbers behind a measure page, as a file."""
    at, asked = desk.open_to(request.user), read_asked(request.GET.dict())
    taken = selectors.downloaded(at, measure, asked, form)
    types = {"csv": "text/csv; charset=utf-8", "json": "application/json"}
    named = {"Content-Disposition": f'attachment; filename="{taken.name}"'}
    return HttpResponse(taken.text, content_type=types[form], headers=named)


@require_safe
def sources(request: HttpRequest) -> HttpResponse:
    """Every file that is loaded and that the visitor may know of."""
    shown = selectors.sources_shown(desk.open_to(request.user))
    return _page(request, "page", kept=shown.kept, shown=shown)


@require_safe
def how_numbers(request: HttpRequest) -> HttpResponse:
    """How a number comes about, in plain words."""
    return _page(request, "how_numbers")


@require_safe
def accessibility(request: HttpRequest) -> HttpResponse:
    """What we aim for, what we checked, what does not work yet."""
    return _page(request, "accessibility")
