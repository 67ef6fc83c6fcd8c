"""`docs/reference/json.md` names every key that the commands print, and no other."""

from __future__ import annotations

import json
import re
import subprocess
import sys
from pathlib import Path
from typing import Any, get_args

import pytest

from alliance.periods import GRAINS, Grain, parse_period
from alliance.sources.expected import FeedState
from alliance.writers.csv import COLUMNS
from alliance.writers.export_fields import ANSWERS
from tests.conftest import ROOT
from tests.docs.fences import newcomers_surroundings

PAGE = (ROOT / "docs" / "reference" / "json.md").read_text(encoding="utf-8")
ASK = ("ask", "treatment-62-day", "--place", "ZA2", "--format", "json")
FINDINGS = ("findings", "E56999001", "--format", "json")


EARLIER = "FICTIONAL-AUGUST-2025-CWT-CRS-PROVIDER-WORKBOOK-PROVISIONAL.xlsx"
LATER = "FICTIONAL-AUGUST-2025-CWT-CRS-PROVIDER-WORKBOOK-FINAL.xlsx"
DIFF = ("sources", "diff", EARLIER, LATER, "--format", "json")
EXPLAIN = ("sources", "explain", f".demo/files/{LATER}", "--format", "json")
SOURCES = ("sources", "--format", "json")


def _section(heading: str) -> str:
    found = re.search(rf"^## {re.escape(heading)}.*?$(.*?)(?=^## |\Z)", PAGE, re.MULTILINE | re.DOTALL)
    assert found, heading
    return found[1]


def _keys(section: str) -> set[str]:
    """The keys of a section's table: those in code type in its first column."""
    rows = re.findall(r"^\| (`.+?) \|", section, re.MULTILINE)
    return {key for row in rows for key in re.findall(r"`([a-z_]+)`", row)}


def _run(folder: Path, *arguments: str, exit_code: int = 0) -> str:
    command = [str(Path(sys.executable).with_name("alliance")), *arguments]
    told = subprocess.run(command, cwd=folder, capture_output=True, text=True, env=newcomers_surroundings())
    assert told.returncode == exit_code, told.stderr
    return told.stdout


def _print(folder: Path, *arguments: str, exit_code: int = 0) -> Any:
    return json.loads(_run(folder, *arguments, exit_code=exit_code))


@pytest.mark.parametrize(
    ("heading", "command"),
    [
        ("`alliance ask", ASK),
        ("`alliance findings", FINDINGS),
        ("`alliance sources --format", SOURCES),
        ("`alliance sources explain", EXPLAIN),
        ("`alliance sources diff", DIFF),
    ],
    ids=["ask", "findings", "sources", "explain", "diff"],
)
def test_the_page_names_every_key_of_a_command(
    heading: str, command: tuple[str, ...], newcomers_folder: Path
) -> None:
    assert set(_print(newcomers_folder, *command)) == _keys(_section(heading))


def _spoken(heading: str) -> set[str]:
    return set(re.findall(r"`([a-z_0-9]+)`", _section(heading)))


def test_the_page_names_every_key_of_a_source_a_release_and_a_feed(newcomers_folder: Path) -> None:
    told = _print(newcomers_folder, *SOURCES)
    spoken = _spoken("`alliance sources --format")
    for part in ("sources", "releases", "feeds"):
        assert set(told[part][0]) <= spoken, set(told[part][0]) - spoken
    assert set(told["sources"][0]["quantities"][0]) <= spoken
    assert set(FeedState) <= spoken


def test_the_page_names_every_key_of_a_candidate(newcomers_folder: Path) -> None:
    (newcomers_folder / "pears.csv").write_text("pears,plums\n1,2\n", encoding="utf-8")
    told = _print(newcomers_folder, "sources", "explain", "pears.csv", "--format", "json", exit_code=4)
    assert told["source"] is told["because"] is None
    assert set(told["candidates"][0]) <= _spoken("`alliance sources explain")


def test_the_page_names_every_key_of_a_difference(newcomers_folder: Path) -> None:
    told, spoken = _print(newcomers_folder, *DIFF), _spoken("`alliance sources diff")
    for part in ("old", "new", "cells"):
        assert set(told[part]) <= spoken, part
    for part in ("places", "sums", "changed"):
        assert set(told[part][0]) <= spoken, part


def test_an_answer_as_csv_has_the_columns_of_an_export_without_two() -> None:
    exported = [field.name for field in ANSWERS if field.name not in ("period_start", "period_end")]
    assert list(COLUMNS) == exported


def test_an_export_has_the_files_that_the_page_names(newcomers_folder: Path) -> None:
    command = ("export", "--out", "figures", "--place", "ZA2", "--measure", "treatment-62-day")
    _run(newcomers_folder, *command)
    named = set(re.findall(r"`([a-z-]+\.(?:parquet|csv|md))`", _section("`alliance export")))
    assert {path.name for path in (newcomers_folder / "figures").iterdir()} == named


def test_each_kind_of_period_that_can_be_asked_for_is_on_the_page() -> None:
    assert set(GRAINS) <= _spoken("Periods")
    labels = re.findall(r"^\| `(.+?)` \|", _section("Periods"), re.MULTILINE)
    assert {parse_period(label).grain for label in labels} == set(get_args(Grain))


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
