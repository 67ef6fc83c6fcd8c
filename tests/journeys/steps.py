"""What a person does in front of the site, in words: a journey reads as English."""

from __future__ import annotations

import re
from collections.abc import Iterator
from contextlib import contextmanager
from typing import NamedTuple

from playwright.sync_api import Browser, ConsoleMessage, Locator, Page, Request, Response, expect

from alliance_site.demo_register import PASSWORD
from tests.journeys.serving import Site

__all__ = ["DESK", "PHONE", "Person", "arrive"]

DESK, PHONE = 1280, 390
PATIENCE = 30_000  # milliseconds: a page takes 60, but both cores may be busy


STOP = """() => {
    const here = document.activeElement, box = here.getBoundingClientRect(), style = getComputedStyle(here)
    const framed = style.outlineStyle !== "none" && parseFloat(style.outlineWidth) > 0
    const inside = box.width > 1 && box.height > 1 && box.bottom > 0 && box.top < innerHeight && box.left < innerWidth
    const what = here.tagName === "BODY" ? "BODY" : here.outerHTML.slice(0, 120)
    return [what, inside && (framed || style.boxShadow !== "none")]
}"""


class Stop(NamedTuple):
    """Something that the keyboard stops at, and whether one can see that it does."""

    what: str
    seen: bool


