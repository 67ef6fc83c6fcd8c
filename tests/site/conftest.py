"""What tests of the site may ask for."""

from __future__ import annotations

from pathlib import Path

import pytest
from pytest_django import Settings

from tests.site.people import World, make_world


@pytest.fixture(autouse=True)
def _quick_and_alone(settings: Settings, tmp_path: Path) -> None:
    """Passwords are hashed quickly, and no test sees a store or a demonstration that lies about."""
    settings.PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
    settings.ALLIANCE_STORE = tmp_path / "store"
    settings.DEMO, settings.DEMO_FOLDER = False, None


@pytest.fixture
def world(db: None) -> World:  # noqa: ARG001 - the database must be there
    """A small fictional alliance and its people."""
    return make_world()
