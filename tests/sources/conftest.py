"""What the tests of sources share: a store that already holds a month, and whether it stayed as it was."""

from __future__ import annotations

import hashlib
from collections.abc import Callable
from datetime import date
from pathlib import Path

import pytest

from alliance.errors import AllianceError
from alliance.ingest import load
from tests.sources.small_workbook import small_workbook

Refuse = Callable[[Path], AllianceError]


def contents(store: Path) -> dict[str, str]:
    """Every file of a store with its hash."""
    return {
        str(path.relative_to(store)): hashlib.sha256(path.read_bytes()).hexdigest()
        for path in sorted(store.rglob("*"))
        if path.is_file()
    }


@pytest.fixture(scope="module")
def store_with_a_month(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A store that holds January 2024 of two made-up hospitals."""
    folder = tmp_path_factory.mktemp("a-month")
    load([small_workbook(folder / "january.xlsx")], folder / "store", today=date(2024, 3, 14))
    return folder / "store"


@pytest.fixture
def refuse(store_with_a_month: Path) -> Refuse:
    """Load a file that must be refused: the store stays as it was, and the sentence comes back."""

    def load_one(path: Path) -> AllianceError:
        before = contents(store_with_a_month)
        (loaded,) = load([path], store_with_a_month, today=date(2024, 3, 14))
        assert loaded.outcome == "refused"
        assert loaded.error is not None
        assert contents(store_with_a_month) == before
        assert path.name in loaded.error.what
        assert loaded.error.next_step
        assert loaded.error.exit_code == 4
        return loaded.error

    return load_one
