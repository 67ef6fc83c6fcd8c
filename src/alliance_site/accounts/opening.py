"""Opening accounts from the command line: the alliance decides who works in its register."""

from __future__ import annotations

from datetime import date

from django.contrib.auth.hashers import make_password
from django.db import transaction

from alliance.errors import UsageError
from alliance.places import PROVIDER_KINDS, Place, PlaceBook, PlaceKind
from alliance_site.accounts.models import Organisation, Role, User
from alliance_site.accounts.services import membership_add, organisation_add, partnership_add, person_add

__all__ = ["account_open"]


@transaction.atomic
def account_open(
    *, email: str, name: str, password: str, organisation: str, role: str, book: PlaceBook, on: date
) -> tuple[User, Organisation]:
    """Open an account (or find it) and let the person act for an organisation from a day on.

    The organisation, the alliances in which it partners and, for an alliance, all its partner organisations are
    taken from the book of places, so that commitments can be offered to each.

    Raises
    ------
    UnknownName
        The book has no such organisation.
    UsageError
        There is no such role, or a place of this kind has no people.
    """
    if role not in Role.values:
        raise UsageError(f"There is no role '{role}'.", f"Roles are: {', '.join(Role.values)}.")
    place = book.get(organisation)
    if place.kind is not PlaceKind.ALLIANCE and place.kind not in PROVIDER_KINDS:
        raise UsageError(
            f"{place.name} is of kind {place.kind}: people act for an alliance or a partner organisation.",
            "Name one of those by its code.",
        )
    own = _known(place)
    alliances = [place] if place.kind is PlaceKind.ALLIANCE else book.alliances_of(place.code, on)
    for alliance in alliances:
        for partner in book.members(alliance.code, on):
            partnership_add(organisation=_known(partner), alliance=_known(alliance), valid_from=on)
    person = person_add(email=email, name=name, password_hash=make_password(password))
    membership_add(user=person, organisation=own, role=Role(role), valid_from=on)
    return person, own


def _known(place: Place) -> Organisation:
    return organisation_add(code=place.code, name=place.name, kind=str(place.kind))
