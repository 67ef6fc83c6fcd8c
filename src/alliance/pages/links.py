"""Where pages lead: the addresses of places, measures and findings; a page as of a day leads to others of that day."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from urllib.parse import urlencode

from alliance.pages.model import Link

__all__ = ["HOME", "PLACES", "findings_href", "measure_href", "place_href"]

HOME = Link("Home", "/")
PLACES = Link("Places", "/places/")


def place_href(code: str, as_of: date | None = None) -> str:
    """The page of a place."""
    return f"/places/{code}/{_query({}, as_of)}"


def findings_href(code: str, as_of: date | None = None) -> str:
    """What stands out in a place."""
    return f"/places/{code}/findings/{_query({}, as_of)}"


def measure_href(
    measure: str, place: str, cut: Mapping[str, str] | None = None, as_of: date | None = None
) -> str:
    """One measure in one place, for all patients or for one cut of them."""
    return f"/measures/{measure}/{_query({'place': place, **(cut or {})}, as_of)}"


def _query(asked: Mapping[str, str], as_of: date | None) -> str:
    parts = {**asked, **({"as_of": as_of.isoformat()} if as_of else {})}
    return f"?{urlencode(parts)}" if parts else ""
