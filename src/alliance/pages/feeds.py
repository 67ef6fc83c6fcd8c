"""What a page says of a source that has stopped: since when there is no update, and what was expected."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date

from alliance.answers import Answer, Desk
from alliance.pages.model import Block, Note
from alliance.sources import find_sources
from alliance.sources.expected import Feed, FeedState, feed_of

__all__ = ["feed_of_source", "stopped_notes"]


def feed_of_source(desk: Desk, source: str, today: date) -> Feed:
    """How a source stands on a day, by the newest period of organisations' figures that the asker may see.

    Its latest update may be a revision of an earlier period.
    """
    mine = [e for e in desk.releases if e.source == source and e.known_since <= today]
    mine = [e for e in mine if e.level == "organisation"] or mine
    return feed_of(
        find_sources()[source].ABOUT,
        max((min(e.last, e.known_since) for e in mine), default=None),
        max((e.known_since for e in mine), default=None),
        today,
    )


def stopped_notes(desk: Desk, answers: Iterable[Answer], today: date | None) -> list[Block]:
    """A warning for each source of these answers of which no update has come since several were expected."""
    if today is None:
        return []
    sources = dict.fromkeys(desk.measures[a.measure].source for a in answers if a.latest)
    feeds = [feed_of_source(desk, source, today) for source in sources]
    return [Note(feed.sentence, "warning") for feed in feeds if feed.state is FeedState.STOPPED]
