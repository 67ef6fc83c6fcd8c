"""Every address that changes something × every role: who may, and what happens to those who may not."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

import pytest
from django.db import models
from django.test import Client
from django.urls import URLPattern, get_resolver, reverse

from alliance_site.accounts.models import AuditEvent, ReleaseList, Role
from alliance_site.append_only import AppendOnly
from alliance_site.register import services
from alliance_site.voices import services as voices
from tests.site.figures_by_hand import progress
from tests.site.people import AT, World

MANAGER, LEAD, ANALYST = Role.ALLIANCE_MANAGER, Role.CLINICAL_LEAD, Role.ANALYST
PARTNER, PATIENTS, SECRETARY = Role.PARTNER, Role.PATIENT_REPRESENTATIVE, Role.BOARD_SECRETARY
OTHER = "other_partner"
EVERYBODY = {*Role.values, OTHER, "outsider", "nobody_yet"}
OFFER = {
    "promise": "A second room.",
    "target": "70",
    "due_day": "31",
    "due_month": "3",
    "due_year": "2099",
}


@dataclass(frozen=True)
class Line:
    """One address: which object it names, who may send its form, and what they send."""

    name: str
    subject: Callable[[World], Any]
    may: set[str]
    sends: Callable[[World], dict[str, Any]] = field(default=lambda _: {})


def raised(world: World) -> models.Model:
    return world.raised()


def agreed(world: World) -> models.Model:
    return world.agreed()


def agreed_and_decided(world: World) -> models.Model:
    gap = world.raised()
    world.decided(gaps=[gap.pk])
    return gap


def agreed_and_promised(world: World) -> models.Model:
    gap = world.agreed()
    world.decided(gaps=[gap.pk])
    return gap


def offered(world: World) -> models.Model:
    return world.offered()


def accepted(world: World) -> models.Model:
    return world.accepted()


def turned(world: World) -> models.Model:
    held = world.accepted()
    for state in ("shown", "review_needed"):
        services.data_tested(commitment=held, progress=progress(state), at=AT)
    return held


def heard(world: World) -> voices.Voice:
    return voices.voice_add(
        by=world[PATIENTS],
        gap=world.agreed(),
        kind=voices.Voice.Kind.STORY,
        text="I heard nothing for five weeks.",
        consent_recorded=True,
        at=AT,
    )


def published(world: World) -> models.Model:
    return voices.voice_publish(by=world[MANAGER], voice=heard(world), at=AT)


def listed(world: World) -> ReleaseList:
    return world.listed("nobody_yet").release_list


def on_a_list(world: World) -> models.Model:
    return world.listed("nobody_yet")


def offer_to_own(world: World) -> dict[str, Any]:
    return {**OFFER, "organisation": world.riverside.pk}


DECISION = {"number": "2025-06/2", "text": "Agreed.", "how_patients_shaped_it": "They asked for it."}
LINES = [
    Line("gap_agree", raised, {MANAGER, LEAD, PARTNER, OTHER}),
    Line("gap_agreed_by_board", agreed_and_decided, {SECRETARY}, lambda _: {"decision_number": "2025-06/1"}),
    Line("gap_withdraw", raised, {MANAGER, LEAD}, lambda _: {"reason": "Counted twice."}),
    Line("commitment_offer", agreed, {MANAGER, LEAD, PARTNER}, offer_to_own),
    Line(
        "commitment_from_board",
        agreed_and_promised,
        {SECRETARY},
        lambda world: {**offer_to_own(world), "decision_number": "2025-06/1"},
    ),
    Line("commitment_accept", offered, {PARTNER}),
    Line("commitment_decline", offered, {PARTNER}, lambda _: {"reason": "No room."}),
    Line("commitment_withdraw", accepted, {PARTNER}, lambda _: {"reason": "The room is closed."}),
    Line("commitment_update", accepted, {PARTNER}, lambda _: {"action_taken": "The room opened."}),
    Line("commitment_say_done", accepted, {PARTNER}),
    Line(
        "commitment_patients",
        accepted,
        {PATIENTS},
        lambda _: {"agree": "no", "asked": "12", "how": "A card in the clinic"},
    ),
    Line("commitment_review", turned, {MANAGER, LEAD}, lambda _: {"decision": "keep", "reason": "A flood."}),
    Line(
        "voice_add",
        agreed,
        {PATIENTS, MANAGER, LEAD},
        lambda _: {"kind": "story", "text": "One visit, please.", "consent_recorded": "on"},
    ),
    Line("voice_publish", heard, {MANAGER, LEAD}),
    Line("voice_hide", published, {MANAGER, LEAD}, lambda _: {"reason": "Consent was withdrawn."}),
    Line(
        "meeting_add",
        lambda _: None,
        {SECRETARY},
        lambda _: {
            "title": "Autumn meeting",
            "held_on_day": "9",
            "held_on_month": "10",
            "held_on_year": "2025",
            "quorum": "7",
            "attended": "9",
        },
    ),
    Line(
        "decision_add",
        lambda world: world.meeting(),
        {SECRETARY},
        lambda _: {**DECISION, "proposed_by": "The clinical lead", "agreed": "yes"},
    ),
    Line(
        "release_list_add",
        lambda _: None,
        {MANAGER},
        lambda _: {"slug": "pre-release-june", "purpose": "To prepare a briefing."},
    ),
    Line(
        "release_list_person_add",
        listed,
        {MANAGER},
        lambda world: {
            "email": world[OTHER].email.upper(),
            "valid_from_day": "19",
            "valid_from_month": "6",
            "valid_from_year": "2025",
        },
    ),
    Line("release_list_person_end", on_a_list, {MANAGER}, lambda _: {"reason": "Left the alliance."}),
    Line("decision_correct", lambda world: world.decided(), {SECRETARY}, lambda _: DECISION),
]
PUBLIC = {"gaps", "gap", "board", "work"}
KEEPERS_ONLY = {"release_lists"}
TESTED_ON_A_STORE = {"gap_raise"}  # test_demo.py


def address(line: Line, world: World) -> str:
    """The line's address, with what it names in the database."""
    subject = line.subject(world)
    return reverse(line.name, args=[] if subject is None else [subject.pk])


