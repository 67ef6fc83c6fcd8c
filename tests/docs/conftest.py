"""The folder in which the commands of the documentation run."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from tests.docs.fences import all_fences


@pytest.fixture(scope="session")
def newcomers_folder(built_demo: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder as a newcomer has it after `make demo`: the fictional alliance in `.demo`, its store in that.

    The fences that say where they are saved are saved there.
    """
    folder = tmp_path_factory.mktemp("newcomer")
    shutil.copytree(built_demo / "demo", folder / ".demo")
    shutil.copytree(built_demo / "alliance-store", folder / ".demo" / "store")
    for fence in all_fences():
        if fence.saved_as:
            (folder / fence.saved_as).parent.mkdir(parents=True, exist_ok=True)
            (folder / fence.saved_as).write_text(fence.text, encoding="utf-8")
    return folder
