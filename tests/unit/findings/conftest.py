"""The very small England of the answers' tests, for findings too."""

from __future__ import annotations

from tests.unit.answers.conftest import desk, small_store

__all__ = ["desk", "small_store"]
