"""The options that several commands share."""

from __future__ import annotations

from datetime import date
from enum import StrEnum
from pathlib import Path
from typing import Annotated

import typer

from alliance.errors import UsageError

__all__ = ["DEFAULT_STORE", "AsOf", "Audience", "Form", "ListForm", "SiteData", "Store", "day", "visible_to"]

Store = Annotated[
    Path,
    typer.Option(envvar="ALLIANCE_STORE", help="The folder of the store.", show_envvar=True),
]
DEFAULT_STORE = Path("alliance-store")
SiteData = Annotated[
    Path | None,
    typer.Option(
        envvar="ALLIANCE_SITE_FOLDER",
        help="The folder of the site's records, with what people decided; STORE/site if nothing is said.",
        show_envvar=True,
    ),
]
AsOf = Annotated[
    str | None,
    typer.Option("--as-of", metavar="DATE", help="Answer as it was known on this day (2025-03-31)."),
]

Audience = Annotated[
    list[str] | None,
    typer.Option(
        "--audience",
        metavar="WHO",
        help="For whom: public (what everybody may see, unless named otherwise), partners, or a list's name; "
        "may be repeated.",
    ),
]


def visible_to(audience: list[str] | None) -> tuple[str, ...]:
    """What those may see for whom something is made: what is public, and what is for them.

    Raises
    ------
    UsageError
        A name cannot be that of a list.
    """
    from alliance.ingest import audience_of

    for name in audience or ():
        if not audience_of(name, None).visibility:
            raise UsageError("--audience is empty.", "Write public, partners, or the name of a list.")
    return tuple(dict.fromkeys(("public", *(name.strip() for name in audience or ()))))


class Form(StrEnum):
    """How an answer is printed."""

    TABLE = "table"
    JSON = "json"
    CSV = "csv"


class ListForm(StrEnum):
    """How a list is printed: only answers have rows for CSV."""

    TABLE = "table"
    JSON = "json"


def day(text: str | None, option: str) -> date | None:
    """A day written as 2025-03-31.

    Raises
    ------
    UsageError
        It is not one.
    """
    if text is None:
        return None
    try:
        return date.fromisoformat(text)
    except ValueError:
        raise UsageError(f"{option}: '{text}' is not a day.", "Write it as 2025-03-31.") from None
