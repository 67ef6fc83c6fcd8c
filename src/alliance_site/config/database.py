"""Where the site's own records are kept: SQLite by default, PostgreSQL by an address."""

from __future__ import annotations

from pathlib import Path
from typing import Any
from urllib.parse import parse_qsl, unquote, urlsplit

from alliance.errors import UsageError

__all__ = ["database_of"]

POSTGRESQL = {"postgresql", "postgres"}


def database_of(address: str | None, folder: Path) -> dict[str, Any]:
    """Django's settings for one database.

    Parameters
    ----------
    address : str or None
        `postgresql://user:password@host:port/name?option=value`, `sqlite:///path`, or None for a file
        `register.sqlite3` in `folder`.

    Raises
    ------
    UsageError
        The address names another kind of database.
    """
    if not address:
        return _sqlite(folder / "register.sqlite3")
    parts = urlsplit(address)
    if parts.scheme == "sqlite":
        return _sqlite(Path(parts.path.removeprefix("/")))
    if parts.scheme in POSTGRESQL:
        return {
            "ENGINE": "django.db.backends.postgresql",
            "NAME": unquote(parts.path.lstrip("/")),
            "USER": unquote(parts.username or ""),
            "PASSWORD": unquote(parts.password or ""),
            "HOST": unquote(parts.hostname or ""),
            "PORT": str(parts.port or ""),
            "OPTIONS": dict(parse_qsl(parts.query)),
        }
    raise UsageError(
        f"ALLIANCE_DATABASE_URL speaks of '{parts.scheme}', which is not a database that the site keeps.",
        "Write postgresql://user:password@host:port/name, or leave it out for a file.",
    )


def _sqlite(path: Path) -> dict[str, Any]:
    """One file; a writer takes its turn at once (IMMEDIATE), so that two never decide on the same state."""
    return {
        "ENGINE": "django.db.backends.sqlite3",
        "NAME": path,
        "OPTIONS": {
            "transaction_mode": "IMMEDIATE",
            "timeout": 20,
            "init_command": "PRAGMA journal_mode=WAL; PRAGMA synchronous=NORMAL;",
        },
    }
