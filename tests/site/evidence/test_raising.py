"""Who is offered to raise a finding as a gap, and what the front page shows of gaps."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from django.db import transaction
from django.test import Client, override_settings
from pytest_django import DjangoDbBlocker, Settings

from alliance_site.accounts.models import User
from alliance_site.demo_register import seed
from alliance_site.register.models import Gap
from tests.site.evidence.conftest import ALLIANCE

pytestmark = pytest.mark.django_db
FINDINGS = f"/places/{ALLIANCE}/findings/"


@pytest.fixture(scope="module")
def told(
    django_db_setup: None,  # noqa: ARG001 - the tables must be there
    django_db_blocker: DjangoDbBlocker,
    built_demo: Path,
) -> Iterator[None]:
    """The people and the story of the demonstration's first day, once for all tests of this module."""
    with django_db_blocker.unblock(), transaction.atomic():
        with override_settings(**named(built_demo)):
            seed()
        yield
        transaction.set_rollback(True)


@pytest.fixture
def people(told: None, built_demo: Path, settings: Settings, db: None) -> None:  # noqa: ARG001
    """The demonstration that the settings name."""
    for name, value in named(built_demo).items():
        setattr(settings, name, value)


def named(folder: Path) -> dict[str, object]:
    """The settings of the built demonstration, its people's passwords hashed quickly."""
    return {
        "DEMO": True,
        "DEMO_FOLDER": folder / "demo",
        "ALLIANCE_STORE": folder / "alliance-store",
        "ALLIANCE_PLACE": ALLIANCE,
        "PASSWORD_HASHERS": ["django.contrib.auth.hashers.MD5PasswordHasher"],
    }


def signed_in(client: Client, address: str) -> Client:
    """The client as this person."""
    client.force_login(User.objects.get(email=address), "allauth.account.auth_backends.AuthenticationBackend")
    return client


def buttons(client: Client, path: str = FINDINGS) -> list[dict[str, str]]:
    """What each "raise" button of a page would send."""
    text = client.get(path).content.decode()
    forms = re.findall(r'<form method="post" action="/gaps/raise/">(.*?)</form>', text, re.S)
    fields = (re.findall(r'name="(\w+)" value="([^"]*)"', form) for form in forms)
    return [{name: value for name, value in found if name != "csrfmiddlewaretoken"} for found in fields]


def key(sent: dict[str, str]) -> str:
    """The key of the finding that a button names."""
    return f"{sent['measure']}|{sent['place']}|{sent['cut']}"


@pytest.mark.usefixtures("people")
def test_the_public_is_offered_no_button(client: Client) -> None:
    assert buttons(client) == []


@pytest.mark.usefixtures("people")
def test_the_alliances_office_may_raise_any_finding_with_one_click(client: Client) -> None:
    signed_in(client, "juniper.larkspur@example.org")
    offered = buttons(client)
    assert {sent["alliance"] for sent in offered} == {ALLIANCE}
    known = set(Gap.objects.values_list("finding_key", flat=True))
    new = next(sent for sent in offered if key(sent) not in known)
    for told in (
        "is in the register as a gap, with",
        "is in the register as a gap already, since",
    ):  # a second click
        assert told in client.post("/gaps/raise/", new, follow=True).content.decode()
    assert set(Gap.objects.values_list("finding_key", flat=True)) == known | {key(new)}
    assert Gap.objects.filter(finding_key=key(new)).count() == 1


@pytest.mark.usefixtures("people")
def test_a_partners_person_may_raise_what_is_recorded_at_their_own_organisation(client: Client) -> None:
    signed_in(client, "teasel.brightwater@example.org")
    assert {sent["place"] for sent in buttons(client)} == {"ZA2"}
    assert buttons(client, "/places/ZA3/findings/") == []
    assert {sent["alliance"] for sent in buttons(client, "/places/ZA2/findings/")} == {ALLIANCE}


@pytest.mark.usefixtures("people")
def test_figures_of_an_earlier_day_cannot_be_raised(client: Client) -> None:
    signed_in(client, "juniper.larkspur@example.org")
    assert buttons(client, f"{FINDINGS}?as_of=2025-06-30") == []


@pytest.mark.usefixtures("people")
def test_the_front_page_shows_agreed_gaps_their_three_seals_and_what_patients_say(client: Client) -> None:
    text = client.get("/").content.decode()
    assert "Thistlewick Hospitals Trust" in text
    for words in ("Organisation: ", "Data: ", "Patients: "):
        assert text.count(words) >= 1
    assert 'class="site-voice"' in text


@pytest.mark.usefixtures("people")
def test_a_places_page_leads_to_the_gaps_recorded_there(client: Client) -> None:
    text = client.get("/places/ZA2/").content.decode()
    gap = Gap.objects.get(place_code="ZA2")
    assert f'<a href="/gaps/{gap.pk}/">{gap.title}</a>' in text
    assert "Gaps and commitments here" not in client.get("/places/ZA5/").content.decode()
