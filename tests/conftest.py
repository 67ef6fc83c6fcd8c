"""What every test may ask for."""

from __future__ import annotations

from pathlib import Path

import pytest

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
