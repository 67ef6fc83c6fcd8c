"""What the documentation shows is what happens."""

from __future__ import annotations

import json
import subprocess
import sys
import tomllib
from pathlib import Path

import pytest

from tests.docs.fences import LANGUAGES, Fence, all_fences, matches, newcomers_surroundings, steps_of


def _named(fence: Fence) -> str:
    return fence.name


def test_every_fence_has_a_language_that_is_checked() -> None:
    others = [f"{fence.name} {fence.language!r}" for fence in all_fences() if fence.language not in LANGUAGES]
    assert not others, "\n".join(others)


def test_a_fence_that_is_not_run_says_why() -> None:
    unclear = [
        fence.name
        for path in {fence.path for fence in all_fences()}
        for fence in all_fences()
        if fence.path == path and fence.not_run and len(fence.not_run.split()) < 2
    ]
    assert not unclear, unclear


@pytest.mark.parametrize("fence", all_fences("console"), ids=_named)
def test_commands_print_what_the_page_says(fence: Fence, newcomers_folder: Path) -> None:
    for step in steps_of(fence):
        ran = subprocess.run(
            ["bash", "-c", step.command],
            cwd=newcomers_folder,
            env=newcomers_surroundings(),
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
            timeout=120,
        )
        assert "Traceback" not in ran.stdout, ran.stdout
        assert ran.returncode == 0 or step.prints, f"$ {step.command}\n{ran.stdout}"
        assert not step.prints or matches(step.prints, ran.stdout), f"$ {step.command}\n{ran.stdout}"


@pytest.mark.parametrize("fence", all_fences("python"), ids=_named)
def test_python_on_a_page_runs(fence: Fence, newcomers_folder: Path) -> None:
    ran = subprocess.run(
        [sys.executable, "-W", "error", "-c", fence.text],
        cwd=newcomers_folder,
        env=newcomers_surroundings(),
        capture_output=True,
        text=True,
        timeout=120,
    )
    assert ran.returncode == 0, ran.stderr


@pytest.mark.parametrize("fence", [*all_fences("toml"), *all_fences("json")], ids=_named)
def test_toml_and_json_on_a_page_can_be_read(fence: Fence) -> None:
    assert {"toml": tomllib.loads, "json": json.loads}[fence.language](fence.text)


def test_an_ellipsis_stands_for_anything_and_nothing_else_does() -> None:
    assert matches("Loaded …\nin …", "Loaded 3 files\nin 2 s\n")
    assert not matches("Loaded 3 files", "Loaded 4 files")
    assert not matches("Loaded", "Loaded 4 files")
