"""What is not theirs to do is refused and written down; what is done twice is done once."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from tests.journeys.register_file import how_many, refusals
from tests.journeys.serving import Site
from tests.journeys.steps import Person

Arrives = Callable[..., Person]
OWN, OTHERS = 3, 2  # Thistlewick's commitment and Foxglove's, in the register of the first day
REGISTER = (
    "register_commitment",
    "register_commitmentevent",
    "register_gap",
    "register_gapevent",
    "register_update",
    "register_organisationseal",
    "register_patientseal",
    "register_dataseal",
    "board_meeting",
    "board_decision",
    "voices_voice",
)
NOT_THEIRS = {
    f"/commitments/{OTHERS}/accept/": "commitment.answer",
    f"/commitments/{OTHERS}/decline/": "commitment.answer",
    f"/commitments/{OTHERS}/withdraw/": "commitment.withdraw",
    f"/commitments/{OTHERS}/update/": "update.add",
    f"/commitments/{OTHERS}/say-done/": "seal.organisation_done",
    f"/commitments/{OTHERS}/patients/": "seal.patients",
    f"/commitments/{OTHERS}/review/": "seal.review",
    "/gaps/3/withdraw/": "gap.withdraw",
    "/gaps/3/commitments/from-board/": "commitment.record_from_board",
    "/board/meetings/add/": "board.meeting",
    "/board/meetings/2/decisions/add/": "board.decide",
    "/board/decisions/3/correct/": "board.decide",
}
"""What Thistlewick's person may not do of Foxglove's, and the rule that says so."""


def test_another_organisations_person_is_refused_and_the_attempt_is_written_down(
    demo: Site, arrives: Arrives
) -> None:
    before = how_many(demo, *REGISTER)
    other = arrives(demo).signs_in("Teasel Brightwater")
    other.opens("/gaps/3/").finds_no_link_to("Accept", "Write an update", "Say that it is done", "Record")
    for path in NOT_THEIRS:
        other.opens(path).is_told(403).reads_heading("You cannot do this").finds_no_link_to("Accept", "Add")
    other.opens("/gaps/3/commitments/offer/").sees_only("Partner organisation", "Thistlewick Hospitals Trust")
    assert refusals(demo) == []  # only looked

    for path in NOT_THEIRS:
        other.opens(f"/commitments/{OWN}/update/").fills({"What was done": "Nothing of ours."})
        other.sends_the_form_to(path).is_told(403).reads_heading("You cannot do this")
        other.sees("Your account does not allow this here.", "The attempt was recorded.")
    assert refusals(demo) == [("Teasel Brightwater", rule) for rule in NOT_THEIRS.values()]
    assert how_many(demo, *REGISTER) == before
    arrives(demo).opens("/gaps/3/").does_not_see("Nothing of ours.")


def test_a_finding_of_another_organisation_is_not_offered_to_a_trusts_person(
    demo: Site, arrives: Arrives
) -> None:
    trust = arrives(demo).signs_in("Teasel Brightwater").opens("/places/ZA3/findings/")
    trust.does_not_see("Raise one of these as a gap")
    trust.opens("/places/ZA2/findings/").unfolds("Treated within 62 days of an urgent referral")
    button = trust.page.locator("form[action='/gaps/raise/']:visible").first
    button.locator("[name=place]").evaluate("(field) => { field.value = 'ZA3' }")
    button.locator("[name=cut]").evaluate("(field) => { field.value = 'cancer=prostate' }")
    button.get_by_role("button").click()
    trust.is_told(403).reads_heading("You cannot do this")
    assert refusals(demo) == [("Teasel Brightwater", "gap.raise")]


@pytest.mark.parametrize("script", [True, False], ids=["with scripts", "without scripts"])
def test_what_is_pressed_twice_or_sent_again_changes_nothing(
    demo: Site, arrives: Arrives, script: bool
) -> None:
    trust = arrives(demo, script=script).signs_in("Teasel Brightwater")
    trust.opens(f"/commitments/{OWN}/update/").fills({"What was done": "A third day a week."})
    trust.presses("Add the update", twice=True).is_on("/gaps/2/").sees(
        "A third day a week.", within="Updates"
    )
    after_one = how_many(demo, *REGISTER)
    assert after_one["register_update"] == 6  # five of the story so far
    trust.goes_back().fills({"What was done": "A third day a week."}).presses("Add the update").is_on(
        "/gaps/2/"
    )
    trust.opens(f"/commitments/{OWN}/say-done/").presses("says done").is_on("/gaps/2/")
    trust.opens(f"/commitments/{OWN}/accept/").presses("Accept for").is_on("/gaps/2/")
    assert how_many(demo, *REGISTER) == after_one

    secretary = arrives(demo, script=script).signs_in("Sorrel Moonbeck").opens("/board/meetings/add/")
    secretary.fills({"Name of the meeting": "Extra meeting", "When it met": "14 11 2025"})
    secretary.fills({"How many are needed": "7", "How many came": "8"})
    secretary.presses("Record the meeting", twice=True).is_on("/board/").sees("Extra meeting")
    assert how_many(demo, "board_meeting") == {"board_meeting": after_one["board_meeting"] + 1}


def test_a_gap_is_raised_once_however_often_the_button_is_pressed(demo: Site, arrives: Arrives) -> None:
    manager = arrives(demo).signs_in("Juniper Larkspur").opens("/places/ZA5/findings/")
    manager.unfolds("Treated within 62 days of an urgent referral")
    button = "Treated within 62 days of an urgent referral, Larkhollow Hospitals Trust, Prostate"
    manager.presses(button, twice=True).sees("This finding is in the register as a gap")
    story = manager.path
    # What a person sees who is signed in is kept by no browser: the way back shows the page as it is now.
    manager.goes_back().sees("Larkhollow Hospitals Trust", "with its story").finds_no_link_to(button)
    assert manager.opens(story).status == 200
    assert how_many(demo, "register_gap") == {"register_gap": 4}  # three of the story
    manager.opens("/places/ZA5/findings/").sees("Larkhollow Hospitals Trust", "with its story")
    manager.finds_no_link_to(button)


def test_signing_in_with_the_wrong_password_is_refused_and_signing_out_ends_it(
    shown: Site, arrives: Arrives
) -> None:
    person = arrives(shown).signs_in("Hazel Starwick", "not-the-password").is_on("/accounts/login/")
    person.sees("There is a problem").opens("/").sees("Sign in")
    person.signs_in("nobody.at.all@example.org").sees("There is a problem")
    person.signs_in("Hazel Starwick").reads_heading("My work").sees("Willowmarsh Cancer Centre Trust")
    person.presses("Sign out").is_on("/").sees("Sign in").does_not_see("Hazel Starwick")
    person.goes_back().opens("/my-work/").is_on("/accounts/login/")


def test_who_is_not_signed_in_is_asked_to_and_comes_back_to_where_they_wanted_to_go(
    shown: Site, arrives: Arrives
) -> None:
    for path, heading in {
        "/my-work/": "My work",
        "/board/meetings/add/": "Record a meeting of the Board",
    }.items():
        person = arrives(shown).opens(path).is_on("/accounts/login/").reads_heading("Sign in")
        person.gives_name_and_password("Sorrel Moonbeck").is_on(path).reads_heading(heading)


def test_after_signing_in_nobody_is_led_to_another_site(shown: Site, arrives: Arrives) -> None:
    person = arrives(shown).opens("/accounts/login/?next=https://elsewhere.example/")
    person.gives_name_and_password("Sorrel Moonbeck").is_on("/my-work/")


def test_a_form_from_another_session_changes_nothing(demo: Site, arrives: Arrives) -> None:
    before = how_many(demo, *REGISTER)
    trust = arrives(demo).signs_in("Teasel Brightwater").opens(f"/commitments/{OWN}/update/")
    trust.fills({"What was done": "Written for too long."}).page.context.clear_cookies()
    trust.presses("Add the update").is_told(403).sees(
        "This form was open for too long", "Nothing was changed."
    )
    arrives(demo).opens("/").presses_without_its_token("Load next month").is_told(403)
    assert how_many(demo, *REGISTER) == before
