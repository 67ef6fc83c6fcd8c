"""Every kind of page, signed out and signed in: for everybody to use, and fetching nothing from elsewhere."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from tests.journeys.addresses import PUBLIC, SIGNED_IN
from tests.journeys.looking import faults_here, faults_of
from tests.journeys.serving import Site
from tests.journeys.steps import PHONE, Person

Arrives = Callable[..., Person]


@pytest.mark.parametrize("path", PUBLIC)
def test_a_public_page_is_for_everybody(shown: Site, arrives: Arrives, path: str) -> None:
    found = faults_of(arrives(shown), path)
    assert not found, "\n".join(found)


@pytest.mark.parametrize("name", SIGNED_IN)
def test_the_pages_of_somebody_at_work_are_for_everybody(shown: Site, arrives: Arrives, name: str) -> None:
    person = arrives(shown).signs_in(name)
    found = [fault for path in SIGNED_IN[name] for fault in faults_of(person, path)]
    assert not found, "\n".join(found)


@pytest.mark.parametrize(
    ("path", "status"), [("/places/ZZZ/", 404), ("/?as_of=soon", 400), ("/nothing/", 404)]
)
def test_a_page_that_says_what_went_wrong_is_for_everybody(
    shown: Site, arrives: Arrives, path: str, status: int
) -> None:
    found = faults_of(arrives(shown), path, status=status)
    assert not found, "\n".join(found)


def test_the_pages_between_a_finding_and_a_promise_are_for_everybody(demo: Site, arrives: Arrives) -> None:
    manager = arrives(demo).signs_in("Juniper Larkspur").opens("/places/ZA3/findings/")
    manager.unfolds("Treated within 62 days of an urgent referral")
    manager.presses("Treated within 62 days of an urgent referral, Foxglove Hospitals Trust, Prostate")
    story, found = manager.path, faults_here(manager)
    secretary = arrives(demo).signs_in("Sorrel Moonbeck")
    found += faults_of(secretary, f"{story}agreed-by-board/")
    trust = arrives(demo).signs_in("Bramble Oakheart")
    found += faults_of(trust, "/my-work/") + faults_of(trust, f"{story}agree/")
    trust.presses("We agree that this is a gap").is_on(story)

    manager.opens(f"{story}commitments/offer/").presses("Offer it").is_told(400).sees("There is a problem")
    found += faults_here(manager)
    manager.fills(
        {"What is promised": "A scan first.", "Level that is promised": "65", "By when": "31 3 2026"}
    )
    manager.chooses_from("Partner organisation", "Foxglove Hospitals Trust").presses("Offer it").is_on(story)
    found += (
        faults_of(trust, "/my-work/") + faults_of(trust, story) + faults_of(trust, "/commitments/4/accept/")
    )
    found += faults_of(trust, "/commitments/4/decline/")
    assert not found, "\n".join(found)


def test_the_pages_after_the_data_have_turned_are_for_everybody(demo: Site, arrives: Arrives) -> None:
    representative = arrives(demo).signs_in("Wren Candlewood").opens("/gaps/1/voices/add/")
    representative.chooses("A patient’s story").fills({"What patients say": "I waited."}).presses("Record it")
    for _ in range(4):
        representative.presses("Load next month").sees("It is now")
    found = faults_here(representative)
    lead = arrives(demo).signs_in("Hazel Starwick")
    found += faults_of(lead, "/my-work/") + faults_of(lead, "/commitments/1/review/")
    lead.opens("/my-work/").follows("A patient’s story", within="What patients say, to be read")
    found += faults_here(lead)
    lead.presses("Publish it").is_told(400).sees("No consent to publish this is recorded.")
    found += faults_here(lead)
    assert not found, "\n".join(found)


def test_the_keyboard_alone_is_enough_and_shows_where_it_is(shown: Site, arrives: Arrives) -> None:
    person = arrives(shown).opens("/gaps/2/")
    person.tabs().is_at("Skip to main content").presses_enter()
    assert person.page.url.endswith("#maincontent")
    person.tabs()
    assert person.page.evaluate("document.activeElement.closest('main') !== null"), (
        "the skip link did not skip"
    )

    person.opens("/gaps/2/")
    unseen = [where for where in person.walks_by_keyboard() if not where.seen]
    assert not unseen, unseen


def test_a_folded_menu_and_a_folded_table_open_by_keyboard(shown: Site, arrives: Arrives) -> None:
    person = arrives(shown, width=PHONE).opens("/gaps/2/")
    person.page.get_by_role("button", name="More").focus()
    person.presses_enter().follows("Board").is_on("/board/").opens("/gaps/2/")
    person.sees_no_row("September 2025", "45.8%").page.locator(
        "summary", has_text="The same numbers as a table"
    ).focus()
    person.presses_enter().sees_a_row("September 2025", "45.8%")


def test_whoever_looks_finds_what_is_wrong(shown: Site, arrives: Arrives) -> None:
    person = arrives(shown).opens("/accessibility/")
    person.page.evaluate(
        """() => {
            document.title = "Something else"
            document.documentElement.lang = ""
            document.querySelector("main").insertAdjacentHTML(
                "beforeend", "<h1>Second</h1><h4>Deep</h4><img src='/static/mark.svg'>" + "x".repeat(999))
        }"""
    )
    found = "\n".join(faults_here(person))
    for fault in ("2 headings", "titled", "rank 4 follows", "sideways at 320", "image-alt", "html-has-lang"):
        assert fault in found


def test_a_word_without_end_makes_no_page_scroll_sideways(demo: Site, arrives: Arrives) -> None:
    endless = "w" * 4000
    manager = arrives(demo).signs_in("Juniper Larkspur").opens("/gaps/2/commitments/offer/")
    manager.fills({"What is promised": endless, "Level that is promised": "65", "By when": "31 3 2026"})
    manager.chooses_from("Partner organisation", "Thistlewick Hospitals Trust").presses("Offer it")
    trust = arrives(demo).signs_in("Teasel Brightwater").opens("/commitments/3/update/")
    trust.fills({"What was done": endless, "What effect": endless}).presses("Add the update")
    representative = arrives(demo).signs_in("Wren Candlewood").opens("/gaps/2/voices/add/")
    representative.chooses("A patient’s story").fills({"What patients say": endless}).presses("Record it")
    found = faults_of(trust, "/gaps/2/") + faults_of(trust, "/my-work/")
    found += faults_of(trust, "/commitments/4/accept/")
    assert not found, "\n".join(found)
