"""What those who may see figures that are not public are told, and what becomes of gaps that rest on them."""

from __future__ import annotations

import json

import pytest
from django.test import Client
from django.urls import reverse
from pytest_django import Settings

from alliance.errors import UsageError
from alliance_site.accounts.models import AuditEvent
from alliance_site.evidence import desk
from alliance_site.register import services
from alliance_site.register.models import DataSeal, Gap, GapEvent
from alliance_site.register.services import retest_all, retest_when_new
from tests.site.leaks.conftest import Clock, Scene, arrive, raise_gap
from tests.site.leaks.scene import AFTER, ALLIANCE, AT_THE_HOUR, BEFORE, LIST, PARTNERS

MEASURE = "/measures/treatment-62-day/"
FOR_PARTNERS = "seen by partner organisations"
FOR_THE_LIST = "seen by those on the list pre-release-may until 14 May 2026, 9:30am"
PAGES = ("/", f"/places/{ALLIANCE}/", f"/places/{ALLIANCE}/findings/", MEASURE, "/sources/")


def read(client: Client, path: str) -> str:
    """The words of a page, white space in one."""
    answered = client.get(path)
    assert answered.status_code == 200, path
    return " ".join(answered.content.decode().split())


@pytest.mark.parametrize("path", PAGES)
def test_a_page_says_that_its_figures_are_not_public_to_whom_they_are_and_until_when(
    scene: Scene, client: Client, at: Clock, path: str
) -> None:
    told = {
        None: "",
        "outsider": "",
        "partner": FOR_PARTNERS,
        "listed": FOR_THE_LIST,
        "listed_partner": f"{FOR_PARTNERS} and by those on the list pre-release-may until 14 May 2026, 9:30am",
    }
    for who, words in told.items():
        page = read(arrive(client, scene, who), path)
        assert ("These figures are not public:" in page) is bool(words), who
        assert f"</strong> {words}. Do not pass them on." in page or not words, who
    at(AT_THE_HOUR)
    assert "not public:" not in read(arrive(client, scene, "listed"), path)
    assert "not public:" not in read(arrive(client, scene, None), path)
    assert f"</strong> {FOR_PARTNERS}. Do" in read(arrive(client, scene, "listed_partner"), path)


@pytest.mark.parametrize("path", ["/places/", "/measures/", "/how-numbers-are-made/", "/board/"])
def test_a_page_without_figures_says_nothing_of_them(scene: Scene, client: Client, path: str) -> None:
    assert "not public:" not in read(arrive(client, scene, "listed_partner"), path)


def test_the_foot_of_a_page_tells_each_the_age_of_what_they_see(
    scene: Scene, client: Client, at: Clock
) -> None:
    def latest(who: str | None) -> str:
        page = read(arrive(client, scene, who), "/accessibility/")
        return page.partition("The latest month is ")[2].partition(",")[0]

    people = (None, "partner", "listed", "outsider")
    assert [latest(who) for who in people] == ["February 2026", "March 2026", "April 2026", "February 2026"]
    at(AT_THE_HOUR)
    assert [latest(who) for who in people] == ["April 2026"] * 4


def test_an_embargo_ends_at_its_hour_without_a_restart(scene: Scene, client: Client, at: Clock) -> None:
    arrive(client, scene, None)

    def months() -> list[str]:
        told = json.loads(client.get(f"{MEASURE}data.json").content)
        return [point["period"] for point in told["points"] if point["value"] is not None]

    assert months() == ["2026-02"]
    at(AT_THE_HOUR)
    assert months() == ["2026-02", "2026-04"]


def test_a_download_that_is_not_public_is_named_so(scene: Scene, client: Client) -> None:
    for form in ("csv", "json"):
        for who, name in ((None, "treatment-62-day"), ("partner", "treatment-62-day-not-public")):
            answered = arrive(client, scene, who).get(f"{MEASURE}data.{form}")
            assert answered.headers["Content-Disposition"] == f'attachment; filename="{name}.{form}"'


