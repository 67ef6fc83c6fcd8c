"""Signing in: accounts are opened by the alliance, and allauth's pages stand in the site's own page."""

from __future__ import annotations

import pytest
from django.test import Client
from django.urls import reverse

from alliance_site.accounts.models import User
from tests.site.people import PASSWORD, World


def test_a_person_signs_in_with_an_address_in_any_case_and_finds_their_work(
    world: World, client: Client
) -> None:
    sent = {"login": "Partner@Example.ORG", "password": PASSWORD}
    answered = client.post(reverse("account_login"), sent, follow=True)
    assert world["partner"].pk == int(client.session["_auth_user_id"])
    assert "My work" in answered.content.decode()


def test_a_wrong_password_is_answered_with_a_summary(world: World, client: Client) -> None:
    sent = {"login": world["partner"].email, "password": "not-this-one-at-all"}
    page = client.post(reverse("account_login"), sent).content.decode()
    assert "There is a problem" in page
    assert "_auth_user_id" not in client.session


@pytest.mark.parametrize("address", ["/gaps/raise/", "/demo/next-month/"])
def test_signing_in_towards_an_address_that_is_a_button_ends_on_a_page_that_says_so(
    world: World, client: Client, address: str
) -> None:
    sent = {"login": world["partner"].email, "password": PASSWORD, "next": address}
    answered = client.post(reverse("account_login"), sent, follow=True)
    page = answered.content.decode()
    assert (answered.status_code, answered.headers["Allow"]) == (405, "POST")
    assert "This address only does what a button on another page asks for." in page
    assert page.count("<h1") == 1
    assert 'href="/places/"' in page


@pytest.mark.django_db
def test_nobody_opens_an_account_for_themselves(client: Client) -> None:
    sent = {"email": "new@example.org", "password1": PASSWORD, "password2": PASSWORD}
    page = client.post(reverse("account_signup"), sent).content.decode()
    assert "closed" in page.lower()
    assert User.objects.count() == 0


@pytest.mark.parametrize("name", ["account_login", "account_reset_password", "account_signup"])
@pytest.mark.django_db
def test_pages_for_visitors_stand_in_the_sites_page(client: Client, name: str) -> None:
    page = client.get(reverse(name)).content.decode()
    assert page.count("<h1") == 1
    assert 'id="maincontent"' in page
    assert "&lt;" not in page
    assert "<script>" not in page
    assert "<style" not in page


@pytest.mark.parametrize("name", ["account_logout", "account_change_password", "account_email", "mfa_index"])
def test_pages_of_an_account_stand_in_the_sites_page(world: World, client: Client, name: str) -> None:
    client.force_login(world["partner"])
    page = client.get(reverse(name)).content.decode()
    assert page.count("<h1") == 1
    assert 'id="maincontent"' in page
    assert "&lt;" not in page


def test_a_second_factor_can_be_set_up_without_anything_from_elsewhere(world: World, client: Client) -> None:
    client.post(reverse("account_login"), {"login": world["partner"].email, "password": PASSWORD})
    asked = client.get(reverse("mfa_activate_totp")).headers["Location"]  # the password once more
    page = client.post(asked, {"password": PASSWORD}, follow=True).content.decode()
    assert 'src="data:image/svg+xml' in page
    assert 'name="code"' in page
    assert "http://" not in page.replace("http://www.w3.org", "")


def test_a_closed_account_cannot_sign_in(world: World, client: Client) -> None:
    User.objects.filter(pk=world["partner"].pk).update(is_active=False)
    client.post(reverse("account_login"), {"login": world["partner"].email, "password": PASSWORD})
    assert "_auth_user_id" not in client.session
