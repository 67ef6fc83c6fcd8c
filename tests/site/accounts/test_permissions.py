"""For whom a person acts, on a day."""

from __future__ import annotations

from datetime import date

import pytest
from django.contrib.auth.models import AnonymousUser
from django.db import IntegrityError, transaction

from alliance.errors import NotAllowed
from alliance_site.accounts import services
from alliance_site.accounts.models import AuditEvent, Membership, Role, User
from alliance_site.accounts.permissions import acting_on, may
from alliance_site.accounts.selectors import alliances_of, last_noted, organisations_of, partners_of
from tests.site.people import AT, World

TODAY = AT.date()


def test_a_visitor_and_a_closed_account_act_for_nobody(world: World) -> None:
    world["partner"].is_active = False
    assert acting_on(AnonymousUser(), TODAY) == []
    assert acting_on(None, TODAY) == []
    assert acting_on(world["partner"], TODAY) == []


def test_a_membership_holds_from_its_first_to_its_last_day(world: World) -> None:
    person = world["nobody_yet"]
    Membership.objects.create(
        user=person,
        organisation=world.riverside,
        role=Role.PARTNER,
        valid_from=date(2025, 2, 1),
        valid_to=date(2025, 2, 28),
    )
    days = [date(2025, 1, 31), date(2025, 2, 1), date(2025, 2, 28), date(2025, 3, 1)]
    assert [bool(acting_on(person, day)) for day in days] == [False, True, True, False]


def test_a_person_may_act_for_two_organisations(world: World) -> None:
    person = world["partner"]
    services.membership_add(
        user=person, organisation=world.hillside, role=Role.PARTNER, valid_from=date(2025, 1, 1)
    )
    assert organisations_of(person, on=TODAY) == [world.riverside, world.hillside]
    assert organisations_of(person, on=date(2024, 1, 1)) == [world.riverside]


def test_the_alliances_of_a_person_are_those_of_their_organisations(world: World) -> None:
    assert list(alliances_of(world["partner"], on=TODAY)) == [world.alliance]
    assert list(alliances_of(world["analyst"], on=TODAY)) == [world.alliance]
    assert list(alliances_of(world["outsider"], on=TODAY)) == []
    assert set(partners_of(world.alliance, on=TODAY)) == {world.riverside, world.hillside}


def test_an_organisation_that_left_the_alliance_takes_no_part_in_it(world: World) -> None:
    gap = world.raised()
    assert may(world["partner"], "gap.agree", gap, TODAY)
    world.riverside.partnerships.update(valid_to=date(2025, 1, 31))
    assert not may(world["partner"], "gap.agree", gap, TODAY)


def test_a_refusal_names_for_whom_and_on_what_it_was_tried(world: World) -> None:
    with pytest.raises(NotAllowed, match="recorded"):
        services.permitted("gap.withdraw", by=world["partner"], subject=world.raised(), at=AT)
    refused = AuditEvent.objects.get(outcome="refused")
    assert (refused.organisation, refused.object_type) == (world.riverside, "register.Gap")


@pytest.mark.django_db
def test_the_latest_note_of_what_the_site_itself_did_is_found() -> None:
    assert last_noted("register.retest") is None
    for stamp in ("one", "two"):
        services.audit(
            user=None, organisation=None, action="register.retest", subject=None, at=AT, reason=stamp
        )
    assert last_noted("register.retest") == "two"
    assert AuditEvent.objects.filter(user=None).count() == 2


def test_an_address_has_one_account_whatever_its_case(world: World) -> None:
    again = services.person_add(email="Partner@Example.org", name="Somebody else", password_hash="!")
    assert again == world["partner"]
    with pytest.raises(IntegrityError), transaction.atomic():
        User.objects.create(email="PARTNER@example.org", name="Somebody else")


def test_saying_twice_who_works_where_is_saying_it_once(world: World) -> None:
    for _ in range(2):
        services.organisation_add(code="RXR", name="Another name", kind="trust")
        services.partnership_add(
            organisation=world.riverside, alliance=world.alliance, valid_from=date(2025, 1, 1)
        )
        services.membership_add(
            user=world["partner"],
            organisation=world.riverside,
            role=Role.PARTNER,
            valid_from=date(2025, 1, 1),
        )
    assert world["partner"].memberships.count() == 1
    assert world.riverside.partnerships.count() == 1
