"""Pages that set a seal: each by those whose word it is."""

from __future__ import annotations

from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.urls import reverse

from alliance_site.accounts.form_page import form_page, sent_by, signed_in
from alliance_site.config import clock
from alliance_site.register import forms, services
from alliance_site.register.facts import facts_of
from alliance_site.register.views.commitments import visible_commitment

__all__ = ["patients", "review", "say_done"]


@login_required
def say_done(request: HttpRequest, pk: int) -> HttpResponse:
    """The organisation says done."""
    commitment = visible_commitment(request, pk)
    return form_page(
        request,
        rule="seal.organisation_done",
        subject=commitment,
        form=forms.DoneForm(sent_by(request)),
        title="Say that it is done",
        lede="This is your organisation’s word. What the data show and what patients say stand beside it.",
        facts=facts_of(commitment),
        button=f"{commitment.organisation} says done",
        back=reverse("gap", args=[commitment.gap_id]),
        call=lambda sent: services.organisation_says_done(
            by=signed_in(request), commitment=commitment, words=sent["words"], at=clock.now()
        ),
        done="Your organisation’s word is recorded.",
    )


@login_required
def patients(request: HttpRequest, pk: int) -> HttpResponse:
    """A patient representative records what patients said."""
    commitment = visible_commitment(request, pk)
    return form_page(
        request,
        rule="seal.patients",
        subject=commitment,
        form=forms.PatientsForm(sent_by(request)),
        title="Record what patients say",
        lede="Patients agree, or do not, when they were asked: say how, and how many.",
        facts=facts_of(commitment),
        button="Record what patients say",
        back=reverse("gap", args=[commitment.gap_id]),
        call=lambda sent: services.patients_say(
            by=signed_in(request),
            commitment=commitment,
            **{**sent, "agree": sent["agree"] == "yes"},
            at=clock.now(),
        ),
        done="What patients say is recorded.",
    )


@login_required
def review(request: HttpRequest, pk: int) -> HttpResponse:
    """People decide after the data have turned."""
    commitment = visible_commitment(request, pk)
    turned = commitment.data_seals.last()
    return form_page(
        request,
        rule="seal.review",
        subject=commitment,
        form=forms.ReviewForm(sent_by(request)),
        title="Decide after the data have turned",
        lede=turned.progress["sentence"] if turned else "The data have not been tested yet.",
        facts=facts_of(commitment),
        button="Record the decision",
        back=reverse("gap", args=[commitment.gap_id]),
        call=lambda sent: services.review_decide(
            by=signed_in(request),
            commitment=commitment,
            keep=sent["decision"] == "keep",
            reason=sent["reason"],
            at=clock.now(),
        ),
        done="The decision is recorded, with its reason.",
    )
