"""Addresses, names of files, and the words of robots.txt."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from alliance.errors import FileRefused
from alliance.sources import find_sources
from alliance.sources.fetching.addresses import Bounds, file_name, folder_name, is_public, plain_path, whole
from alliance.sources.fetching.links import links_of
from alliance.sources.fetching.robots import parse_robots
from alliance.sources.release import Landing

PAGE = "https://www.teapots.example/stats/"
BOUNDS = Bounds.of(Landing(PAGE, "", "", "", hosts=("files.potteries.example",)))


@pytest.mark.parametrize(
    ("link", "address"),
    [
        ("x.csv", "https://www.teapots.example/stats/x.csv"),
        ("../x.csv", "https://www.teapots.example/x.csv"),
        ("//files.potteries.example/x.csv", "https://files.potteries.example/x.csv"),
        ("a b.csv", "https://www.teapots.example/stats/a%20b.csv"),
        ("a%20b.csv#sheet", "https://www.teapots.example/stats/a%20b.csv"),
        ("100%.csv", "https://www.teapots.example/stats/100%25.csv"),
        ("Apr–Mar.csv", "https://www.teapots.example/stats/Apr%E2%80%93Mar.csv"),
        ("https://me:secret@www.teapots.example/x.csv", "https://www.teapots.example/x.csv"),
        ("HTTPS://WWW.TEAPOTS.EXAMPLE/x.csv", "https://www.teapots.example/x.csv"),
        ("x.csv?a=1 2", "https://www.teapots.example/stats/x.csv?a=1%202"),
        ("http://[::1]/x.csv", "http://[::1]/x.csv"),
        ("http://[broken/x.csv", None),
        ("http://www.teapots.example:port/x.csv", None),
    ],
)
def test_a_link_becomes_one_whole_address(link: str, address: str | None) -> None:
    assert whole(PAGE, link) == address


@pytest.mark.parametrize(
    ("path", "name"),
    [
        ("/2026/01/APRIL-2024%20WORKBOOK%20(FINAL).xlsx", "APRIL-2024 WORKBOOK (FINAL).xlsx"),
        ("/a/..%2F..%2Fetc%2Fpasswd", "passwd"),
        ("/a/..%5C..%5Cboot.ini", "boot.ini"),
        ("/a/%2e%2e", "file"),
        ("/a/.hidden.csv", "hidden.csv"),
        ("/a/x%00.csv", "x_.csv"),
        ("/a/x%0Ay;rm$.csv", "x_y_rm_.csv"),
        ("/a/b/", "b"),
        ("/", "file"),
        ("/" + "x" * 300 + ".xlsx", "x" * 145 + ".xlsx"),
    ],
)
def test_a_file_name_leads_nowhere_else(path: str, name: str) -> None:
    assert file_name(f"https://www.teapots.example{path}") == name


@given(st.text(max_size=300))
def test_no_link_makes_a_name_that_is_a_path(link: str) -> None:
    name = file_name(whole(PAGE, link) or PAGE)
    assert name
    assert len(name) <= 150
    assert not re.search(r"[/\\\x00-\x1f]", name)
    assert not name.startswith(".")


@given(st.text(alphabet='<>!-[]"=/ abhref&;#x', max_size=200))
def test_any_page_is_read_or_told(page: str) -> None:
    try:
        links = links_of(page, PAGE)
    except FileRefused:
        return
    assert len(links) == len(set(links))


def test_every_address_has_a_folder_of_its_own() -> None:
    assert folder_name(PAGE + "2026/01/x.csv") != folder_name(PAGE + "2026/02/x.csv")


@pytest.mark.parametrize(
    "url",
    [
        "https://www.teapots.example/x",
        "https://teapots.example/x",
        "https://files.teapots.example/x",
        "https://files.potteries.example/x",
        "https://www.teapots.example:443/x",
    ],
)
def test_the_publishers_hosts_are_within_the_bounds(url: str) -> None:
    assert BOUNDS.objection(url) == ""


@pytest.mark.parametrize(
    "url",
    [
        "https://teapots.example.elsewhere.example/x",
        "https://eviteapots.example/x",
        "https://potteries.example/x",
        "https://example/x",
        "https://www.teapots.example:8443/x",
        "http://www.teapots.example/x",  # the page itself is secure
        "ftp://www.teapots.example/x",
        "javascript:alert(1)",
        "file:///x",
        "https:///x",
    ],
)
def test_all_else_is_outside(url: str) -> None:
    assert BOUNDS.objection(url)


def test_old_links_of_a_secure_page_are_asked_for_securely() -> None:
    assert BOUNDS.secured("http://www.teapots.example/x") == "https://www.teapots.example/x"
    assert Bounds.of(Landing("http://here.example/", "", "", "")).secured("http://a/") == "http://a/"


@pytest.mark.parametrize(
    "address",
    [
        "127.0.0.1",
        "10.1.2.3",
        "192.168.1.1",
        "169.254.169.254",
        "::1",
        "fe80::1%eth0",
        "::ffff:10.0.0.1",
        "fd00::1",
    ],
)
def test_private_addresses_are_known(address: str) -> None:
    assert not is_public(address)


def test_public_addresses_are_known() -> None:
    assert is_public("8.8.8.8")
    assert is_public("::ffff:8.8.8.8")


RULES = """
Sitemap: https://www.teapots.example/sitemap.xml
User-agent: otherbot
Disallow: /

