"""What every test may ask for."""

from __future__ import annotations

import fcntl
import os
from pathlib import Path

import pytest

from alliance.demo import build

ROOT = Path(__file__).resolve().parents[1]
SHARED = ROOT.parent / "shared"


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
def built_demo(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The fictional alliance on its first day, built once a run for all workers: copy it before you write.

    `demo/` holds its files, book, schedule and story; `alliance-store/` what was loaded of them.
    """
    own = tmp_path_factory.getbasetemp()
    folder = (own.parent if "PYTEST_XDIST_WORKER" in os.environ else own) / "built-demo"
    folder.mkdir(exist_ok=True)
    with (folder / "lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)  # the other worker waits, and finds it built
        if not (folder / "built").exists():
            build(folder / "demo", folder / "alliance-store")
            (folder / "built").touch()
    return folder
