"""What is new on a publisher's pages, what changed, and what the store has already."""

from __future__ import annotations

import json
from hashlib import sha256

from alliance.sources.fetching.rounds import exit_code, look
from tests.sources.fetching.conftest import HOME, JUNE, MAY, Desk
from tests.sources.fetching.small_publisher import (
    Publisher,
)


def test_every_linked_file_is_fetched_and_handed_over_under_its_own_name(desk: Desk) -> None:
    told: list[tuple[str, int, int]] = []
    results = desk.fetch(lambda result, number, total: told.append((result.name, number, total)))
    assert [r.outcome for r in results] == ["loaded", "loaded"]
    assert results[0].said == "three numbers"
    assert desk.taken == [("MARCH-TEAPOTS.csv", b"march,1\n"), ("APRIL-TEAPOTS.csv", b"april,2\n")]
    assert told == [("MARCH-TEAPOTS.csv", 1, 2), ("APRIL-TEAPOTS.csv", 2, 2)]
    assert ("APRIL-TEAPOTS.csv", 8, 8) in desk.steps
    assert exit_code(results) == 0


def test_what_was_fetched_is_remembered(desk: Desk, publisher: Publisher) -> None:
    desk.fetch()
    kept = json.loads((desk.store / "fetched.json").read_text(encoding="utf-8"))
    march = next(file for file in kept["files"] if file["name"] == "MARCH-TEAPOTS.csv")
    assert march == {
        "url": publisher.address + MAY,
        "source": "teapots",
        "name": "MARCH-TEAPOTS.csv",
        "sha256": sha256(b"march,1\n").hexdigest(),
        "etag": publisher.served[MAY].etag,
        "last_modified": publisher.served[MAY].modified,
        "fetched_at": "2026-06-11T09:30:00+00:00",
        "outcome": "loaded",
    }


def test_what_did_not_change_is_asked_for_and_not_sent_again(desk: Desk, publisher: Publisher) -> None:
    desk.fetch()
    assert desk.outcomes() == [("MARCH-TEAPOTS.csv", "unchanged"), ("APRIL-TEAPOTS.csv", "unchanged")]
    assert publisher.headers(MAY)["If-None-Match"] == publisher.served[MAY].etag
    assert publisher.headers(MAY)["If-Modified-Since"] == publisher.served[MAY].modified
    assert len(desk.taken) == 2


def test_a_file_revised_under_its_old_address_is_fetched_again(desk: Desk, publisher: Publisher) -> None:
    desk.fetch()
    publisher.file(MAY, b"march,1\nrevised,3\n")
    assert desk.outcomes() == [("MARCH-TEAPOTS.csv", "loaded"), ("APRIL-TEAPOTS.csv", "unchanged")]
    assert desk.taken[-1] == ("MARCH-TEAPOTS.csv", b"march,1\nrevised,3\n")


def test_a_file_moved_to_another_month_of_upload_is_not_loaded_twice(
    desk: Desk, publisher: Publisher
) -> None:
    desk.fetch()
    moved = "/uploads/2026/07/APRIL-TEAPOTS.csv"
    publisher.page(HOME, MAY, moved)
    publisher.file(moved, b"april,2\n")
    assert desk.outcomes()[1] == ("APRIL-TEAPOTS.csv", "already loaded")
    assert len(desk.taken) == 2


def test_a_file_of_the_same_name_and_other_content_is_another_file(desk: Desk, publisher: Publisher) -> None:
    other = "/uploads/2026/07/APRIL-TEAPOTS.csv"
    publisher.page(HOME, JUNE, other)
    publisher.file(other, b"april,99\n")
    assert [r.outcome for r in desk.fetch()] == ["loaded", "loaded"]
    assert desk.taken == [("APRIL-TEAPOTS.csv", b"april,2\n"), ("APRIL-TEAPOTS.csv", b"april,99\n")]


def test_a_server_that_marks_nothing_is_asked_in_full_and_the_hash_decides(
    desk: Desk, publisher: Publisher
) -> None:
    publisher.file(MAY, b"march,1\n", etag=False, modified=False)
    desk.fetch()
    assert desk.outcomes()[0] == ("MARCH-TEAPOTS.csv", "already loaded")
    assert "If-None-Match" not in publisher.headers(MAY)
    assert len(desk.taken) == 2


def test_a_release_that_the_store_has_lost_is_fetched_again(desk: Desk) -> None:
    desk.fetch()
    desk.held.clear()
    assert desk.outcomes() == [("MARCH-TEAPOTS.csv", "loaded"), ("APRIL-TEAPOTS.csv", "loaded")]


def test_a_refused_file_is_kept_and_handed_over_again_without_being_sent_again(
    desk: Desk, publisher: Publisher
) -> None:
    desk.refuses = {"MARCH-TEAPOTS.csv"}
    results = desk.fetch()
    assert [r.outcome for r in results] == ["refused", "loaded"]
    assert exit_code(results) == 4
    (kept,) = (desk.store / "downloads").rglob("MARCH-TEAPOTS.csv")
    assert kept.read_bytes() == b"march,1\n"
    desk.refuses = set()
    assert desk.outcomes()[0] == ("MARCH-TEAPOTS.csv", "loaded")
    assert publisher.headers(MAY)["If-None-Match"]
    assert not kept.exists()


def test_looking_fetches_and_writes_nothing(desk: Desk, publisher: Publisher) -> None:
    candidates, troubles = look(desk.landing, desk.store, desk.manners)
    assert [(c.name, c.known) for c in candidates] == [
        ("MARCH-TEAPOTS.csv", None),
        ("APRIL-TEAPOTS.csv", None),
    ]
    assert troubles == []
    assert not desk.store.exists()
    assert publisher.times(MAY) == 0
    desk.fetch()
    again, _ = look(desk.landing, desk.store, desk.manners)
    assert [c.known.fetched_at[:10] for c in again if c.known] == ["2026-06-11", "2026-06-11"]
