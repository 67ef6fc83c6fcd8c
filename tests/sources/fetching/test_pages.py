"""A publisher's pages, and what becomes of fetching when they are laid out anew."""

from __future__ import annotations

from dataclasses import replace

import pytest

from alliance.errors import FileRefused
from alliance.sources.fetching.rounds import exit_code
from tests.sources.fetching.conftest import HOME, JUNE, MAY, Desk, why_not
from tests.sources.fetching.small_publisher import (
    Publisher,
)


def test_sub_pages_are_followed_and_a_file_linked_twice_is_fetched_once(
    desk: Desk, publisher: Publisher
) -> None:
    publisher.page(HOME, MAY, "2026-27-monthly-teapots/", "2025-26-monthly-teapots", "/about-us/")
    publisher.page(HOME + "2026-27-monthly-teapots/", "../../../uploads/2026/06/APRIL-TEAPOTS.csv", MAY)
    publisher.page(HOME + "2025-26-monthly-teapots", HOME, "2026-27-monthly-teapots/")
    assert desk.outcomes() == [("MARCH-TEAPOTS.csv", "loaded"), ("APRIL-TEAPOTS.csv", "loaded")]
    assert publisher.times("/about-us/") == 0
    assert publisher.times(HOME + "2026-27-monthly-teapots/") == 1


@pytest.mark.parametrize(
    "link",
    [
        "/up/MAY 2026-TEAPOTS (final).csv",
        "/up/MAY%202026-TEAPOTS%20(final).csv",
        " /up/MAY 2026-TEAPOTS (final).csv#top ",
    ],
)
def test_spaces_in_a_link_are_spaces_in_the_name(desk: Desk, publisher: Publisher, link: str) -> None:
    publisher.page(HOME, link)
    publisher.file("/up/MAY 2026-TEAPOTS (final).csv", b"may,5\n")
    assert desk.outcomes() == [("MAY 2026-TEAPOTS (final).csv", "loaded")]


def test_links_are_relative_to_the_pages_base(desk: Desk, publisher: Publisher) -> None:
    publisher.page(HOME, "APRIL-TEAPOTS.csv", text="")
    page = publisher.served[HOME]
    body = page.body.replace(b"<body>", b'<head><base href="/uploads/2026/06/"></head><body>')
    publisher.served[HOME] = replace(page, body=body)
    assert desk.outcomes() == [("APRIL-TEAPOTS.csv", "loaded")]


def test_links_in_comments_and_scripts_are_no_links(desk: Desk, publisher: Publisher) -> None:
    hidden = f'<!-- <a href="{JUNE}">old</a> --><script>"<a href=\'{JUNE}\'>"</script>'
    publisher.page(HOME, MAY, text=hidden)
    assert desk.outcomes() == [("MARCH-TEAPOTS.csv", "loaded")]


def test_a_page_laid_out_anew_says_what_was_looked_for_and_where(desk: Desk, publisher: Publisher) -> None:
    publisher.page(HOME, "/dashboards/teapots")
    with pytest.raises(FileRefused) as told:
        desk.fetch()
    assert told.value.what == (
        f"{desk.landing.url} and its sub-pages (1 pages) have no link to monthly files of teapots: "
        "the publisher may have laid them out anew."
    )
    assert "by hand" in told.value.next_step
    assert not desk.store.exists()


def test_a_login_page_in_place_of_the_landing_page_is_a_page_without_links(
    desk: Desk, publisher: Publisher
) -> None:
    publisher.page(HOME, text="<form><input name='password'></form>")
    with pytest.raises(FileRefused, match="no link to monthly files of teapots"):
        desk.fetch()


def test_a_sub_page_that_is_gone_is_told_and_the_files_are_fetched(desk: Desk, publisher: Publisher) -> None:
    publisher.page(HOME, "2026-27-monthly-teapots/", MAY)
    results = desk.fetch()
    assert [r.outcome for r in results] == ["failed", "loaded"]
    assert "2026-27-monthly-teapots/ is not there any more (404)." in why_not(
        results, "2026-27-monthly-teapots"
    )
    assert exit_code(results) == 5


def test_a_page_that_leads_to_ever_more_pages_comes_to_an_end(
    desk: Desk, publisher: Publisher, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("alliance.sources.fetching.finding.MOST_PAGES", 3)
    publisher.page(HOME, MAY, *(f"{year}-27-monthly-teapots" for year in range(2026, 2030)))
    for year in range(2026, 2030):
        publisher.page(f"{HOME}{year}-27-monthly-teapots")
    results = desk.fetch()
    assert [r.outcome for r in results] == ["refused", "refused", "loaded"]
    assert "one page too many: 3 were read" in why_not(results, "2029-27-monthly-teapots")


def test_a_page_without_end_is_not_read(desk: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("alliance.sources.fetching.finding.MOST_PAGE_BYTES", 50)
    with pytest.raises(FileRefused, match="longer than any page of links"):
        desk.fetch()


def test_a_page_that_is_no_html_is_told(desk: Desk, publisher: Publisher) -> None:
    publisher.page(HOME, MAY, text="<![teapot[ x ]]>")
    with pytest.raises(FileRefused, match="cannot be read as a web page"):
        desk.fetch()
