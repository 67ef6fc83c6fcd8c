"""Tools that a machine may lack: a test that needs one is skipped, saying so, or fails if told to."""

from __future__ import annotations

import os
from typing import NoReturn

import pytest


def is_required(tool: str) -> bool:
    """Whether `ALLIANCE_REQUIRE_<TOOL>=1` is set, as `.ci/run` does: no test is then skipped."""
    return os.environ.get(f"ALLIANCE_REQUIRE_{tool.upper()}") == "1"


def absent(tool: str, reason: str) -> NoReturn:
    """Skip this test for want of `tool` (`browser`, `postgres`), or fail it where the tool is required."""
    if is_required(tool):
        pytest.fail(f"{reason} (ALLIANCE_REQUIRE_{tool.upper()} is set)", pytrace=False)
    pytest.skip(reason)
