"""Writes of this room: opening accounts, and the audit trail that every service keeps."""

from __future__ import annotations

from datetime import date, datetime

from django.db import models
from django.utils import timezone

from alliance.errors import NotAllowed
from alliance_site.accounts.models import AuditEvent, Membership, Organisation, Partnership, Role, User
from alliance_site.accounts.permissions import Acting, Person, acting_for, acting_on

__all__ = [
    "audit",
    "membership_add",
    "organisation_add",
    "partnership_add",
    "permitted",
    "person_add",
]


def audit(
    *,
    user: Person | None,
    organisation: Organisation | None,
    action: str,
    subject: models.Model | None,
    at: datetime,
    reason: str = "",
    refused: bool = False,
) -> AuditEvent:
    """Write one line of the audit trail."""
    return AuditEvent.objects.create(
        user=user if isinstance(user, User) else None,
        organisation=organisation,
        action=action,
        object_type=subject._meta.label if subject else "",
        object_id=str(subject.pk or "") if subject else "",
        reason=reason,
        at=at,
        outcome=AuditEvent.Outcome.REFUSED if refused else AuditEvent.Outcome.ALLOWED,
    )


def permitted(rule: str, *, by: Person, subject: models.Model, at: datetime) -> Acting:
    """For whom and as what this person may do this. A refusal is audited before it is raised.

    Call it before the transaction opens, or the refusal's audit line is rolled back with it.

    Raises
    ------
    NotAllowed
        No membership of the person on that day allows it.
    """
    day = timezone.localdate(at)
    acting = acting_for(by, rule, subject, day)
    if acting is None:
        tried_for = next((a.organisation for a in acting_on(by, day)), None)
        audit(user=by, organisation=tried_for, action=rule, subject=subject, at=at, refused=True)
        raise NotAllowed(
            "Your account does not allow this here.",
            "Ask a person of the organisation concerned, or the alliance’s office. The attempt was recorded.",
        )
    return acting


def organisation_add(*, code: str, name: str, kind: str) -> Organisation:
    """The organisation with this code, added if it is not there."""
    return Organisation.objects.get_or_create(code=code, defaults={"name": name, "kind": kind})[0]


def partnership_add(*, organisation: Organisation, alliance: Organisation, valid_from: date) -> Partnership:
    """The organisation takes part in the alliance; said once."""
    return Partnership.objects.get_or_create(
        organisation=organisation, alliance=alliance, defaults={"valid_from": valid_from}
    )[0]


def person_add(*, email: str, name: str, password_hash: str) -> User:
    """The account with this address, opened if it is not there."""
    return User.objects.get_or_create(
        email=email.lower(), defaults={"name": name, "password": password_hash}
    )[0]


def membership_add(*, user: User, organisation: Organisation, role: Role, valid_from: date) -> Membership:
    """The person acts for the organisation in this role; said once."""
    return Membership.objects.get_or_create(
        user=user, organisation=organisation, role=role, defaults={"valid_from": valid_from}
    )[0]
