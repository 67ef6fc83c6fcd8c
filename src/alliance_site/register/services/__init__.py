"""Writes of the register: keyword-only, one transaction each, audited; repeated, they change nothing."""

from __future__ import annotations

from alliance_site.register.services.commitments import (
    commitment_accept,
    commitment_decline,
    commitment_offer,
    commitment_record_from_board,
    commitment_withdraw,
    update_add,
)
from alliance_site.register.services.gaps import (
    gap_agree,
    gap_agree_from_board,
    gap_raise,
    gap_withdraw,
    reason_told,
    still_open,
    unless_same,
)
from alliance_site.register.services.retest import progress_of, retest_all, retest_when_new
from alliance_site.register.services.seals import (
    data_tested,
    organisation_says_done,
    patients_say,
    review_decide,
)

__all__ = [
    "commitment_accept",
    "commitment_decline",
    "commitment_offer",
    "commitment_record_from_board",
    "commitment_withdraw",
    "data_tested",
    "gap_agree",
    "gap_agree_from_board",
    "gap_raise",
    "gap_withdraw",
    "organisation_says_done",
    "patients_say",
    "progress_of",
    "reason_told",
    "retest_all",
    "retest_when_new",
    "review_decide",
    "still_open",
    "unless_same",
    "update_add",
]
