"""The demonstration's button: files are loaded, the day moves on, promises are tested again."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest
from django.test import Client

from alliance_site.config import clock
from alliance_site.demo_register import seed
from alliance_site.evidence import desk

pytestmark = pytest.mark.django_db


def load_next(client: Client, back: str = "/gaps/") -> str:
    """Press the button; the words of the page to which it leads."""
    return client.post("/demo/next-month/", {"next": back}, follow=True).content.decode()


def test_the_button_is_on_every_page_of_a_demonstration(demo: Path, client: Client) -> None:  # noqa: ARG001
    text = client.get("/accessibility/").content.decode()
    assert "every person and organisation here is made up" in text
    assert "Load next month" in text


@pytest.mark.usefixtures("figures")
def test_there_is_no_button_outside_a_demonstration(client: Client) -> None:
    assert "Load next month" not in client.get("/").content.decode()
    assert client.post("/demo/next-month/").status_code == 403


def test_months_go_by_a_promise_becomes_true_in_the_data_and_another_turns(
    demo: Path, client: Client
) -> None:
    seed()
    before = desk.open_to(None).stamp
    first = load_next(client)
    assert "It is now 11 December 2025: 7 files published that day were loaded." in first
    assert "What the data show of each commitment is as it was." in first
    assert clock.today() == date(2025, 12, 11)
    assert (demo / "today").read_text() == "2025-12-11\n"
    assert desk.open_to(None).stamp != before
    later = [load_next(client) for _ in range(3)]
    assert any("Thistlewick Hospitals Trust: the data show it" in text for text in later)
    assert any("Aldermere University Hospitals Trust: review needed" in text for text in later)


def test_after_the_last_month_it_says_so(demo: Path, client: Client) -> None:
    (demo / "schedule.csv").write_text("file,published,status\n")
    assert "Every month of the demonstration is loaded" in load_next(client)


@pytest.mark.parametrize(
    "back", ["https://elsewhere.example/", "//elsewhere.example/", "javascript:alert(1)"]
)
def test_it_leads_back_to_this_site_only(demo: Path, client: Client, back: str) -> None:
    (demo / "schedule.csv").write_text("file,published,status\n")
    assert client.post("/demo/next-month/", {"next": back}).url == "/"


def test_a_link_alone_loads_nothing(demo: Path, client: Client) -> None:  # noqa: ARG001
    assert client.get("/demo/next-month/").status_code == 405
