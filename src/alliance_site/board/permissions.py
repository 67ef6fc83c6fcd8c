"""Who writes the Board's minutes."""

from __future__ import annotations

import rules

from alliance_site.accounts.models import Role
from alliance_site.accounts.permissions import has_role, of

of_the_alliance = of(lambda subject: subject.alliance)
secretary = has_role(Role.BOARD_SECRETARY)

rules.add_rule("board.meeting", secretary & of_the_alliance)
rules.add_rule("board.decide", secretary & of_the_alliance)
