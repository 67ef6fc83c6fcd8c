"""The layers of the house hold, with no exception."""

from __future__ import annotations

import ast
import subprocess
import sys
import tomllib
from collections.abc import Iterator
from pathlib import Path

from tests.architecture.tree import ROOT, parsed, python_files

CONTRACTS = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["tool"]["importlinter"][
    "contracts"
]
ROOMS = ("board", "evidence", "register", "voices")
DOORS = ("services", "selectors", "desk")  # desk: the open store, which a server process has once


def _imports_of_rooms(path: Path) -> Iterator[tuple[str, str, int]]:
    """The room, the module of it and the line, for each import of one of the site's rooms."""
    for node in ast.walk(parsed(path)):
        if isinstance(node, ast.ImportFrom) and node.module and not node.level:
            for alias in node.names:
                parts = f"{node.module}.{alias.name}".split(".")
                if parts[0] == "alliance_site" and parts[1] in ROOMS:
                    yield parts[1], parts[2], node.lineno


def test_the_sites_rooms_reach_each_other_through_services_and_selectors_alone() -> None:
    around = [
        f"{path}:{line} {other}.{module}"
        for room in ROOMS
        for path in python_files(f"src/alliance_site/{room}")
        for other, module, line in _imports_of_rooms(path)
        if other != room and module not in DOORS
    ]
    assert not around, "\n".join(around)


def test_every_import_keeps_to_the_layers() -> None:
    linter = Path(sys.executable).with_name("lint-imports")
    told = subprocess.run([linter, "--no-cache"], cwd=ROOT, capture_output=True, text=True)
    assert told.returncode == 0, told.stdout[-4000:] + told.stderr[-2000:]


def test_no_contract_makes_an_exception() -> None:
    excused = [c["name"] for c in CONTRACTS if "ignore_imports" in c or "exhaustive_ignores" in c]
    assert not excused, excused


def test_the_library_contract_is_exhaustive() -> None:
    layered = [c for c in CONTRACTS if c["type"] == "layers" and c.get("containers") == ["alliance"]]
    assert [c["exhaustive"] for c in layered] == [True]
