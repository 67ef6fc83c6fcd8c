"""Pictures of every page, for people to look at: `ALLIANCE_PICTURES=FOLDER pytest tests/journeys/test_pictures.py`."""

from __future__ import annotations

import os
from collections.abc import Callable
from pathlib import Path

import pytest

from tests.journeys.serving import Site
from tests.journeys.steps import DESK, PHONE, Person

PUBLIC = {
    "home": "/",
    "places": "/places/",
    "alliance": "/places/E56999001/",
    "trust": "/places/ZA2/",
    "england": "/places/england/",
    "findings": "/places/E56999001/findings/",
    "measures": "/measures/",
    "measure": "/measures/treatment-62-day/",
    "sources": "/sources/",
    "how": "/how-numbers-are-made/",
    "accessibility": "/accessibility/",
    "gaps": "/gaps/",
    "story-kept": "/gaps/2/",
    "story-not": "/gaps/3/",
    "story-turns": "/gaps/1/",
    "board": "/board/",
    "sign-in": "/accounts/login/",
    "unknown": "/places/ZZZ/",
}
"""Name of the picture: address."""


@pytest.mark.parametrize(("device", "width"), [("desk", DESK), ("phone", PHONE)])
@pytest.mark.skipif("ALLIANCE_PICTURES" not in os.environ, reason="ALLIANCE_PICTURES names no folder")
def test_pictures_of_every_page(shown: Site, arrives: Callable[..., Person], device: str, width: int) -> None:
    folder = Path(os.environ["ALLIANCE_PICTURES"])
    folder.mkdir(parents=True, exist_ok=True)
    visitor = arrives(shown, width=width)
    for name, path in PUBLIC.items():
        visitor.opens(path).page.screenshot(path=folder / f"{device}-{name}.png", full_page=True)
