"""Fictional files, written once a session."""

from __future__ import annotations

from pathlib import Path

import pytest

from alliance.demo.folder import write_files
from alliance.demo.schedule import Release, releases


def _of_day(day: str) -> list[Release]:
    return [release for release in releases() if release.published.isoformat() == day]


@pytest.fixture(scope="session")
def newest_day(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Path]:
    """What is published on 13 November 2025: the series, August's final and September's provisional files."""
    folder = tmp_path_factory.mktemp("fictional")
    chosen = _of_day("2025-11-13")
    write_files(folder, chosen)
    return {f"{r.basis} {r.status}".strip(): folder / r.file for r in chosen}
