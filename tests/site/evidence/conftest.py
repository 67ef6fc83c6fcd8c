"""The fictional alliance as a site: its figures, as of the first day of the demonstration."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest
from pytest_django import Settings

from alliance_site.evidence import desk

ALLIANCE = "E56999001"


@pytest.fixture
def figures(built_demo: Path, settings: Settings, db: None) -> Path:  # noqa: ARG001 - pages read the register
    """A site over the fictional alliance's store, which no test changes."""
    settings.ALLIANCE_STORE = built_demo / "alliance-store"
    settings.ALLIANCE_PLACE = ALLIANCE
    settings.SITE_NAME = "Alder Vale Cancer Alliance"
    return settings.ALLIANCE_STORE


@pytest.fixture
def demo(built_demo: Path, tmp_path: Path, settings: Settings, db: None) -> Iterator[Path]:  # noqa: ARG001
    """A demonstration of one's own, which can go on."""
    shutil.copytree(built_demo / "demo", tmp_path / "demo")
    shutil.copytree(built_demo / "alliance-store", tmp_path / "demo" / "store")
    settings.DEMO, settings.DEMO_FOLDER = True, tmp_path / "demo"
    settings.ALLIANCE_STORE = tmp_path / "demo" / "store"
    settings.ALLIANCE_PLACE = ALLIANCE
    yield tmp_path / "demo"
    desk.forget()
