"""Commitments: offered, answered by the organisation's own person, or recorded from a Board minute."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest

from alliance.errors import NotAllowed, UsageError
from alliance_site.accounts.models import AuditEvent
from alliance_site.register import services
from alliance_site.register.models import Commitment, Update
from alliance_site.register.selectors import accepted_commitments
from tests.site.figures_by_hand import answer
from tests.site.people import AT, World, moment

STRANGERS = ["alliance_manager", "analyst", "clinical_lead", "patient_representative", "board_secretary"]


def now(commitment: Commitment) -> Commitment:
    """The commitment as the database has it."""
    return Commitment.objects.get(pk=commitment.pk)


def test_an_offer_binds_nobody_until_its_own_person_accepts_it(world: World) -> None:
    offered = world.offered()
    assert now(offered).state == Commitment.State.OFFERED
    services.commitment_accept(by=world["partner"], commitment=offered, at=moment("2025-07-01"))
    assert now(offered).state == Commitment.State.ACCEPTED
    assert now(offered).accepted_on == date(2025, 7, 1)


@pytest.mark.parametrize("who", [*STRANGERS, "other_partner", "outsider", "nobody_yet"])
def test_nobody_else_accepts_for_an_organisation_and_the_attempt_is_audited(world: World, who: str) -> None:
    offered = world.offered()
    with pytest.raises(NotAllowed):
        services.commitment_accept(by=world[who], commitment=offered, at=AT)
    assert now(offered).state == Commitment.State.OFFERED
    refused = AuditEvent.objects.get(outcome="refused")
    assert (refused.user, refused.action, refused.object_id) == (
        world[who],
        "commitment.answer",
        str(offered.pk),
    )


def test_a_second_click_changes_nothing(world: World) -> None:
    first, second = world.offered(), world.offered(gap=Commitment.objects.get().gap)
    assert first == second
    for _ in range(2):
        services.commitment_accept(by=world["partner"], commitment=first, at=AT)
    assert [e.kind for e in first.events.all()] == ["offered", "accepted"]


def test_a_gap_that_is_not_agreed_has_no_commitments(world: World) -> None:
    with pytest.raises(UsageError, match="not yet agreed"):
        world.offered(gap=world.raised())


def test_a_commitment_is_offered_to_partner_organisations_only(world: World) -> None:
    with pytest.raises(UsageError, match="does not take part"):
        world.offered(organisation=world.elsewhere)
    assert Commitment.objects.count() == 0


def test_a_declined_commitment_keeps_its_reason_and_cannot_be_accepted(world: World) -> None:
    offered = world.offered()
    for _ in range(2):
        services.commitment_decline(by=world["partner"], commitment=offered, reason="No room.", at=AT)
    with pytest.raises(UsageError, match="declined"):
        services.commitment_accept(by=world["partner"], commitment=offered, at=AT)
    assert [(e.kind, e.reason) for e in offered.events.all()][1:] == [("declined", "No room.")]


def test_a_boards_minute_makes_a_commitment_under_the_number_of_its_decision(world: World) -> None:
    gap = world.agreed()
    decision = world.decided(gaps=[gap.pk])
    for _ in range(2):
        recorded = services.commitment_record_from_board(
            by=world["board_secretary"],
            gap=gap,
            organisation=world.riverside,
            promise="Two more lists.",
            target=0.75,
            due=date(2026, 3, 31),
            decision_number=decision.number,
            at=AT,
        )
    assert now(recorded).state == Commitment.State.ACCEPTED
    assert now(recorded).acceptance.decision_number == "2025-06/1"
    assert Commitment.objects.count() == 1


def test_a_commitment_from_the_board_needs_a_decision(world: World) -> None:
    with pytest.raises(UsageError, match="no decision"):
        services.commitment_record_from_board(
            by=world["board_secretary"],
            gap=world.agreed(),
            organisation=world.riverside,
            promise="Two more lists.",
            target=0.75,
            due=date(2026, 3, 31),
            decision_number="2025-06/9",
            at=AT,
        )
    assert Commitment.objects.count() == 0


def test_only_the_boards_secretary_records_its_minutes(world: World) -> None:
    gap, decision = world.agreed(), world.decided()
    with pytest.raises(NotAllowed):
        services.commitment_record_from_board(
            by=world["alliance_manager"],
            gap=gap,
            organisation=world.riverside,
            promise="Two more lists.",
            target=0.75,
            due=date(2026, 3, 31),
            decision_number=decision.number,
            at=AT,
        )


def test_an_accepted_commitment_is_withdrawn_openly_by_its_organisation(world: World) -> None:
    accepted = world.accepted()
    for _ in range(2):
        services.commitment_withdraw(
            by=world["partner"], commitment=accepted, reason="The room is closed.", at=AT
        )
    assert now(accepted).state == Commitment.State.WITHDRAWN
    assert accepted.events.last().reason == "The room is closed."


def test_an_update_is_kept_once_however_often_it_is_sent(world: World) -> None:
    accepted = world.accepted()
    for _ in range(2):
        services.update_add(
            by=world["partner"],
            commitment=accepted,
            on=AT.date(),
            action_taken="The second room opened.",
            expected_effect="Two weeks less.",
            at=AT,
        )
    assert Update.objects.get().organisation == world.riverside
    assert AuditEvent.objects.filter(action="update.add").count() == 1


@pytest.mark.parametrize("who", [*STRANGERS, "other_partner", "outsider"])
def test_nobody_else_writes_updates_for_an_organisation(world: World, who: str) -> None:
    accepted = world.accepted()
    with pytest.raises(NotAllowed):
        services.update_add(by=world[who], commitment=accepted, on=AT.date(), action_taken="Nothing.", at=AT)
    assert Update.objects.count() == 0
    assert AuditEvent.objects.filter(outcome="refused", action="update.add").count() == 1


def test_an_offer_has_no_updates(world: World) -> None:
    with pytest.raises(UsageError, match="offered"):
        services.update_add(
            by=world["partner"], commitment=world.offered(), on=AT.date(), action_taken="Begun.", at=AT
        )


def of_a_withdrawn_gap(world: World, commitment: Commitment) -> Commitment:
    """The commitment, its gap withdrawn."""
    services.gap_withdraw(by=world["alliance_manager"], gap=commitment.gap, reason="Counted twice.", at=AT)
    return now(commitment)


def test_an_offer_lapses_with_its_gap_and_is_answered_no_more(world: World) -> None:
    lapsed = of_a_withdrawn_gap(world, world.offered())
    assert lapsed.state == Commitment.State.LAPSED
    with pytest.raises(UsageError, match="gap was withdrawn"):
        services.commitment_accept(by=world["partner"], commitment=lapsed, at=AT)
    with pytest.raises(UsageError, match="gap was withdrawn"):
        services.commitment_decline(by=world["partner"], commitment=lapsed, reason="No room.", at=AT)
    assert [e.kind for e in lapsed.events.all()] == ["offered"]


def test_nothing_is_added_to_a_commitment_of_a_withdrawn_gap_and_it_may_be_taken_back(world: World) -> None:
    held = of_a_withdrawn_gap(world, world.accepted())
    asked = {"commitment": held, "at": AT}
    with pytest.raises(UsageError, match="gap was withdrawn"):
        services.update_add(by=world["partner"], on=AT.date(), action_taken="Begun.", **asked)
    with pytest.raises(UsageError, match="gap was withdrawn"):
        services.organisation_says_done(by=world["partner"], **asked)
    with pytest.raises(UsageError, match="gap was withdrawn"):
        services.patients_say(
            by=world["patient_representative"], agree=True, asked=9, how="By post", words="", **asked
        )
    assert held not in accepted_commitments()
    services.commitment_withdraw(by=world["partner"], reason="The gap is gone.", **asked)
    assert now(held).state == Commitment.State.WITHDRAWN


@pytest.mark.parametrize(
    ("agreed_gap", "decided", "why"),
    [
        (False, {"on_it": True, "agreed": True}, "not yet agreed jointly"),
        (True, {"on_it": False, "agreed": True}, "does not concern this gap"),
        (True, {"on_it": True, "agreed": False}, "did not agree"),
    ],
)
def test_a_minute_makes_a_commitment_only_on_an_agreed_gap_that_its_decision_concerns(
    world: World, agreed_gap: bool, decided: dict[str, bool], why: str
) -> None:
    gap = world.agreed() if agreed_gap else world.raised()
    decision = world.decided(gaps=[gap.pk] if decided["on_it"] else [], agreed=decided["agreed"])
    with pytest.raises(UsageError, match=why):
        services.commitment_record_from_board(
            by=world["board_secretary"],
            gap=gap,
            organisation=world.riverside,
            promise="Two more lists.",
            target=0.75,
            due=date(2026, 3, 31),
            decision_number=decision.number,
            at=AT,
        )
    assert Commitment.objects.count() == 0


def test_what_cannot_be_seen_is_no_promise_no_update_and_no_reason(world: World) -> None:
    nothing = "\u200b \u2060\ufeff"
    with pytest.raises(UsageError, match="what is promised"):
        world.offered(promise=nothing)
    held = world.accepted()
    with pytest.raises(UsageError, match="what was done"):
        services.update_add(by=world["partner"], commitment=held, on=AT.date(), action_taken=nothing, at=AT)
    with pytest.raises(UsageError, match="reason"):
        services.commitment_withdraw(by=world["partner"], commitment=held, reason=nothing, at=AT)
    assert now(held).state == Commitment.State.ACCEPTED


@pytest.mark.parametrize("due", [date(2025, 6, 19), date(2025, 6, 1), date(1925, 3, 31)])
def test_a_commitment_is_due_after_the_day_on_which_it_is_offered(world: World, due: date) -> None:
    with pytest.raises(UsageError, match="a day after 19 June 2025"):
        world.offered(due=due)
    assert world.offered(due=date(2025, 6, 20)).due == date(2025, 6, 20)


@pytest.mark.parametrize(
    ("better", "worse", "better_than_before"),
    [("higher", (0.3, 126.5 / 240), 0.6), ("lower", (0.6, 126.5 / 240), 0.3)],
)
def test_a_level_that_is_promised_is_better_than_when_the_gap_was_raised(
    world: World, better: str, worse: tuple[float, ...], better_than_before: float
) -> None:
    gap = world.raised(answer=replace(answer(), better=better))
    services.gap_agree(by=world["partner"], gap=gap, at=AT)
    for target in worse:
        with pytest.raises(UsageError, match=r"no better than the 52\.7%"):
            world.offered(gap=gap, target=target)
    assert world.offered(gap=gap, target=better_than_before).target == better_than_before


def test_what_was_promised_at_a_meeting_may_be_written_down_after_its_day(world: World) -> None:
    gap = world.agreed()
    words = {
        "by": world["board_secretary"],
        "gap": gap,
        "organisation": world.riverside,
        "promise": "Two more lists.",
        "target": 0.75,
        "decision_number": world.decided(gaps=[gap.pk]).number,
        "at": moment("2025-11-17"),
    }
    with pytest.raises(UsageError, match="a day after 19 June 2025"):
        services.commitment_record_from_board(due=date(2025, 6, 19), **words)
    kept = services.commitment_record_from_board(due=date(2025, 9, 30), **words)
    assert now(kept).state == Commitment.State.ACCEPTED


def test_what_is_declined_or_withdrawn_already_is_given_no_second_reason(world: World) -> None:
    asked = {"by": world["partner"], "at": AT}
    held = world.accepted()
    offered = world.offered(gap=held.gap, promise="A third room.")
    services.commitment_decline(commitment=offered, reason="No room.", **asked)
    with pytest.raises(UsageError, match="nothing was changed"):
        services.commitment_decline(commitment=offered, reason="No staff.", **asked)
    services.commitment_withdraw(commitment=held, reason="It is closed.", **asked)
    with pytest.raises(UsageError, match="nothing was changed"):
        services.commitment_withdraw(commitment=held, reason="It is shut.", **asked)
    assert [e.reason for e in offered.events.all()] == ["", "No room."]


def test_what_was_answered_is_not_said_to_be_offered_again(world: World) -> None:
    held = world.accepted()
    with pytest.raises(UsageError, match="Nothing was changed"):
        world.offered(gap=held.gap)
    decision = world.decided(gaps=[held.gap_id])
    with pytest.raises(UsageError, match="Nothing was changed"):
        services.commitment_record_from_board(
            by=world["board_secretary"],
            gap=held.gap,
            organisation=held.organisation,
            promise=held.promise,
            target=held.target,
            due=held.due,
            decision_number=decision.number,
            at=AT,
        )
