"""Where files may come from, and how politely they are asked for."""

from __future__ import annotations

import threading
from dataclasses import replace

import pytest

from alliance.errors import OutOfReach
from alliance.sources.fetching.rounds import exit_code
from tests.sources.fetching.conftest import HOME, JUNE, MAY, Desk, why_not
from tests.sources.fetching.small_publisher import (
    Publisher,
    answers,
)


def test_a_redirect_within_the_publishers_host_is_followed(desk: Desk, publisher: Publisher) -> None:
    publisher.first(MAY, answers(301, Location="/moved/here.csv"))
    publisher.file("/moved/here.csv", b"moved,1\n")
    assert desk.outcomes()[0] == ("MARCH-TEAPOTS.csv", "loaded")
    assert desk.taken[0] == ("MARCH-TEAPOTS.csv", b"moved,1\n")


@pytest.mark.parametrize(
    ("target", "reason"),
    [
        ("http://elsewhere.example/x.csv", "it lies on elsewhere.example, which is not the publisher's"),
        ("http://169.254.169.254/latest/", "it lies on 169.254.169.254, which is not"),
        ("file:///etc/passwd", "its address begins with 'file:'"),
        ("http://127.0.0.1:22/", "it lies on port 22 of 127.0.0.1"),
        ("http://127.0.0.1@elsewhere.example/x.csv", "it lies on elsewhere.example"),
    ],
)
def test_a_redirect_to_elsewhere_is_not_followed(
    desk: Desk, publisher: Publisher, target: str, reason: str
) -> None:
    publisher.first(MAY, answers(302, Location=target))
    results = desk.fetch()
    assert [r.outcome for r in results] == ["refused", "loaded"]
    assert reason in why_not(results, "MARCH-TEAPOTS.csv")


def test_a_link_to_a_file_on_another_host_is_told_and_not_followed(desk: Desk, publisher: Publisher) -> None:
    publisher.page(HOME, "https://elsewhere.example/MAY-TEAPOTS.csv", "ftp://127.0.0.1/OLD-TEAPOTS.csv", MAY)
    results = desk.fetch()
    assert [r.outcome for r in results] == ["refused", "refused", "loaded"]
    assert "MAY-TEAPOTS.csv is linked to, and not fetched: it lies on elsewhere.example" in (
        why_not(results, "MAY-TEAPOTS.csv")
    )
    assert "begins with 'ftp:'" in why_not(results, "OLD-TEAPOTS.csv")


def test_a_named_host_that_is_in_a_private_network_is_not_asked(desk: Desk, publisher: Publisher) -> None:
    port = publisher.address.rpartition(":")[2]
    desk.landing = replace(desk.landing, url=f"http://localhost:{port}{HOME}", hosts=("127.0.0.1",))
    publisher.page(HOME, f"{publisher.address}{MAY}", JUNE)
    results = desk.fetch()
    assert [r.outcome for r in results] == ["refused", "loaded"]
    assert "127.0.0.1 is an address of a private network" in why_not(results, "MARCH-TEAPOTS.csv")
    assert publisher.times(MAY) == 0


def test_a_circle_of_redirects_ends(desk: Desk, publisher: Publisher) -> None:
    publisher.first(MAY, *[answers(302, Location=MAY)] * 9)
    assert "leads on more than 5 times" in why_not(desk.fetch(), "MARCH-TEAPOTS.csv")


def test_a_redirect_to_nowhere_is_told(desk: Desk, publisher: Publisher) -> None:
    publisher.first(MAY, answers(302))
    assert "does not say where to" in why_not(desk.fetch(), "MARCH-TEAPOTS.csv")


def test_a_name_that_climbs_out_of_the_folder_stays_in_it(desk: Desk, publisher: Publisher) -> None:
    publisher.page(HOME, "/up/..%2f..%2f..%2fetc%2fx-teapots.csv")
    publisher.served["/up/../../../etc/x-teapots.csv"] = publisher.served[MAY]
    desk.refuses = {"x-teapots.csv"}
    desk.fetch()
    (kept,) = desk.store.parent.rglob("x-teapots.csv")
    assert kept.parent.parent == desk.store / "downloads"


def test_the_program_names_itself_and_pauses_between_requests(desk: Desk, publisher: Publisher) -> None:
    desk.fetch()
    assert [path for path, _ in publisher.asked] == ["/robots.txt", HOME, MAY, JUNE]
    assert desk.pauses == [1.0, 1.0, 1.0]
    assert {headers["User-Agent"].split()[0] for _, headers in publisher.asked} == {"cancer-alliance"}


def test_a_longer_pause_is_kept_where_the_site_asks_for_one(desk: Desk, publisher: Publisher) -> None:
    publisher.file("/robots.txt", b"User-agent: *\nCrawl-delay: 5\n")
    desk.fetch()
    assert desk.pauses == [5.0, 5.0, 5.0]


def test_what_robots_txt_disallows_is_told_and_not_fetched(desk: Desk, publisher: Publisher) -> None:
    publisher.file("/robots.txt", b"User-agent: *\nDisallow: /uploads/2026/05/\n")
    results = desk.fetch()
    assert [r.outcome for r in results] == ["failed", "loaded"]
    assert "the site's robots.txt asks programs not to" in why_not(results, "MARCH-TEAPOTS.csv")
    assert publisher.times(MAY) == 0
    assert exit_code(results) == 5


def test_a_landing_page_that_robots_txt_disallows_is_not_read(desk: Desk, publisher: Publisher) -> None:
    publisher.file("/robots.txt", b"User-agent: cancer-alliance\nDisallow: /\n")
    with pytest.raises(OutOfReach, match=r"robots\.txt asks programs not to"):
        desk.fetch()
    assert [path for path, _ in publisher.asked] == ["/robots.txt"]


def test_where_the_rules_cannot_be_read_nothing_is_fetched(desk: Desk, publisher: Publisher) -> None:
    publisher.first("/robots.txt", *[answers(500)] * 4)
    with pytest.raises(OutOfReach, match=r"robots\.txt did not come in 4 tries"):
        desk.fetch()
    assert publisher.times(HOME) == 0


def test_of_two_fetches_into_one_store_one_waits(desk: Desk, publisher: Publisher) -> None:
    threads = [threading.Thread(target=desk.fetch) for _ in range(2)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert [path for path, _ in publisher.asked if path in (MAY, JUNE)] == [MAY, JUNE, MAY, JUNE]
    assert {body for _, body in desk.taken} == {b"march,1\n", b"april,2\n"}


def test_the_networks_proxy_is_used_and_may_be_private(
    desk: Desk, publisher: Publisher, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("http_proxy", publisher.address)
    monkeypatch.delenv("no_proxy", raising=False)
    monkeypatch.delenv("NO_PROXY", raising=False)
    away = "http://teapots.invalid"
    publisher.page(away + HOME, MAY)
    publisher.file(away + MAY, b"march,1\n")
    desk.landing = replace(desk.landing, url=away + HOME)
    assert desk.outcomes() == [("MARCH-TEAPOTS.csv", "loaded")]
    assert [path for path, _ in publisher.asked] == [away + path for path in ("/robots.txt", HOME, MAY)]
