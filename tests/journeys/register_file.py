"""What the register holds, read from its file: for what no page shows."""

from __future__ import annotations

import sqlite3
from contextlib import closing

from tests.journeys.serving import Site

__all__ = ["how_many", "refusals"]


def how_many(site: Site, *tables: str) -> dict[str, int]:
    """How many rows each table of the register has."""
    with closing(sqlite3.connect(site.folder / "register.sqlite3")) as register:
        return {t: register.execute(f"SELECT count(*) FROM {t}").fetchone()[0] for t in tables}


def refusals(site: Site) -> list[tuple[str, str]]:
    """Who tried in vain to do what: the audit trail's refused lines, oldest first."""
    with closing(sqlite3.connect(site.folder / "register.sqlite3")) as register:
        return register.execute(
            "SELECT person.name, action FROM accounts_auditevent AS tried JOIN accounts_user AS person"
            " ON tried.user_id = person.id WHERE outcome = 'refused' ORDER BY tried.id"
        ).fetchall()
