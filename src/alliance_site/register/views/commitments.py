"""Pages that change a commitment."""

from __future__ import annotations

from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.urls import reverse

from alliance_site.accounts.form_page import form_page, sent_by, signed_in
from alliance_site.accounts.models import Organisation
from alliance_site.accounts.permissions import may
from alliance_site.accounts.selectors import partners_of
from alliance_site.config import clock
from alliance_site.register import forms, services
from alliance_site.register.facts import facts_of
from alliance_site.register.models import Commitment
from alliance_site.register.selectors import commitments_visible_to, gaps_kept_from
from alliance_site.register.views.gaps import visible_gap
from alliance_site.wording import level

__all__ = ["accept", "decline", "from_board", "offer", "update", "visible_commitment", "withdraw"]


def visible_commitment(request: HttpRequest, pk: int) -> Commitment:
    """The commitment that this address names, if this person may read it.

    An attempt to change one that is not theirs to read goes on to be refused and audited, unless its gap's figures
    are kept from them.
    """
    if request.method == "POST":
        known = Commitment.objects.exclude(gap__in=gaps_kept_from(request.user))
        return get_object_or_404(known, pk=pk)
    return get_object_or_404(commitments_visible_to(signed_in(request), on=clock.today()), pk=pk)


@login_required
def offer(request: HttpRequest, pk: int) -> HttpResponse:
    """Offer a commitment on a gap to an organisation."""
    gap, person, today = visible_gap(request, pk), signed_in(request), clock.today()

    def drafted(organisation: Organisation) -> Commitment:
        return Commitment(gap=gap, organisation=organisation)

    partners = partners_of(gap.alliance, on=today)
    choices = [o for o in partners if may(person, "commitment.offer", drafted(o), today)]
    concerned = next((o.pk for o in choices if o.code == gap.place_code), None)
    return form_page(
        request,
        rule="commitment.offer",
        subject=drafted(choices[0] if choices else gap.alliance),
        form=forms.OfferForm(
            sent_by(request),
            choices=choices,
            unit=gap.answer["unit"],
            initial={"organisation": concerned},
        ),
        title="Offer a commitment",
        lede=gap.statement,
        facts=(("Level when the gap was raised", level(gap.finding["value"], gap.answer["unit"])),),
        button="Offer it",
        back=reverse("gap", args=[pk]),
        call=lambda sent: services.commitment_offer(by=person, gap=gap, **sent, at=clock.now()),
        done="The commitment is offered. It binds nobody until the organisation’s own person accepts it.",
    )


@login_required
def from_board(request: HttpRequest, pk: int) -> HttpResponse:
    """Record a commitment that an organisation made at the Board."""
    gap = visible_gap(request, pk)
    partners = partners_of(gap.alliance, on=clock.today())
    return form_page(
        request,
        rule="commitment.record_from_board",
        subject=Commitment(gap=gap, organisation=gap.alliance),
        form=forms.RecordForm(sent_by(request), choices=partners, unit=gap.answer["unit"]),
        title="Record a commitment from the Board’s minutes",
        lede=gap.statement,
        facts=(("Level when the gap was raised", level(gap.finding["value"], gap.answer["unit"])),),
        button="Record it",
        back=reverse("gap", args=[pk]),
        call=lambda sent: services.commitment_record_from_board(
            by=signed_in(request), gap=gap, **sent, at=clock.now()
        ),
        done="The commitment is recorded, with the number of the decision.",
    )


@login_required
def accept(request: HttpRequest, pk: int) -> HttpResponse:
    """The organisation's own person accepts."""
    commitment = visible_commitment(request, pk)
    return form_page(
        request,
        rule="commitment.answer",
        subject=commitment,
        form=forms.ConfirmForm(sent_by(request)),
        title="Accept this commitment",
        lede="Once accepted it is public, and the figures are tested against it each month.",
        facts=facts_of(commitment),
        button=f"Accept for {commitment.organisation}",
        back=reverse("gap", args=[commitment.gap_id]),
        call=lambda _: services.commitment_accept(
            by=signed_in(request), commitment=commitment, at=clock.now()
        ),
        done=f"{commitment.organisation} has accepted the commitment.",
    )


@login_required
def decline(request: HttpRequest, pk: int) -> HttpResponse:
    """The organisation's own person declines, saying why."""
    commitment = visible_commitment(request, pk)
    return form_page(
        request,
        rule="commitment.answer",
        subject=commitment,
        form=forms.ReasonForm(sent_by(request)),
        title="Decline this commitment",
        lede="The alliance’s partners read the reason; the public does not see the offer.",
        facts=facts_of(commitment),
        button="Decline",
        back=reverse("gap", args=[commitment.gap_id]),
        call=lambda sent: services.commitment_decline(
            by=signed_in(request), commitment=commitment, reason=sent["reason"], at=clock.now()
        ),
        done="The offer is declined, with your reason.",
    )


@login_required
def withdraw(request: HttpRequest, pk: int) -> HttpResponse:
    """The organisation takes an accepted commitment back."""
    commitment = visible_commitment(request, pk)
    return form_page(
        request,
        rule="commitment.withdraw",
        subject=commitment,
        form=forms.ReasonForm(sent_by(request)),
        title="Withdraw this commitment",
        lede="The commitment and your reason stay public.",
        facts=facts_of(commitment),
        button="Withdraw",
        back=reverse("gap", args=[commitment.gap_id]),
        call=lambda sent: services.commitment_withdraw(
            by=signed_in(request), commitment=commitment, reason=sent["reason"], at=clock.now()
        ),
        done="The commitment is withdrawn, with your reason.",
    )


@login_required
def update(request: HttpRequest, pk: int) -> HttpResponse:
    """The organisation says what it did."""
    commitment = visible_commitment(request, pk)
    return form_page(
        request,
        rule="update.add",
        subject=commitment,
        form=forms.UpdateForm(sent_by(request)),
        title="Write an update",
        lede="It is dated today, and public.",
        facts=facts_of(commitment),
        button="Add the update",
        back=reverse("gap", args=[commitment.gap_id]),
        call=lambda sent: services.update_add(
            by=signed_in(request), commitment=commitment, on=clock.today(), **sent, at=clock.now()
        ),
        done="The update is on the gap’s page.",
    )
