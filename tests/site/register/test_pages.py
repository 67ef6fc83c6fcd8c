"""The register's pages as a visitor reads them."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.test import Client
from django.urls import reverse
from pytest_django import DjangoAssertNumQueries

from alliance_site.board.services import decision_correct
from alliance_site.register import services
from alliance_site.register.models import Commitment
from alliance_site.register.selectors import gap_story, timeline, work_of
from alliance_site.register.selectors.story import commitment_story
from tests.site.figures_by_hand import progress
from tests.site.people import AT, World, moment

TODAY = AT.date()


def read(client: Client, name: str, *args: object) -> str:
    """The words of a page, white space in one."""
    answered = client.get(reverse(name, args=args))
    assert answered.status_code == 200
    return " ".join(answered.content.decode().split())


def test_a_story_is_told_even_where_the_figures_cannot_be_read(world: World, client: Client) -> None:
    page = read(client, "gap", world.accepted().gap_id)
    assert "Too long a wait." in page
    assert "A second room on two days a week." in page
    assert "cannot be" in page


def test_the_three_seals_stand_side_by_side_each_with_its_own_word(world: World, client: Client) -> None:
    held = world.accepted()
    services.organisation_says_done(by=world["partner"], commitment=held, words="It is open.", at=AT)
    services.data_tested(commitment=held, progress=progress("shown"), at=AT)
    services.data_tested(commitment=held, progress=progress("review_needed", within=40.0), at=AT)
    services.patients_say(
        by=world["patient_representative"],
        commitment=held,
        agree=False,
        asked=27,
        how="Two evening meetings",
        words="For us it is not done yet.",
        at=AT,
    )
    page = read(client, "gap", held.gap_id)
    for said in (
        "Says done",
        "It is open.",
        "Review needed",
        "People decide what follows",
        "Patients do not agree",
        "27 asked: Two evening meetings.",
        "For us it is not done yet.",
    ):
        assert said in page
    assert page.count('class="register-seal"') == 3


def test_an_offer_that_nobody_accepted_is_not_public(world: World, client: Client) -> None:
    offered = world.offered()
    assert "A second room" not in read(client, "gap", offered.gap_id)
    client.force_login(world["other_partner"])
    assert "Offered, not yet answered" in read(client, "gap", offered.gap_id)


def test_a_declined_offer_and_its_reason_are_read_by_partners_only(world: World, client: Client) -> None:
    offered = world.offered()
    services.commitment_decline(by=world["partner"], commitment=offered, reason="No room.", at=AT)
    assert "No room." not in read(client, "gap", offered.gap_id)
    client.force_login(world["alliance_manager"])
    assert "No room." in read(client, "gap", offered.gap_id)


def test_no_update_since_is_said_after_sixty_days_without_a_word(world: World) -> None:
    held = world.accepted()
    assert commitment_story(held, on=TODAY + timedelta(days=60)).no_update_since is None
    assert commitment_story(held, on=TODAY + timedelta(days=61)).no_update_since == TODAY
    services.update_add(
        by=world["partner"], commitment=held, on=moment("2025-08-01").date(), action_taken="Begun.", at=AT
    )
    fresh = Commitment.objects.get(pk=held.pk)
    assert commitment_story(fresh, on=TODAY + timedelta(days=61)).no_update_since is None


def test_an_organisation_that_said_done_is_not_asked_for_updates_until_people_reopen(world: World) -> None:
    held = world.accepted()
    services.organisation_says_done(by=world["partner"], commitment=held, at=moment("2025-07-01"))
    late = moment("2026-06-01").date()
    assert commitment_story(held, on=late).no_update_since is None
    assert not commitment_story(held, on=late).may_say_done
    for state in ("shown", "review_needed"):
        services.data_tested(commitment=held, progress=progress(state), at=moment("2025-11-13"))
    services.review_decide(
        by=world["alliance_manager"],
        commitment=held,
        keep=False,
        reason="Posts are empty.",
        at=moment("2025-11-20"),
    )
    assert commitment_story(held, on=late).no_update_since == moment("2025-07-01").date()
    assert commitment_story(held, on=late).may_say_done


def test_the_timeline_tells_what_happened_in_the_order_of_its_days(world: World) -> None:
    held = world.accepted()
    world.decided(gaps=[held.gap_id])
    services.data_tested(commitment=held, progress=progress("shown"), at=moment("2025-11-13"))
    told = timeline(gap_story(held.gap, None, on=TODAY))
    assert [m.day for m in told] == sorted(m.day for m in told)
    assert [m.mark for m in told if m.mark] == [
        "Gap raised",
        "Board: 2025-06/1",
        "Commitment accepted",
        "Data show it",
    ]


def told_of(held: Commitment) -> list[tuple[str, str]]:
    """The titles and marks of a commitment's gap, as the public reads what happened when."""
    fresh = Commitment.objects.get(pk=held.pk)
    return [(m.title, m.mark) for m in timeline(gap_story(fresh.gap, None, on=TODAY))]


