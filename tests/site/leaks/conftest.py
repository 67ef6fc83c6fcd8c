"""The site of the scene: its store, its people, its gaps; and a clock that a test sets."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date, datetime
from pathlib import Path

import pytest
from django.test import Client
from django.utils import timezone
from pytest_django import Settings

from alliance import findings
from alliance.answers import over_time
from alliance_site.accounts.models import User
from alliance_site.evidence import desk
from alliance_site.register import services
from alliance_site.register.models import Gap
from alliance_site.voices import services as voices
from tests.site.leaks.scene import BEFORE, LIST, PARTNERS, make_store
from tests.site.people import World

Clock = Callable[[datetime], None]


@pytest.fixture(scope="session")
def files(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The workbooks of the scene."""
    return tmp_path_factory.mktemp("files")


@pytest.fixture(scope="session")
def full_store(tmp_path_factory: pytest.TempPathFactory, files: Path) -> Path:
    """A store of all three releases, which no test changes."""
    return make_store(tmp_path_factory.mktemp("scene") / "store", files)


@pytest.fixture
def at(monkeypatch: pytest.MonkeyPatch) -> Clock:
    """Sets the clock of the machine."""

    def set_clock(moment: datetime) -> None:
        monkeypatch.setattr(timezone, "now", lambda: moment)

    return set_clock


@dataclass(frozen=True)
class Scene:
    """The people of the site, its workbooks, and three gaps by the least public figures on which they rest."""

    world: World
    files: Path
    gaps: dict[str, Gap]


@pytest.fixture
def scene(full_store: Path, files: Path, settings: Settings, at: Clock, world: World) -> Iterator[Scene]:
    """A second before the embargo ends; `listed` and `listed_partner` are on the list."""
    at(BEFORE)
    settings.ALLIANCE_STORE, settings.ALLIANCE_PLACE = full_store, world.alliance.code
    _put_on_the_list(world)
    gaps = {
        "public": raise_gap(world, None, by="analyst", key="treatment-62-day|RXR|cancer=lung"),
        PARTNERS: raise_gap(world, "analyst", by="analyst", key="treatment-62-day|RXH|cancer=lung"),
        LIST: raise_gap(world, "listed_partner", by="listed_partner", key="treatment-31-day|RXH|"),
    }
    for gap in gaps.values():
        voices.voice_add(
            by=world["clinical_lead"],
            gap=gap,
            kind="story",
            text="I waited.",
            consent_recorded=True,
            at=BEFORE,
        )
    services.gap_agree(by=world["partner"], gap=gaps["public"], at=BEFORE)
    world.accepted(gap=gaps["public"], due=date(2026, 12, 31), at=BEFORE)
    world.decided(gaps=[gaps["public"].pk])
    yield Scene(world, files, gaps)
    desk.forget()


def _put_on_the_list(world: World) -> None:
    world.people["listed"] = User.objects.create_user("listed@example.org", name="Listed")
    world.people["listed_partner"] = User.objects.create_user("both@example.org", name="Both")
    world.people["listed_partner"].memberships.create(
        organisation=world.hillside, role="clinical_lead", valid_from=date(2020, 4, 1)
    )
    for who in ("listed", "listed_partner"):
        world.listed(who, LIST)


def raise_gap(world: World, seen_by: str | None, *, by: str, key: str) -> Gap:
    """A gap that `by` raised from a finding as somebody (nobody: the public) sees the figures."""
    seen = desk.open_to(world[seen_by] if seen_by else None)
    finding = findings.of(seen, world.alliance.code).find(key)
    assert finding is not None, key
    answer = over_time(seen, finding.measure, finding.place.code, cut=finding.cut)
    return services.gap_raise(
        by=world[by], answer=answer, finding=finding, alliance=world.alliance, statement="", at=BEFORE
    )


def arrive(client: Client, scene: Scene, who: str | None) -> Client:
    """The client as this person."""
    client.logout()
    if who is not None:
        client.force_login(scene.world[who], "allauth.account.auth_backends.AuthenticationBackend")
    return client
