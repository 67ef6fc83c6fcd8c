"""A small fictional alliance and the people who work with it, one a role."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from typing import Any
from zoneinfo import ZoneInfo

from alliance_site.accounts import release_lists
from alliance_site.accounts.models import (
    ListMembership,
    Membership,
    Organisation,
    Partnership,
    Role,
    User,
)
from alliance_site.board import services as board
from alliance_site.board.models import Decision, Meeting
from alliance_site.register import services
from alliance_site.register.models import Commitment, Gap
from tests.site.figures_by_hand import answer, finding

__all__ = ["AT", "PASSWORD", "World", "make_world", "moment"]

PASSWORD = "a-long-fictional-password"
OPENED = date(2020, 4, 1)


def moment(text: str) -> datetime:
    """Noon of a day in London."""
    return datetime.fromisoformat(f"{text}T12:00").replace(tzinfo=ZoneInfo("Europe/London"))


AT = moment("2025-06-19")


@dataclass(frozen=True)
class World:
    """Organisations and people by what they are. `other_*` is of another trust of the same alliance."""

    alliance: Organisation
    riverside: Organisation
    hillside: Organisation
    elsewhere: Organisation
    people: dict[str, User]

    def __getitem__(self, name: str) -> User:
        return self.people[name]

    def raised(self, **changes: Any) -> Gap:
        """A gap that the analyst raised."""
        asked = {"by": self["analyst"], "answer": answer(), "finding": finding(), "alliance": self.alliance}
        return services.gap_raise(**{**asked, "statement": "Too long a wait.", "at": AT, **changes})

    def agreed(self) -> Gap:
        """A gap that the alliance and Riverside agreed."""
        return services.gap_agree(by=self["partner"], gap=self.raised(), at=AT)

    def offered(self, **changes: Any) -> Commitment:
        """A commitment that the manager offered to Riverside."""
        asked = {
            "by": self["alliance_manager"],
            "gap": changes.pop("gap", None) or self.agreed(),
            "organisation": self.riverside,
            "promise": "A second room on two days a week.",
            "target": 0.7,
            "due": date(2026, 3, 31),
            "at": AT,
        }
        return services.commitment_offer(**{**asked, **changes})

    def accepted(self, **changes: Any) -> Commitment:
        """A commitment that Riverside accepted on the day of `AT`."""
        return services.commitment_accept(by=self["partner"], commitment=self.offered(**changes), at=AT)

    def listed(self, who: str, slug: str = "pre-release-may") -> ListMembership:
        """Somebody whom the manager put on a release list of the alliance."""
        keeper = self["alliance_manager"]
        held = release_lists.list_open(
            by=keeper, alliance=self.alliance, slug=slug, purpose="To prepare.", at=AT
        )
        return release_lists.list_person_add(
            by=keeper, release_list=held, person=self[who], valid_from=AT.date(), at=AT
        )

    def meeting(self, attended: int = 9) -> Meeting:
        """A meeting of the Board."""
        return board.meeting_create(
            by=self["board_secretary"],
            alliance=self.alliance,
            title="Summer meeting",
            held_on=date(2025, 6, 19),
            quorum=7,
            attended=attended,
            at=AT,
        )

    def decided(self, **changes: Any) -> Decision:
        """A decision that the Board agreed."""
        asked = {
            "by": self["board_secretary"],
            "meeting": changes.pop("meeting", None) or self.meeting(),
            "number": "2025-06/1",
            "text": "The Board agrees that the wait is a gap.",
            "how_patients_shaped_it": "Six patients told how they waited.",
            "proposed_by": "The clinical lead",
            "agreed": True,
            "at": AT,
        }
        return board.decision_record(**{**asked, **changes})


def _organisation(code: str, name: str, kind: str) -> Organisation:
    return Organisation.objects.create(code=code, name=name, kind=kind)


def _person(name: str, organisation: Organisation | None, role: str | None) -> User:
    address = f"{name.replace('_', '.')}@example.org"
    person = User.objects.create_user(address, PASSWORD, name=name.replace("_", " ").title())
    if organisation is not None and role is not None:
        Membership.objects.create(user=person, organisation=organisation, role=role, valid_from=OPENED)
    return person


def make_world() -> World:
    """Everybody, in the database."""
    alliance = _organisation("E56000999", "Three Rivers Cancer Alliance (fictional)", "alliance")
    riverside = _organisation("RXR", "Riverside Hospitals (fictional)", "trust")
    hillside = _organisation("RXH", "Hillside Hospitals (fictional)", "trust")
    elsewhere = _organisation("RXE", "Elsewhere Hospitals (fictional)", "trust")
    for partner in (riverside, hillside):
        Partnership.objects.create(organisation=partner, alliance=alliance, valid_from=OPENED)
    people = {
        role: _person(role, riverside if role == Role.PARTNER else alliance, role) for role in Role.values
    }
    people["other_partner"] = _person("other_partner", hillside, Role.PARTNER)
    people["outsider"] = _person("outsider", elsewhere, Role.PARTNER)
    people["nobody_yet"] = _person("nobody_yet", None, None)
    return World(alliance, riverside, hillside, elsewhere, people)