def test_what_the_board_did_not_agree_is_not_told_as_decided(world: World) -> None:
    held = world.accepted()
    world.decided(gaps=[held.gap_id], agreed=False)
    told = told_of(held)
    assert ("The Board did not agree: 2025-06/1", "Board: 2025-06/1, not agreed") in told
    assert not any("decided" in title for title, _ in told)


def test_a_correction_is_told_on_the_day_on_which_it_was_written(world: World) -> None:
    held = world.accepted()
    old = world.decided(gaps=[held.gap_id])
    decision_correct(
        by=world["board_secretary"],
        decision=old,
        number="2025-06/1a",
        text="Better words.",
        how_patients_shaped_it="As before.",
        at=moment("2025-11-17"),
    )
    told = timeline(gap_story(Commitment.objects.get().gap, None, on=TODAY))
    assert [(str(m.day), m.title) for m in told if "2025-06/1" in m.title] == [
        ("2025-06-19", "The Board decided: 2025-06/1"),
        ("2025-11-17", "Decision 2025-06/1 was corrected: 2025-06/1a"),
    ]


def test_what_an_organisation_expects_is_told_as_expected(world: World) -> None:
    held = world.accepted()
    for effect in ("Two weeks less.", ""):
        services.update_add(
            by=world["partner"],
            commitment=held,
            on=TODAY,
            action_taken="The second room opened.",
            expected_effect=effect,
            at=AT,
        )
    fresh = Commitment.objects.get(pk=held.pk)
    told = [m.words for m in timeline(gap_story(fresh.gap, None, on=TODAY)) if m.title.startswith("Update")]
    assert told == ["The second room opened. Expected: Two weeks less.", "The second room opened."]


def test_offers_and_commitments_of_a_withdrawn_gap_ask_for_nothing_and_the_page_says_why(
    world: World, client: Client
) -> None:
    held = world.accepted()
    world.offered(gap=held.gap, promise="A third room.")
    services.gap_withdraw(by=world["alliance_manager"], gap=held.gap, reason="Counted twice.", at=AT)
    client.force_login(world["partner"])
    page = read(client, "gap", held.gap_id)
    assert "Lapsed: the gap was withdrawn" in page
    assert "The offer to Riverside Hospitals (fictional) lapsed" in page
    assert page.count("Withdraw this commitment") == 1
    for asked in (">Accept<", ">Decline<", "Write an update", "Say that it is done"):
        assert asked not in page
    waits = work_of(world["partner"], on=TODAY + timedelta(days=90))
    assert (waits.to_answer, waits.ours) == ((), ())


@pytest.mark.parametrize(
    ("who", "waits"),
    [
        ("partner", "to_answer"),
        ("alliance_manager", "to_review"),
        ("patient_representative", "to_ask_patients"),
    ],
)
def test_each_finds_on_their_page_what_waits_for_them(world: World, who: str, waits: str) -> None:
    held = world.accepted()
    for state in ("shown", "review_needed"):
        services.data_tested(commitment=held, progress=progress(state), at=AT)
    world.offered(gap=held.gap, promise="A third room.")
    found = work_of(world[who], on=TODAY)
    filled = {"to_answer", "to_review", "to_ask_patients"} - {waits}
    assert getattr(found, waits)
    assert not any(getattr(found, other) for other in filled)


