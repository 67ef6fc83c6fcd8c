"""The folder in which the commands of the documentation run."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest


@pytest.fixture(scope="session")
def newcomers_folder(built_demo: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder as a newcomer has it: the demo's published files in `demo/files`, its store beside them."""
    return Path(shutil.copytree(built_demo, tmp_path_factory.mktemp("newcomer") / "work"))
