"""Accounts are opened by the alliance, from the command line, with the book of places as the list of partners."""

from __future__ import annotations

from datetime import date

import pytest
from django.test import Client
from django.urls import reverse

from alliance.errors import UnknownName, UsageError
from alliance.places import PlaceBook
from alliance_site.accounts.models import Organisation, Role, User
from alliance_site.accounts.opening import account_open
from alliance_site.accounts.selectors import partners_of
from alliance_site.config import clock
from alliance_site.register import services
from tests.site.figures_by_hand import answer, finding

pytestmark = pytest.mark.django_db
DAY = date(2026, 11, 22)


def opened(
    organisation: str,
    role: str = "partner",
    email: str = "Person@Example.org",
    name: str = "A Person",
    password: str = "a long enough word",
    on: date = DAY,
) -> tuple[User, Organisation]:
    return account_open(
        email=email,
        name=name,
        password=password,
        organisation=organisation,
        role=role,
        book=PlaceBook.builtin(),
        on=on,
    )


def test_a_person_of_a_trust_acts_for_it_and_can_sign_in() -> None:
    person, trust = opened("RRK")
    assert (trust.code, person.email) == ("RRK", "person@example.org")
    assert person.check_password("a long enough word")
    assert person.memberships.on(DAY).get().role == Role.PARTNER


def test_the_partner_organisations_of_the_alliance_come_from_the_book() -> None:
    _, alliance = opened("N45", "alliance_manager")
    assert alliance.code == "E56000007"
    codes = set(partners_of(alliance, on=DAY).values_list("code", flat=True))
    book = PlaceBook.builtin()
    known = (*book.members("E56000007", DAY), *book.icbs_of("E56000007", DAY))
    assert codes == {place.code for place in known}
    assert {"RRK", "QHL"} <= codes
    assert "QMJ" not in codes


def test_an_icb_is_offered_a_commitment_in_the_sites_form_and_its_own_person_accepts_it(
    client: Client,
) -> None:
    manager, alliance = opened("N45", "alliance_manager", "manager@example.org", on=clock.today())
    person, icb = opened("QHL", email="icb@example.org", on=clock.today())
    assert (icb.kind, [*partners_of(alliance, on=clock.today()).filter(pk=icb.pk)]) == ("icb", [icb])
    raised = {"answer": answer(), "finding": finding(), "statement": "", "at": clock.now()}
    gap = services.gap_raise(by=manager, alliance=alliance, **raised)
    services.gap_agree(by=person, gap=gap, at=clock.now())
    client.force_login(manager)
    there = reverse("commitment_offer", args=[gap.pk])
    assert icb.name in client.get(there).content.decode()
    due = {"due_day": "31", "due_month": "3", "due_year": "2030"}
    sent = {"organisation": icb.pk, "promise": "A bus to the clinic.", "target": "70", **due}
    assert client.post(there, sent).status_code == 302
    client.force_login(person)
    accept = reverse("commitment_accept", args=[icb.commitments.get().pk])
    assert f"Accept for {icb.name}" in client.get(accept).content.decode()
    assert client.post(accept).status_code == 302
    assert icb.commitments.get().state == "accepted"


def test_an_icb_that_lies_in_no_alliance_on_that_day_is_refused() -> None:
    assert opened("E54000010")[1].code == "QNC"
    with pytest.raises(UsageError, match="Frimley ICB lies in no alliance on 2026-11-22"):
        opened("QNQ")
    assert opened("QNQ", on=date(2025, 6, 1))[1].code == "QNQ"


def test_opening_an_account_twice_changes_nothing() -> None:
    first, _ = opened("RRK")
    again, _ = opened("RRK")
    assert first == again
    assert first.memberships.count() == 1


def test_an_account_that_is_there_keeps_its_password_and_name_and_has_a_second_role() -> None:
    first, _ = opened("RRK")
    again, alliance = opened(
        "N45", "analyst", " PERSON@example.org ", name="Somebody Else", password="another long enough word"
    )
    assert (again, again.name, User.objects.count()) == (first, "A Person", 1)
    assert again.check_password("a long enough word")
    held = {(m.organisation.code, m.role) for m in again.memberships.all()}
    assert held == {("RRK", "partner"), (alliance.code, "analyst")}
    third, _ = opened("RRK", "clinical_lead", name="", password="")
    assert third.memberships.count() == 3


@pytest.mark.parametrize(
    ("password", "why"),
    [
        ("", "fewer than 12 characters"),
        ("zq9!", "fewer than 12 characters"),
        ("qwertyuiop12", "a common one"),
        ("letmein", "fewer than 12 characters and it is a common one"),
        ("person.example.org", "like the address"),
    ],
)
def test_a_password_is_held_to_the_sites_own_rules_and_never_repeated(password: str, why: str) -> None:
    with pytest.raises(UsageError, match=why) as refused:
        opened("RRK", email="person.example@example.org", password=password)
    assert not password or password not in str(refused.value)
    assert refused.value.exit_code == 2
    assert refused.value.next_step
    assert not User.objects.exists()
    assert not Organisation.objects.exists()


def test_a_new_account_without_a_name_is_refused() -> None:
    with pytest.raises(UsageError, match="--name"):
        opened("RRK", name=" ")
    assert not User.objects.exists()


def test_an_unknown_organisation_and_an_unknown_role_are_refused_with_what_is_there() -> None:
    with pytest.raises(UnknownName, match="RRK"):
        opened("RRKX")
    with pytest.raises(UsageError, match="alliance_manager"):
        opened("RRK", "chief")
    with pytest.raises(UsageError, match="partner organisation"):
        opened("england")
    assert not User.objects.exists()
