"""Named lists of those who see figures before they are public: dated, audited, never deleted."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from django.contrib.auth.models import AnonymousUser
from django.test import Client
from django.urls import reverse

from alliance.errors import NotAllowed, UnknownName, UsageError
from alliance.places import PlaceBook
from alliance_site.accounts import release_lists
from alliance_site.accounts.models import AuditEvent, ListMembership, ReleaseList, Role
from alliance_site.accounts.opening import account_open, list_set_up
from alliance_site.accounts.selectors import lists_kept_by, sight_of
from tests.site.people import AT, World

TODAY, LIST = AT.date(), "pre-release-may"


def visible(world: World, who: str, *, days: int = 0, alliance: str | None = None) -> tuple[str, ...]:
    """What somebody may see, so many days after `AT`."""
    at = AT + timedelta(days=days)
    return sight_of(world[who], alliance=alliance or world.alliance.code, at=at).visible


@pytest.mark.parametrize(
    ("who", "seen"),
    [
        *((role, ("public", "partners")) for role in (*Role.values, "other_partner")),
        ("outsider", ("public",)),
        ("nobody_yet", ("public",)),
    ],
)
def test_people_of_the_alliance_and_its_partner_organisations_see_what_is_for_partners(
    world: World, who: str, seen: tuple[str, ...]
) -> None:
    assert visible(world, who) == seen


def test_the_public_and_a_closed_account_see_what_is_public(world: World) -> None:
    world.listed("partner")
    world["partner"].is_active = False
    assert visible(world, "partner") == ("public",)
    for nobody in (None, AnonymousUser()):
        assert sight_of(nobody, alliance=world.alliance.code, at=AT).visible == ("public",)


def test_partners_of_one_alliance_are_not_partners_of_another(world: World) -> None:
    assert visible(world, "partner", alliance="E56000998") == ("public",)
    assert visible(world, "partner", alliance="england") == ("public",)


def test_an_organisation_that_left_takes_the_sight_of_its_people_along(world: World) -> None:
    world.riverside.partnerships.update(valid_to=TODAY)
    assert visible(world, "partner") == ("public", "partners")
    assert visible(world, "partner", days=1) == ("public",)


def test_a_person_on_a_list_sees_what_is_for_it_and_no_more(world: World) -> None:
    world.listed("nobody_yet")
    world.listed("partner", "pre-release-june")
    assert visible(world, "nobody_yet") == ("public", LIST)
    assert visible(world, "partner") == ("public", "partners", "pre-release-june")
    assert visible(world, "nobody_yet", alliance="E56000998") == ("public",)


def test_a_place_on_a_list_holds_from_its_first_to_its_last_day(world: World) -> None:
    held = world.listed("analyst").release_list
    release_lists.list_person_add(
        by=world["alliance_manager"],
        release_list=held,
        person=world["nobody_yet"],
        valid_from=TODAY + timedelta(days=1),
        valid_to=TODAY + timedelta(days=2),
        at=AT,
    )
    seen = [LIST in visible(world, "nobody_yet", days=days) for days in range(4)]
    assert seen == [False, True, True, False]


def test_who_is_taken_off_a_list_sees_nothing_more_at_once_and_the_rows_stay(world: World) -> None:
    on = world.listed("nobody_yet")
    for reason in ("Left.", "Clicked twice."):
        ended = release_lists.list_person_end(
            by=world["alliance_manager"], membership=on, reason=reason, at=AT
        )
    assert visible(world, "nobody_yet") == ("public",)
    assert ended.reason == "Left."
    assert ListMembership.objects.count() == 1
    said = list(AuditEvent.objects.filter(action__startswith="release_list").values_list("action", "reason"))
    assert said == [("release_list.open", ""), ("release_list.add", ""), ("release_list.end", "Left.")]
    again = world.listed("nobody_yet")
    assert again != on
    assert visible(world, "nobody_yet") == ("public", LIST)


@pytest.mark.parametrize("who", ["analyst", "partner", "outsider", "nobody_yet"])
def test_nobody_but_the_manager_puts_anybody_on_a_list(world: World, who: str) -> None:
    held = world.listed("analyst").release_list
    with pytest.raises(NotAllowed):
        release_lists.list_person_add(
            by=world[who], release_list=held, person=world[who], valid_from=TODAY, at=AT
        )
    assert ListMembership.objects.count() == 1
    assert AuditEvent.objects.last().outcome == "refused"


@pytest.mark.parametrize("slug", ["public", "partners", "", "Pre release", "a_b", "../x"])
def test_what_cannot_be_the_name_of_a_list_is_refused(world: World, slug: str) -> None:
    with pytest.raises(UsageError):
        release_lists.list_open(
            by=world["alliance_manager"], alliance=world.alliance, slug=slug, purpose="", at=AT
        )
    assert not ReleaseList.objects.exists()


def test_a_last_day_before_the_first_is_refused(world: World) -> None:
    held = world.listed("analyst").release_list
    with pytest.raises(UsageError, match="before the first"):
        release_lists.list_person_add(
            by=world["alliance_manager"],
            release_list=held,
            person=world["partner"],
            valid_from=TODAY,
            valid_to=date(2025, 1, 1),
            at=AT,
        )


def test_another_alliance_cannot_take_a_name_that_is_taken(world: World) -> None:
    world.listed("analyst")
    with pytest.raises(UsageError, match="another alliance"):
        release_lists.list_open(by=None, alliance=world.elsewhere, slug=LIST, purpose="", at=AT)
    assert lists_kept_by(world["outsider"], on=TODAY) == []


def test_the_page_says_who_is_and_was_on_a_list_and_who_put_them_there(world: World, client: Client) -> None:
    on = world.listed("nobody_yet")
    client.force_login(world["alliance_manager"])
    assert f'href="{reverse("release_lists")}"' in client.get(reverse("work")).content.decode()
    page = client.get(reverse("release_lists")).content.decode()
    assert "Nobody Yet (nobody.yet@example.org), from 19 June 2025, put there by Alliance Manager" in page
    release_lists.list_person_end(by=world["alliance_manager"], membership=on, reason="Left.", at=AT)
    page = client.get(reverse("release_lists")).content.decode()
    assert "Taken off on 19 June 2025 by Alliance Manager: Left." in " ".join(page.split())


def test_an_address_without_an_account_is_said_beside_the_field(world: World, client: Client) -> None:
    held = world.listed("analyst").release_list
    client.force_login(world["alliance_manager"])
    sent = {"email": "who@example.org", "valid_from_day": "1", "valid_from_month": "2"}
    answered = client.post(reverse("release_list_person_add", args=[held.pk]), sent)
    page = answered.content.decode()
    assert answered.status_code == 400
    assert "Nobody signs in with this address" in page
    assert 'value="who@example.org"' in page
    assert 'href="#id_valid_from_0"' in page


def set_up(**changes: object) -> tuple[ReleaseList, list[ListMembership]]:
    """The command's call, for one person of a partner organisation."""
    asked = {"name": LIST, "organisation": "N45", "purpose": "", "people": ["jo@example.org"], "until": None}
    return list_set_up(**{**asked, **changes}, book=PlaceBook.builtin(), at=AT)


@pytest.mark.django_db
def test_a_list_can_be_set_up_from_the_command_line() -> None:
    jo, _ = account_open(
        email="Jo@example.org",
        name="Jo",
        password="a long enough word",
        organisation="RRK",
        role="partner",
        book=PlaceBook.builtin(),
        on=TODAY,
    )
    for _ in range(2):
        held, (on,) = set_up(until="2025-07-31")
    assert (held.alliance.code, on.user, on.valid_to) == ("E56000007", jo, date(2025, 7, 31))
    assert ListMembership.objects.count() == 1
    assert sight_of(jo, alliance="E56000007", at=AT).visible == ("public", "partners", LIST)


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("changes", "fault", "words"),
    [
        ({}, UnknownName, "alliance person"),
        ({"organisation": "RRK"}, UsageError, "alliance's"),
        ({"until": "May"}, UsageError, "2026-05-31"),
        ({"name": "partners"}, UsageError, "pre-release-may"),
    ],
)
def test_a_set_up_that_cannot_be_is_refused_whole(
    changes: dict[str, str], fault: type[Exception], words: str
) -> None:
    with pytest.raises(fault, match=words):
        set_up(**changes)
    assert not ReleaseList.objects.exists()
