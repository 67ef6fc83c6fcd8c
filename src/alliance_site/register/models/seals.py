"""Three seals on a commitment, in three tables, so that nothing can merge them into one status."""

from __future__ import annotations

from django.db import models

from alliance_site.accounts.models import Organisation, User
from alliance_site.append_only import AppendOnly
from alliance_site.register.models.commitment import Commitment

__all__ = ["DataSeal", "OrganisationSeal", "PatientSeal"]


class OrganisationSeal(AppendOnly):
    """*The organisation says done*: its own person's word."""

    commitment = models.ForeignKey(Commitment, models.PROTECT, related_name="organisation_seals")
    words = models.TextField(blank=True)
    user = models.ForeignKey(User, models.PROTECT, related_name="+")
    organisation = models.ForeignKey(Organisation, models.PROTECT, related_name="+")
    at = models.DateTimeField()

    def __str__(self) -> str:
        return f"{self.organisation} says done: {self.commitment}"


class DataSeal(AppendOnly):
    """*The data show it*: what the test of the published figures said, or what people decided when data turned.

    Until the first row there is no seal. A row without a user was written by the test; `progress` is the
    library's JSON of that test.
    """

    class State(models.TextChoices):
        SHOWN = "shown", "The data show it"
        REVIEW_NEEDED = "review_needed", "Review needed"
        WITHDRAWN = "withdrawn", "Withdrawn after review"

    commitment = models.ForeignKey(Commitment, models.PROTECT, related_name="data_seals")
    state = models.CharField(max_length=20, choices=State.choices)
    progress = models.JSONField()
    user = models.ForeignKey(User, models.PROTECT, null=True, related_name="+")
    organisation = models.ForeignKey(Organisation, models.PROTECT, null=True, related_name="+")
    reason = models.TextField(blank=True)
    at = models.DateTimeField()

    def __str__(self) -> str:
        return f"{self.get_state_display()}: {self.commitment}"


class PatientSeal(AppendOnly):
    """*Patients agree*: what patients who were asked said, how, and how many. Until the first row: not yet asked."""

    class State(models.TextChoices):
        AGREE = "agree", "Patients agree"
        DO_NOT_AGREE = "do_not_agree", "Patients do not agree"

    commitment = models.ForeignKey(Commitment, models.PROTECT, related_name="patient_seals")
    state = models.CharField(max_length=20, choices=State.choices)
    asked = models.PositiveIntegerField()
    how = models.CharField(max_length=300)
    words = models.TextField(blank=True)
    user = models.ForeignKey(User, models.PROTECT, related_name="+")
    organisation = models.ForeignKey(Organisation, models.PROTECT, related_name="+")
    at = models.DateTimeField()

    def __str__(self) -> str:
        return f"{self.get_state_display()}: {self.commitment}"