@pytest.mark.parametrize("path", ["/", MEASURE, f"{MEASURE}data.csv", "/gaps/", "/nothing/", "/sources/"])
def test_nothing_on_the_way_keeps_a_persons_page_for_somebody_else(
    scene: Scene, client: Client, path: str
) -> None:
    mine = arrive(client, scene, "partner").get(path)
    assert mine.headers["Cache-Control"] == "private, no-store"
    assert "Cookie" in mine.headers["Vary"]
    public = arrive(client, scene, None).get(path)
    assert "no-store" not in public.headers.get("Cache-Control", "")
    assert "Cookie" in public.headers["Vary"]
    assert "ETag" not in mine.headers


def test_people_who_see_the_same_share_a_desk_and_others_do_not(scene: Scene, at: Clock) -> None:
    def seen(who: str | None) -> object:
        return desk.open_to(scene.world[who] if who else None)

    assert seen("partner") is seen("analyst")
    assert seen(None) is seen("outsider")
    before = [seen(who) for who in (None, "partner", "listed", "listed_partner")]
    assert len({id(each) for each in before}) == 4
    assert len({desk.seen_in(each) for each in before}) == 4
    at(AT_THE_HOUR)
    assert desk.seen_in(seen(None)) not in {desk.seen_in(each) for each in before}


def gaps_read_by(client: Client, scene: Scene, who: str | None) -> set[str]:
    arrive(client, scene, who)
    return {
        name
        for name, gap in scene.gaps.items()
        if client.get(reverse("gap", args=[gap.pk])).status_code == 200
    }


def test_a_gap_is_read_by_those_who_may_see_its_figures(scene: Scene, client: Client, at: Clock) -> None:
    everything = {"public", PARTNERS, LIST}
    readers = {
        None: {"public"},
        "outsider": {"public"},
        "listed": {"public"},
        "analyst": {"public", PARTNERS},
        "listed_partner": everything,
    }
    for who, names in readers.items():
        assert gaps_read_by(client, scene, who) == names, who
    at(AT_THE_HOUR)
    for who, names in {**readers, "analyst": everything}.items():
        assert gaps_read_by(client, scene, who) == names, who


def test_a_gap_keeps_the_least_public_of_all_its_releases(scene: Scene) -> None:
    found = {
        name: sorted((k.visibility, k.until) for k in gap.kept(BEFORE)) for name, gap in scene.gaps.items()
    }
    for_list = (LIST, AT_THE_HOUR)
    assert found == {"public": [], PARTNERS: [(PARTNERS, None)], LIST: [(PARTNERS, None), for_list]}
    assert [k.visibility for k in scene.gaps[LIST].kept(AT_THE_HOUR)] == [PARTNERS]


def test_its_page_says_for_whom_its_figures_are(scene: Scene, client: Client) -> None:
    page = read(arrive(client, scene, "analyst"), reverse("gap", args=[scene.gaps[PARTNERS].pk]))
    assert f"</strong> {FOR_PARTNERS}. Do" in page
    public = reverse("gap", args=[scene.gaps["public"].pk])
    assert f"</strong> {FOR_PARTNERS}. Do" in read(client, public)  # the chart goes on with March
    assert "not public:" not in read(arrive(client, scene, None), public)


def test_a_gap_on_figures_that_are_not_public_cannot_be_agreed_and_thereby_published(
    scene: Scene, client: Client
) -> None:
    gap = scene.gaps[PARTNERS]
    arrive(client, scene, "other_partner")
    answered = client.post(reverse("gap_agree", args=[gap.pk]))
    assert answered.status_code == 400
    page = " ".join(answered.content.decode().split())
    assert (
        f"This gap rests on figures that are not public ({FOR_PARTNERS}), and an agreed gap is public."
        in page
    )
    arrive(client, scene, "board_secretary")
    sent = {"decision_number": "2025-06/1"}
    assert client.post(reverse("gap_agreed_by_board", args=[gap.pk]), sent).status_code == 400
    assert Gap.objects.get(pk=gap.pk).state == Gap.State.RAISED


