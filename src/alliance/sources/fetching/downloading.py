"""One file, downloaded whole: asked for only if it changed, gone on with where it broke off, checked by its length."""

from __future__ import annotations

import re
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass
from hashlib import file_digest
from pathlib import Path

from alliance.errors import FileRefused, StoreTrouble
from alliance.sources.fetching.addresses import file_name, folder_name
from alliance.sources.fetching.asking import Asker, Reply
from alliance.sources.fetching.links import is_web_page
from alliance.sources.fetching.memory import Remembered
from alliance.sources.fetching.reasons import BY_HAND, Broken, Withheld
from alliance.sources.files import MOST_BYTES

__all__ = ["Downloaded", "Progress", "download", "place_of"]

Progress = Callable[[str, int, int | None], None]
"""Told for each piece that came: the file's name, how many bytes are here, how many there will be if that is known."""


@dataclass(frozen=True)
class Downloaded:
    """A whole file on the disk, and what its server calls this state of it."""

    path: Path
    sha256: str
    etag: str
    last_modified: str


@dataclass(frozen=True)
class _Place:
    """Where a file comes to lie, where its beginning lies meanwhile, and what tells whether that still fits."""

    whole: Path

    @property
    def partial(self) -> Path:
        return self.whole.with_name(f"{self.whole.name}.partial")

    @property
    def validator(self) -> Path:
        return self.whole.with_name(f"{self.whole.name}.validator")

    def beginning(self) -> tuple[int, str]:
        """How many bytes are here already, and the state of the file that they belong to."""
        try:
            return self.partial.stat().st_size, self.validator.read_text(encoding="utf-8")
        except (OSError, ValueError):
            return 0, ""

    def clear(self) -> None:
        for path in (self.partial, self.validator):
            with suppress(FileNotFoundError):
                path.unlink()


def place_of(url: str, folder: Path) -> Path:
    """Where the file of an address lies: in a folder of its own, since two months may give two files one name."""
    return folder / folder_name(url) / file_name(url)


def download(
    asker: Asker, url: str, folder: Path, known: Remembered | None, progress: Progress | None = None
) -> Downloaded | None:
    """Fetch a file; None where the server says that it is what it was when it was `known`.

    Raises
    ------
    OutOfReach
        It cannot be had; what came of it is kept, and the next attempt goes on from there.
    FileRefused
        What came is no file: a web page, too large, or of an unknown length.
    StoreTrouble
        The folder cannot be written.
    """
    place = _Place(place_of(url, folder))
    try:
        place.whole.parent.mkdir(parents=True, exist_ok=True)
        return asker.patiently(url, lambda: _attempt(asker, url, place, known, progress))
    except FileRefused:
        place.clear()
        raise
    except OSError as fault:
        raise StoreTrouble(
            f"{place.whole} cannot be written: {fault.strerror}.", "Check the store's folder and the disk."
        ) from None


def _attempt(
    asker: Asker, url: str, place: _Place, known: Remembered | None, progress: Progress | None
) -> Downloaded | None:
    here, validator = place.beginning()
    goes_on = bool(here and validator)
    headers = {"Range": f"bytes={here}-", "If-Range": validator} if goes_on else _if_changed(known)
    with asker.ask(url, headers) as reply:
        if reply.status == 304:
            if goes_on or not headers:
                raise Withheld(f"{url}: the server says that nothing changed, and was not asked.", BY_HAND)
            return None
        start = _start(reply, here, place)
        _hold_size(reply, start)
        _write(reply, place, start, progress)
        etag, modified = reply.header("ETag"), reply.header("Last-Modified")
    place.partial.replace(place.whole)
    place.clear()
    with place.whole.open("rb") as file:
        return Downloaded(place.whole, file_digest(file, "sha256").hexdigest(), etag, modified)


def _if_changed(known: Remembered | None) -> dict[str, str]:
    """The question whether a file changed; none where the server gave nothing to ask with."""
    if known is None:
        return {}
    asked = {"If-None-Match": known.etag, "If-Modified-Since": known.last_modified}
    return {name: value for name, value in asked.items() if value}


def _start(reply: Reply, here: int, place: _Place) -> int:
    """The byte at which the answer begins: after what is here already, or nought for the whole file."""
    if reply.status == 200:
        return 0
    span = re.fullmatch(r"bytes (\d+)-\d+/(\d+|\*)", reply.header("Content-Range"))
    if reply.status == 206 and span and here and int(span[1]) == here:
        return here
    place.clear()  # what is here fits no part of what the server has
    raise Broken(f"the server could not go on from byte {here:,}", 0.0)


def _hold_size(reply: Reply, start: int) -> None:
    name = file_name(reply.url)
    if not reply.ends:
        raise FileRefused(
            f"The server does not say how long {name} is: one that broke off looks whole.", BY_HAND
        )
    if start + (reply.length or 0) > MOST_BYTES:
        raise FileRefused(
            f"{reply.url} is {(start + (reply.length or 0)) // 1_048_576} MB; "
            f"the most that is read is {MOST_BYTES // 1_048_576} MB.",
            BY_HAND,
        )


def _write(reply: Reply, place: _Place, start: int, progress: Progress | None) -> None:
    """Put the answer's body on the disk, behind what is here; what came stays there if it breaks off."""
    here, total = start, None if reply.length is None else start + reply.length
    if not start:
        place.clear()
        place.validator.write_text(_validator(reply), encoding="utf-8")
    with place.partial.open("ab" if start else "wb") as file:
        for chunk in reply.chunks():
            file.write(chunk)
            here += len(chunk)
            if here > MOST_BYTES:
                raise FileRefused(f"{reply.url} is more than {MOST_BYTES // 1_048_576} MB.", BY_HAND)
            if progress:
                progress(place.whole.name, here, total)
    _hold_file(reply.url, place.partial)


def _hold_file(url: str, path: Path) -> None:
    """What came is a file, as far as its beginning tells: servers send a page, and say that all is well."""
    with path.open("rb") as file:
        start = file.read(1024)
    if is_web_page(start):
        raise FileRefused(f"{url} is a web page where a file should be.", BY_HAND)
    if not start:
        raise FileRefused(f"{url} is empty.", BY_HAND)


def _validator(reply: Reply) -> str:
    """What a broken download is gone on with: a strong ETag, else the day of change (RFC 9110, 13.1.5)."""
    etag = reply.header("ETag")
    return etag if etag and not etag.startswith("W/") else reply.header("Last-Modified")
