"""What `docs/reference/json.md` promises of weeks, estimates, plans, mergers and who may see a number is so."""

from __future__ import annotations

import json
import shutil
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from tests.docs.fences import newcomers_surroundings

ESTIMATE = """
id = "heard-in-time"
title = "Heard in time"
kind = "published"
unit = "percent"
better = "higher"
stage = "diagnosis"
period = "year"
source = "local-data"
why = "Made up for a test."
caveats = []
owner = "Nobody"
reviewed_on = 2026-11-26
[numerator]
quantity = "heard-value"
means = "the score"
[denominator]
quantity = "heard"
means = "people who answered"
"""
FILES = {
    "heard.csv": "FICTIONAL\n\nplace,period,measure,numerator,denominator,value,lower,upper\n"
    "ZA1,2024,heard,,210,71.5,65,77\nZA1,2025,heard,,190,72,,\n",
    "plans.csv": "FICTIONAL\n\nmeasure,place,period,value,set_by\n"
    "waiting-over-62-days,ZA1,2025-W36,9%,The Board of ZA1\n",
    "waiting.csv": "FICTIONAL\nDateKey,Week Ending,Org Code,Org Name,Section,RowType,TumourType,"
    "Day 0-28,Day 29-62,Day 63-104,Day >104\n"
    + "".join(
        f"202509{sunday},{sunday}/09/2025,ZA1,Aldermere,{section},Urgent suspected cancer,Lung,60,30,{over},1\n"
        for sunday, over in (("07", 8), ("14", 9), ("21", 10), ("28", 11))
        for section in ("Section1 Without DTT", "Section2 With DTT")
    ),
}
WAITING = ("waiting-over-62-days", "--place", "ZA1")


def _alliance(folder: Path, *arguments: str, exit_code: int = 0) -> str:
    command = [str(Path(sys.executable).with_name("alliance")), *arguments]
    told = subprocess.run(command, cwd=folder, capture_output=True, text=True, env=newcomers_surroundings())
    assert told.returncode == exit_code, told.stdout + told.stderr
    return told.stdout


def _ask(folder: Path, *arguments: str, store: str = "promised") -> dict[str, Any]:
    told = _alliance(folder, "ask", *arguments, "--store", store, "--format", "json")
    found: dict[str, Any] = json.loads(told)
    return found


def _with_the_demos_places(folder: Path, store: str) -> None:
    shutil.copytree(folder / ".demo" / "store" / "book", folder / store / "book")


@pytest.fixture(scope="module")
def folder(newcomers_folder: Path) -> Path:
    """The newcomer's folder, with a store of partners' figures in `promised`."""
    (newcomers_folder / "promised" / "measures").mkdir(parents=True)
    (newcomers_folder / "promised" / "measures" / "heard-in-time.toml").write_text(ESTIMATE)
    _with_the_demos_places(newcomers_folder, "promised")
    for name, text in FILES.items():
        (newcomers_folder / name).write_text(text, encoding="utf-8")
    _alliance(newcomers_folder, "load", *FILES, "--store", "promised")
    return newcomers_folder


def test_a_published_estimate_has_no_numerator_and_no_chart(folder: Path) -> None:
    answer = _ask(folder, "heard-in-time", "--place", "ZA1", "--audience", "partners")
    first, second = answer["points"]
    assert [first[key] for key in ("numerator", "denominator", "value", "lower", "upper")] == [
        None,
        210,
        71.5,
        65,
        77,
    ]
    assert [second[key] for key in ("denominator", "value", "lower", "upper")] == [190, 72, None, None]
    assert answer["spc"] is first["mean"] is first["upper_limit"] is None
    assert (first["signal"], answer["unit"]) == ("none", "percent")


def test_an_estimate_is_asked_for_in_its_own_kind_of_period_alone(folder: Path) -> None:
    for period in ("month", "fy"):
        command = ("ask", "heard-in-time", "--place", "ZA1", "--store", "promised", "--period", period)
        _alliance(folder, *command, exit_code=2)


def test_a_week_has_its_label_and_belongs_to_the_month_in_which_it_ends(folder: Path) -> None:
    weeks = _ask(folder, *WAITING, "--audience", "partners")["points"]
    assert [point["period"] for point in weeks] == ["2025-W36", "2025-W37", "2025-W38", "2025-W39"]
    (month,) = _ask(folder, *WAITING, "--audience", "partners", "--period", "month")["points"]
    assert month["period"] == "2025-09"
    assert month["denominator"] == sum(point["denominator"] for point in weeks)


def test_a_trajectory_stands_among_the_standards_of_its_place(folder: Path) -> None:
    answer = _ask(folder, *WAITING, "--audience", "partners")
    (plan,) = (s for s in answer["standards"] if s["kind"] == "trajectory")
    assert plan == {
        "value": 0.09,
        "kind": "trajectory",
        "from": "2025-09-01",
        "to": "2025-09-07",
        "set_by": "The Board of ZA1",
    }
    assert {c["file"] for c in answer["citations"]} == {"waiting.csv", "plans.csv"}
    part = _ask(folder, *WAITING, "--audience", "partners", "--cancer", "lung")
    whole = _ask(folder, "waiting-over-62-days", "--place", "E56999001", "--audience", "partners")
    assert part["standards"] == whole["standards"] == []


def test_what_the_asker_may_not_see_does_not_exist(folder: Path) -> None:
    hidden = _ask(folder, *WAITING)
    assert hidden["points"] == hidden["citations"] == hidden["standards"] == []
    assert not any(caveat.startswith("Not for publication") for caveat in hidden["caveats"])
    shown = _ask(folder, *WAITING, "--audience", "partners")
    assert any(caveat.startswith("Not for publication") for caveat in shown["caveats"])
    assert _ask(folder, *WAITING, "--audience", "a-list-of-nobody") == hidden


@pytest.mark.parametrize(
    ("hour", "seen"), [("2001-01-01T09:30+00:00", True), ("2999-01-01T09:30+00:00", False)]
)
def test_an_embargo_that_has_ended_shows_a_release_to_everybody(folder: Path, hour: str, seen: bool) -> None:
    file = ".demo/files/FICTIONAL-JULY-2025-CWT-CRS-PROVIDER-WORKBOOK-FINAL.xlsx"
    store = f"until-{hour[:4]}"
    _with_the_demos_places(folder, store)
    _alliance(folder, "load", file, "--store", store, "--visibility", "a-list", "--embargo", hour)
    asked = ("treatment-62-day", "--place", "ZA1")
    assert bool(_ask(folder, *asked, store=store)["points"]) is seen
    assert _ask(folder, *asked, "--audience", "a-list", store=store)["points"]


def test_a_series_begins_with_those_of_the_places_that_it_took_over(folder: Path) -> None:
    asked = ("treatment-62-day", "--place", "ZA5", "--from", "2025-02", "--to", "2025-04")
    followed = [point["denominator"] for point in _ask(folder, *asked, store=".demo/store")["points"]]
    own = [
        point["denominator"] for point in _ask(folder, *asked, "--as-recorded", store=".demo/store")["points"]
    ]
    before = [
        point["denominator"]
        for point in _ask(folder, *asked[:2], "ZA4", *asked[3:], store=".demo/store")["points"]
    ]
    assert followed[:2] == [own[0] + before[0], own[1] + before[1]]
    assert followed[2] == own[2]
