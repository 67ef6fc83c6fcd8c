"""From a finding to a decision: alliance, trust, patient representative and Board, each in a browser of their own."""

from __future__ import annotations

from collections.abc import Callable

from tests.journeys.serving import Site
from tests.journeys.steps import PHONE, Person

Arrives = Callable[..., Person]
GAP = "Foxglove Hospitals Trust: Treated within 62 days of an urgent referral (Prostate)"
FINDING = "Treated within 62 days of an urgent referral, Foxglove Hospitals Trust, Prostate"
FROZEN = "At Foxglove Hospitals Trust for prostate"
PROMISE = (
    "A scan in the same week as the referral, so that 65 of every 100 men begin treatment within 62 days."
)
COMMITMENT = "Foxglove Hospitals Trust"
DECISION = "The Board welcomes Foxglove's commitment, and asks for a report in the spring."
SHAPED = "Two men who had waited asked for the scan to come first. It does."


def raises_the_gap(manager: Person) -> str:
    """In one click from a finding that is not yet a gap; the address of its story."""
    manager.follows("Findings").reads_heading("What stands out: Alder Vale Cancer Alliance")
    manager.unfolds("Treated within 62 days of an urgent referral")
    manager.presses(FINDING)  # "Raise this as a gap", which finding is only heard
    manager.reads_heading(GAP).sees("This finding is in the register as a gap")
    manager.sees(FROZEN, within="What the figures say").sees("Raised, not yet agreed")
    return manager.path


def offers_a_commitment(manager: Person, story: str) -> None:
    manager.opens(story).sees("Agreed jointly").follows("Offer a commitment")
    manager.chooses_from("Partner organisation", "Foxglove Hospitals Trust")
    manager.fills({"What is promised": PROMISE, "Level that is promised": "65", "By when": "31 3 2026"})
    manager.presses("Offer it").is_on(story).sees("It binds nobody until", "Offered")


def keeps_its_promise(trust: Person, story: str) -> None:
    """Finds the offer among its work, accepts it, writes what it did, and says done."""
    trust.opens("/my-work/").sees(PROMISE, within="Offered to you").follows(GAP, within="Offered to you")
    trust.follows("Accept", within=COMMITMENT).sees(PROMISE, "65%", "31 March 2026")
    trust.presses("Accept for Foxglove Hospitals Trust").is_on(story)
    trust.sees("Foxglove Hospitals Trust has accepted the commitment.")
    trust.follows("Write an update", within=COMMITMENT)
    trust.fills({"What was done": "The scanner opens at seven.", "What effect": "A week less."})
    trust.presses("Add the update").is_on(story).sees("The scanner opens at seven.", within="Updates")
    trust.follows("Say that it is done", within=COMMITMENT)
    trust.fills({"What was done": "Every man has his scan in the first week."})
    trust.presses("Foxglove Hospitals Trust says done").is_on(story)
    trust.sees("Says done", "Every man has his scan", within="The organisation says done")


def asks_patients(representative: Person, story: str) -> None:
    """First they do not agree, later they do: both are kept, the latest stands."""
    for agree, asked in (("Patients do not agree", "12"), ("Patients agree", "31")):
        representative.opens(story).follows("Record what patients say", within=COMMITMENT)
        representative.chooses(agree)
        representative.fills({"How many patients": asked, "How they were asked": "A card in the clinic"})
        representative.presses("Record what patients say").is_on(story)
        representative.sees(agree, f"{asked} asked: A card in the clinic", within="Patients agree")


def writes_the_minutes(secretary: Person) -> None:
    """A decision without how patients shaped it is refused; as recorded it stands, and is only corrected."""
    secretary.opens("/board/").follows("Record a meeting")
    secretary.fills({"Name of the meeting": "November meeting", "When it met": "13 11 2025"})
    secretary.fills({"How many are needed": "7", "How many came": "9"})
    secretary.presses("Record the meeting").is_on("/board/").sees("November meeting, 13 November 2025")

    secretary.follows("Record a decision of this meeting", within="November meeting, 13 November 2025")
    secretary.fills({"Number of the decision": "2025-11/1", "What was decided": DECISION})
    secretary.fills({"Proposed by": "Bramble Oakheart"})
    secretary.chooses("Agreed", GAP).presses("Record the decision")
    secretary.is_told(400).sees("There is a problem", "Write how patients shaped it")
    secretary.fills({"How patients shaped it": SHAPED}).presses("Record the decision").is_on("/board/")
    secretary.sees("Decision 2025-11/1", DECISION, SHAPED)

    secretary.finds_no_link_to("Edit", "Change", "Delete", "Remove")
    secretary.follows("Correct decision 2025-11/1").presses("Record the correction").sees(
        "There is a problem"
    )
    secretary.fills(
        {"Number of the decision": "2025-11/2", "What was decided": DECISION.replace("spring", "summer")}
    )
    secretary.presses("Record the correction").is_on("/board/")
    secretary.sees(
        DECISION, "Corrected by decision 2025-11/2", "This corrects decision 2025-11/1", "in the summer"
    )


