"""A desk over the fictional alliance, opened once."""

from __future__ import annotations

from pathlib import Path

import pytest

from alliance.answers import Desk, open_desk


@pytest.fixture(scope="session")
def desk(built_demo: Path) -> Desk:
    """The fictional alliance on its first day: only read it."""
    return open_desk(built_demo / "alliance-store", in_memory=True)
