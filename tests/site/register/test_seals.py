"""Three seals that never become one."""

from __future__ import annotations

import pytest

from alliance.errors import NotAllowed, UsageError
from alliance_site.accounts.models import AuditEvent
from alliance_site.register import services
from alliance_site.register.models import Commitment, DataSeal, OrganisationSeal, PatientSeal
from alliance_site.register.selectors import sealed_by_data
from tests.site.figures_by_hand import progress
from tests.site.people import AT, World, moment


def states(commitment: Commitment) -> list[str]:
    """What the data's seal said, in order."""
    return [seal.state for seal in commitment.data_seals.all()]


def figures_say(commitment: Commitment, state: str, day: str = "2025-11-13", **figures: float | str) -> None:
    """The figures are tested on a day, with this result."""
    services.data_tested(commitment=commitment, progress=progress(state, **figures), at=moment(day))  # type: ignore[arg-type]


def test_each_seal_is_set_without_the_others(world: World) -> None:
    first = world.accepted()
    services.organisation_says_done(by=world["partner"], commitment=first, at=AT)
    assert (OrganisationSeal.objects.count(), DataSeal.objects.count(), PatientSeal.objects.count()) == (
        1,
        0,
        0,
    )
    figures_say(first, "shown")
    assert (OrganisationSeal.objects.count(), DataSeal.objects.count(), PatientSeal.objects.count()) == (
        1,
        1,
        0,
    )
    services.patients_say(
        by=world["patient_representative"],
        commitment=first,
        agree=False,
        asked=12,
        how="A card in the clinic",
        words="The test is sooner, the result is not.",
        at=AT,
    )
    assert states(first) == ["shown"]
    assert PatientSeal.objects.get().state == "do_not_agree"


@pytest.mark.parametrize(
    "who",
    [
        "alliance_manager",
        "analyst",
        "clinical_lead",
        "patient_representative",
        "board_secretary",
        "other_partner",
        "outsider",
    ],
)
def test_nobody_else_says_done_for_an_organisation(world: World, who: str) -> None:
    accepted = world.accepted()
    with pytest.raises(NotAllowed):
        services.organisation_says_done(by=world[who], commitment=accepted, at=AT)
    assert OrganisationSeal.objects.count() == 0
    assert AuditEvent.objects.filter(outcome="refused", action="seal.organisation_done").count() == 1


@pytest.mark.parametrize("who", ["partner", "alliance_manager", "clinical_lead", "analyst", "outsider"])
def test_nobody_speaks_for_patients_but_their_representative(world: World, who: str) -> None:
    accepted = world.accepted()
    with pytest.raises(NotAllowed):
        services.patients_say(
            by=world[who], commitment=accepted, agree=True, asked=40, how="By post", words="", at=AT
        )
    assert PatientSeal.objects.count() == 0


@pytest.mark.parametrize(("asked", "how"), [(0, "By post"), (12, "  ")])
def test_patients_agree_only_when_they_were_asked(world: World, asked: int, how: str) -> None:
    with pytest.raises(UsageError):
        services.patients_say(
            by=world["patient_representative"],
            commitment=world.accepted(),
            agree=True,
            asked=asked,
            how=how,
            words="",
            at=AT,
        )


def test_patients_may_change_their_mind_and_both_rows_stay(world: World) -> None:
    accepted = world.accepted()
    for agree in (False, False, True):
        services.patients_say(
            by=world["patient_representative"],
            commitment=accepted,
            agree=agree,
            asked=30,
            how="By post",
            words="",
            at=AT,
        )
    assert [s.state for s in PatientSeal.objects.all()] == ["do_not_agree", "agree"]


def test_an_offer_carries_no_seal(world: World) -> None:
    offered = world.offered()
    with pytest.raises(UsageError):
        services.organisation_says_done(by=world["partner"], commitment=offered, at=AT)


def test_saying_done_twice_is_said_once(world: World) -> None:
    accepted = world.accepted()
    for day in ("2025-07-01", "2025-07-02"):
        services.organisation_says_done(by=world["partner"], commitment=accepted, at=moment(day))
    assert OrganisationSeal.objects.count() == 1


@pytest.mark.parametrize("state", ["too_few", "not_yet"])
def test_data_that_do_not_show_it_set_no_seal(world: World, state: str) -> None:
    accepted = world.accepted()
    figures_say(accepted, state)
    assert states(accepted) == []
    assert not sealed_by_data(accepted)


def test_the_datas_seal_is_set_once_and_holds(world: World) -> None:
    accepted = world.accepted()
    for state in ("shown", "holds", "holds"):
        figures_say(accepted, state)
    assert states(accepted) == ["shown"]
    assert DataSeal.objects.get().user is None
    assert DataSeal.objects.get().progress["sentence"] == "70 of 90 since the commitment (shown)."