def test_people_take_a_finding_to_a_decision_and_everybody_can_read_it(demo: Site, arrives: Arrives) -> None:
    manager = arrives(demo).signs_in("Juniper Larkspur").reads_heading("My work")
    story = raises_the_gap(manager)
    passer_by = arrives(demo).opens(story).is_told(404).sees("Page not found")

    trust = arrives(demo, width=PHONE).signs_in("Bramble Oakheart").sees(GAP, within="Gaps to agree")
    trust.follows(GAP).follows("Agree that this is a gap").presses("We agree that this is a gap")
    trust.is_on(story).sees("Your organisation’s agreement is recorded.", "Agreed jointly")
    passer_by.opens(story).is_told(200).sees("No commitment has been accepted yet.")

    offers_a_commitment(manager, story)
    passer_by.opens(story).does_not_see(PROMISE)
    keeps_its_promise(trust, story)
    asks_patients(arrives(demo).signs_in("Wren Candlewood"), story)
    writes_the_minutes(arrives(demo).signs_in("Sorrel Moonbeck"))

    passer_by.opens("/gaps/").follows(GAP).is_on(story).sees("Agreed jointly")
    passer_by.sees("Agreed by Alder Vale Cancer Alliance and Foxglove Hospitals Trust")
    passer_by.sees(FROZEN, within="What the figures say").sees(PROMISE, "65%", within="Who promised what")
    passer_by.sees("The scanner opens at seven.", within="Updates")
    passer_by.sees("Every man has his scan", within="The organisation says done")
    passer_by.sees("Too early to say", within="The data show it")
    passer_by.sees("31 asked", within="Patients agree").does_not_see("12 asked", within="Patients agree")
    passer_by.sees("2025-11/1", "2025-11/2", SHAPED, within="What the Board decided")
    passer_by.sees("Patients do not agree", within="What happened when")
    passer_by.opens("/board/").sees(DECISION, "Corrected by decision 2025-11/2")
    passer_by.finds_no_link_to("Record", "Correct", "Offer", "Write an update")


def test_what_patients_say_is_public_once_a_second_person_has_read_it(demo: Site, arrives: Arrives) -> None:
    said = "I counted the days on the kitchen calendar."
    representative = arrives(demo).signs_in("Wren Candlewood").opens("/gaps/2/")
    representative.follows("Record what patients say of it")
    representative.chooses(
        "A patient’s story",
        "Those who said this agreed to its being published, and the agreement is on record",
    )
    representative.fills({"What patients say": said}).presses("Record it").is_on("/gaps/2/")
    passer_by = arrives(demo).opens("/gaps/2/").does_not_see(said)

    manager = arrives(demo).signs_in("Juniper Larkspur")
    manager.follows("A patient’s story", within="What patients say, to be read").sees(said).presses(
        "Publish it"
    )
    passer_by.opens("/gaps/2/").sees(said, within="What patients say")


def test_people_decide_when_the_data_have_turned(demo: Site, arrives: Arrives) -> None:
    passer_by = arrives(demo).opens("/gaps/1/")
    for _ in range(4):
        passer_by.presses("Load next month").sees("It is now")
    passer_by.sees("Review needed", within="The data show it")

    lead = arrives(demo).signs_in("Hazel Starwick")
    lead.sees("Aldermere", within="Review needed").follows("Aldermere", within="Review needed").is_on(
        "/gaps/1/"
    )
    lead.follows("Decide after the data have turned").sees("60.0% (641 of 1,069)")
    lead.chooses("Reopen the commitment").presses("Record the decision").is_told(400).sees("Write why")
    lead.fills({"Why": "Two posts are empty, and the clinic runs on one morning."})
    lead.presses("Record the decision").is_on("/gaps/1/")

    passer_by.opens("/gaps/1/").sees(
        "Reopened after review", "Two posts are empty", within="The data show it"
    )
    passer_by.sees("Patients agree", within="Patients agree").sees(
        "Says done", within="The organisation says done"
    )
    trust = arrives(demo).signs_in("Clover Nightingale-Moss").opens("/gaps/1/")
    trust.follows("Say that it is done").presses("says done").sees("Says done", "12 March 2026")
    trust.opens("/gaps/1/").finds_no_link_to("Say that it is done")
