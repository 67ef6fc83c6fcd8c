"""Asking a publisher's server with good manners: one request at a time, with pauses, as its robots.txt allows."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from email.utils import parsedate_to_datetime
from http.client import HTTPException, HTTPResponse
from typing import TypeVar
from urllib.error import URLError
from urllib.parse import urlsplit

from alliance.errors import FileRefused, OutOfReach
from alliance.sources.fetching.addresses import Bounds, whole
from alliance.sources.fetching.connecting import Opener
from alliance.sources.fetching.reasons import BY_HAND, Broken, Withheld, is_final, why
from alliance.sources.fetching.robots import Robots, parse_robots
from alliance.sources.release import Landing

__all__ = ["AGENT", "Asker", "Manners", "Reply"]

AGENT = "cancer-alliance"
_ANSWERS = (200, 206, 304, 416)
_MOVED = (301, 302, 303, 307, 308)
_COME_BACK = (408, 425, 429, 500, 502, 503, 504)
_MOST_REDIRECTS = 5
_MOST_RULES = 4 * 1024 * 1024
_ROBOTS = "/robots.txt"
_LATER = "Check the network and fetch again later, or download the files by hand and `alliance load` them."
_CHUNK = 64 * 1024
_Got = TypeVar("_Got")


def _sleep(seconds: float) -> None:
    time.sleep(seconds)


@dataclass(frozen=True)
class Manners:
    """How politely and how patiently a server is asked. Times are in seconds.

    `seconds` lie between two requests, more where robots.txt asks for more. A request that broke off or that the
    server put off is made at most `tries` times, after `back_off`, twice that, and so on, or when the server says;
    not after more than `most_wait`. `timeout` is for a single silence, `most_time` for one whole file.
    """

    seconds: float = 1.0
    timeout: float = 30.0
    tries: int = 4
    back_off: float = 2.0
    most_wait: float = 120.0
    most_time: float = 1800.0
    pause: Callable[[float], None] = _sleep
    clock: Callable[[], float] = time.monotonic


@dataclass
class Reply:
    """A server's answer to one request. `length` is how many bytes it announces, None where it does not."""

    url: str
    response: HTTPResponse
    manners: Manners

    def __post_init__(self) -> None:
        self.status = self.response.status
        self.length = self.response.length
        self.ends = self.length is not None or bool(
            self.response.chunked
        )  # else one cannot tell a broken one
        self._latest = self.manners.clock() + self.manners.most_time

    def header(self, name: str) -> str:
        return (self.response.headers.get(name) or "").strip()

    def chunks(self) -> Iterator[bytes]:
        """The body, piece by piece, to its announced end.

        Raises
        ------
        Broken
            It broke off, nothing came for too long, or it took too long altogether.
        """
        came = 0
        try:
            while (self.length is None or came < self.length) and (chunk := self.response.read1(_CHUNK)):
                came += len(chunk)
                yield chunk
                if self.manners.clock() > self._latest:
                    raise Broken(f"it takes longer than {self.manners.most_time / 60:,.0f} minutes")
        except (OSError, HTTPException) as fault:
            raise Broken(why(fault)) from None
        if self.length is not None and came < self.length:
            raise Broken(f"it broke off after {came:,} of {self.length:,} bytes")


