"""A commitment: what one organisation promises about a gap, accepted by its own person or by a Board minute."""

from __future__ import annotations

from datetime import date

from django.db import models
from django.utils import timezone

from alliance_site.accounts.models import Organisation, User
from alliance_site.append_only import AppendOnly
from alliance_site.register.models.gap import Gap

__all__ = ["Commitment", "CommitmentEvent", "Update"]


class Commitment(AppendOnly):
    """What is promised, in words and as a level of the gap's measure (0.85, not 85), by when."""

    class Source(models.TextChoices):
        OFFERED = "offered", "Offered to the organisation"
        BOARD_MINUTE = "board_minute", "Recorded from a Board minute"

    class State(models.TextChoices):
        OFFERED = "offered", "Offered, not yet answered"
        ACCEPTED = "accepted", "Accepted"
        DECLINED = "declined", "Declined"
        WITHDRAWN = "withdrawn", "Withdrawn"
        LAPSED = "lapsed", "Lapsed: the gap was withdrawn"

    gap = models.ForeignKey(Gap, models.PROTECT, related_name="commitments")
    organisation = models.ForeignKey(Organisation, models.PROTECT, related_name="commitments")
    promise = models.TextField()
    target = models.FloatField()
    cut = models.JSONField(default=dict)
    due = models.DateField()
    source = models.CharField(max_length=20, choices=Source.choices)
    fingerprint = models.CharField(max_length=64)
    offered_by = models.ForeignKey(User, models.PROTECT, related_name="+")
    offered_for = models.ForeignKey(Organisation, models.PROTECT, related_name="+")
    offered_at = models.DateTimeField()

    class Meta(AppendOnly.Meta):
        constraints = (
            models.UniqueConstraint(
                fields=("gap", "organisation", "fingerprint"), name="the_same_commitment_is_offered_once"
            ),
        )

    def __str__(self) -> str:
        return f"{self.organisation}: {self.promise}"

    @property
    def state(self) -> Commitment.State:
        """What the latest event says; an offer lapses with the gap that it is about."""
        said = [e.kind for e in self.events.all()]
        stands = _STATES[said[-1]] if said else self.State.OFFERED
        lapsed = stands == self.State.OFFERED and self.gap.state == Gap.State.WITHDRAWN
        return self.State.LAPSED if lapsed else stands

    @property
    def acceptance(self) -> CommitmentEvent | None:
        """The event that made it binding: its own person's, or the Board's minute."""
        return next((e for e in self.events.all() if e.kind in _BINDING), None)

    @property
    def accepted_on(self) -> date | None:
        """The day since when it holds."""
        return timezone.localdate(self.acceptance.at) if self.acceptance else None


class CommitmentEvent(AppendOnly):
    """An answer to an offer, or a Board's minute, with who gave it, for whom and why."""

    class Kind(models.TextChoices):
        OFFERED = "offered", "Offered"
        ACCEPTED = "accepted", "Accepted"
        RECORDED_FROM_BOARD = "recorded_from_board", "Recorded from a Board minute"
        DECLINED = "declined", "Declined"
        WITHDRAWN = "withdrawn", "Withdrawn"

    commitment = models.ForeignKey(Commitment, models.PROTECT, related_name="events")
    kind = models.CharField(max_length=30, choices=Kind.choices)
    user = models.ForeignKey(User, models.PROTECT, related_name="+")
    organisation = models.ForeignKey(Organisation, models.PROTECT, related_name="+")
    reason = models.TextField(blank=True)
    decision_number = models.CharField(max_length=40, blank=True)
    at = models.DateTimeField()

    class Meta(AppendOnly.Meta):
        constraints = (
            models.UniqueConstraint(fields=("commitment", "kind"), name="a_commitment_is_answered_once"),
        )

    def __str__(self) -> str:
        return f"{self.get_kind_display()}: {self.commitment}"


class Update(AppendOnly):
    """A dated note by the organisation: what it did, and what effect it expects."""

    commitment = models.ForeignKey(Commitment, models.PROTECT, related_name="updates")
    on = models.DateField()
    action_taken = models.TextField()
    expected_effect = models.TextField(blank=True)
    fingerprint = models.CharField(max_length=64)
    user = models.ForeignKey(User, models.PROTECT, related_name="+")
    organisation = models.ForeignKey(Organisation, models.PROTECT, related_name="+")
    at = models.DateTimeField()

    class Meta(AppendOnly.Meta):
        ordering = ("on", "pk")
        constraints = (
            models.UniqueConstraint(
                fields=("commitment", "on", "fingerprint"), name="the_same_note_is_kept_once"
            ),
        )

    def __str__(self) -> str:
        return f"{self.on}: {self.action_taken}"


_BINDING = {CommitmentEvent.Kind.ACCEPTED, CommitmentEvent.Kind.RECORDED_FROM_BOARD}
_STATES: dict[str, Commitment.State] = {
    CommitmentEvent.Kind.OFFERED: Commitment.State.OFFERED,
    CommitmentEvent.Kind.ACCEPTED: Commitment.State.ACCEPTED,
    CommitmentEvent.Kind.RECORDED_FROM_BOARD: Commitment.State.ACCEPTED,
    CommitmentEvent.Kind.DECLINED: Commitment.State.DECLINED,
    CommitmentEvent.Kind.WITHDRAWN: Commitment.State.WITHDRAWN,
}
