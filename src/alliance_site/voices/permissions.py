"""Who records what patients say, and who moderates it."""

from __future__ import annotations

import rules

from alliance_site.accounts.models import Role
from alliance_site.accounts.permissions import has_role, of, takes_part_in

of_the_alliance = of(lambda voice: voice.gap.alliance)
in_the_alliance = takes_part_in(lambda voice: voice.gap.alliance)
recorded_by_another = rules.predicate(
    lambda acting, voice: acting.user.pk != voice.user_id, name="recorded_by_another"
)

patients = has_role(Role.PATIENT_REPRESENTATIVE)
manager = has_role(Role.ALLIANCE_MANAGER)
moderator = (manager & of_the_alliance) | (has_role(Role.CLINICAL_LEAD) & in_the_alliance)

rules.add_rule("voice.add", (patients & in_the_alliance) | moderator)
rules.add_rule("voice.publish", moderator & recorded_by_another)
rules.add_rule("voice.hide", moderator)
