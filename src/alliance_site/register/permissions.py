"""Who may do what in the register. Read a line as: in which role, for which organisation."""

from __future__ import annotations

from typing import Any

import rules

from alliance_site.accounts.models import Role
from alliance_site.accounts.permissions import has_role, of, takes_part_in

of_the_alliance = of(lambda subject: _gap(subject).alliance)
in_the_alliance = takes_part_in(lambda subject: _gap(subject).alliance)
of_the_organisation = of(lambda commitment: commitment.organisation)
where_recorded = rules.predicate(
    lambda acting, gap: acting.organisation.code == gap.place_code, name="where_recorded"
)

office = has_role(Role.ALLIANCE_MANAGER, Role.ANALYST, Role.CLINICAL_LEAD)
decides = has_role(Role.ALLIANCE_MANAGER, Role.CLINICAL_LEAD)
manager = has_role(Role.ALLIANCE_MANAGER)
clinician = has_role(Role.CLINICAL_LEAD)
own_person = has_role(Role.PARTNER, Role.CLINICAL_LEAD)
patients = has_role(Role.PATIENT_REPRESENTATIVE)
secretary = has_role(Role.BOARD_SECRETARY)


def _gap(subject: Any) -> Any:
    """The gap that a commitment is about, or the gap itself."""
    return getattr(subject, "gap", subject)


rules.add_rule("gap.raise", (office & of_the_alliance) | (own_person & where_recorded & in_the_alliance))
rules.add_rule("gap.agree", (decides | own_person) & in_the_alliance)
rules.add_rule("gap.record_from_board", secretary & of_the_alliance)
rules.add_rule("gap.withdraw", decides & of_the_alliance)
rules.add_rule("commitment.offer", (decides & of_the_alliance) | (own_person & of_the_organisation))
rules.add_rule("commitment.answer", own_person & of_the_organisation)
rules.add_rule("commitment.record_from_board", secretary & of_the_alliance)
rules.add_rule("commitment.withdraw", own_person & of_the_organisation)
rules.add_rule("update.add", own_person & of_the_organisation)
rules.add_rule("seal.organisation_done", own_person & of_the_organisation)
rules.add_rule("seal.patients", patients & in_the_alliance)
rules.add_rule(
    "seal.review", (manager & of_the_alliance) | (clinician & in_the_alliance & ~of_the_organisation)
)
