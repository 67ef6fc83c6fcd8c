"""The demonstration's story, replayed through the same services as real work."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from datetime import date
from pathlib import Path

import pytest
from django.db import transaction
from django.test import Client, override_settings
from django.urls import reverse
from pytest_django import DjangoDbBlocker, Settings

from alliance.demo import next_month
from alliance.pages import pack
from alliance.writers import html
from alliance_site.accounts.models import AuditEvent, ListMembership, User
from alliance_site.append_only import AppendOnly
from alliance_site.board.models import Decision
from alliance_site.config import clock
from alliance_site.config.told import told_in
from alliance_site.demo_register import PASSWORD, Seeded, catch_up, seed
from alliance_site.evidence import desk
from alliance_site.evidence.pack_lines import pack_lines
from alliance_site.register import services
from alliance_site.register.models import Commitment, DataSeal, Gap

pytestmark = pytest.mark.django_db
KEPT, NOT_KEPT, TURNED = "ZA2", "ZA3", "ZA1"
ALLIANCE, BOARD = "E56999001", date(2025, 10, 9)


def named(folder: Path) -> dict[str, object]:
    """The settings of a demonstration in a folder, its people's passwords hashed quickly."""
    return {
        "DEMO": True,
        "DEMO_FOLDER": folder / "demo",
        "ALLIANCE_STORE": folder / "alliance-store",
        "PASSWORD_HASHERS": ["django.contrib.auth.hashers.MD5PasswordHasher"],
    }


@pytest.fixture(scope="module")
def told(
    django_db_setup: None,  # noqa: ARG001 - the tables must be there
    django_db_blocker: DjangoDbBlocker,
    built_demo: Path,
    tmp_path_factory: pytest.TempPathFactory,
) -> Iterator[tuple[Path, Seeded]]:
    """A demonstration of one's own, its story replayed until the first day, once for all tests of this module."""
    folder = tmp_path_factory.mktemp("told")
    shutil.copytree(built_demo, folder, dirs_exist_ok=True)
    with django_db_blocker.unblock(), transaction.atomic():
        with override_settings(**named(folder)):
            seeded = seed()
        yield folder, seeded
        transaction.set_rollback(True)


@pytest.fixture
def demo(told: tuple[Path, Seeded], settings: Settings) -> Path:
    """The demonstration that the settings name."""
    for name, value in named(told[0]).items():
        setattr(settings, name, value)
    return told[0] / "demo"


@pytest.fixture
def seeded(told: tuple[Path, Seeded], demo: Path) -> Seeded:
    """What the seeding said."""
    assert demo.is_dir()
    return told[1]


def promise(trust: str) -> Commitment:
    """The commitment of a trust of the story."""
    return Commitment.objects.get(organisation__code=trust)


def data_states(trust: str) -> list[str]:
    """What the data's seal of a trust's commitment said, in order."""
    return [seal.state for seal in promise(trust).data_seals.all()]


def rows() -> int:
    """All that is written once."""
    return sum(model.objects.count() for model in AppendOnly.__subclasses__())


def test_on_the_first_day_three_gaps_are_agreed_and_each_has_a_commitment(seeded: Seeded) -> None:
    assert [gap.state for gap in Gap.objects.all()] == [Gap.State.AGREED] * 3
    assert {c.state for c in Commitment.objects.all()} == {Commitment.State.ACCEPTED}
    assert seeded.story == Gap.objects.get(place_code=KEPT).get_absolute_url()


@pytest.mark.usefixtures("seeded")
def test_what_the_story_dates_later_has_not_happened_yet() -> None:
    assert Decision.objects.order_by("-meeting__held_on")[0].meeting.held_on <= clock.today()
    assert promise(KEPT).patient_seals.count() == 0


def test_a_gap_freezes_what_was_known_on_the_day_that_it_was_found(seeded: Seeded, demo: Path) -> None:
    gap = Gap.objects.get(place_code=KEPT)
    assert gap.answer["as_of"] == told_in(demo)["gaps"][0]["found_on"]
    assert gap.answer["points"][-1]["period"] == "2025-04"
    assert gap.get_absolute_url() in seeded.story


