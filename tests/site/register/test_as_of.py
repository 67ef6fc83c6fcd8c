"""The register as of an earlier day: what people did later is not in it, and what has been undone since is."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, datetime

import pytest

from alliance.pages.pack import GapLine, Seals
from alliance_site.evidence.glance import agreed_with
from alliance_site.evidence.pack_lines import pack_lines
from alliance_site.register import services
from alliance_site.register.models import Commitment
from alliance_site.register.selectors import gap_stories, gaps_visible_to
from alliance_site.voices import services as voices
from tests.site.figures_by_hand import answer, progress
from tests.site.people import World, moment

RAISED, AGREED, ACCEPTED = date(2025, 6, 19), date(2025, 6, 26), date(2025, 7, 10)
TODAY = date(2026, 6, 30)


def at(day: date) -> datetime:
    """Noon of a day."""
    return moment(day.isoformat())


def lines(world: World, on: date) -> tuple[GapLine, ...]:
    """The lines of the alliance's pack as of a day."""
    return pack_lines(world.alliance.code, on=on)


def seals(world: World, on: date) -> Seals:
    """The seals on the one line of the pack as of a day."""
    (line,) = lines(world, on)
    return line.seals


@pytest.fixture
def accepted(world: World) -> Commitment:
    """A commitment of Riverside: raised, agreed and accepted on three days."""
    gap = world.raised(at=at(RAISED))
    services.gap_agree(by=world["partner"], gap=gap, at=at(AGREED))
    offered = world.offered(gap=gap, at=at(AGREED))
    return services.commitment_accept(by=world["partner"], commitment=offered, at=at(ACCEPTED))


@pytest.mark.usefixtures("accepted")
def test_a_pack_as_of_a_day_has_what_was_agreed_and_accepted_by_then(world: World) -> None:
    assert lines(world, RAISED) == ()
    (agreed,) = lines(world, AGREED)
    assert (agreed.promise, agreed.organisation) == ("No commitment yet", "")
    (line,) = lines(world, ACCEPTED)
    assert line.promise == "A second room on two days a week."
    assert lines(world, date(2025, 7, 9)) == (agreed,)


def test_a_gap_that_was_raised_later_is_absent(world: World, accepted: Commitment) -> None:
    before = lines(world, ACCEPTED)
    services.gap_withdraw(by=world["clinical_lead"], gap=accepted.gap, reason="Anew.", at=at(TODAY))
    later = world.raised(answer=answer(within=30.5), at=at(TODAY))
    services.gap_agree(by=world["partner"], gap=later, at=at(TODAY))
    assert lines(world, ACCEPTED) == before
    assert len(lines(world, TODAY)) == 2
    (then,) = gaps_visible_to(None, on=TODAY, as_of=ACCEPTED)
    assert then.state == "agreed"


def _says_done(world: World, held: Commitment, on: date) -> None:
    services.organisation_says_done(by=world["partner"], commitment=held, at=at(on))


def _data_show(_: World, held: Commitment, on: date) -> None:
    services.data_tested(commitment=held, progress=progress("shown"), at=at(on))


def _patients_agree(world: World, held: Commitment, on: date) -> None:
    by = world["patient_representative"]
    services.patients_say(by=by, commitment=held, agree=True, asked=30, how="By post", words="", at=at(on))


@pytest.mark.parametrize(
    ("does", "after"),
    [
        (_says_done, Seals("says done", "not yet", "not yet asked")),
        (_data_show, Seals("not yet", "they show it", "not yet asked")),
        (_patients_agree, Seals("not yet", "not yet", "agree")),
    ],
)
def test_a_seal_that_was_set_later_is_absent(
    world: World, accepted: Commitment, does: Callable[..., None], after: Seals
) -> None:
    does(world, accepted, date(2025, 11, 14))
    assert seals(world, date(2025, 11, 13)) == Seals("not yet", "not yet", "not yet asked")
    assert seals(world, date(2025, 11, 14)) == after


def test_a_seal_that_has_turned_since_is_as_it_was_on_each_day(world: World, accepted: Commitment) -> None:
    for day, state in ((date(2025, 9, 1), "shown"), (date(2025, 10, 1), "review_needed")):
        services.data_tested(commitment=accepted, progress=progress(state), at=at(day))
    manager = world["alliance_manager"]
    decided = at(date(2025, 11, 1))
    services.review_decide(by=manager, commitment=accepted, keep=False, reason="It turned.", at=decided)
    days = (date(2025, 8, 31), date(2025, 9, 30), date(2025, 10, 31), TODAY)
    said = ["not yet", "they show it", "review needed", "withdrawn after review"]
    assert [seals(world, day).data for day in days] == said


def test_a_day_ends_at_midnight_in_london(world: World, accepted: Commitment) -> None:
    late = moment("2025-07-31").replace(hour=23, minute=30)
    services.organisation_says_done(by=world["partner"], commitment=accepted, at=late)
    assert seals(world, date(2025, 7, 31)).organisation == "says done"
    assert seals(world, date(2025, 7, 30)).organisation == "not yet"


def test_a_story_as_of_a_day_has_no_later_update_decision_or_answer(
    world: World, accepted: Commitment
) -> None:
    updated = {"by": world["partner"], "commitment": accepted, "on": TODAY, "at": at(TODAY)}
    services.update_add(**updated, action_taken="The room is open.")
    world.decided(gaps=[accepted.gap.pk], at=at(TODAY))
    services.commitment_withdraw(by=world["partner"], commitment=accepted, reason="No room.", at=at(TODAY))

    def told(as_of: date) -> tuple[str, int, int]:
        (story,) = gap_stories(gaps_visible_to(None, as_of=as_of), None, on=TODAY, as_of=as_of)
        (promise,) = story.commitments
        return promise.state, len(promise.updates), len(story.decisions)

    assert told(ACCEPTED) == ("accepted", 0, 0)
    assert told(TODAY) == ("withdrawn", 1, 1)


def test_an_earlier_view_shows_the_voices_of_that_day_and_none_that_was_hidden_since(
    world: World, accepted: Commitment
) -> None:
    for day, text in ((ACCEPTED, "I waited long."), (date(2025, 8, 1), "Nobody rang.")):
        said = voices.voice_add(
            by=world["patient_representative"],
            gap=accepted.gap,
            kind=voices.Voice.Kind.STORY,
            text=text,
            consent_recorded=True,
            at=at(day),
        )
        voices.voice_publish(by=world["alliance_manager"], voice=said, at=at(day))
    visitor = world["outsider"]

    def heard(as_of: date | None) -> list[str]:
        return [voice.text for voice in agreed_with(visitor, TODAY, as_of).voices]

    assert (heard(AGREED), heard(ACCEPTED)) == ([], ["I waited long."])
    assert heard(None) == ["Nobody rang.", "I waited long."]
    first = accepted.gap.voices.all()[0]
    voices.voice_hide(by=world["alliance_manager"], voice=first, reason="Asked to.", at=at(TODAY))
    assert heard(ACCEPTED) == []
