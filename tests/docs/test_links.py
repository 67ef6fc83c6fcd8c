"""Links between pages lead somewhere."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from docs.write_reference import PAGES
from tests.conftest import ROOT
from tests.docs.fences import pages

LINK = re.compile(r"\]\(([^)#\s]*)(#[^)\s]*)?\)")


def _anchors(path: Path) -> set[str]:
    headings = re.findall(r"^#+ (.+)$", path.read_text(encoding="utf-8"), re.MULTILINE)
    return {"#" + re.sub(r"[^\w\- ]", "", heading.lower()).replace(" ", "-") for heading in headings}


def _is_made(path: Path) -> bool:
    """Whether a page is not kept here, but written by `make docs`."""
    return path.parent == ROOT / "docs" / "reference" and path.name in PAGES


@pytest.mark.parametrize("page", pages(), ids=lambda path: str(path.relative_to(ROOT)))
def test_every_link_of_a_page_leads_somewhere(page: Path) -> None:
    lost = []
    for target, anchor in LINK.findall(page.read_text(encoding="utf-8")):
        if target.startswith(("http://", "https://", "mailto:")):
            continue
        path = (page.parent / target).resolve() if target else page
        if not (path.exists() or _is_made(path)):
            lost.append(target)
        elif anchor and path.suffix == ".md" and path.exists() and anchor not in _anchors(path):
            lost.append(target + anchor)
    assert not lost, lost


@pytest.mark.parametrize("page", pages(), ids=lambda path: str(path.relative_to(ROOT)))
def test_a_link_to_a_page_that_is_not_kept_says_how_it_is_made(page: Path) -> None:
    silent = [
        line
        for line in page.read_text(encoding="utf-8").splitlines()
        for target, _ in LINK.findall(line)
        if _is_made((page.parent / target).resolve()) and "`make docs`" not in line
    ]
    assert not silent, silent
