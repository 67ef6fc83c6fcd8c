"""Named lists of those who see figures before they are public: opening one, putting a person on it, ending that.

The alliance's manager does this on the site; whoever runs the server may do it with `alliance release-list`.
"""

from __future__ import annotations

from datetime import date, datetime

from django.db import transaction

from alliance.errors import UsageError
from alliance.ingest import audience_of
from alliance_site.accounts.audience import PARTNERS, PUBLIC
from alliance_site.accounts.models import (
    ListMembership,
    ListMembershipEnd,
    Organisation,
    ReleaseList,
    User,
    holds_on,
)
from alliance_site.accounts.permissions import Person
from alliance_site.accounts.services import audit, permitted

__all__ = ["RULE", "list_open", "list_person_add", "list_person_end"]

RULE = "release_list.keep"


def list_open(
    *, by: Person | None, alliance: Organisation, slug: str, purpose: str, at: datetime
) -> ReleaseList:
    """Open a list under the name with which its figures are loaded; the same name again answers with that list.

    `by` nobody is whoever runs the server.

    Raises
    ------
    UsageError
        The name is taken by another alliance, is `public` or `partners`, or cannot be one.
    """
    drafted = ReleaseList(alliance=alliance, slug=_name_of(slug), purpose=purpose.strip(), opened_at=at)
    organisation = permitted(RULE, by=by, subject=drafted, at=at).organisation if by else None
    with transaction.atomic():
        Organisation.objects.select_for_update().get(pk=alliance.pk)
        known = ReleaseList.objects.filter(slug=drafted.slug).first()
        if known is None:
            drafted.save()
            audit(user=by, organisation=organisation, action="release_list.open", subject=drafted, at=at)
            return drafted
    if known.alliance_id != alliance.pk:
        raise UsageError(f"'{known}' is a list of another alliance.", "Choose another name.")
    return known


def _name_of(slug: str) -> str:
    name = audience_of(slug, None).visibility
    if name in ("", PUBLIC, PARTNERS):
        raise UsageError(f"'{slug}' is not the name of a list.", "Write one such as pre-release-may.")
    return name


def list_person_add(
    *,
    by: Person | None,
    release_list: ReleaseList,
    person: User,
    valid_from: date,
    valid_to: date | None = None,
    at: datetime,
) -> ListMembership:
    """Put a person on a list from a day on; who is on it already from then on stays as they are.

    Raises
    ------
    UsageError
        The last day is before the first.
    """
    organisation = permitted(RULE, by=by, subject=release_list, at=at).organisation if by else None
    if valid_to is not None and valid_to < valid_from:
        raise UsageError("The last day is before the first.", "Name a later one, or none.")
    with transaction.atomic():
        held = ReleaseList.objects.select_for_update().get(pk=release_list.pk)
        mine = held.memberships.filter(user=person, end__isnull=True, valid_to=valid_to)
        known = mine.filter(holds_on(valid_from)).first()
        if known is not None:
            return known
        added = ListMembership.objects.create(
            release_list=held,
            user=person,
            valid_from=valid_from,
            valid_to=valid_to,
            put_on_by=by if isinstance(by, User) else None,
            at=at,
        )
        audit(user=by, organisation=organisation, action="release_list.add", subject=added, at=at)
    return added


def list_person_end(
    *, by: Person, membership: ListMembership, reason: str, at: datetime
) -> ListMembershipEnd:
    """Take a person from a list at once, saying why; ended twice, it stays ended."""
    acting = permitted(RULE, by=by, subject=membership.release_list, at=at)
    with transaction.atomic():
        held = ListMembership.objects.select_for_update().get(pk=membership.pk)
        known = ListMembershipEnd.objects.filter(membership=held).first()
        if known is not None:
            return known
        ended = ListMembershipEnd.objects.create(
            membership=held, user=acting.user, organisation=acting.organisation, reason=reason.strip(), at=at
        )
        audit(
            user=acting.user,
            organisation=acting.organisation,
            action="release_list.end",
            subject=held,
            at=at,
            reason=ended.reason,
        )
    return ended
