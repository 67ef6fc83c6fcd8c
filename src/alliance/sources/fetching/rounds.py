"""One round for one source: find its files, fetch what is new or changed, and hand each over to be loaded."""

from __future__ import annotations

import fcntl
import shutil
from collections.abc import Callable, Collection, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path

from alliance.errors import AllianceError, FileRefused, OutOfReach, StoreTrouble
from alliance.sources.fetching.addresses import file_name
from alliance.sources.fetching.asking import Asker, Manners
from alliance.sources.fetching.downloading import Downloaded, Progress, download, place_of
from alliance.sources.fetching.finding import Found, find_files
from alliance.sources.fetching.memory import Memory, Remembered, read_memory
from alliance.sources.fetching.reasons import Withheld
from alliance.sources.release import Landing

__all__ = ["Candidate", "Fetched", "Loader", "Taken", "exit_code", "fetch", "look"]

DOWNLOADS = "downloads"
_ENOUGH = 3  # so many files in a row that did not come: the server or the network is gone


@dataclass(frozen=True)
class Taken:
    """What became of a file that was handed over: loaded, already loaded, or refused; `said` tells more."""

    outcome: str
    said: str = ""
    error: AllianceError | None = None


Loader = Callable[[Path], Taken]


@dataclass(frozen=True)
class Candidate:
    """A file that a publisher's pages link to, and what a store remembers of its address."""

    url: str
    name: str
    known: Remembered | None


@dataclass(frozen=True)
class Fetched:
    """What became of one link. `outcome` is loaded, already loaded, unchanged, refused, failed, or not tried.

    `error` says why a file was refused (it is not what it should be) or failed (it could not be had).
    """

    url: str
    name: str
    outcome: str
    said: str = ""
    error: AllianceError | None = None


@dataclass
class _Round:
    """What all files of one round share."""

    source: str
    store: Path
    load: Loader
    now: datetime
    held: set[str]
    memory: Memory
    told: Callable[[Fetched, int, int], None] | None
    progress: Progress | None
    results: list[Fetched] = field(default_factory=list)

    def tell(self, result: Fetched, total: int) -> None:
        self.results.append(result)
        if self.told:
            self.told(result, len(self.results), total)


def look(
    landing: Landing, store: Path, manners: Manners | None = None
) -> tuple[list[Candidate], list[Fetched]]:
    """What would be fetched, without fetching: the files that are linked to, and what went wrong in looking.

    Raises
    ------
    OutOfReach, FileRefused
        As `find_files`.
    """
    found = find_files(Asker(landing, manners or Manners()))
    return _candidates(found, read_memory(store)), _troubles(found)


def fetch(
    source: str,
    landing: Landing,
    store: Path,
    *,
    load: Loader,
    now: datetime,
    held: Collection[str] = (),
    told: Callable[[Fetched, int, int], None] | None = None,
    progress: Progress | None = None,
    manners: Manners | None = None,
) -> list[Fetched]:
    """Fetch all that is new or changed on a landing page and its sub-pages; one result a link.

    `held` are the hashes of the releases that the store has: a file that is one of them is not loaded again. `told`
    hears of each result, with its number and how many there are. One failed file does not lose the others; after
    three in a row that could not be had, the rest is not tried.

    Raises
    ------
    OutOfReach
        The landing page cannot be reached.
    FileRefused
        No page links to such a file.
    StoreTrouble
        The store cannot be written.
    """
    asker = Asker(landing, manners or Manners())
    found = find_files(asker)
    with _alone(store):
        round_ = _Round(source, store, load, now, set(held), read_memory(store), told, progress)
        candidates, troubles = _candidates(found, round_.memory), _troubles(found)
        total, in_a_row = len(candidates) + len(troubles), 0
        for trouble in troubles:
            round_.tell(trouble, total)
        for candidate in candidates:
            if in_a_row == _ENOUGH:
                result = Fetched(candidate.url, candidate.name, "not tried")
            else:
                result = _one(candidate, asker, round_)
            lost = isinstance(result.error, OutOfReach) and not isinstance(result.error, Withheld)
            in_a_row = in_a_row + 1 if lost else in_a_row if result.outcome == "not tried" else 0
            round_.tell(result, total)
    return round_.results


def exit_code(results: Collection[Fetched]) -> int:
    """5 where a file could not be had, else 4 where one was refused, else 0."""
    codes = {result.error.exit_code for result in results if result.error}
    return max(codes, default=0)


def _candidates(found: Found, memory: Memory) -> list[Candidate]:
    return [Candidate(url, file_name(url), memory.files.get(url)) for url in found.files]


def _troubles(found: Found) -> list[Fetched]:
    return [_lost(url, error) for url, error in found.troubles]


def _lost(url: str, error: AllianceError) -> Fetched:
    outcome = "failed" if isinstance(error, OutOfReach) else "refused"
    return Fetched(url, file_name(url), outcome, error=error)


def _one(candidate: Candidate, asker: Asker, round_: _Round) -> Fetched:
    """Fetch one file if it is new or changed, and hand it over."""
    folder = round_.store / DOWNLOADS
    known = _still_here(candidate, round_)
    try:
        came = download(asker, candidate.url, folder, known, round_.progress)
    except StoreTrouble:
        raise
    except (OutOfReach, FileRefused) as error:
        return _lost(candidate.url, error)
    if came is not None:
        return _hand_over(candidate, came, round_)
    if known is not None and known.outcome == "refused":
        path = place_of(candidate.url, folder)  # perhaps this version of the program can read it
        return _hand_over(candidate, Downloaded(path, known.sha256, known.etag, known.last_modified), round_)
    return Fetched(candidate.url, candidate.name, "unchanged")


def _still_here(candidate: Candidate, round_: _Round) -> Remembered | None:
    """What is remembered of a file, as long as the file itself is here: a release, or kept after a refusal."""
    known = candidate.known
    if known is None:
        return None
    if known.outcome == "refused":
        return known if place_of(candidate.url, round_.store / DOWNLOADS).exists() else None
    return known if known.sha256 in round_.held else None


def _hand_over(candidate: Candidate, came: Downloaded, round_: _Round) -> Fetched:
    """Load a whole file, unless it is a release already, and remember it. A refused one is kept to be looked at."""
    taken = Taken("already loaded") if came.sha256 in round_.held else round_.load(came.path)
    if taken.error is None:
        round_.held.add(came.sha256)
        shutil.rmtree(came.path.parent, ignore_errors=True)  # its bytes are among the store's snapshots
    round_.memory.remember(
        Remembered(
            candidate.url,
            round_.source,
            candidate.name,
            came.sha256,
            came.etag,
            came.last_modified,
            round_.now.isoformat(timespec="seconds"),
            taken.outcome,
        )
    )
    return Fetched(candidate.url, candidate.name, taken.outcome, taken.said, taken.error)


@contextmanager
def _alone(store: Path) -> Iterator[None]:
    """One fetch at a time into a store; another waits here."""
    folder = store / DOWNLOADS
    try:
        folder.mkdir(parents=True, exist_ok=True)
        file = (folder / ".lock").open("a")
    except OSError as fault:
        raise StoreTrouble(
            f"The store {store} cannot be written: {fault.strerror}.",
            "Choose another folder with --store, or ask for the right to write there.",
        ) from None
    with file:
        fcntl.flock(file, fcntl.LOCK_EX)
        yield