class Person:
    """Somebody with a browser of their own, and what they see in it."""

    def __init__(self, page: Page, site: Site) -> None:
        self.page, self.site = page, site
        self.complaints: list[str] = []
        self.elsewhere: list[str] = []
        self.status = 0
        page.on("console", self._hear)
        page.on("pageerror", lambda fault: self.complaints.append(str(fault)))
        page.on("request", self._note)
        page.on("response", self._answered)

    # where they go

    def opens(self, path: str) -> Person:
        """Open an address of the site."""
        self.page.goto(path if path.startswith("http") else self.site.address + path)
        return self

    def follows(self, link: str, within: str | None = None) -> Person:
        """Follow the first link with these words, in a section with this heading if one is named.

        On a narrow screen the header folds away as many of its links as do not fit: then the menu is opened first.
        """
        found = self._part(within).get_by_role("link", name=link).first
        self.page.wait_for_load_state("load")
        menu = self.page.get_by_role("button", name="Menu", expanded=False)
        if not found.is_visible() and menu.is_visible():
            menu.click()
        found.click()
        return self

    def presses(self, button: str, within: str | None = None, *, twice: bool = False) -> Person:
        """Press the first button with these words; `twice` as an impatient hand does."""
        found = self._part(within).get_by_role("button", name=button).first
        found.dblclick(delay=20) if twice else found.click()
        return self

    def presses_without_its_token(self, button: str) -> Person:
        """Press it in a form from which the token against forgery is gone."""
        found = self.page.get_by_role("button", name=button).first
        found.evaluate("(b) => b.form.querySelector('[name=csrfmiddlewaretoken]').remove()")
        found.click()
        return self

    def sends_the_form_to(self, path: str) -> Person:
        """Send the page's form to another address than its own, as somebody who tampers with it does."""
        with self.page.expect_navigation():
            self.page.evaluate(
                "(path) => { const f = document.querySelector('main form'); f.action = path; f.submit() }",
                path,
            )
        return self

    def unfolds(self, words: str) -> Person:
        """Open what is folded away under these words."""
        self.page.locator("summary", has_text=words).click()
        return self

    def goes_back(self) -> Person:
        """The browser's own way back."""
        self.page.go_back()
        return self

    # by keyboard alone

    def tabs(self) -> Person:
        """One press of the tabulator key."""
        self.page.keyboard.press("Tab")
        return self

    def presses_enter(self) -> Person:
        """The enter key, on whatever has the focus."""
        self.page.keyboard.press("Enter")
        return self

    def is_at(self, words: str) -> Person:
        """What has the focus, and can be seen to have it."""
        here = self.page.locator(":focus")
        expect(here).to_have_text(words)
        assert self._stop().seen, f"nothing shows that “{words}” has the focus"
        return self

    def walks_by_keyboard(self, most: int = 200) -> list[Stop]:
        """Where the tabulator key leads, from the top of the page to its end."""
        stops: list[Stop] = []
        while len(stops) < most:
            self.tabs()
            stop = self._stop()
            if stop.what == "BODY":
                break
            stops.append(stop)
        assert 10 < len(stops) < most, f"the keyboard stops {len(stops)} times"
        return stops

    def _stop(self) -> Stop:
        return Stop(*self.page.evaluate(STOP))

    # who they are

    def signs_in(self, name: str, password: str = PASSWORD) -> Person:
        """Sign in as one of the people of the fictional alliance: `signs_in("Juniper Larkspur")`."""
        self.opens("/accounts/login/")
        return self.gives_name_and_password(name, password)

    def gives_name_and_password(self, name: str, password: str = PASSWORD) -> Person:
        """Fill in the form that asks who they are."""
        email = name if "@" in name else f"{name.lower().replace(' ', '.')}@example.org"
        self.fills({"Email": email, "Password": password})
        self.page.locator("main").get_by_role("button", name="Sign in").click()
        return self

    # what they fill in

    def fills(self, answers: dict[str, str]) -> Person:
        """Fill in fields by their labels; a day as `31 3 2026` in three boxes."""
        for label, answer in answers.items():
            group = self.page.get_by_role("group", name=label)
            if group.count():
                for box, part in zip(group.get_by_role("textbox").all(), answer.split(), strict=True):
                    box.fill(part)
            else:
                self.page.get_by_label(label, exact=False).first.fill(answer)
        return self

    def chooses(self, *labels: str) -> Person:
        """Tick, or choose from a list."""
        for label in labels:
            self.page.get_by_label(label, exact=True).check()
        return self

    def chooses_from(self, label: str, option: str) -> Person:
        """Choose one of a list."""
        self.page.get_by_label(label).select_option(label=option)
        return self

    # what they see

    def sees(self, *words: str, within: str | None = None) -> Person:
        """Each of these stands on the page, or in the part with this heading."""
        for said in words:
            expect(self._part(within)).to_contain_text(_spaced(said))
        return self

    def does_not_see(self, *words: str, within: str | None = None) -> Person:
        """None of these stands there."""
        for said in words:
            expect(self._part(within)).not_to_contain_text(_spaced(said))
        return self

    def sees_a_chart(self, *words: str, within: str | None = None) -> Person:
        """A chart of which somebody who cannot see it is told this."""
        chart = self._part(within).locator("svg[role=img]:visible").first
        expect(chart).to_be_visible()
        told = " ".join(chart.locator("> title, > desc").all_text_contents())
        for said in words:
            assert said in told, f"the chart is described as: {told}"
        return self

    def sees_a_row(self, *words: str) -> Person:
        """A row of a table in which all of these stand."""
        expect(self._rows(words).first).to_be_visible()
        return self

    def sees_no_row(self, *words: str) -> Person:
        """No such row is to be seen: it may be folded away."""
        expect(self._rows(words)).to_have_count(0)
        return self

    def finds_no_link_to(self, *words: str) -> Person:
        """Nothing on the page itself, neither link nor button, begins with these words."""
        for said in words:
            begins, page = re.compile(f"^{re.escape(said)}"), self.page.locator("main")
            expect(page.get_by_role("link", name=begins)).to_have_count(0)
            expect(page.get_by_role("button", name=begins)).to_have_count(0)
        return self

    @property
    def path(self) -> str:
        """Where they are now."""
        return self.page.url.removeprefix(self.site.address)

    def sees_only(self, label: str, *options: str) -> Person:
        """A list to choose from has these, and no others."""
        expect(self.page.get_by_label(label).get_by_role("option")).to_have_text(list(options))
        return self

    def is_on(self, path: str) -> Person:
        """The address, without the site and without what follows a question mark."""
        expect(self.page).to_have_url(re.compile(f"^{re.escape(self.site.address)}{path}([?#].*)?$"))
        return self

    def is_told(self, status: int) -> Person:
        """The status of the last page."""
        assert self.status == status, f"{self.page.url} answered {self.status}"
        return self

    def reads_heading(self, words: str) -> Person:
        """The page's one heading of the first rank."""
        expect(self.page.get_by_role("heading", level=1)).to_have_text(words)
        return self

    # how

    def _rows(self, words: tuple[str, ...]) -> Locator:
        rows = self.page.get_by_role("row")
        for said in words:
            rows = rows.filter(has_text=said)
        return rows

    def _part(self, heading: str | None) -> Locator:
        """The section, article or figure which has this heading; the whole page if none is named."""
        if heading is None:
            return self.page.locator("body")
        own = self.page.get_by_role("heading", name=heading)
        return self.page.locator("section, article, .register-seal, .site-card").filter(has=own).last

    def _hear(self, message: ConsoleMessage) -> None:
        refused = re.search(
            r"status of (4\d\d|503)", message.text
        )  # the page that says so is looked at by the journey
        if message.type in {"error", "warning"} and not refused:
            self.complaints.append(message.text)

    def _note(self, request: Request) -> None:
        if not request.url.startswith((self.site.address + "/", "data:")):
            self.elsewhere.append(request.url)

    def _answered(self, response: Response) -> None:
        if response.request.is_navigation_request():
            self.status = response.status


def _spaced(words: str) -> str:
    return " ".join(words.split())


@contextmanager
def arrive(browser: Browser, site: Site, *, width: int = DESK, script: bool = True) -> Iterator[Person]:
    """Somebody opens a browser `width` points wide, with scripts or without, and nothing bad happens to them."""
    size = {"width": width, "height": 844 if width <= PHONE else 900}
    context = browser.new_context(viewport=size, java_script_enabled=script, locale="en-GB")
    context.set_default_timeout(PATIENCE)
    expect.set_options(timeout=PATIENCE)
    person = Person(context.new_page(), site)
    yield person
    context.close()
    assert not person.elsewhere, f"fetched from elsewhere: {person.elsewhere}"
    assert not person.complaints, f"the browser complained: {person.complaints}"
