"""Fictional files, written once a session."""

from __future__ import annotations

from pathlib import Path

import pytest

from alliance.demo.folder import write_files
from alliance.demo.schedule import Release, releases

WAITING_TIMES = ("provider", "commissioner", "national")


def _of_day(day: str) -> list[Release]:
    return [r for r in releases() if r.published.isoformat() == day and r.kind in WAITING_TIMES]


@pytest.fixture(scope="session")
def newest_day(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Path]:
    """The waiting times of 13 November 2025: the series, August's final and September's provisional files."""
    folder = tmp_path_factory.mktemp("fictional")
    chosen = _of_day("2025-11-13")
    write_files(folder, chosen)
    return {f"{r.kind} {r.status}".strip(): folder / r.file for r in chosen}
