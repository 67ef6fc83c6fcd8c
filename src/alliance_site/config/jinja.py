"""The Jinja environment: our templates, then NHS.UK's macros, and what every template may ask for."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.contrib.messages import get_messages
from django.http import HttpRequest
from django.templatetags.static import static
from django.urls import reverse
from jinja2 import ChainableUndefined, ChoiceLoader, Environment, PackageLoader

__all__ = ["Site", "environment", "navigation", "site_context"]

SECTIONS = (
    ("Home", "/"),
    ("Places", "/places/"),
    ("Measures", "/measures/"),
    ("Findings", "/findings/"),
    ("Gaps and commitments", "/gaps/"),
    ("Board", "/board/"),
)


class Site:
    """What is true of the whole site, read from the settings each time it is asked for."""

    @property
    def name(self) -> str:
        """The alliance's or the site's name, for the header and every title."""
        return str(getattr(settings, "SITE_NAME", "Cancer Alliance"))

    @property
    def demo(self) -> bool:
        """Whether everything shown is made up."""
        return bool(getattr(settings, "DEMO", False))

    @property
    def nhs_identity(self) -> bool:
        """Whether this site may show the NHS logo (off unless its owner has the right to)."""
        return bool(getattr(settings, "NHS_IDENTITY", False))

    @property
    def licence_notice(self) -> str:
        """Under what licence the figures are shown."""
        if self.demo:
            return "The figures of this demonstration are made up, in the layout of NHS England's own files."
        return (
            "Contains public sector information licensed under the Open Government Licence v3.0. "
            "Published by NHS England; added up and drawn here."
        )


def navigation(path: str) -> list[dict[str, Any]]:
    """The header's sections, the one that `path` belongs to marked as current."""
    section = "/findings/" if path.endswith("/findings/") else path
    return [
        {
            "text": text,
            "href": href,
            "current": path == href,
            "active": href != "/" and section.startswith(href),
        }
        for text, href in SECTIONS
    ]


def messages_of(request: HttpRequest | None) -> list[Any]:
    """The one-time messages waiting for this visitor; none where there is no request (an error page)."""
    return list(get_messages(request)) if isinstance(request, HttpRequest) else []


def age_of_figures(request: HttpRequest | None) -> str:
    """One sentence: the latest month that this visitor may know of, and when it was published."""
    from alliance_site.evidence.selectors import age_of_figures

    return age_of_figures(getattr(request, "user", None))


def site_context(request: HttpRequest) -> dict[str, Any]:
    """Context processor: the visitor and the site's name, for templates that ask for them by name."""
    return {"user": getattr(request, "user", None), "site_name": Site().name}


def environment(**options: Any) -> Environment:
    """The environment named in settings.TEMPLATES; NHS.UK's macros need chainable undefined values."""
    ours = options.pop("loader")
    made = Environment(
        **options
        | {
            "autoescape": True,
            "undefined": ChainableUndefined,
            "loader": ChoiceLoader([ours, PackageLoader("nhsuk_frontend_jinja")]),
            "trim_blocks": True,
            "lstrip_blocks": True,
        }
    )
    made.globals.update(
        site=Site(),
        static=static,
        url=reverse,
        navigation=navigation,
        messages_of=messages_of,
        age_of_figures=age_of_figures,
    )
    return made
