"""Pages that change a gap."""

from __future__ import annotations

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.views.decorators.http import require_POST

from alliance import answers, findings
from alliance.errors import UnknownName, UsageError
from alliance_site.accounts.form_page import form_page, sent_by, signed_in
from alliance_site.accounts.selectors import organisation_by_code
from alliance_site.config import clock
from alliance_site.evidence import desk
from alliance_site.register import forms, services
from alliance_site.register.models import Gap
from alliance_site.register.selectors import gaps_kept_from, gaps_visible_to
from alliance_site.wording import day

__all__ = ["agree", "agreed_by_board", "raise_gap", "visible_gap", "withdraw"]


@login_required
@require_POST
def raise_gap(request: HttpRequest) -> HttpResponse:
    """One click on a finding."""
    form = forms.RaiseForm(request.POST)
    if not form.is_valid():
        raise UsageError("This button did not say which finding it meant.", "Reload the findings page.")
    sent, at = form.cleaned_data, clock.now()
    alliance = organisation_by_code(sent["alliance"])
    if alliance is None:
        raise UnknownName(f"No alliance with the code {sent['alliance']} works with this site.")
    open_desk = desk.open_to(request.user)
    finding = findings.of(open_desk, alliance.code).find(form.key)
    if finding is None:
        raise UnknownName("This is not a finding any more.", "Reload the findings page.")
    answer = answers.over_time(open_desk, finding.measure, finding.place.code, cut=finding.cut)
    gap = services.gap_raise(
        by=signed_in(request),
        answer=answer,
        finding=finding,
        alliance=alliance,
        statement=sent["statement"],
        at=at,
    )
    if gap.raised_at == at:
        messages.success(request, "This finding is in the register as a gap, with today’s figures kept.")
    else:
        since = f"since {day(gap.raised_at)} ({gap.state.label.lower()})"
        messages.info(
            request, f"This finding is in the register as a gap already, {since}. Nothing was changed."
        )
    return redirect("gap", pk=gap.pk)


def visible_gap(request: HttpRequest, pk: int) -> Gap:
    """The gap that this address names, if this person may read it.

    An attempt to change one that is not yet theirs to read goes on to be refused and audited; one whose figures are
    kept from them is not there at all.
    """
    if request.method == "POST":
        return get_object_or_404(Gap.objects.exclude(pk__in=gaps_kept_from(request.user)), pk=pk)
    return get_object_or_404(gaps_visible_to(signed_in(request), on=clock.today()), pk=pk)


@login_required
def agree(request: HttpRequest, pk: int) -> HttpResponse:
    """An organisation agrees that this is a gap."""
    gap = visible_gap(request, pk)
    return form_page(
        request,
        rule="gap.agree",
        subject=gap,
        form=forms.ConfirmForm(sent_by(request)),
        title="Agree that this is a gap",
        lede=gap.statement,
        button="We agree that this is a gap",
        back=reverse("gap", args=[pk]),
        call=lambda _: services.gap_agree(by=signed_in(request), gap=gap, at=clock.now()),
        done="Your organisation’s agreement is recorded.",
    )


@login_required
def agreed_by_board(request: HttpRequest, pk: int) -> HttpResponse:
    """The Board's minute says that partners agreed it."""
    gap = visible_gap(request, pk)
    return form_page(
        request,
        rule="gap.record_from_board",
        subject=gap,
        form=forms.BoardForm(sent_by(request)),
        title="Record that the Board agreed this gap",
        lede=gap.statement,
        button="Record it",
        back=reverse("gap", args=[pk]),
        call=lambda sent: services.gap_agree_from_board(
            by=signed_in(request), gap=gap, decision_number=sent["decision_number"], at=clock.now()
        ),
        done="The Board’s agreement is recorded.",
    )


@login_required
def withdraw(request: HttpRequest, pk: int) -> HttpResponse:
    """A gap that should not have been raised."""
    gap = visible_gap(request, pk)
    return form_page(
        request,
        rule="gap.withdraw",
        subject=gap,
        form=forms.ReasonForm(sent_by(request)),
        title="Withdraw this gap",
        lede="It stays readable, with your reason.",
        button="Withdraw",
        back=reverse("gap", args=[pk]),
        call=lambda sent: services.gap_withdraw(
            by=signed_in(request), gap=gap, reason=sent["reason"], at=clock.now()
        ),
        done="The gap is withdrawn.",
    )
