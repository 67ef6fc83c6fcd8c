"""A gap: a finding that people took up, with the figures that justified it frozen."""

from __future__ import annotations

from datetime import datetime

from django.db import models
from django.urls import reverse

from alliance_site.accounts.audience import Kept
from alliance_site.accounts.models import Organisation, User
from alliance_site.append_only import AppendOnly

__all__ = ["Gap", "GapAudience", "GapEvent"]


class Gap(AppendOnly):
    """One finding of one alliance, as it stood when it was raised.

    `answer` and `finding` are the library's JSON of that moment: a later revision of the figures is then
    visible beside them, never silent.
    """

    class State(models.TextChoices):
        RAISED = "raised", "Raised, not yet agreed"
        AGREED = "agreed", "Agreed jointly"
        WITHDRAWN = "withdrawn", "Withdrawn"

    alliance = models.ForeignKey(Organisation, models.PROTECT, related_name="gaps")
    measure = models.CharField(max_length=80)
    place_code = models.CharField(max_length=20)
    place_name = models.CharField(max_length=200)
    cut = models.JSONField(default=dict)
    pathway_stage = models.CharField(max_length=40)
    title = models.CharField(max_length=300)
    statement = models.TextField()
    finding = models.JSONField()
    finding_key = models.CharField(max_length=300)
    answer = models.JSONField()
    answer_digest = models.CharField(max_length=64)
    raised_by = models.ForeignKey(User, models.PROTECT, related_name="+")
    raised_for = models.ForeignKey(Organisation, models.PROTECT, related_name="+")
    raised_at = models.DateTimeField()

    class Meta(AppendOnly.Meta):
        constraints = (
            models.UniqueConstraint(
                fields=("alliance", "finding_key", "answer_digest"), name="one_gap_a_finding_and_its_figures"
            ),
        )

    def __str__(self) -> str:
        return self.title

    def get_absolute_url(self) -> str:
        """The address of its story."""
        return reverse("gap", args=[self.pk])

    @property
    def state(self) -> Gap.State:
        """What the latest deciding event says."""
        decided = [e.kind for e in self.events.all() if e.kind in _STATES]
        return _STATES[decided[-1]] if decided else self.State.RAISED

    def kept(self, at: datetime) -> tuple[Kept, ...]:
        """For whom alone its frozen figures are at a moment; empty: everybody may see them."""
        kept = (Kept(row.visibility, row.until) for row in self.audiences.all())
        return tuple(k for k in kept if k.stands(at))


class GapAudience(AppendOnly):
    """That a gap rests on figures which only those see whom `visibility` names, for good or `until` an hour.

    Whoever may not see the figures may not read the gap: its words tell them.
    """

    gap = models.ForeignKey(Gap, models.PROTECT, related_name="audiences")
    visibility = models.CharField(max_length=60)
    until = models.DateTimeField(null=True)

    def __str__(self) -> str:
        return f"{self.gap}: {self.visibility}"


class GapEvent(AppendOnly):
    """Something that an organisation or the Board said of a gap."""

    class Kind(models.TextChoices):
        RAISED = "raised", "Raised"
        AGREED_BY_ORGANISATION = "agreed_by_organisation", "Agreed by an organisation"
        AGREED_JOINTLY = "agreed_jointly", "Agreed jointly"
        AGREED_BY_BOARD = "agreed_by_board", "Agreed by the Board"
        WITHDRAWN = "withdrawn", "Withdrawn"

    gap = models.ForeignKey(Gap, models.PROTECT, related_name="events")
    kind = models.CharField(max_length=30, choices=Kind.choices)
    user = models.ForeignKey(User, models.PROTECT, related_name="+")
    organisation = models.ForeignKey(Organisation, models.PROTECT, related_name="+")
    reason = models.TextField(blank=True)
    decision_number = models.CharField(max_length=40, blank=True)
    at = models.DateTimeField()

    class Meta(AppendOnly.Meta):
        constraints = (
            models.UniqueConstraint(
                fields=("gap", "kind", "organisation"), name="an_organisation_says_it_once_of_a_gap"
            ),
        )

    def __str__(self) -> str:
        return f"{self.get_kind_display()}: {self.gap}"


_STATES: dict[str, Gap.State] = {
    GapEvent.Kind.RAISED: Gap.State.RAISED,
    GapEvent.Kind.AGREED_JOINTLY: Gap.State.AGREED,
    GapEvent.Kind.AGREED_BY_BOARD: Gap.State.AGREED,
    GapEvent.Kind.WITHDRAWN: Gap.State.WITHDRAWN,
}
