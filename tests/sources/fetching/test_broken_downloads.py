"""Downloads that break off, and what comes in a file's place."""

from __future__ import annotations

from dataclasses import replace

import pytest

from alliance.sources.fetching import downloading
from alliance.sources.fetching.rounds import exit_code
from tests.sources.fetching.conftest import MAY, Desk, why_not
from tests.sources.fetching.small_publisher import (
    Publisher,
    answers,
    breaks_off,
    in_pieces,
    without_length,
)


def test_a_download_that_broke_off_goes_on_where_it_broke_off(desk: Desk, publisher: Publisher) -> None:
    body = b"a,b,c\n" * 5000
    publisher.file(MAY, body)
    publisher.first(MAY, breaks_off(11_000))
    assert desk.outcomes()[0] == ("MARCH-TEAPOTS.csv", "loaded")
    assert desk.taken[0][1] == body
    headers = publisher.headers(MAY)
    assert headers["Range"] == "bytes=11000-"
    assert headers["If-Range"] == publisher.served[MAY].etag


def test_a_later_round_goes_on_with_what_an_earlier_one_left(desk: Desk, publisher: Publisher) -> None:
    body = b"a,b,c\n" * 5000
    publisher.file(MAY, body, etag=False)
    publisher.first(MAY, breaks_off(6_000))
    desk.manners = replace(desk.manners, tries=1)
    assert "broke off after 6,000 of 30,000 bytes" in why_not(desk.fetch(), "MARCH-TEAPOTS.csv")
    assert desk.outcomes()[0] == ("MARCH-TEAPOTS.csv", "loaded")
    assert publisher.headers(MAY)["Range"] == "bytes=6000-"
    assert desk.taken[-1][1] == body


def test_a_file_that_changed_meanwhile_begins_again(desk: Desk, publisher: Publisher) -> None:
    publisher.file(MAY, b"old,1\n" * 5000)
    publisher.first(MAY, breaks_off(6_000))
    desk.manners = replace(desk.manners, tries=1)
    desk.fetch()
    publisher.file(MAY, b"new,2\n" * 4000)
    desk.fetch()
    assert desk.taken[-1][1] == b"new,2\n" * 4000


def test_without_a_mark_of_the_server_a_broken_download_begins_again(
    desk: Desk, publisher: Publisher
) -> None:
    body = b"a,b,c\n" * 5000
    publisher.file(MAY, body, etag=False, modified=False)
    publisher.first(MAY, breaks_off(6_000))
    desk.fetch()
    assert "Range" not in publisher.headers(MAY)
    assert desk.taken[0][1] == body


@pytest.mark.parametrize(
    "act",
    [
        answers(416),
        answers(206, b"x", Content_Range="bytes 5-5/30000"),
        answers(206, b"x"),
        answers(206, b"x", Content_Range="bytes ?"),
    ],
)
def test_an_answer_that_does_not_go_on_from_there_is_thrown_away(
    desk: Desk, publisher: Publisher, act
) -> None:
    body = b"a,b,c\n" * 5000
    publisher.file(MAY, body)
    publisher.first(MAY, breaks_off(6_000), act)
    assert desk.outcomes()[0] == ("MARCH-TEAPOTS.csv", "loaded")
    assert desk.taken[0][1] == body


def test_a_body_in_pieces_is_whole_only_with_its_end(desk: Desk, publisher: Publisher) -> None:
    publisher.first(MAY, in_pieces(b"march,", b"1\n", ends=False), in_pieces(b"march,", b"9\n"))
    assert desk.outcomes()[0] == ("MARCH-TEAPOTS.csv", "loaded")
    assert desk.taken[0][1] == b"march,9\n"
    assert publisher.times(MAY) == 2


def test_a_body_of_which_nobody_says_where_it_ends_is_refused(desk: Desk, publisher: Publisher) -> None:
    publisher.first(MAY, without_length(b"march,1\n"))
    results = desk.fetch()
    assert "does not say how long MARCH-TEAPOTS.csv is" in why_not(results, "MARCH-TEAPOTS.csv")
    assert exit_code(results) == 4


def test_nothing_changed_is_no_answer_to_one_who_did_not_ask(desk: Desk, publisher: Publisher) -> None:
    publisher.first(MAY, answers(304))
    assert "nothing changed, and was not asked" in why_not(desk.fetch(), "MARCH-TEAPOTS.csv")


@pytest.mark.parametrize(
    "page",
    [
        b"<!DOCTYPE html><html><body>Please sign in</body></html>",
        b"\xef\xbb\xbf\n  <HTML><body>Maintenance</body></html>",
        b'<?xml version="1.0"?><html xmlns="http://www.w3.org/1999/xhtml"></html>',
        b"<!-- cached --><html></html>",
    ],
)
def test_a_web_page_in_a_files_place_is_told_whatever_the_server_calls_it(
    desk: Desk, publisher: Publisher, page: bytes
) -> None:
    publisher.file(MAY, page)
    results = desk.fetch()
    assert [r.outcome for r in results] == ["refused", "loaded"]
    assert why_not(results, "MARCH-TEAPOTS.csv") == (
        f"{publisher.address}{MAY} is a web page where a file should be."
    )
    assert exit_code(results) == 4
    assert not [path for path in (desk.store / "downloads").rglob("MARCH*") if path.is_file()]


def test_a_file_that_announces_too_much_is_not_read(desk: Desk, publisher: Publisher) -> None:
    publisher.first(MAY, answers(200, b"", Content_Length=str(10**10)))
    results = desk.fetch()
    assert "is 9536 MB; the most that is read is 128 MB." in why_not(results, "MARCH-TEAPOTS.csv")
    assert exit_code(results) == 4


def test_a_file_that_grows_too_large_on_the_way_is_let_go(
    desk: Desk, publisher: Publisher, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(downloading, "MOST_BYTES", 10_000)
    publisher.first(MAY, in_pieces(b"x" * 6_000, b"x" * 6_000))
    assert "is more than" in why_not(desk.fetch(), "MARCH-TEAPOTS.csv")
    assert not list((desk.store / "downloads").rglob("*.partial"))


def test_an_empty_file_is_told(desk: Desk, publisher: Publisher) -> None:
    publisher.file(MAY, b"")
    assert "is empty" in why_not(desk.fetch(), "MARCH-TEAPOTS.csv")


def test_a_packed_answer_that_nobody_asked_for_is_told(desk: Desk, publisher: Publisher) -> None:
    publisher.first(MAY, answers(200, b"x", Content_Encoding="br"))
    assert "came packed (br)" in why_not(desk.fetch(), "MARCH-TEAPOTS.csv")
    assert publisher.headers(MAY)["Accept-Encoding"] == "identity"
