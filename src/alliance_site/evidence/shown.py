"""Pages of the library as safe HTML, made once for each state of the store and kind of visitor, then remembered."""

from __future__ import annotations

from collections.abc import Callable, Hashable
from dataclasses import dataclass

from markupsafe import Markup

from alliance.answers import Desk
from alliance.pages.model import Page
from alliance.writers import html
from alliance_site.accounts.audience import Kept, kept_by
from alliance_site.evidence.desk import seen_in
from alliance_site.evidence.remembered import Remembered

__all__ = ["Shown", "shown"]


@dataclass(frozen=True)
class Shown:
    """A page with its content, without its title and lede, as safe HTML for a template.

    `kept` is for whom alone figures on it are; empty: everybody may see them.
    """

    page: Page
    html: Markup
    kept: tuple[Kept, ...] = ()

    @property
    def breadcrumbs(self) -> list[dict[str, str]]:
        """The way here, as NHS.UK's breadcrumb component takes it."""
        return [{"text": link.text, "href": link.href} for link in self.page.breadcrumbs]


_pages: Remembered[Shown] = Remembered(512)


def shown(
    at: Desk, question: Hashable, build: Callable[[], Page], kept: tuple[Kept, ...] | None = None
) -> Shown:
    """The page of a desk that answers a question: it is kept for that state of the store and what the desk shows of it.

    `kept` is for whom its figures are, where its citations do not say so.
    """

    def make() -> Shown:
        page = build()
        content = Markup(html.fragment(page, titled=False))
        return Shown(page, content, kept_by(page.citations) if kept is None else kept)

    return _pages.get((seen_in(at), question), make)
