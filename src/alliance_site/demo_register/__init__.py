"""The people's side of the fictional alliance: its story, replayed day by day through the same services.

What is dated after the day that the demonstration has reached waits for "next month".
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime

from django.conf import settings
from django.contrib.auth.hashers import make_password
from django.db import transaction
from django.urls import reverse

from alliance.answers import Desk
from alliance_site.accounts import release_lists
from alliance_site.accounts import services as accounts
from alliance_site.accounts.models import Organisation, Role, User
from alliance_site.accounts.selectors import last_noted
from alliance_site.config import clock
from alliance_site.config.told import told_in
from alliance_site.demo_register.cast import TOGETHER_SINCE, Story, gap_told, noon, organisation
from alliance_site.demo_register.events import Happening, events
from alliance_site.evidence import desk as current_desk
from alliance_site.register.selectors import DataSeal

__all__ = ["PASSWORD", "Seeded", "catch_up", "seed"]

PASSWORD = "alder-vale-is-made-up"  # of people who do not exist; printed by `make demo`
REPLAYED = "demo.replayed"


@dataclass(frozen=True)
class Seeded:
    """How to sign in, a line a person, and the address of the story that the demonstration opens on."""

    sign_ins: tuple[str, ...]
    story: str


def seed(*, desk: Desk | None = None, scenario: Story | None = None, at: datetime | None = None) -> Seeded:
    """Open the accounts of the fictional alliance and replay its story up to a moment; repeated, change nothing.

    What is left out is the demonstration that the settings name, on the day that it has reached.
    """
    desk, scenario = desk or current_desk.open_to(None), scenario or told_in(settings.DEMO_FOLDER)
    _open_accounts(desk, scenario)
    catch_up(desk=desk, scenario=scenario, today=(at or clock.now()).date())
    opening = next(told for told in scenario["gaps"] if told["slug"] == scenario["opens_on"])
    return Seeded(
        sign_ins=tuple(f"{p['email']}  {PASSWORD}  {p['name']}. {p['does']}" for p in scenario["people"]),
        story=reverse("gap", args=[gap_told(scenario, opening).pk]),
    )


def catch_up(
    *, desk: Desk | None = None, scenario: Story | None = None, today: date | None = None
) -> list[DataSeal]:
    """Replay what the story dates after the last replay and until today; the seals of the data that changed.

    On each day on which figures were published, every accepted commitment is tested with what was known then.
    """
    desk, scenario = desk or current_desk.open_to(None), scenario or told_in(settings.DEMO_FOLDER)
    today = today or clock.today()
    told = Happening(desk=desk, story=scenario)
    with transaction.atomic():
        noted = last_noted(REPLAYED)
        reached = date.fromisoformat(noted) if noted else date.min
        for event in events(told):
            if reached < event.day <= today:
                event.happen()
        if today > reached:
            accounts.audit(
                user=None,
                organisation=None,
                action=REPLAYED,
                subject=None,
                at=noon(today),
                reason=today.isoformat(),
            )
    return told.changed


def _open_accounts(desk: Desk, story: Story) -> None:
    alliance = organisation(desk, story["alliance"])
    for code in story["partners"]:
        accounts.partnership_add(
            organisation=organisation(desk, code), alliance=alliance, valid_from=TOGETHER_SINCE
        )
    password = make_password(PASSWORD)
    for person in story["people"]:
        accounts.membership_add(
            user=accounts.person_add(email=person["email"], name=person["name"], password_hash=password),
            organisation=organisation(desk, person["organisation"]),
            role=Role(person["role"]),
            valid_from=TOGETHER_SINCE,
        )
    for told in story.get("release_lists", ()):
        _open_list(alliance, told)


def _open_list(alliance: Organisation, told: Story) -> None:
    """A list of the story, `name`, `purpose` and the addresses of its `people`, who have been on it from the first."""
    at = noon(TOGETHER_SINCE)
    held = release_lists.list_open(
        by=None, alliance=alliance, slug=told["name"], purpose=told["purpose"], at=at
    )
    for person in User.objects.filter(email__in=told["people"]):
        release_lists.list_person_add(
            by=None, release_list=held, person=person, valid_from=TOGETHER_SINCE, at=at
        )
