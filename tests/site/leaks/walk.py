"""Every address of the site that can be read, with what people may send to it and what it answers."""

from __future__ import annotations

from collections.abc import Iterator
from urllib.parse import urlsplit

from django.test import Client
from django.urls import URLPattern, URLResolver, get_resolver, resolve, reverse

from alliance_site.accounts.models import ListMembership, ReleaseList
from alliance_site.board.models import Decision, Meeting
from alliance_site.register.models import Commitment, Gap
from alliance_site.voices.models import Voice
from tests.site.leaks.scene import ALLIANCE, RELEASES

__all__ = ["addresses", "names_of_the_site", "names_walked", "read"]

MEASURES = ("treatment-62-day", "treatment-31-day", "cancer-treatments")
HOSPITALS = tuple(release.hospital for release in RELEASES)
PLACES = (ALLIANCE, "RXR", "england", "unmapped", *HOSPITALS[1:])
DRAWN = ("cancer=lung", "as_of=2026-05-13", *(f"place={place}" for place in HOSPITALS[1:]))
DIVIDED = (
    *("by=trust", "by=cancer", "by=band", "period=quarter", "place=england&by=alliance"),
    *DRAWN,
)
SENT = {"gap_raise", "next-month"}  # addresses that only take what is sent
SIGNING_IN = ("/accounts/login/", "/accounts/password/reset/", "/accounts/password/change/", "/accounts/2fa/")


def addresses() -> Iterator[str]:
    """Every address, each with everything that it can be asked for; those that name a row, with every row."""
    yield from _of_figures()
    yield from _of_people()
    yield from SIGNING_IN
    yield from ("/nothing/", "/places/ZZZ/", "/?as_of=soon", "/measures/nothing/", "/gaps/999/")


def _of_figures() -> Iterator[str]:
    for name in ("home", "places", "findings", "measures", "sources", "how-numbers", "accessibility"):
        yield reverse(f"evidence:{name}")
    yield "/?as_of=2026-05-13"
    yield from (f"/places/?q={words}" for words in ("hospital", "ZX1", "ZX2", "river"))
    for place in PLACES:
        yield reverse("evidence:place", args=[place])
        yield reverse("evidence:place-findings", args=[place])
    for measure in MEASURES:
        yield reverse("evidence:measure", args=[measure])
        for form in ("json", "csv"):
            yield reverse("evidence:measure-data", args=[measure, form])
    yield from (f"{reverse('evidence:measure', args=MEASURES[:1])}?{asked}" for asked in DRAWN)
    for asked in DIVIDED:
        for form in ("json", "csv"):
            yield f"{reverse('evidence:measure-data', args=[MEASURES[0], form])}?{asked}"


def _of_people() -> Iterator[str]:
    rows = {
        "gap": Gap,
        "commitment": Commitment,
        "voice": Voice,
        "meeting": Meeting,
        "decision": Decision,
        "list": ReleaseList,
        "place": ListMembership,
    }
    named = {
        "gap_raise": "",
        "decision_add": "meeting",
        "voice_add": "gap",
        "meeting_add": "",
        "commitment_offer": "gap",
        "commitment_from_board": "gap",
        "release_list_add": "",
        "release_list_person_add": "list",
        "release_list_person_end": "place",
    }
    for pattern in _patterns(get_resolver()):
        module = pattern.callback.__module__
        if module.startswith("alliance_site") and "evidence" not in module and pattern.name not in SENT:
            takes = "pk" in str(pattern.pattern)
            kind = named.get(str(pattern.name)) or (str(pattern.name).split("_")[0] if takes else "")
            keys = rows[kind].objects.values_list("pk", flat=True) if takes else [None]
            yield from (reverse(str(pattern.name), args=[pk] if takes else []) for pk in keys)


def _patterns(resolver: URLResolver) -> Iterator[URLPattern]:
    for pattern in resolver.url_patterns:
        if isinstance(pattern, URLPattern):
            yield pattern
        else:
            yield from _patterns(pattern)


def names_of_the_site() -> set[str]:
    """The name of every address that is the site's own."""
    ours = (p for p in _patterns(get_resolver()) if p.callback.__module__.startswith("alliance_site"))
    return {str(p.name) for p in ours} - SENT


def names_walked() -> set[str]:
    """The names of the addresses that are walked."""
    walked = (path for path in addresses() if not path.startswith(("/accounts/", "/nothing/")))
    return {str(resolve(urlsplit(path).path).url_name) for path in walked}


def read(client: Client, path: str, sent: dict[str, str] | None = None) -> str:
    """All that an address answers: its headers and its words, where it leads not followed."""
    answered = client.get(path) if sent is None else client.post(path, sent)
    assert answered.status_code < 500 or "cannot be read" in answered.content.decode(), path
    headers = "\n".join(f"{name}: {value}" for name, value in answered.headers.items())
    return f"{headers}\n\n{answered.content.decode()}"
