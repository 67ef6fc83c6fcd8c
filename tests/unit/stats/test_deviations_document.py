"""`docs/explanation/deviations.md` names tests that exist, and leaves no difference out."""

from __future__ import annotations

import ast
import re
from dataclasses import fields
from pathlib import Path

import pytest

from alliance.stats.spc import RULE_SETS, RuleSet
from tests.conftest import ROOT

PAGE = ROOT / "docs" / "explanation" / "deviations.md"
SECTIONS = dict(re.findall(r"^### (.+?)\n(.*?)(?=^##|\Z)", PAGE.read_text(encoding="utf-8"), re.M | re.S))


def existing_names() -> set[str]:
    here = Path(__file__).parent
    return {
        node.name
        for path in here.glob("test_*.py")
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8")))
        if isinstance(node, ast.FunctionDef) and node.name.startswith("test_")
    }


def test_every_test_that_the_page_names_exists() -> None:
    named = set(re.findall(r"\btest_\w+", PAGE.read_text(encoding="utf-8")))
    assert len(named) > 30
    assert not named - existing_names()


@pytest.mark.parametrize("heading", SECTIONS)
def test_every_difference_says_who_does_what_and_names_its_test(heading: str) -> None:
    told = SECTIONS[heading]
    assert re.search(r"Held by `test_\w+`", told)
    assert len(told.split()) > 15


def test_every_field_in_which_the_sets_of_rules_differ_has_its_place() -> None:
    ours, peer = RULE_SETS["making-data-count"], RULE_SETS["plotthedots-0.2.2"]
    differing = {f.name for f in fields(RuleSet) if getattr(ours, f.name) != getattr(peer, f.name)} - {"name"}
    explained = {field for heading in SECTIONS for field in re.findall(r"\(`(\w+)`\)", heading)}
    assert explained == differing