def test_the_work_page_names_offers_gaps_to_agree_and_our_commitments(world: World, client: Client) -> None:
    world.accepted()
    client.force_login(world["partner"])
    page = read(client, "work")
    assert "You act for Riverside Hospitals (fictional)." in page
    assert "Our commitments" in page
    assert "Offered to you" not in page


def test_a_gap_that_was_raised_waits_for_those_who_have_not_agreed(world: World) -> None:
    gap = world.raised()
    assert work_of(world["partner"], on=TODAY).to_agree == (gap,)
    assert work_of(world["alliance_manager"], on=TODAY).to_agree == ()
    assert work_of(world["outsider"], on=TODAY).gaps == ()


def test_an_account_without_an_organisation_is_told_whom_to_ask(world: World, client: Client) -> None:
    client.force_login(world["nobody_yet"])
    assert "not yet linked to an organisation" in read(client, "work")


def test_buttons_are_shown_to_those_whose_call_would_be_allowed(world: World, client: Client) -> None:
    offered = world.offered()
    accept = reverse("commitment_accept", args=[offered.pk])
    for who, shown in (("partner", True), ("other_partner", False), ("alliance_manager", False)):
        client.force_login(world[who])
        assert (f'href="{accept}"' in read(client, "gap", offered.gap_id)) is shown, who


def test_a_form_with_gaps_comes_back_with_a_summary_that_leads_to_each(world: World, client: Client) -> None:
    gap = world.agreed()
    client.force_login(world["alliance_manager"])
    sent = {"organisation": world.riverside.pk, "target": "170", "due_day": "31", "due_month": "2"}
    answered = client.post(reverse("commitment_offer", args=[gap.pk]), sent)
    page = answered.content.decode()
    assert answered.status_code == 400
    assert "<title>Error: Offer a commitment" in page
    for control in ("id_promise", "id_target", "id_due_0"):
        assert f'href="#{control}"' in page
        assert f'id="{control}"' in page
    assert 'value="170"' in page


def test_what_a_service_refuses_stands_at_the_top_of_the_form(world: World, client: Client) -> None:
    gap = world.raised()
    client.force_login(world["board_secretary"])
    answered = client.post(reverse("gap_agreed_by_board", args=[gap.pk]), {"decision_number": "2025-01/9"})
    assert answered.status_code == 400
    assert "no decision numbered" in answered.content.decode()


def test_a_target_in_per_cent_is_kept_as_a_share(world: World, client: Client) -> None:
    gap = world.agreed()
    client.force_login(world["partner"])
    sent = {
        "organisation": world.riverside.pk,
        "promise": "A second room.",
        "target": "72.5%",
        "due_day": "31",
        "due_month": "3",
        "due_year": "2099",
    }
    client.post(reverse("commitment_offer", args=[gap.pk]), sent)
    assert Commitment.objects.get().target == 0.725


def test_a_list_of_many_gaps_asks_the_database_as_often_as_one_of_few(
    world: World, client: Client, django_assert_max_num_queries: DjangoAssertNumQueries
) -> None:
    from tests.site.figures_by_hand import answer

    for number in range(4):
        gap = world.raised(answer=answer(30.0 + number))
        services.gap_agree(by=world["partner"], gap=gap, at=AT)
        services.gap_withdraw(by=world["alliance_manager"], gap=gap, reason="Again.", at=AT)
    with django_assert_max_num_queries(8):
        page = read(client, "gaps")
    assert page.count("register-item") == 4


def test_a_visitors_page_carries_a_policy_that_lets_the_browser_fetch_nothing_from_elsewhere(
    world: World, client: Client
) -> None:
    answered = client.get(reverse("gap", args=[world.accepted().gap_id]))
    policy = answered.headers["Content-Security-Policy"]
    assert "default-src 'self'" in policy
    assert "unsafe" not in policy
    page = answered.content.decode()
    for inline in ("<style", ' style="', "<script>"):
        assert inline not in page
