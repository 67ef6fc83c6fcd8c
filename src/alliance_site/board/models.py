"""Meetings of an alliance's Board, and what it decided: written once, corrected only by a new dated row."""

from __future__ import annotations

from django.db import models

from alliance_site.accounts.models import Organisation, User
from alliance_site.append_only import AppendOnly

__all__ = ["Decision", "Meeting"]


class Meeting(AppendOnly):
    """One meeting: when, how many it needs to decide, how many came."""

    alliance = models.ForeignKey(Organisation, models.PROTECT, related_name="meetings")
    title = models.CharField(max_length=200)
    held_on = models.DateField()
    quorum = models.PositiveSmallIntegerField()
    attended = models.PositiveSmallIntegerField()
    user = models.ForeignKey(User, models.PROTECT, related_name="+")
    at = models.DateTimeField()

    class Meta(AppendOnly.Meta):
        ordering = ("-held_on", "-pk")
        constraints = (
            models.UniqueConstraint(fields=("alliance", "held_on", "title"), name="one_row_a_meeting"),
        )

    def __str__(self) -> str:
        return f"{self.title}, {self.held_on:%d %B %Y}"

    @property
    def quorate(self) -> bool:
        """Whether enough came to decide."""
        return self.attended >= self.quorum


class Decision(AppendOnly):
    """What the Board decided, under a number that is used once, with how patients shaped it."""

    meeting = models.ForeignKey(Meeting, models.PROTECT, related_name="decisions")
    alliance = models.ForeignKey(Organisation, models.PROTECT, related_name="decisions")
    number = models.CharField(max_length=40)
    text = models.TextField()
    how_patients_shaped_it = models.TextField()
    proposed_by = models.CharField(max_length=200)
    agreed = models.BooleanField()
    corrects = models.OneToOneField("self", models.PROTECT, null=True, related_name="corrected_by")
    gaps = models.ManyToManyField("register.Gap", through="GapDecision", related_name="+")
    commitments = models.ManyToManyField(
        "register.Commitment", through="CommitmentDecision", related_name="+"
    )
    user = models.ForeignKey(User, models.PROTECT, related_name="+")
    organisation = models.ForeignKey(Organisation, models.PROTECT, related_name="+")
    at = models.DateTimeField()

    class Meta(AppendOnly.Meta):
        constraints = (
            models.UniqueConstraint(fields=("alliance", "number"), name="a_number_is_used_once"),
            models.CheckConstraint(
                condition=~models.Q(how_patients_shaped_it=""), name="how_patients_shaped_it_is_said"
            ),
        )

    def __str__(self) -> str:
        return f"Decision {self.number}"


class GapDecision(AppendOnly):
    """A decision concerns a gap."""

    decision = models.ForeignKey(Decision, models.PROTECT, related_name="+")
    gap = models.ForeignKey("register.Gap", models.PROTECT, related_name="+")


class CommitmentDecision(AppendOnly):
    """A decision concerns a commitment."""

    decision = models.ForeignKey(Decision, models.PROTECT, related_name="+")
    commitment = models.ForeignKey("register.Commitment", models.PROTECT, related_name="+")
