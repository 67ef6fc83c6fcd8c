"""Pages of this room: record, and publish."""

from __future__ import annotations

from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.urls import reverse

from alliance_site.accounts.form_page import form_page, sent_by, signed_in
from alliance_site.config import clock
from alliance_site.register.selectors import gaps_kept_from, gaps_visible_to
from alliance_site.voices import forms, services
from alliance_site.voices.models import Voice

__all__ = ["add", "hide", "publish"]


@login_required
def add(request: HttpRequest, pk: int) -> HttpResponse:
    """Record what patients say of a gap."""
    person = signed_in(request)
    gap = get_object_or_404(gaps_visible_to(person, on=clock.today()), pk=pk)
    return form_page(
        request,
        rule="voice.add",
        subject=Voice(gap=gap),
        form=forms.VoiceForm(sent_by(request)),
        title="Record what patients say",
        lede=f"About: {gap.title}. Another person reads it before the public does.",
        button="Record it",
        back=reverse("gap", args=[pk]),
        call=lambda sent: services.voice_add(by=person, gap=gap, **sent, at=clock.now()),
        done="It is recorded, and waits for another person to publish it.",
    )


@login_required
def publish(request: HttpRequest, pk: int) -> HttpResponse:
    """A moderator lets the public read it."""
    voice = _readable(request, pk)
    return form_page(
        request,
        rule="voice.publish",
        subject=voice,
        form=forms.ModerationForm(sent_by(request)),
        title="Publish what patients say",
        lede="Does it name nobody, and tell of nobody who could be recognised?",
        facts=(("What it is", voice.get_kind_display()), ("Words", voice.text)),
        button="Publish it",
        back=reverse("gap", args=[voice.gap_id]),
        call=lambda _: services.voice_publish(by=signed_in(request), voice=voice, at=clock.now()),
        done="It is on the gap’s page.",
    )


@login_required
def hide(request: HttpRequest, pk: int) -> HttpResponse:
    """A moderator takes it from the public page."""
    voice = _readable(request, pk)
    return form_page(
        request,
        rule="voice.hide",
        subject=voice,
        form=forms.HideForm(sent_by(request)),
        title="Take this from the public page",
        facts=(("What it is", voice.get_kind_display()), ("Words", voice.text)),
        button="Take it from the page",
        back=reverse("gap", args=[voice.gap_id]),
        call=lambda sent: services.voice_hide(
            by=signed_in(request), voice=voice, reason=sent["reason"], at=clock.now()
        ),
        done="The public does not read it any more.",
    )


def _readable(request: HttpRequest, pk: int) -> Voice:
    """The voice that this address names, unless it is on a gap whose figures are kept from this person."""
    known = Voice.objects.select_related("gap__alliance").exclude(gap__in=gaps_kept_from(request.user))
    return get_object_or_404(known, pk=pk)
