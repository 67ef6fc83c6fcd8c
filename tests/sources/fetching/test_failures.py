"""Servers that are gone, busy, silent or slow."""

from __future__ import annotations

import threading
from dataclasses import replace

import pytest

from alliance.errors import OutOfReach, StoreTrouble
from alliance.sources.fetching.addresses import folder_name
from alliance.sources.fetching.rounds import exit_code
from tests.sources.fetching.conftest import HOME, MAY, Desk, why_not
from tests.sources.fetching.small_publisher import (
    Publisher,
    answers,
    closed_port,
    waits_for,
)


def test_a_link_that_is_gone_is_told_and_the_others_go_on(desk: Desk, publisher: Publisher) -> None:
    del publisher.served[MAY]
    results = desk.fetch()
    assert [r.outcome for r in results] == ["failed", "loaded"]
    assert why_not(results, "MARCH-TEAPOTS.csv") == f"{publisher.address}{MAY} is not there any more (404)."
    assert exit_code(results) == 5
    assert publisher.times(MAY) == 1


def test_a_closed_file_is_told_and_not_asked_for_again(desk: Desk, publisher: Publisher) -> None:
    publisher.first(MAY, answers(403))
    assert "is not given to this program (403" in why_not(desk.fetch(), "MARCH-TEAPOTS.csv")
    assert publisher.times(MAY) == 1


def test_too_many_requests_waits_as_long_as_the_server_says(desk: Desk, publisher: Publisher) -> None:
    publisher.first(MAY, answers(429, Retry_After="7"))
    assert desk.outcomes()[0] == ("MARCH-TEAPOTS.csv", "loaded")
    assert 7.0 in desk.pauses


def test_a_day_to_come_back_on_is_counted_from_the_servers_clock(desk: Desk, publisher: Publisher) -> None:
    when = {"Date": "Thu, 11 Jun 2026 08:30:00 GMT", "Retry_After": "Thu, 11 Jun 2026 08:30:45 GMT"}
    publisher.first(MAY, answers(503, **when))
    assert desk.outcomes()[0] == ("MARCH-TEAPOTS.csv", "loaded")
    assert 45.0 in desk.pauses


def test_a_server_that_asks_for_hours_is_left_alone(desk: Desk, publisher: Publisher) -> None:
    publisher.first(MAY, answers(429, Retry_After="7200"))
    said = why_not(desk.fetch(), "MARCH-TEAPOTS.csv")
    assert "the server answered 429" in said
    assert "asks for 7,200 seconds of patience" in said
    assert publisher.times(MAY) == 1
    assert max(desk.pauses) <= 2.0


def test_a_server_that_is_busy_is_asked_again_ever_more_slowly(desk: Desk, publisher: Publisher) -> None:
    publisher.first(MAY, answers(503), answers(502), answers(503, Retry_After="soon"))
    assert desk.outcomes()[0] == ("MARCH-TEAPOTS.csv", "loaded")
    assert [pause for pause in desk.pauses if pause > 1] == [2.0, 4.0, 8.0]


def test_tries_are_bounded(desk: Desk, publisher: Publisher) -> None:
    publisher.first(MAY, *[answers(503)] * 9)
    results = desk.fetch()
    assert [r.outcome for r in results] == ["failed", "loaded"]
    assert "did not come in 4 tries: the server answered 503" in why_not(results, "MARCH-TEAPOTS.csv")
    assert publisher.times(MAY) == 4


def test_after_three_files_in_a_row_the_rest_is_not_tried(desk: Desk, publisher: Publisher) -> None:
    links = [f"/up/{number}-TEAPOTS.csv" for number in range(5)]
    publisher.page(HOME, *links, MAY)
    for link in links:
        publisher.first(link, *[answers(503)] * 4)
    results = desk.fetch()
    assert [r.outcome for r in results] == ["failed"] * 3 + ["not tried"] * 3
    assert exit_code(results) == 5
    assert publisher.times(links[3]) == 0


