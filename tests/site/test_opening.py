"""Accounts are opened by the alliance, from the command line, with the book of places as the list of partners."""

from __future__ import annotations

from datetime import date

import pytest

from alliance.errors import UnknownName, UsageError
from alliance.places import PlaceBook
from alliance_site.accounts.models import Organisation, Role, User
from alliance_site.accounts.opening import account_open
from alliance_site.accounts.selectors import partners_of

pytestmark = pytest.mark.django_db
DAY = date(2026, 11, 22)


def opened(
    organisation: str, role: str = "partner", email: str = "Person@Example.org"
) -> tuple[User, Organisation]:
    return account_open(
        email=email,
        name="A Person",
        password="a long enough word",
        organisation=organisation,
        role=role,
        book=PlaceBook.builtin(),
        on=DAY,
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
    assert codes == {place.code for place in PlaceBook.builtin().members("E56000007", DAY)}
    assert "RRK" in codes


def test_opening_an_account_twice_changes_nothing() -> None:
    first, _ = opened("RRK")
    again, _ = opened("RRK")
    assert first == again
    assert first.memberships.count() == 1


def test_an_unknown_organisation_and_an_unknown_role_are_refused_with_what_is_there() -> None:
    with pytest.raises(UnknownName, match="RRK"):
        opened("RRKX")
    with pytest.raises(UsageError, match="alliance_manager"):
        opened("RRK", "chief")
    with pytest.raises(UsageError, match="partner organisation"):
        opened("england")
    assert not User.objects.exists()