def test_after_the_embargo_it_is_agreed_like_any_other(scene: Scene, at: Clock) -> None:
    world = scene.world
    at(BEFORE)
    gap = raise_gap(world, "listed", by="analyst", key="treatment-31-day|RXR|")
    with pytest.raises(UsageError, match="until 14 May 2026, 9:30am"):
        services.gap_agree(by=world["partner"], gap=gap, at=BEFORE)
    assert not gap.events.filter(kind=GapEvent.Kind.AGREED_JOINTLY).exists()
    assert services.gap_agree(by=world["partner"], gap=gap, at=AT_THE_HOUR).state == Gap.State.AGREED


def test_those_who_may_not_see_its_figures_can_do_nothing_to_it(scene: Scene, client: Client) -> None:
    gap, rows = scene.gaps[LIST], GapEvent.objects.count()
    arrive(client, scene, "alliance_manager")
    for name in ("gap_agree", "gap_withdraw", "gap_agreed_by_board", "commitment_offer", "voice_add"):
        there = reverse(name, args=[gap.pk])
        assert client.get(there).status_code == 404, name
        assert client.post(there, {"reason": "Unseen."}).status_code == 404, name
    voice = gap.voices.get()
    for name in ("voice_publish", "voice_hide"):
        assert client.get(reverse(name, args=[voice.pk])).status_code == 404, name
    assert GapEvent.objects.count() == rows
    assert (
        str(gap.pk)
        not in read(client, "/my-work/").partition("Gaps of our alliance")[2].partition("</ul>")[0]
    )


def test_the_same_finding_in_public_figures_is_a_gap_of_its_own(scene: Scene) -> None:
    key = "treatment-31-day|RXH|"
    again = raise_gap(scene.world, "listed_partner", by="listed_partner", key=key)
    assert again == scene.gaps[LIST]
    public = raise_gap(scene.world, None, by="analyst", key=key)
    assert public != scene.gaps[LIST]
    assert public.kept(BEFORE) == ()


def test_a_finding_that_one_cannot_see_cannot_be_raised(scene: Scene, client: Client) -> None:
    sent = {"measure": "faster-diagnosis-28-day", "place": "RXR", "cut": "cancer=lung", "alliance": ALLIANCE}
    assert arrive(client, scene, "analyst").post("/gaps/raise/", sent).status_code == 404
    before = AuditEvent.objects.count()
    assert arrive(client, scene, "listed_partner").post("/gaps/raise/", sent).status_code == 403
    assert AuditEvent.objects.count() == before + 1
    sent["place"] = "RXH"
    assert client.post("/gaps/raise/", sent).status_code == 302
    assert Gap.objects.last().kept(BEFORE)


def test_a_seal_of_the_data_rests_on_public_figures_and_is_tested_when_more_become_public(
    scene: Scene, at: Clock
) -> None:
    with pytest.raises(ValueError, match="public figures"):
        retest_all(desk=desk.open_to(scene.world["partner"]), at=BEFORE)
    assert retest_when_new(desk=desk.open_to(None), at=BEFORE)
    assert not retest_when_new(desk=desk.open_to(None), at=BEFORE)
    at(AT_THE_HOUR)
    assert retest_when_new(desk=desk.open_to(None), at=AT_THE_HOUR)
    at(AFTER)
    assert not retest_when_new(desk=desk.open_to(None), at=AFTER)
    assert not DataSeal.objects.exists()


def test_without_its_store_the_site_shows_nobody_what_is_not_public_without_need(
    scene: Scene, client: Client, settings: Settings
) -> None:
    settings.ALLIANCE_STORE = None
    assert gaps_read_by(client, scene, None) == {"public"}
    assert gaps_read_by(client, scene, "analyst") == {"public", PARTNERS}
    settings.ALLIANCE_PLACE = None
    assert gaps_read_by(client, scene, "analyst") == {"public"}