def rows_kept() -> int:
    """How many rows there are of all that is written once, the audit trail aside."""
    kept = [m for m in AppendOnly.__subclasses__() if m is not AuditEvent]
    return sum(model.objects.count() for model in kept)


@pytest.mark.parametrize("line", LINES, ids=lambda line: line.name)
def test_only_those_who_may_change_anything_and_every_refusal_is_audited(
    world: World, client: Client, line: Line
) -> None:
    there, before = address(line, world), rows_kept()
    assert client.post(there).headers["Location"].startswith("/accounts/login/")
    for number, who in enumerate(sorted(EVERYBODY - line.may - _allowed_for_their_own(line)), start=1):
        client.force_login(world[who])
        assert client.get(there).status_code in (403, 404), who
        assert client.post(there, line.sends(world)).status_code == 403, who
        assert AuditEvent.objects.filter(outcome="refused").count() == number, who
        assert AuditEvent.objects.last().user == world[who]
    assert rows_kept() == before


def _allowed_for_their_own(line: Line) -> set[str]:
    """Another trust's person may offer what their own trust promises, not what Riverside does: see below."""
    return {OTHER} if line.name == "commitment_offer" else set()


@pytest.mark.parametrize("line", LINES, ids=lambda line: line.name)
def test_those_who_may_see_the_form_send_it_and_a_second_click_changes_nothing(
    world: World, client: Client, line: Line
) -> None:
    there = address(line, world)
    for who in sorted(line.may):
        client.force_login(world[who])
        assert client.get(there).status_code == 200, who
    before = rows_kept()
    assert client.post(there, line.sends(world)).status_code == 302
    after = rows_kept()
    assert after > before
    again = client.post(there, line.sends(world))
    assert (again.status_code, rows_kept()) == (302, after)


def test_another_trusts_person_cannot_offer_what_riverside_would_promise(
    world: World, client: Client
) -> None:
    there, before = reverse("commitment_offer", args=[world.agreed().pk]), rows_kept()
    client.force_login(world[OTHER])
    assert client.post(there, offer_to_own(world)).status_code == 400
    assert rows_kept() == before
    assert client.post(there, {**OFFER, "organisation": world.hillside.pk}).status_code == 302


@pytest.mark.parametrize("who", [None, *sorted(EVERYBODY)])
def test_everybody_reads_the_public_pages_and_those_signed_in_their_work(
    world: World, client: Client, who: str | None
) -> None:
    gap = world.accepted().gap
    world.decided(gaps=[gap.pk])
    if who is not None:
        client.force_login(world[who])
    for there in (reverse("gaps"), reverse("gap", args=[gap.pk]), reverse("board")):
        assert client.get(there).status_code == 200
    assert client.get(reverse("work")).status_code == (302 if who is None else 200)


@pytest.mark.parametrize("who", [None, *sorted(EVERYBODY)])
def test_a_gap_that_is_not_yet_agreed_is_read_inside_its_alliance_only(
    world: World, client: Client, who: str | None
) -> None:
    gap = world.raised()
    if who is not None:
        client.force_login(world[who])
    outside = who in (None, "outsider", "nobody_yet")
    assert client.get(reverse("gap", args=[gap.pk])).status_code == (404 if outside else 200)


@pytest.mark.parametrize("who", sorted(EVERYBODY))
def test_who_is_on_a_list_is_read_by_its_keeper_only(world: World, client: Client, who: str) -> None:
    world.listed("partner")
    client.force_login(world[who])
    answered = client.get(reverse("release_lists"))
    assert answered.status_code == (200 if who == MANAGER else 403)
    assert ("partner@example.org" in answered.content.decode()) is (who == MANAGER)


def test_no_address_of_these_rooms_is_missing_from_the_matrix() -> None:
    found: set[str] = set()
    for resolver in get_resolver().url_patterns:
        rooms = ("accounts", "register", "voices", "board")
        if str(getattr(resolver, "urlconf_name", "")).find("evidence") < 0:
            patterns = getattr(resolver, "url_patterns", [])
            found |= {
                p.name
                for p in patterns
                if isinstance(p, URLPattern) and p.callback.__module__.split(".")[1] in rooms
            }
    assert found == {line.name for line in LINES} | PUBLIC | KEEPERS_ONLY | TESTED_ON_A_STORE
