"""After figures were loaded, every accepted commitment is tested against them."""

from __future__ import annotations

from datetime import date, datetime

from alliance.answers import Desk
from alliance.findings import Progress, progress
from alliance_site.accounts.audience import PUBLIC
from alliance_site.accounts.selectors import last_noted
from alliance_site.accounts.services import audit
from alliance_site.evidence.desk import seen_in
from alliance_site.register.models import Commitment, DataSeal
from alliance_site.register.selectors import accepted_commitments, sealed_by_data
from alliance_site.register.services.seals import data_tested

__all__ = ["progress_of", "retest_all", "retest_when_new"]

ACTION = "register.retest"


def progress_of(desk: Desk, commitment: Commitment, *, as_of: date | None = None) -> Progress:
    """What the figures known on a day (None: now) show of a commitment since it was accepted.

    Raises
    ------
    ValueError
        It is not accepted: there is no day to count from.
    """
    if commitment.accepted_on is None:
        raise ValueError(f"Commitment {commitment.pk} is not accepted.")
    gap = commitment.gap
    return progress(
        desk,
        gap.measure,
        gap.place_code,
        cut=commitment.cut,
        target=commitment.target,
        before=(gap.finding["numerator"], gap.finding["denominator"]),
        since=commitment.accepted_on,
        sealed=sealed_by_data(commitment),
        as_of=as_of,
    )


def retest_all(*, desk: Desk, at: datetime, as_of: date | None = None) -> list[DataSeal]:
    """Test every accepted commitment against the figures that are public; the seals that this set or turned.

    Raises
    ------
    ValueError
        The desk shows more than the public may see: a seal of the data is public.
    """
    if desk.visible != (PUBLIC,):
        raise ValueError("A seal of the data rests on public figures.")
    changed = []
    for commitment in accepted_commitments():
        before = commitment.data_seals.last()
        tested = progress_of(desk, commitment, as_of=as_of)
        after = data_tested(commitment=commitment, progress=tested, at=at)
        if after is not None and after != before:
            changed.append(after)
    audit(user=None, organisation=None, action=ACTION, subject=None, at=at, reason=seen_in(desk))
    return changed


def retest_when_new(*, desk: Desk, at: datetime) -> bool:
    """Test again if figures were loaded, or became public, since the last test; whether that was so."""
    if last_noted(ACTION) == seen_in(desk):
        return False
    retest_all(desk=desk, at=at)
    return True
