"""Each dependency is declared once, says why it is there, and is pinned."""

from __future__ import annotations

import re
import sys
import tomllib
from collections.abc import Mapping
from functools import cache
from importlib.metadata import packages_distributions
from pathlib import Path

import pytest

from tests.architecture.tree import ROOT, imported, python_files

PROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))
OURS = {"alliance", "alliance_site", "benchmarks", "docs", "tests"}


def _name(requirement: str) -> str:
    return re.split(r"[\[<>=~!; ]", requirement)[0].lower().replace("_", "-")


LIBRARY = {_name(line) for line in PROJECT["project"]["dependencies"]}
SITE = LIBRARY | {_name(line) for line in PROJECT["project"]["optional-dependencies"]["site"]}
SETTING_UP = SITE | {_name(line) for line in PROJECT["dependency-groups"]["assets"]}
DEVELOPMENT = SITE | {_name(line) for group in PROJECT["dependency-groups"].values() for line in group}


@cache
def _homes() -> Mapping[str, list[str]]:
    """Which installed packages hold which modules: asking takes a second."""
    return packages_distributions()


def _undeclared(path: Path, declared: set[str]) -> list[str]:
    homes = _homes()
    found = []
    for module, line in imported(path):
        top = module.split(".")[0]
        if top in sys.stdlib_module_names or top in OURS:
            continue
        names = {name.lower().replace("_", "-").removesuffix("-binaries") for name in homes.get(top, [top])}
        if not names & declared:
            found.append(f"{path}:{line} imports {module}")
    return found


@pytest.mark.parametrize(
    ("folder", "declared"),
    [
        ("src/alliance", LIBRARY),
        ("src/alliance_site", SETTING_UP),
        ("tests", DEVELOPMENT),
        ("benchmarks", DEVELOPMENT),
    ],
)
def test_what_is_imported_is_declared(folder: str, declared: set[str]) -> None:
    undeclared = [fault for path in python_files(folder) for fault in _undeclared(path, declared)]
    assert not undeclared, "\n".join(undeclared)


def test_each_dependency_says_in_one_line_why_it_is_there() -> None:
    text = (ROOT / "pyproject.toml").read_text(encoding="utf-8")
    lines = re.findall(r'^ +"([\w.\[\]-]+)[<>=~!].*$', text, flags=re.MULTILINE)
    explained = re.findall(r'^ +"([\w.\[\]-]+)[<>=~!][^"]*",? +# \w.{4,}$', text, flags=re.MULTILINE)
    assert {_name(line) for line in lines} == DEVELOPMENT
    assert not set(lines) - set(explained), set(lines) - set(explained)


def test_each_dependency_has_a_lower_and_an_upper_bound() -> None:
    project = PROJECT["project"]
    every = [*project["dependencies"], *project["optional-dependencies"]["site"]]
    loose = [line for line in every if not (">=" in line and ",<" in line)]
    assert not loose, loose


def test_constraints_pin_every_dependency_exactly_and_name_no_address() -> None:
    lines = [
        line
        for line in (ROOT / "constraints.txt").read_text(encoding="utf-8").splitlines()
        if line and not line.startswith("#")
    ]
    inexact = [line for line in lines if not re.fullmatch(r"[\w.-]+==[\w.]+", line)]
    assert not inexact, inexact
    assert not DEVELOPMENT - {_name(line) for line in lines}


def test_no_dependency_has_a_licence_that_binds_ours() -> None:
    from importlib.metadata import metadata

    bound = []
    for name in SITE:
        about = metadata(name)
        words = " ".join([about.get("License") or "", about.get("License-Expression") or ""][:2])[:200]
        if re.search(r"\bA?GPL", words) and "LGPL" not in words:
            bound.append(f"{name}: {words}")
    assert not bound, bound
