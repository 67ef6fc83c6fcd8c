"""Pages of the keeper of release lists: who sees figures before they are public."""

from __future__ import annotations

from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.views.decorators.http import require_safe

from alliance.errors import NotAllowed
from alliance_site.accounts import release_lists
from alliance_site.accounts.form_page import form_page, sent_by, signed_in
from alliance_site.accounts.list_forms import ListForm, PersonForm, TakeOffForm
from alliance_site.accounts.models import ListMembership, ReleaseList
from alliance_site.accounts.permissions import acting_on, may
from alliance_site.accounts.selectors import lists_kept_by
from alliance_site.config import clock

__all__ = ["add_list", "add_person", "end_person", "lists"]


@login_required
@require_safe
def lists(request: HttpRequest) -> HttpResponse:
    """Every list that this person keeps, with who is on it."""
    person, today = signed_in(request), clock.today()
    if not may(person, release_lists.RULE, _drafted(request), today):
        raise NotAllowed("Your account does not allow this here.", "Ask the alliance’s manager.")
    return render(request, "accounts/release_lists.jinja", {"lists": lists_kept_by(person, on=today)})


def _drafted(request: HttpRequest) -> ReleaseList:
    """A list of the organisation for which this person may keep some, else of the first for which they act."""
    person, today = signed_in(request), clock.today()
    drafts = [ReleaseList(alliance=acting.organisation) for acting in acting_on(person, today)]
    mine = (draft for draft in drafts if may(person, release_lists.RULE, draft, today))
    return next(mine, drafts[0] if drafts else ReleaseList())


@login_required
def add_list(request: HttpRequest) -> HttpResponse:
    """Open a list."""
    drafted = _drafted(request)
    return form_page(
        request,
        rule=release_lists.RULE,
        subject=drafted,
        form=ListForm(sent_by(request)),
        title="Open a release list",
        lede="People on it see the figures that are loaded under its name, before the public does.",
        button="Open the list",
        back=reverse("release_lists"),
        call=lambda sent: release_lists.list_open(
            by=signed_in(request), alliance=drafted.alliance, **sent, at=clock.now()
        ),
        done="The list is open. Nobody is on it until you put them there.",
    )


@login_required
def add_person(request: HttpRequest, pk: int) -> HttpResponse:
    """Put a person on a list."""
    held = get_object_or_404(ReleaseList.objects.select_related("alliance"), pk=pk)
    return form_page(
        request,
        rule=release_lists.RULE,
        subject=held,
        form=PersonForm(sent_by(request), today=clock.today()),
        title=f"Put a person on the list {held}",
        lede=held.purpose,
        button="Put on the list",
        back=reverse("release_lists"),
        call=lambda sent: release_lists.list_person_add(
            by=signed_in(request),
            release_list=held,
            person=sent["email"],
            valid_from=sent["valid_from"],
            valid_to=sent["valid_to"],
            at=clock.now(),
        ),
        done=f"The person is on the list {held}.",
    )


@login_required
def end_person(request: HttpRequest, pk: int) -> HttpResponse:
    """Take a person from a list."""
    on = get_object_or_404(ListMembership.objects.select_related("release_list__alliance", "user"), pk=pk)
    return form_page(
        request,
        rule=release_lists.RULE,
        subject=on.release_list,
        form=TakeOffForm(sent_by(request)),
        title=f"Take {on.user} from the list {on.release_list}",
        lede="It holds at once. That the person was on the list stays recorded, with your reason.",
        button="Take from the list",
        back=reverse("release_lists"),
        call=lambda sent: release_lists.list_person_end(
            by=signed_in(request), membership=on, reason=sent["reason"], at=clock.now()
        ),
        done=f"{on.user} is not on the list any more.",
    )
