"""What every journey may ask for: a browser, a site that runs, and people who look at it."""

from __future__ import annotations

import shutil
from collections.abc import Callable, Iterator
from contextlib import ExitStack
from pathlib import Path

import pytest
from playwright.sync_api import Browser, sync_playwright

from tests.conftest import only_once
from tests.journeys.serving import Site, alliance, served
from tests.journeys.steps import Person, arrive
from tests.required import absent

CHROMIUM = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable")
QUIET = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]


@pytest.fixture(scope="package")
def chromium() -> Iterator[Browser]:
    """The system's Chromium. For these tests alone: while it runs, Django's own tests could not use a database."""
    program = next(filter(None, map(shutil.which, CHROMIUM)), None)
    if program is None:
        absent("browser", "Chromium is not installed here: journeys in a browser are not walked")
    with sync_playwright() as playwright:
        opened = playwright.chromium.launch(executable_path=program, args=QUIET)
        yield opened
        opened.close()


@pytest.fixture(scope="session")
def first_day(built_demo: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The folder of a demonstration on its first day with its register, made once a run for all workers."""
    with only_once(tmp_path_factory, "first-day") as (folder, first):
        if first:
            shutil.copytree(built_demo / "demo", folder / "demo")
            shutil.copytree(built_demo / "alliance-store", folder / "demo" / "store")
            alliance("demo", "--folder", "demo", "--no-serve", cwd=folder)
    return folder / "demo"


@pytest.fixture
def demo(chromium: Browser, first_day: Path, tmp_path: Path) -> Iterator[Site]:  # noqa: ARG001 - none, no site
    """A demonstration of this test's own, on its first day: it may change it."""
    own = shutil.copytree(first_day, tmp_path / "demo")
    with served("demo", "--folder", "demo", folder=own) as site:
        yield site


@pytest.fixture(scope="package")
def shown(chromium: Browser, first_day: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Site]:  # noqa: ARG001
    """A demonstration on its first day, for journeys that only look."""
    own = shutil.copytree(first_day, tmp_path_factory.mktemp("shown") / "demo")
    with served("demo", "--folder", "demo", folder=own) as site:
        yield site


@pytest.fixture
def arrives(chromium: Browser) -> Iterator[Callable[..., Person]]:
    """Somebody new in front of a site, with a browser of their own: `arrives(site, width=390, script=False)`.

    Whoever came is looked after: at the end nothing was fetched from elsewhere and the browser complained of
    nothing.
    """
    with ExitStack() as leaving:
        yield lambda site, **how: leaving.enter_context(arrive(chromium, site, **how))
