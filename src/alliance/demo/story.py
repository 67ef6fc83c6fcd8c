"""What the people of the fictional alliance agreed, promised and heard: `story.toml` as one plain dict."""

from __future__ import annotations

import json
import tomllib
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

__all__ = ["Scenario", "read_scenario", "write_scenario"]

_STORY = Path(__file__).with_name("story.toml")


@dataclass(frozen=True)
class Scenario:
    """The story as it was written: who signs in, which gaps, commitments, voices and decisions there are.

    `told` is the whole of `scenario.json`. What is dated after `today` has not happened yet on the day on
    which the demonstration begins: it comes true when the site's day has reached it.
    """

    alliance: str
    today: date
    told: dict[str, Any]


def write_scenario(folder: Path) -> Scenario:
    """Write `scenario.json` into `folder`: days as 2025-06-19, everything else as `story.toml` has it."""
    told = json.loads(json.dumps(tomllib.loads(_STORY.read_text(encoding="utf-8")), default=_day))
    text = json.dumps(told, indent=1, ensure_ascii=False) + "\n"
    (folder / "scenario.json").write_text(text, encoding="utf-8")
    return _scenario(told)


def read_scenario(folder: Path) -> Scenario:
    """The story that `write_scenario` wrote into `folder`."""
    return _scenario(json.loads((folder / "scenario.json").read_text(encoding="utf-8")))


def _scenario(told: dict[str, Any]) -> Scenario:
    return Scenario(told["alliance"], date.fromisoformat(told["today"]), told)


def _day(value: object) -> str:
    if isinstance(value, date):
        return value.isoformat()
    raise TypeError(f"{value!r} has no place in a story")