def test_when_data_turn_a_review_is_asked_for_and_nothing_reopens_by_itself(world: World) -> None:
    accepted = world.accepted()
    figures_say(accepted, "shown")
    figures_say(accepted, "review_needed", within=40.0)
    figures_say(accepted, "review_needed", within=41.0)
    figures_say(accepted, "holds")
    assert states(accepted) == ["shown", "review_needed"]
    assert sealed_by_data(accepted)


def test_people_may_keep_the_seal_and_are_asked_again_on_new_figures_only(world: World) -> None:
    accepted = world.accepted()
    figures_say(accepted, "shown")
    figures_say(accepted, "review_needed", within=40.0)
    for _ in range(2):
        kept = services.review_decide(
            by=world["alliance_manager"], commitment=accepted, keep=True, reason="A flood closed it.", at=AT
        )
    assert (kept.state, kept.user, kept.reason) == ("shown", world["alliance_manager"], "A flood closed it.")
    figures_say(accepted, "review_needed", within=40.0)
    assert states(accepted) == ["shown", "review_needed", "shown"]
    figures_say(accepted, "review_needed", within=40.0, last="2025-10")
    assert states(accepted)[-1] == "review_needed"


def test_after_a_reopening_the_organisation_and_the_data_speak_anew(world: World) -> None:
    accepted = world.accepted()
    services.organisation_says_done(by=world["partner"], commitment=accepted, at=moment("2025-07-01"))
    figures_say(accepted, "shown", "2025-08-14")
    figures_say(accepted, "review_needed", "2025-11-13", within=40.0)
    services.review_decide(
        by=world["alliance_manager"],
        commitment=accepted,
        keep=False,
        reason="The posts are empty.",
        at=moment("2025-11-20"),
    )
    assert not sealed_by_data(accepted)
    services.organisation_says_done(by=world["partner"], commitment=accepted, at=moment("2026-01-10"))
    figures_say(accepted, "shown", "2026-02-12")
    assert OrganisationSeal.objects.count() == 2
    assert states(accepted) == ["shown", "review_needed", "withdrawn", "shown"]


@pytest.mark.parametrize("who", ["partner", "other_partner", "analyst", "patient_representative", "outsider"])
def test_only_the_alliances_manager_or_a_clinical_lead_decides_after_review(world: World, who: str) -> None:
    accepted = world.accepted()
    figures_say(accepted, "shown")
    figures_say(accepted, "review_needed", within=40.0)
    with pytest.raises(NotAllowed):
        services.review_decide(by=world[who], commitment=accepted, keep=True, reason="We say so.", at=AT)
    assert states(accepted) == ["shown", "review_needed"]


def test_a_clinical_lead_does_not_decide_on_their_own_organisations_commitment(world: World) -> None:
    accepted = world.accepted()
    figures_say(accepted, "shown")
    figures_say(accepted, "review_needed", within=40.0)
    lead = world["clinical_lead"]
    lead.memberships.update(organisation=world.riverside)
    with pytest.raises(NotAllowed):
        services.review_decide(by=lead, commitment=accepted, keep=True, reason="We say so.", at=AT)
    lead.memberships.update(organisation=world.hillside)
    services.review_decide(by=lead, commitment=accepted, keep=True, reason="A flood closed it.", at=AT)
    assert states(accepted)[-1] == "shown"


def test_a_decision_after_review_needs_a_review_and_a_reason(world: World) -> None:
    accepted = world.accepted()
    with pytest.raises(UsageError, match="No review"):
        services.review_decide(
            by=world["alliance_manager"], commitment=accepted, keep=True, reason="Why not.", at=AT
        )
    figures_say(accepted, "shown")
    figures_say(accepted, "review_needed", within=40.0)
    with pytest.raises(UsageError, match="reason"):
        services.review_decide(
            by=world["alliance_manager"], commitment=accepted, keep=True, reason=" ", at=AT
        )


def test_saying_done_again_with_other_words_is_told_to_change_nothing(world: World) -> None:
    accepted = world.accepted()
    asked = {"by": world["partner"], "commitment": accepted, "words": "The room is open."}
    for _ in range(2):
        services.organisation_says_done(at=AT, **asked)
    with pytest.raises(UsageError, match=r"said done on 19 June 2025.*nothing was changed"):
        services.organisation_says_done(at=moment("2025-07-02"), **{**asked, "words": "Both rooms are."})
    assert OrganisationSeal.objects.get().words == "The room is open."


def test_a_decision_after_review_is_not_given_a_second_reason(world: World) -> None:
    accepted = world.accepted()
    figures_say(accepted, "shown")
    figures_say(accepted, "review_needed", within=40.0)
    asked = {"by": world["alliance_manager"], "commitment": accepted, "keep": True, "at": AT}
    services.review_decide(reason="A flood closed it.", **asked)
    with pytest.raises(UsageError, match="nothing was changed"):
        services.review_decide(reason="A fire closed it.", **asked)
