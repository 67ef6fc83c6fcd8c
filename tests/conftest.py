"""What every test may ask for."""

from __future__ import annotations

import fcntl
import json
import os
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date
from pathlib import Path

import pytest
from hypothesis import settings

from alliance.demo import build
from alliance.ingest import load

ROOT = Path(__file__).resolve().parents[1]
SHARED = ROOT.parent / "shared"

settings.register_profile("house", deadline=None)  # a busy machine is slow, and no fault of the code
settings.load_profile("house")


@pytest.fixture(scope="session")
def shared() -> Path:
    """The folder of real published files and of other people's numbers, beside the repository."""
    if not (SHARED / "data").is_dir():
        pytest.skip("the folder ../shared is not here: tests on real published files are skipped")
    return SHARED


@pytest.fixture(scope="session")
def workbooks(shared: Path) -> Path:
    """The 36 real monthly workbooks."""
    return shared / "data" / "cwt" / "workbooks"


@pytest.fixture(scope="session")
def national_series(shared: Path) -> Path:
    """The real national time series to April 2026."""
    return (
        shared / "data/cwt/national_time_series/CWT-CRS-National-Time-Series-to-Apr-2026-with-Revisions.xlsx"
    )


@pytest.fixture(scope="session")
def built_demo(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The fictional alliance on its first day, built once a run for all workers: copy it before you write.

    `demo/` holds its files, book, schedule and story; `alliance-store/` what was loaded of them.
    """
    with only_once(tmp_path_factory, "built-demo") as (folder, first):
        if first:
            build(folder / "demo", folder / "alliance-store")
    return folder


@pytest.fixture(scope="session")
def real_store(workbooks: Path, national_series: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A store of the 36 real workbooks and the national series, loaded once a run for all workers: only read it."""
    with only_once(tmp_path_factory, "real-store") as (folder, first):
        if first:
            load([workbooks, national_series], folder / "store", today=date(2026, 6, 11))
    return folder / "store"


@pytest.fixture(scope="session")
def whole_store(shared: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A store of all real files that any source knows, loaded once a run for all workers: only read it.

    Beside it lies `outcomes.json`: what became of each file, by its name.
    """
    with only_once(tmp_path_factory, "whole-store") as (folder, first):
        if first:
            results = load([shared / "data"], folder / "store", today=date(2026, 6, 11))
            told = {result.file: result.outcome for result in results}
            (folder / "outcomes.json").write_text(json.dumps(told), encoding="utf-8")
    return folder / "store"


@contextmanager
def only_once(factory: pytest.TempPathFactory, name: str) -> Iterator[tuple[Path, bool]]:
    """A folder that the run's workers share, and whether this is the first to come: the others wait for it."""
    own = factory.getbasetemp()
    folder = (own.parent if "PYTEST_XDIST_WORKER" in os.environ else own) / name
    folder.mkdir(exist_ok=True)
    with (folder / "lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        yield folder, not (folder / "made").exists()
        (folder / "made").touch()
