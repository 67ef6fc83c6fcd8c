"""A loader killed at any instant leaves the manifest of before or of after; two loaders lose nothing."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Callable, Iterator
from datetime import date
from pathlib import Path
from random import Random

import pytest

from alliance.ingest import inspect, load, reconcile, releases
from alliance.store.manifest import read_manifest
from tests.conftest import ROOT
from tests.sources.small_workbook import small_workbook

TODAY = date(2024, 6, 13)
SURROUNDINGS = {**os.environ, "PYTHONPATH": f"{ROOT / 'src'}{os.pathsep}{ROOT}"}
Order = Callable[[Path, str], str]


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """Four months to load."""
    for month in (1, 2, 3, 4):
        small_workbook(tmp_path / "files" / f"{month}.xlsx", date(2024, month, 1))
    return tmp_path / "files"


@pytest.fixture
def order(folder: Path) -> Iterator[Order]:
    """Tell a loader of the folder how to end; what became of it comes back."""
    command = [sys.executable, "-m", "tests.unit.ingest.killed_loader", str(folder)]
    with subprocess.Popen(
        command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True, env=SURROUNDINGS
    ) as loader:
        assert loader.stdin
        assert loader.stdout

        def tell(store: Path, how: str) -> str:
            print(f"{store}\t{how}", file=loader.stdin, flush=True)
            return loader.stdout.readline().strip()  # type: ignore[union-attr]

        yield tell
        loader.stdin.close()
    assert loader.returncode == 0


def hold(store: Path, at_least: int) -> int:
    """The store is whole, and has lost nothing; how many releases it has."""
    if not (store / "manifest.json").exists():
        assert at_least == 0
        return 0
    state = inspect(store)
    assert state.releases >= at_least
    assert len({r["id"] for r in releases(store)}) == state.releases
    assert reconcile(store) == []
    return state.releases


@pytest.mark.parametrize("steps", [(1, 2, 5, 7), (4, 8, 9, 16)], ids=str)
def test_a_loader_killed_before_a_lasting_step_leaves_a_whole_store(
    tmp_path: Path, order: Order, steps: tuple[int, ...]
) -> None:
    """Nine steps a file: snapshot, table and manifest are each written through, put in place, and their folder."""
    for step in steps:
        store = tmp_path / f"store-{step}"
        assert order(store, f"step {step}") == "killed"
        hold(store, 0)
    assert order(store, "whole") == "done 0"
    assert hold(store, 4) == 4
    assert [*store.rglob("*.part")] == []


def test_a_loader_killed_at_random_instants_gets_further_each_time(tmp_path: Path, order: Order) -> None:
    random, held, store = Random(20240613), 0, tmp_path / "store"
    for _ in range(7):
        order(store, f"after {random.uniform(0.0, 0.25):.3f}")
        held = hold(store, held)
    assert order(store, "whole") == "done 0"
    assert hold(store, 4) == 4


def test_two_loaders_at_once_both_finish_and_nothing_is_lost(folder: Path, tmp_path: Path) -> None:
    files = sorted(folder.iterdir())
    program = (
        "import sys; from datetime import date; from pathlib import Path; from alliance.ingest import load\n"
        "results = load([Path(p) for p in sys.argv[2:]], Path(sys.argv[1]), today=date(2024, 6, 13))\n"
        "print(*sorted(r.outcome for r in results), sep=',')"
    )
    loaders = [
        subprocess.Popen(
            [sys.executable, "-c", program, str(tmp_path / "store"), *map(str, chosen)],
            env=SURROUNDINGS,
            stdout=subprocess.PIPE,
            text=True,
        )
        for chosen in (files[:3], files[1:])
    ]
    said = [loader.communicate()[0].strip() for loader in loaders]
    assert [loader.returncode for loader in loaders] == [0, 0]
    outcomes = ",".join(said).split(",")
    assert (outcomes.count("loaded"), outcomes.count("already loaded")) == (4, 2)
    assert hold(tmp_path / "store", 4) == 4


def test_a_later_load_completes_what_a_killed_one_began(tmp_path: Path, folder: Path, order: Order) -> None:
    assert order(tmp_path / "store", "step 30") == "killed"
    before = {entry.id for entry in read_manifest(tmp_path / "store").entries}
    results = load([folder], tmp_path / "store", today=TODAY)
    assert [r.outcome for r in results].count("already loaded") == len(before)
    assert hold(tmp_path / "store", 4) == 4
