"""Who may not see a release finds nothing of it: at no address, in no output, before, at and after its hour."""

from __future__ import annotations

import re
from datetime import datetime
from pathlib import Path

import pytest
from django.test import Client
from pytest_django import Settings

from alliance.pages import pack
from alliance.writers import html
from alliance_site.accounts.audience import Sight
from alliance_site.accounts.models import Role
from alliance_site.evidence import desk, shown
from alliance_site.evidence.pack_lines import pack_lines
from alliance_site.register.models import GapAudience
from alliance_site.register.selectors import gaps
from tests.site.leaks.conftest import Clock, Scene, arrive
from tests.site.leaks.scene import (
    AFTER,
    ALLIANCE,
    AT_THE_HOUR,
    BEFORE,
    LIST,
    PARTNERS,
    RELEASES,
    leaks,
    make_store,
)
from tests.site.leaks.walk import addresses, names_of_the_site, names_walked, read

OF_PARTNERS = {*Role.values, "other_partner", "listed_partner"}
ON_THE_LIST = {"listed", "listed_partner"}
ON_EACH_SIDE = (None, "analyst", "listed", "outsider")
EVERYBODY = (None, *sorted(OF_PARTNERS | ON_THE_LIST | {"outsider", "nobody_yet"}))
SENT_TO = ("/gaps/", "/commitments/", "/voices/", "/board/", "/release-lists/", "/nothing/")


def may_see(who: str | None, moment: datetime) -> tuple[str, ...]:
    """Said again, and plainly: for whom each release is."""
    seen = ["public"]
    if who in OF_PARTNERS:
        seen.append(PARTNERS)
    if who in ON_THE_LIST or moment >= AT_THE_HOUR:
        seen.append(LIST)
    return tuple(seen)


def found_by(client: Client, scene: Scene, visible: tuple[str, ...]) -> list[str]:
    """Every leak on a walk over all addresses, read and sent to."""
    found = []
    for path in addresses():
        texts = [read(client, path)]
        if path.startswith(SENT_TO):
            texts.append(read(client, path, {"place": "RXR"}))
        found += [f"{path}: {leak}" for text in texts for leak in leaks(text, scene.files, visible)]
    return found


def test_every_address_of_the_site_is_walked(scene: Scene) -> None:  # noqa: ARG001 - rows must be there
    assert names_walked() == names_of_the_site()


@pytest.mark.parametrize("who", EVERYBODY)
def test_nobody_finds_what_they_may_not_see_before_the_hour_at_it_and_after(
    scene: Scene, client: Client, at: Clock, who: str | None
) -> None:
    for moment in (BEFORE, AT_THE_HOUR, *((AFTER,) if who in ON_EACH_SIDE else ())):
        at(moment)
        arrive(client, scene, who)
        assert found_by(client, scene, may_see(who, moment)) == [], moment


@pytest.mark.parametrize(("who", "moment"), [("partner", BEFORE), ("listed", BEFORE), (None, AT_THE_HOUR)])
def test_who_may_see_a_release_does_see_it_everywhere(
    scene: Scene, client: Client, at: Clock, who: str | None, moment: datetime
) -> None:
    """The walk finds in these very pages what it would call a leak before another visitor."""
    at(moment)
    found = found_by(arrive(client, scene, who), scene, ("public",))
    seen = PARTNERS if who == "partner" else LIST
    release = next(r for r in RELEASES if r.visibility == seen)
    for output in ("/: ", "/sources/: ", "/measures/treatment-62-day/: ", f"/places/{ALLIANCE}/: "):
        assert any(line.startswith(output) for line in found), output
    for form in ("json", "csv"):
        there = f"/measures/treatment-62-day/data.{form}"
        assert any(line.startswith(there) and re.search(r": \d+\.\d$", line) for line in found), form
    words = {line.partition(": ")[2] for line in found}
    assert {release.file, f"HOSPITAL {release.hospital}"} <= words


def test_a_desk_that_shows_everybody_everything_is_found_out(
    scene: Scene, client: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    everything, public = Sight(("public", PARTNERS, LIST), BEFORE), Sight(("public",), BEFORE)
    monkeypatch.setattr(desk, "sight_of", lambda user, **_: everything if user else public)
    found = found_by(arrive(client, scene, None), scene, ("public",))
    kinds = ("/places/", "/measures/", "/sources/", "/gaps/", "/measures/treatment-62-day/data.csv")
    assert all(any(line.startswith(kind) for line in found) for kind in kinds), found


def test_a_page_that_is_kept_for_one_visitor_and_shown_to_another_is_found_out(
    scene: Scene, client: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(shown, "seen_in", lambda at: f"mutated {at.stamp}")
    there = f"/places/{ALLIANCE}/"
    read(arrive(client, scene, "analyst"), there)
    assert leaks(read(arrive(client, scene, None), there), scene.files, ("public",))


def test_a_register_that_forgets_for_whom_its_gaps_are_is_found_out(
    scene: Scene, client: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    nothing = GapAudience.objects.none().values("gap")
    monkeypatch.setattr(gaps, "gaps_kept_from", lambda _user: nothing)
    found = found_by(arrive(client, scene, "outsider"), scene, ("public",))
    assert found == []  # agreement alone makes a gap public, and these were refused it
    found = found_by(arrive(client, scene, "board_secretary"), scene, ("public", PARTNERS))
    assert any(line.startswith(f"/gaps/{scene.gaps[LIST].pk}/: ") for line in found)


@pytest.mark.parametrize("moment", [BEFORE, AT_THE_HOUR, AFTER])
def test_the_boards_pack_has_nothing_that_is_not_public(scene: Scene, at: Clock, moment: datetime) -> None:
    at(moment)
    seen = desk.open_to(None)
    lines = pack_lines(ALLIANCE, on=moment.date())
    text = html.document(pack.build(seen, ALLIANCE, gaps=lines))
    assert leaks(text, scene.files, may_see(None, moment)) == []
    assert scene.gaps["public"].title in text
    assert all(scene.gaps[name].title not in text for name in (PARTNERS, LIST))


@pytest.mark.parametrize(
    ("who", "visible", "moment"),
    [
        (None, ("public",), BEFORE),
        (None, ("public", LIST), AT_THE_HOUR),
        ("outsider", ("public",), BEFORE),
        ("nobody_yet", ("public", LIST), AFTER),
    ],
)
def test_a_page_is_to_the_letter_what_it_would_be_if_the_other_releases_did_not_exist(
    scene: Scene,
    client: Client,
    at: Clock,
    settings: Settings,
    tmp_path: Path,
    who: str | None,
    visible: tuple[str, ...],
    moment: datetime,
) -> None:
    at(moment)
    arrive(client, scene, who)
    whole = {path: without_tokens(read(client, path)) for path in addresses()}
    settings.ALLIANCE_STORE = make_store(tmp_path / "store", scene.files, visible=visible)
    assert {path: without_tokens(read(client, path)) for path in whole} == whole


def without_tokens(text: str) -> str:
    """A page without what is drawn by lot for each answer."""
    return re.sub(r"(csrfmiddlewaretoken\" value=\"|csrftoken=|Expires: )[^\";\n]*", "", text)