def test_everybody_of_the_story_can_sign_in_with_the_printed_password(seeded: Seeded, client: Client) -> None:
    assert all(PASSWORD in line for line in seeded.sign_ins)
    for person in User.objects.all():
        sent = {"login": person.email, "password": PASSWORD}
        assert client.post(reverse("account_login"), sent).status_code == 302
        client.post(reverse("account_logout"))


def test_seeding_again_changes_nothing(seeded: Seeded) -> None:
    before = rows()
    assert seed() == seeded
    assert rows() == before


@pytest.mark.usefixtures("seeded")
def test_a_story_may_name_who_sees_figures_before_they_are_public(demo: Path) -> None:
    scenario = told_in(demo)
    early = [p["email"] for p in scenario["people"] if p["role"] in ("alliance_manager", "analyst")]
    lists = [{"name": "pre-release-may", "purpose": "To prepare a briefing.", "people": early}]
    for _ in range(2):
        seed(scenario={**scenario, "release_lists": lists})
    on = ListMembership.objects.filter(release_list__slug="pre-release-may")
    assert sorted(m.user.email for m in on) == sorted(early)


def test_month_by_month_one_promise_comes_true_one_does_not_and_one_turns(
    told: tuple[Path, Seeded], tmp_path: Path, settings: Settings
) -> None:
    shutil.copytree(told[0], tmp_path, dirs_exist_ok=True)
    for name, value in named(tmp_path).items():
        setattr(settings, name, value)
    assert data_states(KEPT) == []
    assert data_states(TURNED) == ["shown"]
    for _ in range(4):
        assert next_month(tmp_path / "demo", settings.ALLIANCE_STORE) is not None
        catch_up()
    assert data_states(KEPT) == ["shown"]
    assert data_states(NOT_KEPT) == []
    assert data_states(TURNED) == ["shown", "review_needed"]
    assert promise(KEPT).patient_seals.get().state == "agree"
    assert promise(NOT_KEPT).organisation_seals.count() == 1
    assert promise(NOT_KEPT).patient_seals.get().state == "do_not_agree"


def test_a_pack_as_of_an_earlier_day_is_the_same_bytes_after_the_next_months(
    told: tuple[Path, Seeded], tmp_path: Path, settings: Settings
) -> None:
    shutil.copytree(told[0], tmp_path, dirs_exist_ok=True)
    for name, value in named(tmp_path).items():
        setattr(settings, name, value)
    first = clock.today()

    def packed(day: date) -> str:
        lines = pack_lines(ALLIANCE, on=day)
        return html.document(pack.build(desk.open_to(None), ALLIANCE, gaps=lines, as_of=day))

    before = [packed(day) for day in (BOARD, first)]
    for _ in range(3):
        assert next_month(tmp_path / "demo", settings.ALLIANCE_STORE) is not None
        catch_up()
    assert [packed(day) for day in (BOARD, first)] == before
    assert packed(clock.today()) != before[1]
    assert [line.seals.organisation for line in pack_lines(ALLIANCE, on=BOARD)] == [
        "not yet",
        "not yet",
        "says done",
    ]


@pytest.mark.usefixtures("seeded")
def test_a_page_as_of_an_earlier_day_has_no_gap_that_was_agreed_later(client: Client) -> None:
    kept = Gap.objects.get(place_code=KEPT)
    for path in ("/", f"/places/{KEPT}/"):
        assert kept.title in client.get(path).content.decode()
        then = client.get(f"{path}?as_of=2025-07-01").content.decode()
        assert kept.title not in then
        assert "and so is what people decided later" in then
    assert Gap.objects.get(place_code=TURNED).title in client.get("/?as_of=2025-07-01").content.decode()


@pytest.mark.usefixtures("seeded")
def test_the_seal_is_dated_on_the_day_on_which_its_figures_were_published() -> None:
    published = {release.known_since for release in desk.open_to(None).releases}
    assert {seal.at.date() for seal in DataSeal.objects.all()} <= published
    assert DataSeal.objects.exists()


