"""What a user can cause: a sentence and a next step on standard error, the contract's exit code, no traceback."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from tests.conftest import ROOT
from tests.unit.cli.conftest import Run

COMMANDS = (
    "load",
    "sources",
    "check",
    "places",
    "measures",
    "ask",
    "findings",
    "pack",
    "export",
    "fetch",
    "demo",
    "serve",
    "person",
)
USAGE = {
    "an unknown kind of period": ("ask", "treatment-62-day", "--place", "ZA1", "--period", "fortnight"),
    "a day that is none": ("ask", "treatment-62-day", "--place", "ZA1", "--as-of", "yesterday"),
    "a period that is none": ("ask", "treatment-62-day", "--place", "ZA1", "--from", "soon"),
    "an alliance on commissioner basis": (
        *("ask", "treatment-62-day", "--place", "E56900001", "--basis", "commissioner"),
    ),
    "two cuts that are not published together": (
        *("ask", "treatment-62-day", "--place", "ZA1", "--cancer", "lung", "--modality", "surgery"),
    ),
    "a cut of other measures": ("ask", "treatment-62-day", "--place", "ZA1", "--tumour-stage", "1"),
    "a day as at which nothing can be": ("places", "--as-at", "31/07/2018"),
    "a pack in a form that is none": ("pack", "E56900001", "--out", "out", "--format", "doc"),
    "findings of England": ("findings", "england"),
    "findings on a day that is none": ("findings", "E56900001", "--as-of", "2025-02-30"),
}
UNKNOWN = {
    "a place": ("ask", "treatment-62-day", "--place", "NOWHERE"),
    "a measure": ("ask", "waits", "--place", "ZA1"),
    "a cancer": ("ask", "treatment-62-day", "--place", "ZA1", "--cancer", "moon"),
    "a measure of findings": ("findings", "E56900001", "--measure", "waits"),
    "a place of findings": ("findings", "NOWHERE"),
    "a kind of place": ("places", "--kind", "castle"),
    "a place that is looked up": ("places", "NOWHERE"),
    "a measure that is looked up": ("measures", "waits"),
}


@pytest.mark.parametrize(("code", "case"), [(2, c) for c in USAGE] + [(3, c) for c in UNKNOWN])
def test_what_cannot_be_asked_and_what_nobody_knows(
    run: Run, small_store: Path, code: int, case: str
) -> None:
    words = USAGE[case] if code == 2 else UNKNOWN[case]
    ran = run(*words, "--store", small_store)
    assert (ran.code, ran.out) == (code, "")
    sentence, *next_step = ran.err.splitlines()
    assert sentence.startswith("alliance: ")
    assert next_step
    assert "Traceback" not in ran.err


LISTS = {
    "findings": ("findings", "E56900001"),
    "places": ("places",),
    "measures": ("measures",),
    "sources": ("sources",),
    "sources explain": ("sources", "explain", "a.csv"),
    "sources diff": ("sources", "diff", "early", "final"),
}


@pytest.mark.parametrize("command", LISTS)
def test_a_list_offers_only_the_forms_in_which_it_is_printed(
    run: Run, small_store: Path, command: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("ALLIANCE_STORE", str(small_store))
    ran = run(*LISTS[command], "--format", "csv")
    assert (ran.code, ran.out) == (2, "")
    assert "'csv' is not one of 'table', 'json'" in ran.err
    helped = " ".join(run(*command.split(), "--help").out.split())
    assert "table|json" in helped
    assert "csv]" not in helped


def test_help_names_every_basis(run: Run) -> None:
    helped = " ".join(run("ask", "--help").out.split())
    assert all(basis in helped for basis in ("provider, commissioner", "resident (by", "or none ("))


@pytest.mark.parametrize("words", [("--status", "draft"), ("--published", "May")])
def test_a_wrong_status_or_day_of_publication(run: Run, tmp_path: Path, words: tuple[str, ...]) -> None:
    (tmp_path / "here.xlsx").touch()
    ran = run("load", tmp_path / "here.xlsx", *words, "--store", tmp_path / "store")
    assert (ran.code, ran.out) == (2, "")
    assert not (tmp_path / "store").exists()


def test_the_next_step_follows_the_sentence(run: Run, small_store: Path) -> None:
    ran = run(
        "ask", "treatment-62-day", "--place", "E56900001", "--basis", "commissioner", "--store", small_store
    )
    assert ran.err == (
        "alliance: Northern Alliance has no commissioner figures: two ICBs lie in more than one alliance, and these "
        "files do not divide an ICB.\nAsk for provider figures, or for an ICB by its own code.\n"
    )


@pytest.mark.parametrize("name", ["nothing-here", "empty-folder"])
def test_no_file_to_load_is_a_refused_file(run: Run, tmp_path: Path, name: str) -> None:
    (tmp_path / "empty-folder").mkdir()
    ran = run("load", tmp_path / name, "--store", tmp_path / "store")
    assert (ran.code, ran.out) == (4, "")
    assert name in ran.err
    assert not (tmp_path / "store").exists()


@pytest.mark.parametrize(
    "words",
    [("ask", "treatment-62-day", "--place", "ZA1"), ("findings", "E56900001"), ("pack", "ZA1", "--out", "x")],
)
def test_no_store_and_a_damaged_store(
    run: Run, small_store: Path, tmp_path: Path, words: tuple[str, ...], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    ran = run(*words)
    assert (ran.code, ran.err.splitlines()[0]) == (5, "alliance: There is no store in alliance-store.")
    damaged = shutil.copytree(small_store, tmp_path / "damaged")
    (damaged / "manifest.json").write_text("{", encoding="utf-8")
    ran = run(*words, "--store", damaged)
    assert (ran.code, ran.out) == (5, "")
    assert "is damaged" in ran.err


@pytest.mark.parametrize("words", [("check",), ("sources",), ("load",)])
def test_a_damaged_store_is_trouble_for_those_who_load_and_look_after_it(
    run: Run, small_store: Path, tmp_path: Path, words: tuple[str, ...]
) -> None:
    damaged = shutil.copytree(small_store, tmp_path / "damaged")
    next((damaged / "releases").glob("*.parquet")).unlink()
    (tmp_path / "book.xlsx").touch()
    ran = run(*words, *([tmp_path / "book.xlsx"] if words == ("load",) else []), "--store", damaged)
    assert ran.code == 5
    assert "lacks 1 of its tables" in ran.err


def test_words_that_the_command_does_not_have(run: Run) -> None:
    assert run("sing").code == 2
    assert run("ask", "treatment-62-day").code == 2, "no place"
    assert run("ask", "treatment-62-day", "--place", "ZA1", "--colour", "red").code == 2


def test_a_demo_that_was_not_built_has_no_next_month(run: Run, tmp_path: Path) -> None:
    ran = run("demo", "--folder", tmp_path, "--next-month")
    assert (ran.code, ran.err.splitlines()[0]) == (2, f"alliance: There is no demo in {tmp_path}.")


@pytest.mark.parametrize("command", COMMANDS)
def test_every_command_explains_itself(run: Run, command: str) -> None:
    ran = run(command, "--help")
    assert (ran.code, ran.err) == (0, "")
    assert "Usage: alliance" in ran.out
    assert run(command, "-h").out == ran.out


def test_without_words_the_commands_are_listed(run: Run) -> None:
    ran = run()
    for command in COMMANDS:
        assert command in ran.out + ran.err


def alliance(*words: str) -> subprocess.CompletedProcess[str]:
    """Run the command as its own process."""
    surroundings = {**os.environ, "PYTHONPATH": str(ROOT / "src")}
    return subprocess.run(
        [sys.executable, "-m", "alliance", *words],
        env=surroundings,
        capture_output=True,
        text=True,
        check=False,
    )


def test_as_a_process_it_ends_with_the_same_code_and_words(small_store: Path) -> None:
    ran = alliance("ask", "waits", "--place", "ZA1", "--store", str(small_store))
    assert (ran.returncode, ran.stdout) == (3, "")
    assert ran.stderr.splitlines()[0] == "alliance: There is no measure 'waits'."


def test_a_reader_who_has_seen_enough_is_no_fault(small_store: Path) -> None:
    asked = f"ask treatment-62-day --place ZA1 --store '{small_store}' --format json"
    ran = subprocess.run(
        ["bash", "-c", f"'{sys.executable}' -m alliance {asked} | head -1"],
        env={**os.environ, "PYTHONPATH": str(ROOT / "src")},
        capture_output=True,
        text=True,
        check=False,
    )
    assert (ran.stdout, ran.stderr) == ("{\n", "")


def test_objects_within_objects_by_the_thousand_are_one_sentence(run: Run, tmp_path: Path) -> None:
    deep = tmp_path / "deep.json"
    deep.write_text('{"a":' * 100_000 + "1" + "}" * 100_000, encoding="utf-8")
    ran = run("load", deep, "--store", tmp_path / "store")
    assert ran.code == 4
    (sentence,) = ran.err.splitlines()
    assert sentence.startswith("alliance: deep.json is not a file that any source here knows.")
    assert run("sources", "explain", deep).code == 4
