"""Who may do what, asked of one membership at a time: a person acts *for* an organisation, in a role, on a day.

A rule is a predicate over (`Acting`, object); each room adds its own rules in its `permissions.py`.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from typing import Any

import rules
from django.contrib.auth.models import AnonymousUser

from alliance_site.accounts.models import Organisation, Role, User

__all__ = ["Acting", "Person", "acting_for", "acting_on", "has_role", "may", "of", "takes_part_in"]

Person = User | AnonymousUser


@dataclass(frozen=True)
class Acting:
    """A person, for one organisation, in one role, on one day."""

    user: User
    organisation: Organisation
    role: str
    day: date


def acting_on(user: Person | None, day: date) -> list[Acting]:
    """Every way in which this person acts on a day; none for a visitor or a closed account."""
    if not isinstance(user, User) or not user.is_active:
        return []
    held = user.memberships.on(day).select_related("organisation")
    return [Acting(user, m.organisation, m.role, day) for m in held]


def has_role(*roles: Role) -> rules.Predicate:
    """The person acts in one of these roles."""
    named = "has_role:" + "|".join(roles)
    found: rules.Predicate = rules.predicate(lambda acting, _=None: acting.role in roles, name=named)
    return found


def of(organisation: Callable[[Any], Organisation]) -> rules.Predicate:
    """The person acts for the organisation that the object names."""
    found: rules.Predicate = rules.predicate(
        lambda acting, subject: acting.organisation == organisation(subject), name="of"
    )
    return found


def takes_part_in(alliance: Callable[[Any], Organisation]) -> rules.Predicate:
    """The person acts for the alliance itself, or for an organisation that takes part in it on that day."""
    found: rules.Predicate = rules.predicate(
        lambda acting, subject: acting.organisation.takes_part_in(alliance(subject), on=acting.day),
        name="takes_part_in",
    )
    return found


def acting_for(user: Person | None, rule: str, subject: Any, day: date) -> Acting | None:
    """The first way of acting under which the rule holds, or None."""
    held = (acting for acting in acting_on(user, day) if rules.test_rule(rule, acting, subject))
    return next(held, None)


def may(user: Person | None, rule: str, subject: Any, day: date) -> bool:
    """Whether the person may do this on that day."""
    return acting_for(user, rule, subject, day) is not None


rules.add_rule(
    "release_list.keep",
    has_role(Role.ALLIANCE_MANAGER) & of(lambda release_list: release_list.alliance),
)