@pytest.mark.usefixtures("seeded")
def test_what_a_visitor_did_otherwise_stays_and_the_story_goes_on() -> None:
    manager = User.objects.get(memberships__role="alliance_manager")
    gap = Gap.objects.get(place_code=NOT_KEPT)
    services.gap_withdraw(by=manager, gap=gap, reason="A visitor tried the button.", at=clock.now())
    own = User.objects.get(memberships__organisation__code=NOT_KEPT)
    services.commitment_withdraw(by=own, commitment=promise(NOT_KEPT), reason="So did I.", at=clock.now())
    catch_up(today=date(2026, 5, 31))
    assert promise(NOT_KEPT).state == Commitment.State.WITHDRAWN
    assert promise(NOT_KEPT).patient_seals.count() == 0
    assert promise(KEPT).patient_seals.count() == 1


@pytest.mark.usefixtures("seeded")
def test_a_gap_that_a_visitor_raised_anew_leaves_the_story_with_its_own(client: Client) -> None:
    gap = Gap.objects.get(place_code=KEPT)
    manager = User.objects.get(memberships__role="alliance_manager")
    services.gap_withdraw(by=manager, gap=gap, reason="A visitor tried the button.", at=clock.now())
    client.force_login(manager)
    sent = {"measure": gap.measure, "place": KEPT, "cut": "cancer=prostate", "alliance": gap.alliance.code}
    assert client.post(reverse("gap_raise"), sent).status_code == 302
    assert Gap.objects.filter(finding_key=gap.finding_key).count() == 2
    catch_up(today=date(2026, 5, 31))
    assert promise(KEPT).gap == gap
    assert promise(KEPT).patient_seals.count() == 0, "a withdrawn gap takes nothing more"


@pytest.mark.usefixtures("seeded")
def test_figures_that_are_loaded_are_tested_once() -> None:
    open_desk = desk.open_to(None)
    assert services.retest_when_new(desk=open_desk, at=clock.now()) is False
    AuditEvent.objects.create(
        action="register.retest", reason="another store", at=clock.now(), outcome="allowed"
    )
    assert services.retest_when_new(desk=open_desk, at=clock.now()) is True
    assert services.retest_when_new(desk=open_desk, at=clock.now()) is False


@pytest.mark.usefixtures("seeded")
def test_a_finding_becomes_a_gap_in_one_click_and_in_two_clicks_it_is_the_same_gap(client: Client) -> None:
    from alliance.findings import of

    taken = set(Gap.objects.values_list("finding_key", flat=True))
    alliance = Gap.objects.all()[0].alliance
    finding = next(f for f in of(desk.open_to(None), alliance.code).findings if f.key not in taken)
    measure, place, cut = finding.key.split("|")
    sent = {"measure": measure, "place": place, "cut": cut, "alliance": alliance.code}
    client.force_login(User.objects.get(memberships__role="patient_representative"))
    assert client.post(reverse("gap_raise"), sent).status_code == 403
    assert AuditEvent.objects.last().outcome == "refused"
    client.force_login(User.objects.get(memberships__role="analyst"))
    there = [client.post(reverse("gap_raise"), sent).headers["Location"] for _ in range(2)]
    assert Gap.objects.count() == 4
    assert set(there) == {Gap.objects.get(finding_key=finding.key).get_absolute_url()}


@pytest.mark.parametrize(
    ("changes", "status"),
    [({"place": ""}, 400), ({"place": "RXX"}, 404), ({"alliance": "E56000000"}, 404), ({"cut": "x=y"}, 404)],
)
@pytest.mark.usefixtures("seeded")
def test_what_is_not_a_finding_does_not_become_a_gap(
    client: Client, changes: dict[str, str], status: int
) -> None:
    gap = Gap.objects.get(place_code=KEPT)
    client.force_login(User.objects.get(memberships__role="analyst"))
    sent = {"measure": gap.measure, "place": KEPT, "cut": "cancer=prostate", "alliance": gap.alliance.code}
    assert client.post(reverse("gap_raise"), {**sent, **changes}).status_code == status
    assert Gap.objects.count() == 3


def test_the_storys_page_shows_the_figures_the_days_and_three_seals(seeded: Seeded, client: Client) -> None:
    page = client.get(seeded.story).content.decode()
    assert "<svg" in page
    assert "Commitment accepted" in page
    for seal in ("The organisation says done", "The data show it", "Patients agree"):
        assert f">{seal}</h4>" in page
    assert "Not yet asked" in page
