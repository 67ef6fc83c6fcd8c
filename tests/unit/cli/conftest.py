"""The command, run in this process: its exit code and what it prints."""

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import dataclass
from typing import NoReturn

import pytest

from alliance.cli import main
from tests.unit.answers.conftest import small_store

__all__ = ["Ran", "Run", "run", "small_store"]


@dataclass(frozen=True)
class Ran:
    """What a command did."""

    code: int
    out: str
    err: str

    @property
    def told(self):  # type: ignore[no-untyped-def]
        """What was printed, as JSON that holds no NaN."""
        return json.loads(self.out, parse_constant=_no_constant)


def _no_constant(name: str) -> NoReturn:
    raise AssertionError(f"{name} is not JSON")


Run = Callable[..., Ran]


@pytest.fixture
def run(capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch) -> Run:
    """Run `alliance` with these words."""
    monkeypatch.delenv("ALLIANCE_STORE", raising=False)
    monkeypatch.setenv("COLUMNS", "120")

    def run_one(*words: object) -> Ran:
        capsys.readouterr()
        code = 0
        try:
            main([str(word) for word in words])
        except SystemExit as end:
            code = int(end.code or 0)
        printed = capsys.readouterr()
        return Ran(code, printed.out, printed.err)

    return run_one
