"""Every public page of figures: it answers, it can be navigated, and it fetches nothing from elsewhere."""

from __future__ import annotations

import re

import pytest
from django.test import Client
from pytest_django import Settings

from tests.site.evidence.conftest import ALLIANCE
from tests.site.evidence.page_checks import read_page

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("figures")]

PAGES = (
    "/",
    "/places/",
    "/places/?q=thistlewick",
    f"/places/{ALLIANCE}/",
    "/places/ZA2/",
    "/places/england/",
    "/places/unmapped/",
    f"/places/{ALLIANCE}/findings/",
    "/places/ZA2/findings/",
    "/measures/",
    "/measures/treatment-62-day/",
    "/measures/treatment-62-day/?place=ZA2&cancer=prostate",
    "/measures/cancer-treatments/?place=ZA2",
    "/sources/",
    "/how-numbers-are-made/",
    "/accessibility/",
    "/?as_of=2025-06-30",
)
ABROAD = ("http:", "https:", "//")


@pytest.mark.parametrize("path", PAGES)
def test_a_page_answers_with_one_main_heading_and_landmarks(client: Client, path: str) -> None:
    answer = client.get(path)
    seen = read_page(answer.content)
    assert answer.status_code == 200
    assert seen.headings.count("h1") == 1
    assert seen.headings[0] == "h1"
    assert {"header", "nav", "main", "footer"} <= set(seen.landmarks)
    assert seen.landmarks.count("main") == 1
    assert seen.language == "en-GB"
    assert seen.titles[0].endswith(" – Alder Vale Cancer Alliance")
    assert not seen.titles[0].startswith("–")
    assert b'href="#maincontent"' in answer.content


@pytest.mark.parametrize("path", PAGES)
def test_a_page_has_each_id_once_and_a_label_for_each_field(client: Client, path: str) -> None:
    seen = read_page(client.get(path).content)
    assert len(seen.ids) == len(set(seen.ids))
    assert set(seen.fields) <= seen.labels


@pytest.mark.parametrize("path", PAGES)
def test_a_page_fetches_nothing_from_elsewhere_and_holds_nothing_inline(client: Client, path: str) -> None:
    answer = client.get(path)
    seen = read_page(answer.content)
    assert [address for address in seen.fetched if address.startswith(ABROAD)] == []
    assert seen.inline == []
    policy = answer.headers["Content-Security-Policy"]
    assert "default-src 'self'" in policy
    assert "unsafe" not in policy


def test_no_page_has_the_nhs_logo_unless_its_owner_says_so(client: Client, settings: Settings) -> None:
    assert b"nhsuk-header__logo" not in client.get("/").content
    settings.NHS_IDENTITY = True
    assert b"nhsuk-header__logo" in client.get("/").content


def test_the_front_page_shows_standards_what_stands_out_gaps_voices_and_what_an_alliance_is(
    client: Client,
) -> None:
    text = client.get("/").content.decode()
    for words in (
        "The national standards at a glance",
        "What stands out",
        "Gaps that partners agreed",
        "What patients say",
        "What is a Cancer Alliance?",
    ):
        assert words in text


def test_the_header_marks_where_the_reader_is(client: Client) -> None:
    text = client.get(f"/places/{ALLIANCE}/findings/").content.decode()
    current = text[: text.index('aria-current="true"')].rpartition("href=")[2]
    assert current.startswith('"/findings/"')


def test_findings_lead_to_those_of_the_alliance_in_focus_and_keep_the_day(client: Client) -> None:
    answer = client.get("/findings/?as_of=2025-06-30")
    assert answer.url == f"/places/{ALLIANCE}/findings/?as_of=2025-06-30"


def test_without_an_alliance_in_focus_findings_let_the_reader_choose_one(
    client: Client, settings: Settings
) -> None:
    settings.ALLIANCE_PLACE = None
    text = client.get("/findings/").content.decode()
    assert f'href="/places/{ALLIANCE}/findings/"' in text
    assert client.get("/").status_code == 200


def test_the_foot_says_how_old_the_figures_are(client: Client) -> None:
    text = client.get("/accessibility/").content.decode()
    assert "The latest month is September 2025, known since 13 November 2025." in text


def test_an_earlier_view_says_so_and_leads_back(client: Client) -> None:
    text = client.get("/places/ZA2/?as_of=2025-06-30").content.decode()
    assert "As known on 30 June 2025." in text
    assert '<a href="/places/ZA2/">Show what is known now</a>' in text
    assert "As known on" not in client.get("/places/ZA2/").content.decode()


def test_an_earlier_view_leaves_out_what_was_published_later(client: Client) -> None:
    now = client.get("/places/ZA2/").content.decode()
    then = client.get("/places/ZA2/?as_of=2025-06-30").content.decode()
    assert "September 2025" in now
    assert (
        "September 2025"
        not in then.replace("known since 13 November 2025", "").split("Age of the figures")[0]
    )


@pytest.mark.parametrize(
    ("path", "status", "words"),
    [
        ("/places/ZZZZ/", 404, "ZZZZ"),
        ("/places/ZA22/", 404, "ZA2"),
        ("/measures/unheard-of/", 404, "There is no measure"),
        ("/measures/treatment-62-day/?cancer=nonsense", 404, "there is no cancer"),
        ("/measures/treatment-62-day/?place=E56999001&basis=commissioner", 400, "no commissioner figures"),
        ("/?as_of=yesterday", 400, "is not a day"),
        ("/measures/treatment-62-day/data.csv?by=moon", 400, "not something to divide by"),
    ],
)
def test_what_cannot_be_answered_is_a_plain_page_with_a_next_step(
    client: Client, path: str, status: int, words: str
) -> None:
    answer = client.get(path)
    assert answer.status_code == status
    assert words in answer.content.decode()
    assert read_page(answer.content).headings.count("h1") == 1


def test_a_place_can_be_searched_by_a_part_of_its_name(client: Client) -> None:
    text = client.get("/places/?q=thistle").content.decode()
    assert 'href="/places/ZA2/"' in text
    assert "1 place." in text
    assert re.search(
        r'href="/places/ZA2/">Thistlewick[^<]*</a>\s*<span class="site-quiet">ZA2, NHS trust<', text
    )


def test_a_search_that_finds_nothing_says_what_to_try(client: Client) -> None:
    assert "No place has these words" in client.get("/places/?q=zzzz").content.decode()


def test_what_a_visitor_typed_is_never_taken_as_html(client: Client) -> None:
    text = client.get("/places/?q=<script>alert(1)</script>").content.decode()
    assert "<script>alert" not in text


def test_each_measure_is_listed_with_why_it_matters(client: Client) -> None:
    text = client.get("/measures/").content.decode()
    for measure in ("faster-diagnosis-28-day", "treatment-31-day", "treatment-62-day"):
        assert f'href="/measures/{measure}/?place={ALLIANCE}"' in text
    assert "Stage of the pathway" in text


def test_only_reading_is_answered(client: Client) -> None:
    assert client.post("/places/").status_code == 405
