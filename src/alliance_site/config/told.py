"""What a demonstration's own folder says of itself: its story, as one plain dict."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

__all__ = ["told_in"]


def told_in(folder: Path | None) -> dict[str, Any]:
    """The story of the demonstration in this folder; empty where there is none."""
    story = folder / "scenario.json" if folder else None
    if story is None or not story.is_file():
        return {}
    told: dict[str, Any] = json.loads(story.read_text(encoding="utf-8"))
    return told
