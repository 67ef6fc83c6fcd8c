"""Opening accounts and release lists from the command line: the alliance decides who works in its register."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime

from django.contrib.auth.hashers import make_password
from django.contrib.auth.password_validation import validate_password
from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone

from alliance.errors import UnknownName, UsageError
from alliance.places import PROVIDER_KINDS, Place, PlaceBook, PlaceKind
from alliance_site.accounts.models import ListMembership, Organisation, ReleaseList, Role, User
from alliance_site.accounts.release_lists import list_open, list_person_add
from alliance_site.accounts.services import membership_add, organisation_add, partnership_add, person_add

__all__ = ["account_of", "account_open", "list_set_up"]

PARTNER_KINDS = PROVIDER_KINDS | {PlaceKind.ICB}


@transaction.atomic
def account_open(
    *, email: str, name: str, password: str, organisation: str, role: str, book: PlaceBook, on: date
) -> tuple[User, Organisation]:
    """Open an account (or find it) and let the person act for an organisation from a day on.

    An account that is there keeps its password and its name: those that are given are not used.

    The organisation, the alliances in which it partners and all their partner organisations (providers, and ICBs
    of which at least a part lies there) are taken from the book of places, so that commitments can be offered to
    each.

    Raises
    ------
    UnknownName
        The book has no such organisation.
    UsageError
        There is no such role, a place of this kind has no people, or a new account has no name or no password that
        the site accepts.
    """
    if role not in Role.values:
        raise UsageError(f"There is no role '{role}'.", f"Roles are: {', '.join(Role.values)}.")
    place = book.get(organisation)
    alliances = _alliances(place, book, on)
    own = _known(place)
    for alliance in alliances:
        for partner in (*book.members(alliance.code, on), *book.icbs_of(alliance.code, on)):
            partnership_add(organisation=_known(partner), alliance=_known(alliance), valid_from=on)
    person = account_of(email) or _person_new(email=email.strip(), name=name.strip(), password=password)
    membership_add(user=person, organisation=own, role=Role(role), valid_from=on)
    return person, own


def _alliances(place: Place, book: PlaceBook, on: date) -> list[Place]:
    """The alliances in which an organisation works on a day: itself, or those in which the book has it."""
    if place.kind is PlaceKind.ALLIANCE:
        return [place]
    if place.kind not in PARTNER_KINDS:
        raise UsageError(
            f"{place.name} is of kind {place.kind}: people act for an alliance or a partner organisation, "
            "which is a trust, another provider or an ICB.",
            "Name one of those by its code.",
        )
    found = book.alliances_of(place.code, on)
    if place.kind is PlaceKind.ICB and not found:
        raise UsageError(
            f"In the book of places {place.name} lies in no alliance on {on}.",
            "Name the ICB that came after it; alliance places lists them.",
        )
    return found


def account_of(email: str) -> User | None:
    """The account with this address, if there is one."""
    return User.objects.filter(email=email.strip().lower()).first()


def _person_new(*, email: str, name: str, password: str) -> User:
    if not name:
        raise UsageError(f"Nobody has an account as {email}, and a new one needs a name.", "Add --name.")
    try:
        validate_password(password, User(email=email, name=name))
    except ValidationError as fault:
        why = " and ".join(_wrong(each) for each in fault.error_list)
        raise UsageError(
            f"The site does not accept this password: {why}; no account was opened.",
            "Choose a long one that is neither common nor like the address, and give the command again.",
        ) from None
    return person_add(email=email, name=name, password_hash=make_password(password))


def _wrong(fault: ValidationError) -> str:
    """What one of Django's rules has against a password, within a sentence."""
    if fault.code == "password_too_short" and fault.params:
        return f"it has fewer than {fault.params['min_length']} characters"
    known = {"password_too_common": "it is a common one", "password_too_similar": "it is like the address"}
    return known.get(fault.code or "", " ".join(fault.messages).rstrip("."))


@transaction.atomic
def list_set_up(
    *,
    name: str,
    organisation: str,
    purpose: str,
    people: Sequence[str],
    until: str | None,
    book: PlaceBook,
    at: datetime,
) -> tuple[ReleaseList, list[ListMembership]]:
    """Open an alliance's list (or find it) and put the people with these addresses on it from now on.

    Raises
    ------
    UnknownName
        The book has no such organisation, or nobody has an account with one of the addresses.
    UsageError
        The organisation is not an alliance, the name cannot be a list's, or `until` is not a day to come.
    """
    place = book.get(organisation)
    if place.kind is not PlaceKind.ALLIANCE:
        raise UsageError(
            f"{place.name} is of kind {place.kind}.", "A release list is an alliance's: name its code."
        )
    held = list_open(by=None, alliance=_known(place), slug=name, purpose=purpose, at=at)
    last = _day(until)
    return held, [
        list_person_add(
            by=None,
            release_list=held,
            person=_person(email),
            valid_from=timezone.localdate(at),
            valid_to=last,
            at=at,
        )
        for email in people
    ]


def _person(email: str) -> User:
    found = account_of(email)
    if found is None:
        raise UnknownName(f"Nobody has an account as {email}.", "Open one first: alliance person.")
    return found


def _day(text: str | None) -> date | None:
    try:
        return date.fromisoformat(text) if text else None
    except ValueError:
        raise UsageError(f"--until: '{text}' is not a day.", "Write it as 2026-05-31.") from None


def _known(place: Place) -> Organisation:
    return organisation_add(code=place.code, name=place.name, kind=str(place.kind))
