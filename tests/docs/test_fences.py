"""What the documentation shows is what happens."""

from __future__ import annotations

import json
import subprocess
import sys
import tomllib
from pathlib import Path

import pytest

from tests.conftest import ROOT
from tests.docs.fences import (
    LANGUAGES,
    Fence,
    all_fences,
    fences_of,
    matches,
    newcomers_surroundings,
    pages,
    steps_of,
)


def _named(fence: Fence) -> str:
    return fence.name


def _from_the_root(page: Path) -> str:
    return str(page.relative_to(ROOT))


def _run_on(page: Path) -> list[Fence]:
    """The commands and the Python of a page that are run, in its order: a fence may build on those above it."""
    return [f for f in fences_of(page) if f.language in ("console", "python") and not f.not_run]


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


@pytest.mark.parametrize("page", [page for page in pages() if _run_on(page)], ids=_from_the_root)
def test_a_page_that_is_followed_from_top_to_bottom_does_what_it_says(
    page: Path, newcomers_folder: Path
) -> None:
    for fence in _run_on(page):
        if fence.language == "python":
            _run_python(fence, newcomers_folder)
        else:
            _run_commands(fence, newcomers_folder)


def _run_commands(fence: Fence, folder: Path) -> None:
    for step in steps_of(fence):
        ran = subprocess.run(
            ["bash", "-o", "pipefail", "-c", step.command],
            cwd=folder,
            env=newcomers_surroundings(),
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
            timeout=120,
        )
        said = f"{fence.name}\n$ {step.command}\n{ran.stdout}"
        assert "Traceback" not in ran.stdout, said
        assert (ran.returncode != 0) == step.fails, f"exit code {ran.returncode}: {said}"
        assert not step.prints or matches(step.prints, ran.stdout), said


def _run_python(fence: Fence, folder: Path) -> None:
    ran = subprocess.run(
        [sys.executable, "-W", "error", "-c", fence.text],
        cwd=folder,
        env=newcomers_surroundings(),
        capture_output=True,
        text=True,
        timeout=120,
    )
    assert ran.returncode == 0, f"{fence.name}\n{ran.stderr}"


@pytest.mark.parametrize("fence", [*all_fences("toml"), *all_fences("json")], ids=_named)
def test_toml_and_json_on_a_page_can_be_read(fence: Fence) -> None:
    assert {"toml": tomllib.loads, "json": json.loads}[fence.language](fence.text)


def test_an_ellipsis_stands_for_anything_and_nothing_else_does() -> None:
    assert matches("Loaded …\nin …", "Loaded 3 files\nin 2 s\n")
    assert not matches("Loaded 3 files", "Loaded 4 files")
    assert not matches("Loaded", "Loaded 4 files")


@pytest.mark.parametrize(
    ("command", "prints", "holds"),
    [
        ("true", "", True),
        ("false", "", False),
        ("false", "…", False),
        ("false | cat", "…", False),
        ("echo 'alliance: It is refused.'; false", "alliance: It is refused.", True),
        ("echo 'alliance: It is refused.'", "alliance: It is refused.", False),
        ("echo 'alliance: It is refused.'; false", "…", False),
    ],
)
def test_a_command_that_fails_is_shown_to_fail_and_no_other(
    tmp_path: Path, command: str, prints: str, holds: bool
) -> None:
    text = f"$ {command}\n{prints}"
    fence = Fence(ROOT / "README.md", 1, "console", not_run="", saved_as="", text=text)
    if holds:
        _run_commands(fence, tmp_path)
    else:
        with pytest.raises(AssertionError, match="exit code"):
            _run_commands(fence, tmp_path)
