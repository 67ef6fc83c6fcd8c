"""Pages of the library as safe HTML, made once for each state of the store and then remembered."""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Callable, Hashable
from dataclasses import dataclass
from threading import Lock
from typing import Generic, TypeVar

from markupsafe import Markup

from alliance.pages.model import Page
from alliance.writers import html

__all__ = ["Remembered", "Shown", "shown"]

Kept = TypeVar("Kept")


@dataclass(frozen=True)
class Shown:
    """A page with its content, without its title and lede, as safe HTML for a template."""

    page: Page
    html: Markup

    @property
    def breadcrumbs(self) -> list[dict[str, str]]:
        """The way here, as NHS.UK's breadcrumb component takes it."""
        return [{"text": link.text, "href": link.href} for link in self.page.breadcrumbs]


class Remembered(Generic[Kept]):
    """The most recently used results, at most `most` of them; safe to use from several threads."""

    def __init__(self, most: int) -> None:
        self._most = most
        self._kept: OrderedDict[Hashable, Kept] = OrderedDict()
        self._lock = Lock()

    def get(self, key: Hashable, make: Callable[[], Kept]) -> Kept:
        """What is kept under this key, made now if it is not."""
        with self._lock:
            if key in self._kept:
                self._kept.move_to_end(key)
                return self._kept[key]
        made = make()
        with self._lock:
            self._kept[key] = made
            while len(self._kept) > self._most:
                self._kept.popitem(last=False)
        return made


_pages: Remembered[Shown] = Remembered(512)


def shown(key: Hashable, build: Callable[[], Page]) -> Shown:
    """The page under this key, which names all that it depends on: the store's stamp, the question."""

    def make() -> Shown:
        page = build()
        return Shown(page, Markup(html.fragment(page, titled=False)))

    return _pages.get(key, make)
