"""What patients say of a gap. No names; nothing is public before consent is recorded and another person has read it."""

from __future__ import annotations

from django.db import models

from alliance_site.accounts.models import Organisation, User
from alliance_site.append_only import AppendOnly

__all__ = ["Voice", "VoiceEvent"]


class Voice(AppendOnly):
    """One statement, as a person of the alliance or a patient representative recorded it."""

    class Kind(models.TextChoices):
        STORY = "story", "A patient’s story"
        SURVEY = "survey", "A survey"
        GROUP = "group", "A group of patients"

    gap = models.ForeignKey("register.Gap", models.PROTECT, related_name="voices")
    kind = models.CharField(max_length=20, choices=Kind.choices)
    text = models.TextField()
    consent_recorded = models.BooleanField()
    fingerprint = models.CharField(max_length=64)
    user = models.ForeignKey(User, models.PROTECT, related_name="+")
    organisation = models.ForeignKey(Organisation, models.PROTECT, related_name="+")
    at = models.DateTimeField()

    class Meta(AppendOnly.Meta):
        constraints = (
            models.UniqueConstraint(fields=("gap", "fingerprint"), name="the_same_voice_is_kept_once"),
        )

    def __str__(self) -> str:
        return f"{self.get_kind_display()}: {self.text[:60]}"

    @property
    def published(self) -> bool:
        """Whether the public may read it: what the latest moderation says."""
        said = [e.kind for e in self.events.all()]
        return bool(said) and said[-1] == VoiceEvent.Kind.PUBLISHED


class VoiceEvent(AppendOnly):
    """A moderator's decision."""

    class Kind(models.TextChoices):
        PUBLISHED = "published", "Published"
        HIDDEN = "hidden", "Hidden"

    voice = models.ForeignKey(Voice, models.PROTECT, related_name="events")
    kind = models.CharField(max_length=20, choices=Kind.choices)
    user = models.ForeignKey(User, models.PROTECT, related_name="+")
    organisation = models.ForeignKey(Organisation, models.PROTECT, related_name="+")
    reason = models.TextField(blank=True)
    at = models.DateTimeField()

    def __str__(self) -> str:
        return f"{self.get_kind_display()}: {self.voice}"
