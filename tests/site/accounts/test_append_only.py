"""Rows that are written once stay as they were written, whichever way one tries."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from django.apps import apps
from django.db import IntegrityError, models, transaction

from alliance_site.accounts.models import AuditEvent
from alliance_site.append_only import AppendOnly, WrittenOnceError
from alliance_site.board.models import Decision
from tests.site.people import World

KEPT = {
    "accounts": {"AuditEvent", "ListMembership", "ListMembershipEnd", "ReleaseList"},
    "register": {
        "Gap",
        "GapAudience",
        "GapEvent",
        "Commitment",
        "CommitmentEvent",
        "Update",
        "OrganisationSeal",
        "DataSeal",
        "PatientSeal",
    },
    "board": {"Meeting", "Decision", "GapDecision", "CommitmentDecision"},
    "voices": {"Voice", "VoiceEvent"},
}


@pytest.mark.parametrize("room", KEPT)
def test_every_row_of_the_register_the_board_and_the_audit_trail_is_written_once(room: str) -> None:
    found = {m.__name__ for m in apps.get_app_config(room).get_models() if issubclass(m, AppendOnly)}
    assert found == KEPT[room]


def test_nothing_that_is_kept_goes_when_what_it_points_to_goes() -> None:
    for model in (m for room in KEPT for m in apps.get_app_config(room).get_models()):
        for field in model._meta.get_fields():
            if isinstance(field, models.ForeignKey):
                assert field.remote_field.on_delete is models.PROTECT, field


TRIES: dict[str, Callable[[Decision], Any]] = {
    "save": lambda d: d.save(),
    "save of a fetched row": lambda d: Decision.objects.get(pk=d.pk).save(update_fields=["text"]),
    "delete": lambda d: d.delete(),
    "update": lambda d: Decision.objects.filter(pk=d.pk).update(text="Other words."),
    "update of all": lambda _: Decision.objects.update(text="Other words."),
    "delete of all": lambda _: Decision.objects.all().delete(),
    "update in bulk": lambda d: Decision.objects.bulk_update([d], ["text"]),
    "update or create": lambda d: Decision.objects.update_or_create(pk=d.pk, defaults={"text": "Other."}),
    "insert over it": lambda d: Decision.objects.bulk_create(
        [d], update_conflicts=True, update_fields=["text"], unique_fields=["id"]
    ),
    "its base manager": lambda d: Decision._base_manager.filter(pk=d.pk).update(text="Other words."),
    "through its meeting": lambda d: d.meeting.decisions.update(text="Other words."),
    "clearing its gaps": lambda d: d.gaps.clear(),
}


@pytest.mark.parametrize("way", TRIES)
def test_a_decision_cannot_be_changed_or_deleted(world: World, way: str) -> None:
    gap = world.raised()
    decision = world.decided(gaps=[gap.pk])
    with pytest.raises(WrittenOnceError), transaction.atomic():
        TRIES[way](decision)
    kept = Decision.objects.get(pk=decision.pk)
    assert kept.text == "The Board agrees that the wait is a gap."
    assert [g.pk for g in kept.gaps.all()] == [gap.pk]


def test_a_row_with_a_known_number_is_never_written_over(world: World) -> None:
    decision = world.decided()
    double = Decision(
        **{f.attname: getattr(decision, f.attname) for f in Decision._meta.concrete_fields}
        | {"text": "Other."}
    )
    with pytest.raises(IntegrityError), transaction.atomic():
        double.save()


def test_the_audit_trail_can_only_grow(world: World) -> None:
    world.raised()
    with pytest.raises(WrittenOnceError):
        AuditEvent.objects.all().delete()
    assert AuditEvent.objects.count() == 1
