"""Pages of the Board's room: what it decided, for everybody; writing it down, for its secretary."""

from __future__ import annotations

from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse

from alliance_site.accounts.form_page import form_page, sent_by, signed_in
from alliance_site.accounts.permissions import acting_on, may
from alliance_site.accounts.selectors import alliances_of
from alliance_site.board import forms, services
from alliance_site.board.models import Decision, Meeting
from alliance_site.board.selectors import public_meetings
from alliance_site.config import clock
from alliance_site.register.selectors import gaps_visible_to

__all__ = ["add_decision", "add_meeting", "correct", "meetings"]


def meetings(request: HttpRequest) -> HttpResponse:
    """Every meeting with its decisions."""
    today = clock.today()
    found = list(public_meetings())
    writing = bool(acting_on(request.user, today))
    words = {
        "meetings": found,
        "may_add": any(
            may(request.user, "board.meeting", Meeting(alliance=a), today)
            for a in alliances_of(request.user, on=today)
        ),
        "may_decide": {m.pk for m in found if writing and may(request.user, "board.decide", m, today)},
    }
    return render(request, "board/meetings.jinja", words)


@login_required
def add_meeting(request: HttpRequest) -> HttpResponse:
    """The Board met."""
    person = signed_in(request)
    drafted = Meeting()
    for acting in acting_on(person, clock.today()):
        drafted = Meeting(alliance=acting.organisation)
        if may(person, "board.meeting", drafted, clock.today()):
            break
    return form_page(
        request,
        rule="board.meeting",
        subject=drafted,
        form=forms.MeetingForm(sent_by(request)),
        title="Record a meeting of the Board",
        button="Record the meeting",
        back=reverse("board"),
        call=lambda sent: services.meeting_create(
            by=person, alliance=drafted.alliance, **sent, at=clock.now()
        ),
        done="The meeting is recorded.",
    )


@login_required
def add_decision(request: HttpRequest, pk: int) -> HttpResponse:
    """The Board decided."""
    person = signed_in(request)
    meeting = get_object_or_404(Meeting.objects.select_related("alliance"), pk=pk)
    concerned = gaps_visible_to(person, on=clock.today()).filter(alliance=meeting.alliance)
    return form_page(
        request,
        rule="board.decide",
        subject=meeting,
        form=forms.DecisionForm(sent_by(request), gaps=[(gap.pk, gap.title) for gap in concerned]),
        title="Record a decision",
        lede="Once recorded it stands. A mistake is corrected by a new decision that points to this one.",
        facts=(
            ("Meeting", str(meeting)),
            ("Came", f"{meeting.attended}; {meeting.quorum} are needed to decide"),
        ),
        button="Record the decision",
        back=reverse("board"),
        call=lambda sent: services.decision_record(
            by=person, meeting=meeting, **{**sent, "agreed": sent["agreed"] == "yes"}, at=clock.now()
        ),
        done="The decision is recorded.",
    )


@login_required
def correct(request: HttpRequest, pk: int) -> HttpResponse:
    """What a decision should have said."""
    decision = get_object_or_404(Decision.objects.select_related("meeting", "alliance"), pk=pk)
    before = {"text": decision.text, "how_patients_shaped_it": decision.how_patients_shaped_it}
    return form_page(
        request,
        rule="board.decide",
        subject=decision,
        form=forms.CorrectionForm(sent_by(request), initial=before),
        title=f"Correct decision {decision.number}",
        lede="The decision stays as it is; the correction is a new row that points to it.",
        facts=(("As recorded", decision.text),),
        button="Record the correction",
        back=reverse("board"),
        call=lambda sent: services.decision_correct(
            by=signed_in(request), decision=decision, **sent, at=clock.now()
        ),
        done="The correction is recorded.",
    )
