"""What must be true of every page, whatever it says: looked at with axe, on a phone and at a desk."""

from __future__ import annotations

import re
from itertools import pairwise

from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Page

from tests.journeys.steps import DESK, PHONE, Person

__all__ = ["NARROWEST", "faults_here", "faults_of"]

NARROWEST = (
    320  # points: what remains of a desk's screen at 400 %, where WCAG 1.4.10 allows no sideways scrolling
)
RULES = {
    "runOnly": {"type": "tag", "values": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22a", "wcag22aa"]},
    "resultTypes": ["violations"],
}
AXE = Axe()


def faults_of(person: Person, path: str, *, status: int = 200) -> list[str]:
    """Everything that is wrong with a page, in words; the person is left on it, at a desk."""
    _widen(person.page, NARROWEST)
    person.opens(path).is_told(status)
    return [f"{path}: {fault}" for fault in faults_here(person)]


def faults_here(person: Person) -> list[str]:
    """The same of the page that they are on."""
    page = person.page
    found = _outline(page)
    for width in (NARROWEST, PHONE):
        _widen(page, width)
        found += _sideways(page, width)
    found += [f"on a phone: {fault}" for fault in _accessible(page)]
    _widen(page, DESK)
    return found + [f"at a desk: {fault}" for fault in _accessible(page)]


def _widen(page: Page, width: int) -> None:
    page.set_viewport_size({"width": width, "height": 844})


def _outline(page: Page) -> list[str]:
    """One heading of the first rank, which the title repeats; no rank left out."""
    found = []
    headings = page.locator("h1").all_inner_texts()
    if len(headings) != 1:
        found.append(f"has {len(headings)} headings of the first rank")
    title = page.title()
    if not re.fullmatch(r"(Error: )?\S.* – \S.*", title) or headings[0] not in title:
        found.append(f"is titled “{title}”, and headed {headings}")
    ranks = [
        int(tag[1])
        for tag in page.locator("h1, h2, h3, h4, h5, h6").evaluate_all("all => all.map(h => h.tagName)")
    ]
    found += [f"a heading of rank {b} follows one of rank {a}" for a, b in pairwise(ranks) if b > a + 1]
    return found


def _accessible(page: Page) -> list[str]:
    violations = AXE.run(page, options=RULES).response["violations"]
    return [
        f"{fault['id']} ({fault['help']}): {[node['html'][:120] for node in fault['nodes'][:3]]}"
        for fault in violations
    ]


def _sideways(page: Page, width: int) -> list[str]:
    """The menu folds a moment after the width has changed, so a moment is given."""
    for _ in range(20):
        wide = page.evaluate("document.documentElement.scrollWidth")
        if wide <= width:
            return []
        page.wait_for_timeout(100)
    return [f"scrolls sideways at {width} points: {wide}"]
