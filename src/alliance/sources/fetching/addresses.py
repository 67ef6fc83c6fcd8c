"""Addresses: made whole, held to the publisher's own hosts, and turned into names of files that do no harm."""

from __future__ import annotations

import ipaddress
import re
from dataclasses import dataclass
from hashlib import sha256
from urllib.parse import quote, unquote, urljoin, urlsplit, urlunsplit

from alliance.sources.release import Landing

__all__ = ["Bounds", "file_name", "folder_name", "is_public", "plain_path", "whole"]

_LONE_PERCENT = re.compile(r"%(?![0-9A-Fa-f]{2})")
_UNSAFE_IN_NAME = re.compile(r"[^\w .,()&+=@~-]")
_LONGEST_NAME = 150


def whole(base: str, link: str) -> str | None:
    """A link of a page as a whole address, spaces and the like written as `%20`; None where it makes none.

    A fragment, a user and a password are left out: none of them belongs to a published file.
    """
    try:
        parts = urlsplit(urljoin(base, link.strip()))
        port = f":{parts.port}" if parts.port else ""
    except ValueError:
        return None
    host = parts.hostname or ""
    host = f"[{host}]" if ":" in host else host
    return urlunsplit((parts.scheme, host + port, _quoted(parts.path), _quoted(parts.query), ""))


def _quoted(text: str) -> str:
    return quote(_LONE_PERCENT.sub("%25", text), safe="/%:@!$&'()*+,;=~?-._")


def plain_path(url: str) -> str:
    """The path of an address as it reads."""
    return unquote(urlsplit(url).path)


def file_name(url: str) -> str:
    """The name under which a file is kept: the last part of its path, without anything that leads elsewhere."""
    last = re.split(r"[/\\]", plain_path(url).rstrip("/"))[-1]
    name = _UNSAFE_IN_NAME.sub("_", last).lstrip(". ~").rstrip(". ")
    stem, dot, suffix = name.rpartition(".")
    if dot and len(name) > _LONGEST_NAME:
        name = stem[: _LONGEST_NAME - len(suffix) - 1] + dot + suffix
    return name[-_LONGEST_NAME:] or "file"


def folder_name(url: str) -> str:
    """A short name of its own for each address: two files of one name in two months stay apart."""
    return sha256(url.encode()).hexdigest()[:16]


def is_public(address: str) -> bool:
    """Whether a numeric address is one of the open internet, and not of this machine or a private network."""
    found = ipaddress.ip_address(address.partition("%")[0])
    mapped = getattr(found, "ipv4_mapped", None)
    return (mapped or found).is_global


@dataclass(frozen=True)
class Bounds:
    """Where the files of a landing page may come from: its own host, those below its domain, and its named hosts."""

    home: str
    port: int | None
    secure: bool
    hosts: tuple[str, ...]

    @classmethod
    def of(cls, landing: Landing) -> Bounds:
        parts = urlsplit(landing.url)
        hosts = tuple(host.lower() for host in landing.hosts)
        return cls((parts.hostname or "").lower(), parts.port, parts.scheme == "https", hosts)

    def secured(self, url: str) -> str:
        """The same address over HTTPS, where the landing page has it and old links have not."""
        parts = urlsplit(url)
        if self.secure and parts.scheme == "http" and not parts.port:
            return urlunsplit(parts._replace(scheme="https"))
        return url

    def objection(self, url: str) -> str:
        """Why an address is not asked; nothing where it lies within the bounds."""
        parts = urlsplit(url)
        host = parts.hostname or ""
        if parts.scheme not in ("http", "https"):
            return f"its address begins with '{parts.scheme}:' and is no web address"
        if parts.scheme == "http" and self.secure:
            return "it is to be had over an open connection only"
        if not self._own(host):
            return f"it lies on {host or 'no host'}, which is not the publisher's"
        if parts.port not in (None, 80, 443, self.port):
            return f"it lies on port {parts.port} of {host}, where no published file is"
        return ""

    def _own(self, host: str) -> bool:
        domain = self.home.removeprefix("www.")
        return host == self.home or host in self.hosts or host == domain or host.endswith(f".{domain}")
