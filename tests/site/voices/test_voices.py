"""What patients say: recorded by one, published by another, with consent."""

from __future__ import annotations

from typing import Any

import pytest

from alliance.errors import NotAllowed, UsageError
from alliance_site.accounts.models import AuditEvent
from alliance_site.register.services import gap_withdraw as withdraw
from alliance_site.voices import services
from alliance_site.voices.models import Voice
from alliance_site.voices.selectors import voices_visible_to, voices_waiting_for
from tests.site.people import AT, World

TODAY = AT.date()


def heard(world: World, **changes: Any) -> Voice:
    """A voice that the patient representative recorded."""
    asked = {
        "by": world["patient_representative"],
        "gap": changes.pop("gap", None) or world.agreed(),
        "kind": Voice.Kind.STORY,
        "text": "I heard nothing for five weeks.",
        "consent_recorded": True,
        "at": AT,
    }
    return services.voice_add(**{**asked, **changes})


def test_a_voice_is_recorded_once_and_waits(world: World) -> None:
    voice = heard(world)
    assert heard(world, gap=voice.gap) == voice
    assert not voice.published
    assert voices_visible_to(None, on=TODAY, gaps=[voice.gap_id]) == []
    assert voices_visible_to(world["partner"], on=TODAY, gaps=[voice.gap_id]) == [voice]
    assert voices_waiting_for(world["alliance_manager"], on=TODAY, gaps=[voice.gap_id]) == [voice]


def test_after_another_person_published_it_everybody_reads_it(world: World) -> None:
    voice = heard(world)
    for _ in range(2):
        services.voice_publish(by=world["alliance_manager"], voice=voice, at=AT)
    assert voices_visible_to(None, on=TODAY, gaps=[voice.gap_id]) == [voice]
    assert voices_waiting_for(world["alliance_manager"], on=TODAY, gaps=[voice.gap_id]) == []
    assert voice.events.count() == 1


def test_nobody_publishes_what_they_recorded_themselves(world: World) -> None:
    voice = heard(world, by=world["alliance_manager"])
    with pytest.raises(NotAllowed):
        services.voice_publish(by=world["alliance_manager"], voice=voice, at=AT)
    assert not Voice.objects.get().published


def test_nothing_is_published_without_consent_on_record(world: World) -> None:
    voice = heard(world, consent_recorded=False)
    with pytest.raises(UsageError, match="consent"):
        services.voice_publish(by=world["alliance_manager"], voice=voice, at=AT)
    assert not Voice.objects.get().published


def test_a_voice_has_words(world: World) -> None:
    with pytest.raises(UsageError):
        heard(world, text="  ")


@pytest.mark.parametrize("who", ["partner", "analyst", "board_secretary", "outsider"])
def test_others_neither_record_nor_publish(world: World, who: str) -> None:
    voice = heard(world)
    with pytest.raises(NotAllowed):
        heard(world, gap=voice.gap, by=world[who], text="Another.")
    with pytest.raises(NotAllowed):
        services.voice_publish(by=world[who], voice=voice, at=AT)
    assert AuditEvent.objects.filter(outcome="refused").count() == 2


def test_a_voice_whose_consent_was_withdrawn_is_taken_from_the_public_page(world: World) -> None:
    voice = heard(world)
    services.voice_publish(by=world["alliance_manager"], voice=voice, at=AT)
    for _ in range(2):
        services.voice_hide(by=world["clinical_lead"], voice=voice, reason="Consent was withdrawn.", at=AT)
    assert voices_visible_to(None, on=TODAY, gaps=[voice.gap_id]) == []
    assert [event.kind for event in voice.events.all()] == ["published", "hidden"]
    services.voice_publish(by=world["alliance_manager"], voice=voice, at=AT)
    assert voices_visible_to(None, on=TODAY, gaps=[voice.gap_id]) == [voice]


def test_a_withdrawn_gap_takes_no_further_voices_and_publishes_none(world: World) -> None:
    voice = heard(world)
    withdraw(by=world["alliance_manager"], gap=voice.gap, reason="Counted twice.", at=AT)
    with pytest.raises(UsageError, match="gap was withdrawn"):
        heard(world, gap=voice.gap, text="Another.")
    with pytest.raises(UsageError, match="gap was withdrawn"):
        services.voice_publish(by=world["alliance_manager"], voice=voice, at=AT)
    assert voices_waiting_for(world["alliance_manager"], on=TODAY, gaps=[voice.gap_id]) == []


def test_words_without_consent_are_recorded_anew_once_those_who_said_them_agreed(world: World) -> None:
    silent = heard(world, consent_recorded=False)
    agreed = heard(world, gap=silent.gap)
    assert (silent.consent_recorded, agreed.consent_recorded) == (False, True)
    assert services.voice_publish(by=world["alliance_manager"], voice=agreed, at=AT).published


def test_a_voice_that_is_hidden_is_given_no_second_reason(world: World) -> None:
    voice = heard(world)
    services.voice_publish(by=world["alliance_manager"], voice=voice, at=AT)
    services.voice_hide(by=world["clinical_lead"], voice=voice, reason="Consent was withdrawn.", at=AT)
    with pytest.raises(UsageError, match="nothing was changed"):
        services.voice_hide(by=world["clinical_lead"], voice=voice, reason="A name is in it.", at=AT)