User-agent: *   # everyone else
Disallow: /wp-admin/
Allow: /wp-admin/admin-ajax.php
Disallow: /*.pdf$
Disallow: /search*page=
Disallow:
Crawl-delay: 3
Crawl-delay: soon
"""


@pytest.mark.parametrize(
    ("path", "allowed"),
    [
        ("", True),
        ("/stats/", True),
        ("/wp-admin/x", False),
        ("/wp-admin/admin-ajax.php", True),
        ("/a/b.pdf", False),
        ("/a/b.pdf?x", True),
        ("/search?q=1&page=2", False),
        ("/search?q=1", True),
    ],
)
def test_the_longest_rule_decides(path: str, allowed: bool) -> None:
    robots = parse_robots(RULES, "cancer-alliance")
    assert robots.allow(f"https://www.teapots.example{path}") is allowed
    assert robots.delay == 3.0


def test_rules_by_name_go_before_rules_for_all() -> None:
    rules = "User-agent: *\nDisallow: /\n\nUser-agent: a\nUser-agent: Cancer-Alliance/1.0\nDisallow: /only$\n"
    robots = parse_robots(rules, "cancer-alliance")
    assert robots.allow("https://x.example/any")
    assert not robots.allow("https://x.example/only")
    assert robots.allow("https://x.example/only/not")


def test_where_a_rule_and_its_contrary_are_as_long_the_path_is_allowed() -> None:
    assert parse_robots("User-agent: *\nDisallow: /a\nAllow: /a", "x").allow("https://x.example/a")


@given(st.text(max_size=300), st.text(max_size=50))
def test_any_text_can_stand_in_robots_txt(text: str, path: str) -> None:
    parse_robots(f"User-agent: *\n{text}", "x").allow(f"https://x.example/{path.replace('[', '')}")


class TestCancerWaitingTimes:
    """The links that NHS England's pages have, as far as they are known."""

    (landing,) = find_sources()["cancer-waiting-times"].LANDING  # type: ignore[attr-defined]

    def _fits(self, pattern: str, path: str) -> bool:
        return re.search(pattern, plain_path(f"https://www.england.nhs.uk{path}"), re.IGNORECASE) is not None

    def test_the_page_is_the_one_that_the_source_names(self) -> None:
        assert self.landing.url == find_sources()["cancer-waiting-times"].ABOUT.url

    @pytest.mark.parametrize(
        "name",
        [
            "APRIL-2024-CWT-CRS-PROVIDER-WORKBOOK-FINAL.xlsx",
            "May-2025-CWT-CRS-Commissioner-Workbook-Provisional-1.xlsx",
            "Q1-2015-2016-CANCER-WAITING-TIMES-PROVIDER-WORKBOOK.xls",
            "2024-25-Apr-Mar-Monthly-Combined-CSV-Final.csv",
            "2025-26-Apr-Sep-Cumulative-Monthly-Combined-CSV-Final.csv",
            "January-2026-Monthly-Combined-CSV-Provisional.csv",
            "April-2026-Monthly-Combined-CSV-Provisional-New-ICB-Structure.csv",
            "April%202026%20Monthly%20Combined%20CSV%20Provisional.csv",
            "CWT-CRS-National-Time-Series-to-Apr-2026-with-Revisions.xlsx",
            "CWT-CRS-Apr-2024-to-Sep-2024-Data-Extract-Provider-Final.xlsx",
            "CWT-CRS-2022-23-Data-Extract-Commissioner-Final.xlsx",
        ],
    )
    def test_its_files_are_found(self, name: str) -> None:
        assert self._fits(self.landing.files, f"/statistics/wp-content/uploads/sites/2/2026/01/{name}")

    @pytest.mark.parametrize(
        "name",
        [
            "Cancer-Waiting-Times-Press-Release-January-2026.pdf",
            "CWT-CRS-National-Time-Series-Oct-2009-Mar-2025-Provisional.xlsx",  # the one with revisions is taken
            "CWT-CRS-Provider-Time-Series-Apr-2021-Mar-2025-with-Revisions.xlsx",
            "PROVIDER-WORKBOOK-guide.docx",
            "Pre-release-access-list.csv",
        ],
    )
    def test_other_files_of_its_pages_are_left_alone(self, name: str) -> None:
        assert not self._fits(self.landing.files, f"/statistics/wp-content/uploads/sites/2/2026/01/{name}")

    @pytest.mark.parametrize(
        ("path", "followed"),
        [
            ("monthly-data-and-summaries/", True),
            ("monthly-data-and-summaries/2026-27-monthly-cancer-waiting-times-statistics/", True),
            ("2026-27-monthly-cancer-waiting-times-statistics", True),
            (
                "monthly-data-and-summaries/2024-25-x/cancer-waiting-times-for-april-2024-25-provisional/",
                True,
            ),
            ("developments/", False),
            ("management-information-on-cancer/", False),
            ("", False),
        ],
    )
    def test_its_sub_pages_are_followed_and_no_others(self, path: str, followed: bool) -> None:
        base = "/statistics/statistical-work-areas/cancer-waiting-times/"
        assert self._fits(self.landing.follow, base + path) is followed

    def test_the_real_files_have_such_names(self, shared: Path) -> None:
        folder = shared / "data" / "cwt"
        names = [path.name for kind in ("workbooks", "data_extracts") for path in (folder / kind).iterdir()]
        names += [path.name for path in (folder / "national_time_series").iterdir()]
        assert len(names) == 40
        assert [name for name in names if not self._fits(self.landing.files, f"/x/{name}")] == []
