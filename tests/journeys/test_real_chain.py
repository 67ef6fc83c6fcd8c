"""The same chain on real files: the West Midlands, from the published workbooks to a promise that all can read.

Who raises, offers and accepts here is made up; the figures and the names of organisations are the publisher's.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from tests.journeys.looking import faults_of
from tests.journeys.serving import Site, alliance, served
from tests.journeys.steps import PHONE, Person

Arrives = Callable[..., Person]
PASSWORD = "a made-up password for made-up people"
ALLIANCE, TRUST = "E56000007", "RRK"
TRUST_NAME = "University Hospitals Birmingham NHS Foundation Trust"
GAP = f"{TRUST_NAME}: Treated within 62 days of an urgent referral"
PEOPLE = {
    "ada.made-up@example.org": ("Ada Made-Up", ALLIANCE, "alliance_manager"),
    "bea.made-up@example.org": ("Bea Made-Up", TRUST, "partner"),
}


@pytest.fixture
def west_midlands(chromium: object, real_store: Path, tmp_path: Path) -> Iterator[Site]:  # noqa: ARG001 - none, no site
    """The site of a real alliance, over real files, with the accounts of two people who do not exist."""
    where = ("--store", str(real_store), "--site-data", "site")
    for email, (name, organisation, role) in PEOPLE.items():
        who = ("--name", name, "--organisation", organisation, "--role", role, "--password", PASSWORD)
        alliance("person", email, *who, *where, cwd=tmp_path)
    with served("serve", *where, "--place", ALLIANCE, folder=tmp_path / "site") as site:
        yield site


def test_a_real_finding_becomes_a_promise_that_everybody_can_read(
    west_midlands: Site, arrives: Arrives
) -> None:
    visitor = arrives(west_midlands).opens("/").reads_heading("West Midlands Cancer Alliance")
    visitor.sees("5,281", "8,344", "1,811.4").does_not_see("Fictional data")
    visitor.follows("Findings").reads_heading("What stands out: West Midlands Cancer Alliance")
    visitor.sees("January to March 2025", "where they were recorded", "1,811.4")
    visitor.sees_a_row(TRUST_NAME, "923.5 of 1,684.5", "508.3", "28.1%", "20.2%")

    manager = arrives(west_midlands).signs_in("ada.made-up@example.org", PASSWORD).reads_heading("My work")
    manager.follows("Findings").unfolds("Treated within 62 days of an urgent referral")
    manager.presses(f"Treated within 62 days of an urgent referral, {TRUST_NAME}").reads_heading(GAP)
    manager.sees("54.8% (923.5 of 1,684.5)", within="What the figures say")
    story = manager.path
    visitor.opens(story).is_told(404)

    trust = arrives(west_midlands, width=PHONE).signs_in("bea.made-up@example.org", PASSWORD)
    trust.follows(GAP, within="Gaps to agree").follows("Agree that this is a gap")
    trust.presses("We agree that this is a gap").sees("Agreed jointly")
    manager.opens(story).follows("Offer a commitment").chooses_from("Partner organisation", TRUST_NAME)
    manager.fills({"What is promised": "This is a test, and promises nothing.", "By when": "31 3 2030"})
    manager.fills({"Level that is promised": "60"}).presses("Offer it").is_on(story)
    trust.opens("/my-work/").follows(GAP, within="Offered to you").follows("Accept", within=TRUST_NAME)
    trust.presses(f"Accept for {TRUST_NAME}").is_on(story)

    visitor.opens("/gaps/").follows(GAP).is_on(story)
    visitor.sees("This is a test, and promises nothing.", "60%", "31 March 2030", within="Who promised what")
    visitor.sees("Too early to say", within="The data show it")
    visitor.sees("54.8% (923.5 of 1,684.5)", within="What the figures say")
    visitor.sees_a_chart("October 2023 to March 2025", "standard is 85%", within="What the figures say")
    visitor.opens("/findings/").follows(GAP).is_on(story)
    found = [
        fault for path in (story, "/findings/", f"/places/{TRUST}/") for fault in faults_of(visitor, path)
    ]
    assert not found, "\n".join(found)
