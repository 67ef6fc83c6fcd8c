"""Opening one address: no redirect followed, no status raised, and no private network reached by a publisher's link."""

from __future__ import annotations

import ssl
import urllib.request
from functools import partial
from http.client import HTTPConnection, HTTPResponse, HTTPSConnection
from typing import Any, cast
from urllib.parse import urlsplit
from urllib.request import HTTPHandler, HTTPSHandler, OpenerDirector, ProxyHandler, Request

from alliance.errors import FileRefused
from alliance.sources.fetching.addresses import is_public

__all__ = ["Opener"]


class _Plain(HTTPConnection):
    def __init__(self, host: str, home: str = "", **rest: Any) -> None:
        super().__init__(host, **rest)
        self.home = home

    def connect(self) -> None:
        super().connect()
        _hold_public(self, self.home)


class _Secure(HTTPSConnection):
    def __init__(self, host: str, home: str = "", **rest: Any) -> None:
        super().__init__(host, **rest)
        self.home = home

    def connect(self) -> None:
        super().connect()
        _hold_public(self, self.home)


def _hold_public(connection: HTTPConnection, home: str) -> None:
    """Go no further when a host that is not the landing page's own turns out to be in a private network.

    The peer of the open connection is looked at, so that a name cannot mean one address now and another later.
    """
    peer = connection.sock.getpeername()[0]
    if connection.host != home and not is_public(peer):
        connection.close()
        raise FileRefused(
            f"{connection.host} is an address of a private network ({peer}): nothing was asked of it.",
            "Download the file by hand if you trust it, and `alliance load` it.",
        )


class _PlainHandler(HTTPHandler):
    home = ""

    def http_open(self, req: Request) -> HTTPResponse:
        return self.do_open(partial(_Plain, home=_home(req, self.home)), req)


class _SecureHandler(HTTPSHandler):
    home = ""

    def https_open(self, req: Request) -> HTTPResponse:
        kind = partial(_Secure, home=_home(req, self.home), context=ssl.create_default_context())
        return self.do_open(kind, req)


def _home(request: Request, home: str) -> str:
    """The host that may be private: the landing page's own, or the network's proxy, which decides for itself."""
    proxied = request.host != urlsplit(request.full_url).netloc
    return urlsplit(f"//{request.host}").hostname or "" if proxied else home


class Opener:
    """Opens addresses for one landing page, through the machine's proxy and with its certificates.

    The standard library does this better here than a client with its own list of certificates: hospital networks
    have proxies and certificates of their own.
    """

    def __init__(self, home: str) -> None:
        plain, secure = _PlainHandler(), _SecureHandler()
        plain.home = secure.home = home
        self._director = OpenerDirector()
        proxies: dict[str, str] | None = {} if home in ("127.0.0.1", "::1", "localhost") else None
        for handler in (ProxyHandler(proxies), plain, secure, urllib.request.UnknownHandler()):
            self._director.add_handler(handler)

    def open(self, url: str, headers: dict[str, str], timeout: float) -> HTTPResponse:
        """The server's answer, whatever its status; the caller closes it."""
        found = self._director.open(Request(url, headers=headers), timeout=timeout)
        return cast(HTTPResponse, found)
