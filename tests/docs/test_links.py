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


@pytest.mark.parametrize("page", pages(), ids=lambda path: str(path.relative_to(ROOT)))
def test_every_link_of_a_page_leads_somewhere(page: Path) -> None:
    lost = []
    for target, anchor in LINK.findall(page.read_text(encoding="utf-8")):
        if target.startswith(("http://", "https://", "mailto:")):
            continue
        path = (page.parent / target).resolve() if target else page
        written_by_make_docs = path.parent == ROOT / "docs" / "reference" and path.name in PAGES
        if not (path.exists() or written_by_make_docs):
            lost.append(target)
        elif anchor and path.suffix == ".md" and path.exists() and anchor not in _anchors(path):
            lost.append(target + anchor)
    assert not lost, lost
