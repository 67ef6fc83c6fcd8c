"""`alliance demo`: built once, shown again at once, and taken a month further."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from alliance.store.manifest import read_manifest
from alliance_site import assets
from tests.conftest import ROOT


def demo(folder: Path, *words: str) -> subprocess.CompletedProcess[str]:
    """`alliance demo` in a process of its own."""
    kept = {k: v for k, v in os.environ.items() if not k.startswith(("ALLIANCE_", "DJANGO_"))}
    return subprocess.run(
        [sys.executable, "-m", "alliance", "demo", "--folder", str(folder), *words],
        env={**kept, "PYTHONPATH": str(ROOT / "src")},
        capture_output=True,
        text=True,
        check=False,
    )


@pytest.fixture
def folder(built_demo: Path, tmp_path: Path) -> Path:
    """The fictional alliance as the command keeps it."""
    shutil.copytree(built_demo / "demo", tmp_path / "demo")
    shutil.copytree(built_demo / "alliance-store", tmp_path / "demo" / "store")
    return tmp_path / "demo"


def test_it_is_shown_without_being_built_again_and_goes_on_month_by_month(folder: Path) -> None:
    if not assets.assets_are_built():
        pytest.skip("the assets are not built here: python -m alliance_site.assets")
    before = len(read_manifest(folder / "store").entries)
    shown = demo(folder, "--no-serve")
    assert (shown.returncode, shown.stderr) == (0, "")
    assert "every person and organisation in it is made up" in shown.stdout
    assert "Writing the files" not in shown.stdout
    further = demo(folder, "--next-month")
    assert (further.returncode, further.stderr) == (0, "")
    loaded = [line for line in further.stdout.splitlines() if line.startswith("loaded: FICTIONAL")]
    assert loaded
    assert all("published on 20" in line for line in loaded)
    entries = read_manifest(folder / "store").entries
    assert len(entries) == before + len(loaded)
    assert max(e.known_since for e in entries).isoformat() in loaded[0]


def test_a_fictional_file_is_not_called_the_publishers(folder: Path) -> None:
    publishers = {entry.publisher for entry in read_manifest(folder / "store").entries}
    assert len(publishers) >= 6
    assert all(publisher.startswith("Made up, in the layout of ") for publisher in publishers)
