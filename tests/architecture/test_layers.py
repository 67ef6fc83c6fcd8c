"""The layers of the house hold, with no exception."""

from __future__ import annotations

import subprocess
import sys
import tomllib
from pathlib import Path

from tests.architecture.tree import ROOT

CONTRACTS = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["tool"]["importlinter"][
    "contracts"
]


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
