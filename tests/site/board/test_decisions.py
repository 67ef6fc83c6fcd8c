"""The Board's minutes."""

from __future__ import annotations

from datetime import date

import pytest

from alliance.errors import NotAllowed, UsageError
from alliance_site.accounts.models import AuditEvent
from alliance_site.board import services
from alliance_site.board.models import Decision, Meeting
from alliance_site.board.selectors import decision_numbered, decisions_on_gaps, public_meetings
from tests.site.people import AT, World


def test_a_meeting_is_recorded_once(world: World) -> None:
    assert world.meeting() == world.meeting()
    assert Meeting.objects.count() == 1
    assert AuditEvent.objects.filter(action="board.meeting").count() == 1


def test_a_meeting_is_not_recorded_before_its_day(world: World) -> None:
    def meets(held_on: date, title: str = "Autumn meeting") -> Meeting:
        return services.meeting_create(
            by=world["board_secretary"],
            alliance=world.alliance,
            title=title,
            held_on=held_on,
            quorum=7,
            attended=9,
            at=AT,
        )

    with pytest.raises(UsageError, match="20 June 2025 is yet to come"):
        meets(date(2025, 6, 20))
    with pytest.raises(UsageError, match="name"):
        meets(AT.date(), title="\u200b")
    assert Meeting.objects.count() == 0
    assert meets(AT.date()).held_on == AT.date()


@pytest.mark.parametrize("who", ["alliance_manager", "clinical_lead", "partner", "outsider"])
def test_only_the_secretary_writes_the_minutes(world: World, who: str) -> None:
    meeting = world.meeting()
    with pytest.raises(NotAllowed):
        world.decided(meeting=meeting, by=world[who])
    assert Decision.objects.count() == 0
    assert AuditEvent.objects.filter(outcome="refused", action="board.decide").count() == 1


@pytest.mark.parametrize(
    "missing",
    [
        {"how_patients_shaped_it": "  "},
        {"how_patients_shaped_it": "\u200b\u2060 \u00ad"},
        {"text": " "},
        {"number": ""},
        {"proposed_by": "\ufeff"},
    ],
    ids=lambda m: next(iter(m)),
)
def test_a_decision_says_what_how_patients_shaped_it_and_its_number(
    world: World, missing: dict[str, str]
) -> None:
    with pytest.raises(UsageError):
        world.decided(**missing)
    assert Decision.objects.count() == 0


def test_a_meeting_that_was_not_quorate_agrees_nothing(world: World) -> None:
    meeting = world.meeting(attended=6)
    with pytest.raises(UsageError, match="6 of the 7"):
        world.decided(meeting=meeting)
    assert world.decided(meeting=meeting, agreed=False).agreed is False


def test_the_same_decision_sent_twice_is_recorded_once(world: World) -> None:
    meeting = world.meeting()
    assert world.decided(meeting=meeting) == world.decided(meeting=meeting)
    assert Decision.objects.count() == 1


def test_a_number_is_never_used_for_other_words(world: World) -> None:
    meeting = world.meeting()
    world.decided(meeting=meeting)
    with pytest.raises(UsageError, match="stays so"):
        world.decided(meeting=meeting, text="Something else.")
    assert Decision.objects.get().text == "The Board agrees that the wait is a gap."


def test_a_correction_is_a_new_row_that_points_to_the_old_one_and_concerns_the_same_gaps(
    world: World,
) -> None:
    gap = world.raised()
    old = world.decided(gaps=[gap.pk])
    for _ in range(2):
        new = services.decision_correct(
            by=world["board_secretary"],
            decision=old,
            number="2025-06/1a",
            text="The Board agrees that the wait at Riverside is a gap.",
            how_patients_shaped_it="Seven patients told how they waited.",
            at=AT,
        )
    assert new.corrects == old
    assert Decision.objects.get(pk=old.pk).text == "The Board agrees that the wait is a gap."
    assert decisions_on_gaps([gap.pk]) == {gap.pk: [old, new]}


def test_a_decision_is_corrected_once_and_then_its_correction(world: World) -> None:
    old = world.decided()
    words = {
        "by": world["board_secretary"],
        "text": "Better words.",
        "how_patients_shaped_it": "As before.",
        "at": AT,
    }
    first = services.decision_correct(decision=old, number="2025-06/1a", **words)
    with pytest.raises(UsageError, match="2025-06/1a"):
        services.decision_correct(decision=old, number="2025-06/1b", **words)
    assert services.decision_correct(decision=first, number="2025-06/1b", **words).corrects == first


def test_a_decision_on_a_commitment_is_found_on_its_gap(world: World) -> None:
    accepted = world.accepted()
    decision = world.decided(commitments=[accepted.pk])
    assert decisions_on_gaps([accepted.gap_id]) == {accepted.gap_id: [decision]}


def test_a_decision_is_known_by_its_number_within_its_own_alliance(world: World) -> None:
    decision = world.decided()
    assert decision_numbered(world.alliance, " 2025-06/1 ") == decision
    with pytest.raises(UsageError):
        decision_numbered(world.elsewhere, "2025-06/1")


def test_everybody_may_read_what_a_board_decided(world: World) -> None:
    decision = world.decided()
    assert [list(m.decisions.all()) for m in public_meetings()] == [[decision]]


def test_a_decision_is_not_said_to_be_recorded_on_gaps_that_it_does_not_concern(world: World) -> None:
    gap, meeting = world.raised(), world.meeting()
    known = world.decided(meeting=meeting)
    with pytest.raises(UsageError, match="on other gaps, and stays so"):
        world.decided(meeting=meeting, gaps=[gap.pk])
    assert list(known.gaps.all()) == []


def test_a_meeting_is_not_said_to_be_recorded_with_other_numbers(world: World) -> None:
    world.meeting()
    with pytest.raises(UsageError, match="9 who came of 7 needed, and stays so"):
        world.meeting(attended=6)
