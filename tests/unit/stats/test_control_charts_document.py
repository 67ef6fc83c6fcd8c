"""`docs/explanation/control-charts.md` gives the rates that the charts really have."""

from __future__ import annotations

import re

from alliance.stats.spc.limits import LIMIT_FACTOR
from alliance.stats.spc.rules import RULE_SETS
from alliance.stats.spc.signals import RUN_LENGTH
from tests.conftest import ROOT
from tests.unit.stats.false_alarms import LENGTHS, SERIES, table

PAGE = (ROOT / "docs" / "explanation" / "control-charts.md").read_text(encoding="utf-8")
ROW = re.compile(r"^\| (\d+) \| (each month .+?) \| (\d+) % \| (\d+) % \|$", re.MULTILINE)


def test_the_false_alarms_on_the_page_are_those_of_a_simulation() -> None:
    told, found = ROW.findall(PAGE), ROW.findall("\n".join(table()))
    assert len(told) == len(found) == 2 * len(LENGTHS)
    assert f"{SERIES:,} series".replace(",", " ") in PAGE
    for on_the_page, simulated in zip(told, found, strict=True):
        assert on_the_page[:2] == simulated[:2]
        for number, rate in zip(on_the_page[2:], simulated[2:], strict=True):
            assert abs(int(number) - int(rate)) <= 1  # another numpy may draw other series


def test_the_numbers_in_the_prose_are_those_of_the_rules() -> None:
    assert RUN_LENGTH == 7
    assert PAGE.count("seven or more months in a row") == 2
    assert f"multiply by {LIMIT_FACTOR}" in PAGE
    assert f"Below {RULE_SETS['making-data-count'].points_before_icons} months there are no icons" in PAGE