def test_files_that_are_gone_do_not_stop_a_round(desk: Desk, publisher: Publisher) -> None:
    publisher.page(HOME, *(f"/up/{number}-TEAPOTS.csv" for number in range(5)), MAY)
    assert [r.outcome for r in desk.fetch()] == ["failed"] * 5 + ["loaded"]


def test_a_refused_connection_is_said_in_one_sentence(desk: Desk) -> None:
    desk.landing = replace(desk.landing, url=f"http://127.0.0.1:{closed_port()}/teapots/")
    with pytest.raises(OutOfReach) as told:
        desk.fetch()
    assert told.value.what == (
        f"The publisher's page {desk.landing.url} cannot be reached: the connection was refused."
    )
    assert "check the network" in told.value.next_step.lower()
    assert "alliance load" in told.value.next_step
    assert told.value.exit_code == 5
    assert desk.pauses == []


def test_a_name_that_nobody_knows_is_said_in_one_sentence(desk: Desk) -> None:
    desk.landing = replace(desk.landing, url="http://teapots.invalid/")
    with pytest.raises(OutOfReach, match=r"teapots\.invalid/ cannot be reached: no such name is known"):
        desk.fetch()


def test_a_server_that_says_nothing_is_not_waited_for_without_end(desk: Desk, publisher: Publisher) -> None:
    done = threading.Event()
    desk.manners = replace(desk.manners, timeout=0.05, tries=2)
    publisher.first(MAY, waits_for(done), waits_for(done))
    results = desk.fetch()
    done.set()
    assert [r.outcome for r in results] == ["failed", "loaded"]
    assert "did not come in 2 tries: no answer came in time" in why_not(results, "MARCH-TEAPOTS.csv")


def test_what_takes_too_long_altogether_is_left_for_the_next_time(desk: Desk) -> None:
    clock = iter(range(0, 10**9, 1801))
    desk.manners = replace(desk.manners, clock=lambda: float(next(clock)), tries=1)
    with pytest.raises(OutOfReach, match="takes longer than 30 minutes"):
        desk.fetch()


def test_a_damaged_memory_is_told(desk: Desk) -> None:
    desk.store.mkdir()
    (desk.store / "fetched.json").write_text('{"version": 1, "files": [{"url": 1}]}', encoding="utf-8")
    with pytest.raises(StoreTrouble, match=r"fetched\.json cannot be read"):
        desk.fetch()
    (desk.store / "fetched.json").write_text('{"version": 2}', encoding="utf-8")
    with pytest.raises(StoreTrouble, match="version 2"):
        desk.fetch()


def test_a_store_that_cannot_be_written_is_told(desk: Desk) -> None:
    desk.store.write_text("a file where a folder should be", encoding="utf-8")
    with pytest.raises(StoreTrouble, match="cannot be"):
        desk.fetch()


def test_a_server_that_speaks_no_secure_language_is_told(desk: Desk, publisher: Publisher) -> None:
    secure = publisher.address.replace("http:", "https:") + HOME
    desk.landing = replace(desk.landing, url=secure)
    with pytest.raises(OutOfReach, match=r"did not come in 4 tries: no secure connection could be made"):
        desk.fetch()


def test_a_folder_that_cannot_be_written_is_told_and_ends_the_round(desk: Desk, publisher: Publisher) -> None:
    (desk.store / "downloads").mkdir(parents=True)
    (desk.store / "downloads" / folder_name(publisher.address + MAY)).write_text("in the way")
    with pytest.raises(StoreTrouble, match=r"MARCH-TEAPOTS\.csv cannot be written"):
        desk.fetch()


def test_a_memory_that_cannot_be_written_is_told(desk: Desk) -> None:
    (desk.store / ".fetched.json.new").mkdir(parents=True)
    with pytest.raises(StoreTrouble, match=r"fetched\.json cannot be written"):
        desk.fetch()
    assert desk.taken == [("MARCH-TEAPOTS.csv", b"march,1\n")]
