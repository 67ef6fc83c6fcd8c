"""Pictures of every page for people to look at, when a folder for them is named.

`ALLIANCE_PICTURES=../pictures .venv/bin/python -m pytest tests/journeys/test_pictures.py`
"""

from __future__ import annotations

import os
import re
from collections.abc import Callable
from pathlib import Path

import pytest

from tests.journeys.addresses import PUBLIC, SIGNED_IN
from tests.journeys.serving import Site
from tests.journeys.steps import DESK, PHONE, Person

pytestmark = pytest.mark.skipif(
    "ALLIANCE_PICTURES" not in os.environ, reason="pictures are taken when ALLIANCE_PICTURES names a folder"
)
Arrives = Callable[..., Person]
DEVICES = pytest.mark.parametrize(("device", "width"), [("desk", DESK), ("phone", PHONE)])


def photographs(person: Person, name: str) -> None:
    """Keep a picture of the whole page; it is there, and not empty."""
    folder = Path(os.environ["ALLIANCE_PICTURES"])
    folder.mkdir(parents=True, exist_ok=True)
    picture = folder / f"{name}.png"
    person.page.screenshot(path=picture, full_page=True)
    assert picture.stat().st_size > 5_000


def named(path: str) -> str:
    """A name for a picture: /gaps/2/ is gaps-2, and / is home."""
    return re.sub(r"[^\w]+", "-", path).strip("-") or "home"


@DEVICES
def test_pictures_of_what_everybody_sees(shown: Site, arrives: Arrives, device: str, width: int) -> None:
    visitor = arrives(shown, width=width)
    for path in [*PUBLIC, "/places/ZZZ/"]:
        photographs(visitor.opens(path), f"{device}-{named(path)}")


@DEVICES
@pytest.mark.parametrize("name", SIGNED_IN)
def test_pictures_of_what_people_at_work_see(
    shown: Site, arrives: Arrives, device: str, width: int, name: str
) -> None:
    person = arrives(shown, width=width).signs_in(name)
    for path in SIGNED_IN[name]:
        photographs(person.opens(path), f"{device}-{name.split()[0].lower()}-{named(path)}")


@DEVICES
def test_pictures_of_a_promise_kept_and_one_that_turned(
    demo: Site, arrives: Arrives, device: str, width: int
) -> None:
    visitor = arrives(demo, width=width).opens("/gaps/2/")
    for press in range(1, 7):
        photographs(visitor.presses("Load next month").sees("It is now"), f"{device}-press-{press}-kept")
    for path in ("/gaps/1/", "/gaps/3/", "/board/", "/"):
        photographs(visitor.opens(path), f"{device}-at-the-end-{named(path)}")
