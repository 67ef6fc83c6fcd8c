"""What stands in a sheet's cell where there is no number: the shorthand of the Government Analysis Function."""

from __future__ import annotations

from alliance.observations import Absence

__all__ = ["MEANINGS", "NOT_APPLICABLE", "shorthand"]

NOT_APPLICABLE = "[z]"

MEANINGS = {
    "[c]": "Hidden to protect patients, by the publisher or because there are too few",
    "[x]": "Not available",
    "[z]": "Not applicable: there were no patients, the organisation did not exist, or nothing of the kind applies",
}

_OF_ABSENCE = {
    Absence.NOT_PUBLISHED: "[x]",
    Absence.WITHDRAWN: "[x]",
    Absence.SUPPRESSED: "[c]",
    Absence.TOO_FEW: "[c]",
    Absence.NO_PLACE: "[z]",
    Absence.NO_ACTIVITY: "[z]",
}


def shorthand(absence: str | None) -> str:
    """The shorthand of an `Absence`; "[x]" where no reason is known."""
    return _OF_ABSENCE[Absence(absence)] if absence else "[x]"
