"""People, organisations, who works where for how long, and the audit trail."""

from __future__ import annotations

from datetime import date
from typing import Any, ClassVar

from django.contrib.auth.base_user import AbstractBaseUser, BaseUserManager
from django.contrib.auth.models import PermissionsMixin
from django.db import models
from django.db.models.functions import Lower

from alliance_site.append_only import AppendOnly

__all__ = [
    "AuditEvent",
    "ListMembership",
    "ListMembershipEnd",
    "Membership",
    "Organisation",
    "Partnership",
    "ReleaseList",
    "Role",
    "User",
]


class People(BaseUserManager["User"]):
    """Opens accounts."""

    def create_user(self, email: str, password: str | None = None, **fields: Any) -> User:
        """An account with its e-mail in lower case; without a password nobody can sign in to it."""
        person = self.model(email=email.strip().lower(), **fields)
        person.set_password(password)
        person.save(using=self._db)
        return person

    def create_superuser(self, email: str, password: str | None = None, **fields: Any) -> User:
        """An account for Django's own commands; it gives no right in the register."""
        return self.create_user(email, password, is_superuser=True, **fields)


class User(AbstractBaseUser, PermissionsMixin):
    """A person who signs in with an e-mail address."""

    email = models.EmailField("email address", unique=True)
    name = models.CharField(max_length=200)
    is_active = models.BooleanField(default=True)

    objects: ClassVar[People] = People()

    USERNAME_FIELD = "email"
    EMAIL_FIELD = "email"
    REQUIRED_FIELDS: ClassVar[list[str]] = ["name"]

    class Meta:
        constraints = (models.UniqueConstraint(Lower("email"), name="one_account_an_address"),)

    def __str__(self) -> str:
        return self.name or self.email


class Organisation(models.Model):
    """An organisation that works with an alliance, or an alliance itself; `code` is the PlaceBook's."""

    code = models.CharField(max_length=20, unique=True)
    name = models.CharField(max_length=200)
    kind = models.CharField(max_length=20)

    class Meta:
        ordering = ("name",)

    def __str__(self) -> str:
        return self.name

    def takes_part_in(self, alliance: Organisation, *, on: date) -> bool:
        """Whether it is the alliance itself, or one of its partner organisations on a day."""
        return self == alliance or self.partnerships.on(on).filter(alliance=alliance).exists()


class Dated(models.QuerySet[Any]):
    """Rows that hold from `valid_from` to `valid_to`, both days included; an empty end is open."""

    def on(self, day: date) -> Dated:
        """Those that hold on a day."""
        return self.filter(holds_on(day))


def holds_on(day: date) -> models.Q:
    """That a dated row holds on a day."""
    still = models.Q(valid_to__isnull=True) | models.Q(valid_to__gte=day)
    return still & models.Q(valid_from__lte=day)


class Partnership(models.Model):
    """An organisation takes part in an alliance, for a time; it may take part in two."""

    organisation = models.ForeignKey(Organisation, models.PROTECT, related_name="partnerships")
    alliance = models.ForeignKey(Organisation, models.PROTECT, related_name="taking_part")
    valid_from = models.DateField()
    valid_to = models.DateField(null=True, blank=True)

    objects = Dated.as_manager()

    def __str__(self) -> str:
        return f"{self.organisation} in {self.alliance}"


class Role(models.TextChoices):
    """What a person is for an organisation."""

    ALLIANCE_MANAGER = "alliance_manager", "Alliance manager"
    ANALYST = "analyst", "Analyst"
    CLINICAL_LEAD = "clinical_lead", "Clinical lead"
    PARTNER = "partner", "Partner organisation’s person"
    PATIENT_REPRESENTATIVE = "patient_representative", "Patient representative"
    BOARD_SECRETARY = "board_secretary", "Board secretary"


class Membership(models.Model):
    """A person acts for an organisation in one role, for a time."""

    user = models.ForeignKey(User, models.PROTECT, related_name="memberships")
    organisation = models.ForeignKey(Organisation, models.PROTECT, related_name="memberships")
    role = models.CharField(max_length=30, choices=Role.choices)
    valid_from = models.DateField()
    valid_to = models.DateField(null=True, blank=True)

    objects = Dated.as_manager()

    class Meta:
        ordering = ("pk",)

    def __str__(self) -> str:
        return f"{self.user}, {self.get_role_display()}, {self.organisation}"


class ReleaseList(AppendOnly):
    """A named list of those who see figures before they are public; `slug` is the visibility of those figures."""

    alliance = models.ForeignKey(Organisation, models.PROTECT, related_name="release_lists")
    slug = models.SlugField(max_length=60, unique=True)
    purpose = models.CharField(max_length=300)
    opened_at = models.DateTimeField()

    class Meta(AppendOnly.Meta):
        ordering = ("slug",)

    def __str__(self) -> str:
        return self.slug


class ListMembership(AppendOnly):
    """A person is on a list from a day on, until a day if one is named, or until it is ended. Both days are included.

    Without `put_on_by`, somebody did it who runs the server.
    """

    release_list = models.ForeignKey(ReleaseList, models.PROTECT, related_name="memberships")
    user = models.ForeignKey(User, models.PROTECT, related_name="list_memberships")
    valid_from = models.DateField()
    valid_to = models.DateField(null=True)
    put_on_by = models.ForeignKey(User, models.PROTECT, null=True, related_name="+")
    at = models.DateTimeField()

    def __str__(self) -> str:
        return f"{self.user} on {self.release_list}"


class ListMembershipEnd(AppendOnly):
    """Somebody took a person from a list, from that moment on."""

    membership = models.OneToOneField(ListMembership, models.PROTECT, related_name="end")
    user = models.ForeignKey(User, models.PROTECT, related_name="+")
    organisation = models.ForeignKey(Organisation, models.PROTECT, related_name="+")
    reason = models.TextField()
    at = models.DateTimeField()

    def __str__(self) -> str:
        return f"{self.membership}: ended"


class AuditEvent(AppendOnly):
    """Who did, or tried to do, what, for whom, when and why. It holds no patient's words."""

    class Outcome(models.TextChoices):
        ALLOWED = "allowed", "Allowed"
        REFUSED = "refused", "Refused"

    user = models.ForeignKey(User, models.PROTECT, null=True, related_name="+")
    organisation = models.ForeignKey(Organisation, models.PROTECT, null=True, related_name="+")
    action = models.CharField(max_length=60)
    object_type = models.CharField(max_length=60, blank=True)
    object_id = models.CharField(max_length=60, blank=True)
    reason = models.TextField(blank=True)
    at = models.DateTimeField()
    outcome = models.CharField(max_length=10, choices=Outcome.choices)

    class Meta(AppendOnly.Meta):
        indexes = (models.Index(fields=("object_type", "object_id")), models.Index(fields=("action",)))

    def __str__(self) -> str:
        return f"{self.at:%Y-%m-%d %H:%M} {self.action} {self.object_type} {self.object_id} {self.outcome}"
