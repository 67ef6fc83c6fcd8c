"""One page, one form, one call: what every page of the register that changes something has in common."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django import forms
from django.contrib import messages
from django.contrib.auth.models import AnonymousUser
from django.db import models
from django.http import HttpRequest, HttpResponse, QueryDict
from django.shortcuts import redirect, render
from django.utils import timezone

from alliance.errors import NotAllowed, UsageError
from alliance_site.accounts.form_components import components, error_items
from alliance_site.accounts.models import User
from alliance_site.accounts.permissions import may
from alliance_site.accounts.services import permitted
from alliance_site.config import clock

__all__ = ["form_page", "sent_by", "signed_in"]


def signed_in(request: HttpRequest) -> User:
    """The person behind a request to a view that requires signing in."""
    if isinstance(request.user, AnonymousUser):
        raise NotAllowed("Nobody is signed in.", "Sign in first.")
    return request.user


def sent_by(request: HttpRequest) -> QueryDict | None:
    """What was sent with a form; None where the form is only to be shown."""
    return request.POST if request.method == "POST" else None


def form_page(
    request: HttpRequest,
    *,
    rule: str,
    subject: models.Model,
    form: forms.Form,
    title: str,
    button: str,
    back: str,
    call: Callable[[dict[str, Any]], object],
    done: str,
    lede: str = "",
    facts: tuple[tuple[str, str], ...] = (),
) -> HttpResponse:
    """Show a form; when it is sent and whole, make one call and go `back`, saying `done`.

    Somebody whom `rule` does not allow sees neither form nor effect; an attempt to send it is audited.
    What the call refuses (`UsageError`) is shown at the top of the form, with status 400.
    """
    person, at = signed_in(request), clock.now()
    if request.method == "POST":
        permitted(rule, by=person, subject=subject, at=at)
        if form.is_valid() and _called(call, form):
            messages.success(request, done)
            return redirect(back)
    elif not may(person, rule, subject, timezone.localdate(at)):
        raise NotAllowed("Your account does not allow this here.", "Ask the organisation concerned.")
    words = {
        "title": title,
        "lede": lede,
        "facts": facts,
        "fields": components(form),
        "errors": error_items(form),
        "button": button,
        "back": back,
    }
    return render(request, "accounts/form_page.jinja", words, status=400 if form.is_bound else 200)


def _called(call: Callable[[dict[str, Any]], object], form: forms.Form) -> bool:
    try:
        call(form.cleaned_data)
    except UsageError as refused:
        form.add_error(None, str(refused))
        return False
    return True
