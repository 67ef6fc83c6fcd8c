"""Gaps: raised with their figures frozen, agreed jointly or by the Board."""

from __future__ import annotations

import pytest

from alliance.answers.model import answer_from_json
from alliance.errors import NotAllowed, UsageError
from alliance_site.accounts.models import AuditEvent
from alliance_site.register import services
from alliance_site.register.models import Gap
from tests.site.figures_by_hand import answer, finding
from tests.site.people import AT, World, moment


def test_a_gap_keeps_the_answer_and_the_finding_that_justified_it(world: World) -> None:
    gap = Gap.objects.get(pk=world.raised().pk)
    assert gap.answer_digest == answer().digest()
    assert answer_from_json(gap.answer).digest() == gap.answer_digest
    assert gap.finding["patients_to_standard"] == 77.5
    assert (gap.place_code, gap.cut, gap.pathway_stage) == ("RXR", {"cancer": "lung"}, "treatment")


def test_a_gap_without_a_statement_speaks_with_the_findings_sentence(world: World) -> None:
    assert world.raised(statement="  ").statement == finding().sentence


def test_raising_the_same_finding_twice_answers_with_the_first_gap(world: World) -> None:
    first, second = world.raised(), world.raised(by=world["alliance_manager"], answer=answer(39.0))
    assert first == second
    assert Gap.objects.count() == 1
    assert AuditEvent.objects.filter(action="gap.raise").count() == 1


def test_a_withdrawn_gap_can_be_raised_again_on_new_figures_only(world: World) -> None:
    first = world.raised()
    services.gap_withdraw(by=world["alliance_manager"], gap=first, reason="Counted twice.", at=AT)
    assert world.raised() == first
    assert world.raised(answer=answer(39.0)) != first


def test_the_person_of_the_organisation_where_it_is_recorded_may_raise_it(world: World) -> None:
    assert world.raised(by=world["partner"]).raised_for == world.riverside


@pytest.mark.parametrize("who", ["other_partner", "outsider", "patient_representative", "nobody_yet"])
def test_others_may_not_raise_a_gap_and_the_attempt_is_audited(world: World, who: str) -> None:
    with pytest.raises(NotAllowed):
        world.raised(by=world[who])
    assert Gap.objects.count() == 0
    assert AuditEvent.objects.get().outcome == "refused"


def test_a_gap_is_agreed_when_a_second_organisation_and_the_one_concerned_have_agreed(world: World) -> None:
    gap = world.raised()
    assert gap.state == Gap.State.RAISED
    services.gap_agree(by=world["other_partner"], gap=gap, at=AT)
    assert Gap.objects.get().state == Gap.State.RAISED
    services.gap_agree(by=world["partner"], gap=gap, at=AT)
    assert Gap.objects.get().state == Gap.State.AGREED


def test_one_organisation_alone_does_not_agree_a_gap_however_often_it_says_so(world: World) -> None:
    gap = world.raised(by=world["partner"])
    for _ in range(3):
        services.gap_agree(by=world["partner"], gap=gap, at=AT)
    assert Gap.objects.get().state == Gap.State.RAISED
    assert gap.events.count() == 2


def test_the_board_may_record_that_partners_agreed(world: World) -> None:
    gap = world.raised()
    decision = world.decided(gaps=[gap.pk])
    for _ in range(2):
        services.gap_agree_from_board(
            by=world["board_secretary"], gap=gap, decision_number=decision.number, at=AT
        )
    assert Gap.objects.get().state == Gap.State.AGREED
    assert gap.events.filter(kind="agreed_by_board").count() == 1


@pytest.mark.parametrize("agreed", [None, False])
def test_a_board_that_did_not_agree_records_nothing(world: World, agreed: bool | None) -> None:
    gap = world.raised()
    if agreed is False:
        world.decided(agreed=False)
    with pytest.raises(UsageError):
        services.gap_agree_from_board(
            by=world["board_secretary"], gap=gap, decision_number="2025-06/1", at=AT
        )
    assert Gap.objects.get().state == Gap.State.RAISED


def test_a_withdrawn_gap_cannot_be_agreed(world: World) -> None:
    gap = world.raised()
    for _ in range(2):
        services.gap_withdraw(by=world["alliance_manager"], gap=gap, reason="Not ours.", at=AT)
    with pytest.raises(UsageError, match="withdrawn"):
        services.gap_agree(by=world["partner"], gap=gap, at=AT)
    assert gap.events.filter(kind="withdrawn").count() == 1


def test_a_membership_that_has_ended_allows_nothing(world: World) -> None:
    gap = world.raised()
    world["partner"].memberships.update(valid_to=moment("2025-07-01").date())
    with pytest.raises(NotAllowed):
        services.gap_agree(by=world["partner"], gap=gap, at=moment("2025-07-02"))
    services.gap_agree(by=world["partner"], gap=gap, at=moment("2025-07-01"))
    assert Gap.objects.get().state == Gap.State.AGREED


def test_a_decision_on_something_else_agrees_no_gap(world: World) -> None:
    gap, decision = world.raised(), world.decided()
    with pytest.raises(UsageError, match="does not concern this gap"):
        services.gap_agree_from_board(
            by=world["board_secretary"], gap=gap, decision_number=decision.number, at=AT
        )
    assert Gap.objects.get().state == Gap.State.RAISED


def test_a_gap_that_is_agreed_or_withdrawn_is_not_said_to_be_so_again(world: World) -> None:
    gap = world.agreed()
    decision = world.decided(gaps=[gap.pk])
    with pytest.raises(UsageError, match="agreed already, and nothing was changed"):
        services.gap_agree_from_board(
            by=world["board_secretary"], gap=gap, decision_number=decision.number, at=AT
        )
    services.gap_withdraw(by=world["alliance_manager"], gap=gap, reason="Not ours.", at=AT)
    with pytest.raises(UsageError, match="nothing was changed"):
        services.gap_withdraw(by=world["alliance_manager"], gap=gap, reason="Counted twice.", at=AT)
