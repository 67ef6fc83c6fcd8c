"""What is published beside the waiting times: seven further kinds of file, each in its own layout."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import date
from pathlib import Path

from alliance.demo import (
    diagnostics,
    experience,
    local_counts,
    plans,
    stages,
    survival,
    waiting_list,
)
from alliance.demo.release import Release

__all__ = ["WRITERS", "beside"]

_KINDS = {
    "stage-at-diagnosis": stages,
    "diagnostics": diagnostics,
    "patient-experience": experience,
    "survival": survival,
    "waiting-list": waiting_list,
    "trajectories": plans,
    "local-data": local_counts,
}

WRITERS: Mapping[str, Callable[[Path, date], None]] = {kind: module.write for kind, module in _KINDS.items()}
"""For each kind of file, what writes it: to a path, telling of time up to and including a month."""


def beside() -> list[Release]:
    """Every file of these kinds."""
    return [release for module in _KINDS.values() for release in module.releases()]
