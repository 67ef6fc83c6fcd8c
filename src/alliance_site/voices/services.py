"""Writes of this room: a voice is recorded by one person and published by another."""

from __future__ import annotations

from datetime import datetime
from hashlib import sha256
from typing import Any

from django.db import transaction

from alliance.errors import UsageError
from alliance_site.accounts.permissions import Acting, Person
from alliance_site.accounts.services import audit, permitted
from alliance_site.register.services import reason_told, still_open, unless_same
from alliance_site.voices.models import Voice, VoiceEvent
from alliance_site.wording import told

__all__ = ["Voice", "voice_add", "voice_hide", "voice_publish"]


def voice_add(
    *, by: Person, gap: Any, kind: Voice.Kind, text: str, consent_recorded: bool, at: datetime
) -> Voice:
    """Record what patients say of a `register` gap, without names; the same words again answer with the first row.

    Words that were recorded without consent are recorded anew with it.

    Raises
    ------
    UsageError
        There are no words, or the gap was withdrawn.
    """
    words = told(text)
    drafted = Voice(gap=gap, kind=kind, text=words, consent_recorded=consent_recorded, at=at)
    acting = permitted("voice.add", by=by, subject=drafted, at=at)
    if not words:
        raise UsageError("There is nothing to record.", "Write what patients say.")
    with transaction.atomic():
        still_open(gap)
        voice, new = Voice.objects.get_or_create(
            gap=gap,
            fingerprint=_fingerprint(kind, words, consent_recorded),
            defaults={
                "kind": kind,
                "text": words,
                "consent_recorded": consent_recorded,
                "user": acting.user,
                "organisation": acting.organisation,
                "at": at,
            },
        )
        if new:
            audit(
                user=acting.user, organisation=acting.organisation, action="voice.add", subject=voice, at=at
            )
    return voice


def _fingerprint(kind: str, words: str, consent_recorded: bool) -> str:
    said = f"{kind}\n{words}" if consent_recorded else f"{kind}\n{words}\nwithout consent"
    return sha256(said.encode()).hexdigest()


def voice_publish(*, by: Person, voice: Voice, at: datetime) -> Voice:
    """A moderator who did not record it lets the public read it.

    Raises
    ------
    UsageError
        No consent is recorded, or the gap was withdrawn.
    """
    acting = permitted("voice.publish", by=by, subject=voice, at=at)
    if not voice.consent_recorded:
        raise UsageError("No consent to publish this is recorded.", "Ask first, and record it again.")
    with transaction.atomic():
        still_open(voice.gap)
        held = Voice.objects.select_for_update().get(pk=voice.pk)
        if not held.published:
            _moderate(held, VoiceEvent.Kind.PUBLISHED, acting, at)
    return held


def voice_hide(*, by: Person, voice: Voice, reason: str, at: datetime) -> Voice:
    """A moderator takes a published voice from the public page: consent was withdrawn, or somebody could be known."""
    acting = permitted("voice.hide", by=by, subject=voice, at=at)
    reason = reason_told(reason)
    with transaction.atomic():
        held = Voice.objects.select_for_update().get(pk=voice.pk)
        hidden = held.events.filter(kind=VoiceEvent.Kind.HIDDEN).last()
        if hidden is not None and not held.published:
            unless_same(reason, hidden.reason)
        if held.published:
            _moderate(held, VoiceEvent.Kind.HIDDEN, acting, at, reason)
    return held


def _moderate(voice: Voice, kind: VoiceEvent.Kind, acting: Acting, at: datetime, reason: str = "") -> None:
    VoiceEvent.objects.create(
        voice=voice, kind=kind, user=acting.user, organisation=acting.organisation, reason=reason, at=at
    )
    audit(
        user=acting.user,
        organisation=acting.organisation,
        action=f"voice.{kind}",
        subject=voice,
        at=at,
        reason=reason,
    )
