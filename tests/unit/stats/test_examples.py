"""The examples in the docstrings of the statistics say what happens."""

from __future__ import annotations

import doctest
import importlib

import pytest


@pytest.mark.parametrize(
    "module", ["alliance.stats.intervals", "alliance.stats.spc.chart", "alliance.stats.spc.terms"]
)
def test_every_example_runs(module: str) -> None:
    told = doctest.testmod(importlib.import_module(module))
    assert told.attempted > 0
    assert told.failed == 0