@dataclass
class Asker:
    """Asks the servers of one landing page."""

    landing: Landing
    manners: Manners = field(default_factory=Manners)
    _robots: dict[str, Robots] = field(default_factory=dict)
    _asked: bool = False

    def __post_init__(self) -> None:
        self.bounds = Bounds.of(self.landing)
        self._opener = Opener(self.bounds.home)

    @contextmanager
    def ask(self, url: str, headers: Mapping[str, str] | None = None) -> Iterator[Reply]:
        """One request, its redirects followed within the bounds.

        Raises
        ------
        Broken
            It may go better another time.
        OutOfReach
            The server cannot be reached, or does not give this address.
        FileRefused
            The address, or the one to which it leads, is not the publisher's.
        """
        for _ in range(_MOST_REDIRECTS + 1):
            self._hold_allowed(url)
            response = self._open(url, headers or {})
            if response.status not in _MOVED:
                break
            response.close()
            url = self._moved(url, response)
        else:
            raise Withheld(f"{url} leads on more than {_MOST_REDIRECTS} times.", BY_HAND)
        with response:
            self._hold_answer(url, response)
            yield Reply(url, response, self.manners)

    def patiently(self, url: str, attempt: Callable[[], _Got]) -> _Got:
        """Make an attempt again, after a pause, until it comes through or there were enough tries.

        Raises
        ------
        OutOfReach
            It never did, or the server asks for more patience than there is.
        """
        manners, reason = self.manners, ""
        for turn in range(manners.tries):
            try:
                return attempt()
            except Broken as broken:
                reason = broken.why
                wait = manners.back_off * 2**turn if broken.wait is None else broken.wait
            if wait > manners.most_wait:
                raise OutOfReach(
                    f"{url}: {reason}, and asks for {wait:,.0f} seconds of patience.",
                    _LATER,
                )
            if turn + 1 < manners.tries:
                manners.pause(wait)
        raise OutOfReach(f"{url} did not come in {manners.tries} tries: {reason}.", _LATER)

    def page(self, url: str, most: int) -> tuple[str, str]:
        """A whole page as text, and the address at which it was found."""
        return self.patiently(url, lambda: self._page(url, most))

    def _page(self, url: str, most: int) -> tuple[str, str]:
        with self.ask(url) as reply:
            content = b""
            for chunk in reply.chunks():
                content += chunk
                if len(content) > most:
                    raise FileRefused(f"{url} is longer than any page of links.", BY_HAND)
            return content.decode("utf-8", errors="replace"), reply.url

    def _hold_allowed(self, url: str) -> None:
        objection = self.bounds.objection(url)
        if objection:
            raise FileRefused(f"{url} is not fetched: {objection}.", BY_HAND)
        if urlsplit(url).path != _ROBOTS and not self._robots_of(url).allow(url):
            raise Withheld(f"{url} is not fetched: the site's robots.txt asks programs not to.", BY_HAND)

    def _robots_of(self, url: str) -> Robots:
        """The rules of the site on which an address lies, read once; a site without any allows all."""
        parts = urlsplit(url)
        site = f"{parts.scheme}://{parts.netloc}"
        if site not in self._robots:
            try:
                text, _ = self.page(site + _ROBOTS, _MOST_RULES)
            except Withheld:
                text = ""
            self._robots[site] = parse_robots(text, AGENT)
        return self._robots[site]

    def _open(self, url: str, headers: Mapping[str, str]) -> HTTPResponse:
        self._wait_a_little(url)
        own = {
            "User-Agent": f"{AGENT} (reads published statistics)",
            "Accept-Encoding": "identity",
            **headers,
        }
        try:
            return self._opener.open(url, own, self.manners.timeout)
        except (URLError, OSError, HTTPException) as fault:
            cause = (
                fault.reason if isinstance(fault, URLError) and isinstance(fault.reason, OSError) else fault
            )
            if not is_final(cause):
                raise Broken(why(cause)) from None
            raise OutOfReach(
                f"The publisher's page {self.landing.url} cannot be reached: {why(cause)}."
                if urlsplit(url).hostname == self.bounds.home
                else f"{url} cannot be reached: {why(cause)}.",
                _LATER,
            ) from None

    def _wait_a_little(self, url: str) -> None:
        """The pause between two requests; none before the first."""
        parts = urlsplit(url)
        rules = self._robots.get(f"{parts.scheme}://{parts.netloc}", Robots())
        if self._asked:
            self.manners.pause(min(max(self.manners.seconds, rules.delay), self.manners.most_wait))
        self._asked = True

    def _moved(self, url: str, response: HTTPResponse) -> str:
        target = whole(url, response.headers.get("Location") or "")
        if not response.headers.get("Location") or target is None:
            raise Withheld(f"{url} has moved ({response.status}), and does not say where to.", BY_HAND)
        return self.bounds.secured(target)

    def _hold_answer(self, url: str, response: HTTPResponse) -> None:
        """Only an answer with what was asked for goes on from here."""
        status = response.status
        if status in _COME_BACK:
            raise Broken(
                f"the server answered {status} ({response.reason or 'no reason'})", _wait_of(response)
            )
        if status in (404, 410):
            raise Withheld(f"{url} is not there any more ({status}).", BY_HAND)
        if status not in _ANSWERS:
            raise Withheld(f"{url} is not given to this program ({status} {response.reason}).", BY_HAND)
        packed = (response.headers.get("Content-Encoding") or "identity").lower()
        if packed != "identity":
            raise FileRefused(f"{url} came packed ({packed}), though it was asked for as it is.", BY_HAND)


def _wait_of(response: HTTPResponse) -> float | None:
    """How many seconds a server asks to be left alone; a day is counted from the server's own clock."""
    asked = (response.headers.get("Retry-After") or "").strip()
    if asked.isdigit():
        return float(asked[:9])
    try:
        until = parsedate_to_datetime(asked)
        now = parsedate_to_datetime(response.headers.get("Date") or "")
        return max((until - now).total_seconds(), 0.0)
    except (ValueError, TypeError):
        return None
