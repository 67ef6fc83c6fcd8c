"""`docs/reference/json.md` names every key that the commands print, and no other."""

from __future__ import annotations

import json
import re
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from tests.conftest import ROOT
from tests.docs.fences import newcomers_surroundings

PAGE = (ROOT / "docs" / "reference" / "json.md").read_text(encoding="utf-8")
ASK = ("ask", "treatment-62-day", "--place", "ZA2", "--format", "json")
FINDINGS = ("findings", "E56999001", "--format", "json")


def _section(heading: str) -> str:
    found = re.search(rf"^## {re.escape(heading)}.*?$(.*?)(?=^## |\Z)", PAGE, re.MULTILINE | re.DOTALL)
    assert found, heading
    return found[1]


def _keys(section: str) -> set[str]:
    """The keys of a section's table: those in code type in its first column."""
    rows = re.findall(r"^\| (`.+?) \|", section, re.MULTILINE)
    return {key for row in rows for key in re.findall(r"`([a-z_]+)`", row)}


def _print(folder: Path, *arguments: str) -> Any:
    command = [str(Path(sys.executable).with_name("alliance")), *arguments]
    told = subprocess.run(
        command, cwd=folder, capture_output=True, text=True, check=True, env=newcomers_surroundings()
    )
    return json.loads(told.stdout)


@pytest.mark.parametrize(
    ("heading", "command"),
    [("`alliance ask", ASK), ("`alliance findings", FINDINGS)],
    ids=["ask", "findings"],
)
def test_the_page_names_every_key_of_a_command(
    heading: str, command: tuple[str, ...], newcomers_folder: Path
) -> None:
    assert set(_print(newcomers_folder, *command)) == _keys(_section(heading))


def test_the_page_names_every_key_of_a_point_a_chart_and_a_finding(newcomers_folder: Path) -> None:
    answer = _print(newcomers_folder, *ASK, "--by", "cancer")
    found = _print(newcomers_folder, *FINDINGS)["findings"][0]
    spoken = set(re.findall(r"`([a-z_0-9]+)`", PAGE))
    assert set(answer["series"][0]["points"][0]) <= spoken
    assert {"mean", "lower_limit", "upper_limit", "rules", "variation", "assurance"} == set(answer["spc"])
    assert set(answer["spc"]) | set(answer["citations"][0]) | set(answer["standards"][0]) <= spoken
    assert set(found) <= spoken


def test_a_series_asked_by_something_holds_parts_and_no_total(newcomers_folder: Path) -> None:
    answer = _print(newcomers_folder, *ASK, "--by", "cancer")
    assert all(set(part) == {"cut", "points", "spc"} for part in answer["series"])
    assert all(part["cut"].get("cancer", "all") != "all" for part in answer["series"])


def test_several_places_are_a_list_of_answers(newcomers_folder: Path) -> None:
    answers = _print(newcomers_folder, *ASK, "--place", "ZA3")
    assert [answer["place"]["code"] for answer in answers] == ["ZA2", "ZA3"]
