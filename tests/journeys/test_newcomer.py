"""A newcomer follows one gap from the finding to three seals, and watches a promise become true in the data."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from tests.journeys.serving import Site, alliance
from tests.journeys.steps import DESK, PHONE, Person

Arrives = Callable[..., Person]
THISTLEWICK = "Thistlewick Hospitals Trust: Treated within 62 days of an urgent referral (Prostate)"
FOXGLOVE = "Foxglove Hospitals Trust: Treated within 62 days of an urgent referral (Lower gastrointestinal)"
ALDERMERE = "Aldermere University Hospitals Trust: Told within 28 days whether it is cancer (Gynaecological)"
EVERY_PRESS = (
    "11 December 2025",
    "8 January 2026",
    "12 February 2026",
    "12 March 2026",
    "9 April 2026",
    "14 May 2026",
)


def reads_the_story_of(person: Person, gap: str) -> Person:
    """Open one gap's story from the list of all."""
    return person.opens("/gaps/").follows(gap).reads_heading(gap)


def test_the_demonstration_opens_on_one_gaps_story(shown: Site, arrives: Arrives) -> None:
    newcomer = arrives(shown).opens(shown.opens_on)
    newcomer.reads_heading(THISTLEWICK)
    newcomer.sees("Fictional data: every person and organisation here is made up.")
    assert any("juniper.larkspur@example.org" in line for line in shown.said)
    assert f"Begin with one gap's story: {shown.opens_on}" in "".join(shown.said)


@pytest.mark.parametrize("script", [True, False], ids=["with scripts", "without scripts"])
@pytest.mark.parametrize("width", [DESK, PHONE], ids=["at a desk", "on a phone"])
def test_a_newcomer_follows_a_finding_to_what_was_promised_and_what_came_of_it(
    shown: Site, arrives: Arrives, width: int, script: bool
) -> None:
    newcomer = arrives(shown, width=width, script=script)

    newcomer.opens("/").reads_heading("Alder Vale Cancer Alliance").follows("Findings")
    newcomer.reads_heading("What stands out: Alder Vale Cancer Alliance")
    newcomer.sees("where they were recorded", "July to September 2025")
    newcomer.sees_a_row("Thistlewick Hospitals Trust", "Prostate", "56.9")

    newcomer.follows(THISTLEWICK).reads_heading(THISTLEWICK)
    newcomer.sees("Agreed jointly", "Raised on 19 June 2025 by Alder Vale Cancer Alliance")
    newcomer.sees(
        "A second room, open on Tuesdays and Thursdays", "70%", "31 March 2026", within="Who promised what"
    )
    newcomer.sees("The second room opened today.", within="Updates")
    newcomer.sees("Says done", "14 November 2025", within="The organisation says done")
    newcomer.sees("Too early to say", within="The data show it")
    newcomer.sees("Not yet asked", within="Patients agree")
    newcomer.sees("44.6% (66.5 of 149)", "45.8% (22 of 48)", within="What the figures say")
    newcomer.sees_a_chart("marked on 1 October 2025: Commitment accepted", within="What the figures say")
    newcomer.sees("I would have liked to know that I had not been forgotten", within="What patients say")
    newcomer.sees(
        "2025-07/1", "How patients shaped it: Six men came and asked", within="What the Board decided"
    )
    newcomer.sees("Thistlewick Hospitals Trust accepted a commitment", within="What happened when")


def test_a_promise_becomes_true_in_the_data_another_does_not_and_a_third_turns(
    demo: Site, arrives: Arrives
) -> None:
    newcomer = arrives(demo).opens(demo.opens_on)

    for day in EVERY_PRESS[:2]:
        newcomer.presses("Load next month").is_on("/gaps/2/").sees(f"It is now {day}")
        newcomer.sees("Too early to say", within="The data show it")
    newcomer.presses("Load next month").sees(f"It is now {EVERY_PRESS[2]}")
    newcomer.sees("Thistlewick Hospitals Trust: the data show it")
    newcomer.sees(
        "Since 12 February 2026", "74.1% (118.5 of 160)", "promised was 70%", within="The data show it"
    )
    newcomer.does_not_see("Too early to say", within="The data show it")
    newcomer.sees("Not yet asked", within="Patients agree")
    newcomer.sees("The data show it", within="What happened when")

    reads_the_story_of(newcomer, FOXGLOVE)
    newcomer.sees("Says done", within="The organisation says done")
    newcomer.sees("Not yet", "45.8% (44 of 96)", "The data do not show it yet", within="The data show it")
    newcomer.sees("Patients do not agree", "9 December 2025", "27 asked", within="Patients agree")
    newcomer.sees("Patients said that it was not done", within="What the Board decided")

    reads_the_story_of(newcomer, ALDERMERE).sees("the seal stands", within="The data show it")
    newcomer.presses("Load next month").sees(f"It is now {EVERY_PRESS[3]}")
    newcomer.sees("Aldermere University Hospitals Trust: review needed")
    newcomer.sees("Review needed", "People decide what follows", within="The data show it")
    newcomer.sees("63 asked", within="Patients agree")

    reads_the_story_of(newcomer, THISTLEWICK)
    newcomer.sees("Patients agree", "24 February 2026", "58 asked", within="Patients agree")
    for day in EVERY_PRESS[4:]:
        newcomer.presses("Load next month").sees(f"It is now {day}")
    for _ in range(2):
        newcomer.presses("Load next month").sees("Every month of the demonstration is loaded")
    newcomer.sees("Since 12 February 2026", within="The data show it")
    newcomer.sees("44.6% (66.5 of 149)", within="What the figures say")  # as it was when the gap was raised
    reads_the_story_of(newcomer, FOXGLOVE).sees("Not yet", within="The data show it")


def test_months_can_be_loaded_on_a_phone_without_scripts(demo: Site, arrives: Arrives) -> None:
    newcomer = arrives(demo, width=PHONE, script=False).opens("/gaps/3/")
    newcomer.sees("Too early to say", within="The data show it").sees(
        "Not yet asked", within="Patients agree"
    )
    newcomer.presses("Load next month").is_on("/gaps/3/").sees("It is now 11 December 2025")
    newcomer.sees("Not yet", "43.8% (44.5 of 101.5)", within="The data show it")
    newcomer.sees("Patients do not agree", within="Patients agree")


def test_next_month_from_the_command_line_shows_in_a_browser_that_is_open(
    demo: Site, arrives: Arrives
) -> None:
    newcomer = arrives(demo).opens(demo.opens_on).sees("0 patients", within="The data show it")
    told = alliance("demo", "--folder", demo.folder.name, "--next-month", cwd=demo.folder.parent)
    assert "published on 2025-12-11" in told
    newcomer.opens(demo.opens_on).sees("56 patients", within="The data show it")
    newcomer.sees("October 2025", within="What the figures say")
