"""From files to releases in a store: recognised by content, checked whole, added whole or refused."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import Future, ThreadPoolExecutor
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from alliance.errors import AllianceError, FileRefused, UsageError
from alliance.ingest.again import as_it_was
from alliance.ingest.audience import Audience, audience_of
from alliance.ingest.differences import Difference, diff
from alliance.ingest.feeds import feeds
from alliance.ingest.inspection import State, inspect, releases
from alliance.ingest.reading import Job, Prepared, prepare
from alliance.ingest.reconcile import Reconciled, reconcile
from alliance.ingest.references import Page, add_reference, reference_in
from alliance.ingest.schedule import Scheduled, read_schedule
from alliance.places import PlaceBook, PlaceKind
from alliance.sources.expected import Feed
from alliance.store.book import open_book
from alliance.store.gathering import clear_gathered, gather
from alliance.store.manifest import Entry, Manifest, read_manifest
from alliance.store.writing import add_release, clear_leftovers, lock

__all__ = [
    "Audience",
    "Difference",
    "Feed",
    "Loaded",
    "Prepared",
    "Reconciled",
    "Scheduled",
    "State",
    "audience_of",
    "diff",
    "feeds",
    "files_in",
    "inspect",
    "load",
    "load_next",
    "open_book",
    "read_schedule",
    "reconcile",
    "reference_in",
    "releases",
]

STATUSES = ("final", "provisional")
FEW = 5
PLANS = "trajectories"  # each organisation's own: none hides another's


@dataclass(frozen=True)
class Loaded:
    """What became of one file. `outcome` is loaded, already loaded, or refused (then `error` says why)."""

    file: str
    outcome: str
    title: str = ""
    status: str = ""
    rows: int = 0
    warnings: tuple[str, ...] = ()
    error: AllianceError | None = None


def load(
    paths: Sequence[Path],
    store: Path,
    *,
    today: date,
    published: date | None = None,
    status: str | None = None,
    audience: Audience | None = None,
    progress: Callable[[Loaded], None] | None = None,
) -> list[Loaded]:
    """Load files, and every file of folders, into a store; one result a file, in their order.

    Each file is added whole or refused whole; a refused file does not stop the others. A file that is there
    already changes nothing. `published` is the day on which the numbers were made known, `status` final or
    provisional: both override what the files say. Without either, what a file states itself, else `today`.
    `audience` is who may see the numbers; without it, whom their source is for. Figures of a period that has not
    ended by `today` are refused, and so is a file which itself states that it was published later.

    Raises
    ------
    FileRefused
        A path does not exist, or there is no file at all.
    StoreTrouble
        The store cannot be written; nothing was changed.
    UsageError
        `status` is neither final nor provisional.
    """
    if status is not None and status not in STATUSES:
        raise UsageError(f"'{status}' is not a status.", "Write final or provisional.")
    seen_by = audience or Audience()
    files = list(files_in(paths))
    tell = progress or (lambda _: None)
    with lock(store):
        clear_leftovers(store)
        found = _references(files, store, (published or today, today), tell)
        book = open_book(store)
        manifest = read_manifest(store)
        known = {entry.id for entry in manifest.entries}
        job = Job(store, book, today, known, status, seen_by, published)
        rest = [path for path in files if path not in found]
        with ThreadPoolExecutor(3) as pool:
            jobs = (pool.submit(prepare, path, job) for path in rest)
            for path, done in zip(rest, _in_order(jobs), strict=True):
                manifest, found[path] = _add(done.result(), manifest, job, published, today)
                tell(found[path])
        clear_gathered(store, gather(store))
    return [found[path] for path in files]


def _references(
    files: Sequence[Path], store: Path, days: tuple[date, date], tell: Callable[[Loaded], None]
) -> dict[Path, Loaded]:
    """Reference files first: the codes of all others are looked up in the book that they make.

    `days` is the day since which they are known, and today.
    """
    found = {}
    for path in files:
        page = reference_in(path)
        if page is not None:
            found[path] = _page(page, store, *days)
            tell(found[path])
    return found


def _page(page: Page, store: Path, known_since: date, today: date) -> Loaded:
    try:
        added, left_out = add_reference(page, store, known_since, today)
    except FileRefused as error:
        return Loaded(page.file.name, "refused", error=error)
    if not added:
        return Loaded(page.file.name, "already loaded")
    title = f"Reference ({page.kind}), for the book of places: {added}"
    return Loaded(page.file.name, "loaded", title, warnings=tuple(left_out))


def _in_order(jobs: Iterator[Future[Prepared]]) -> Iterator[Future[Prepared]]:
    """Hand out jobs in their order while at most four wait: memory stays flat over a hundred files."""
    waiting = []
    for job in jobs:
        waiting.append(job)
        if len(waiting) == 4:
            yield waiting.pop(0)
    yield from waiting


def _add(
    prepared: Prepared, manifest: Manifest, job: Job, published: date | None, today: date
) -> tuple[Manifest, Loaded]:
    """Put one prepared file on the manifest; return the manifest that holds it, and what became of the file."""
    if prepared.error:
        return manifest, Loaded(prepared.file, "refused", error=prepared.error)
    if prepared.release is None:
        kept = manifest.entry(prepared.sha256)
        other = as_it_was(kept, published, job.status, job.audience) if kept else ()
        return manifest, Loaded(prepared.file, "already loaded", warnings=tuple(other))
    manifest, changed = add_release(job.store, manifest, **prepared.facts(published, today))
    outcome = "loaded" if changed else "already loaded"
    warnings = (
        *prepared.warnings,
        *_unknown(prepared, job.book),
        *(f"new label {label}" for label in prepared.new_labels),
        *_beside(manifest, prepared.sha256),
    )
    loaded = Loaded(prepared.file, outcome, prepared.release.title, prepared.status, prepared.rows, warnings)
    return manifest, loaded


def _beside(manifest: Manifest, loaded: str) -> Iterator[str]:
    """Other files of the same months, basis, layout and status: only one of them speaks."""
    new = manifest.entry(loaded)
    if new is None or new.level != "organisation" or new.source == PLANS:
        return
    said = set(new.coverage)
    for entry in manifest.entries:
        same = (entry.source, entry.form) == (new.source, new.form)
        if entry.id != loaded and same and said & set(entry.coverage):
            which = "known last" if _months(entry) == _months(new) else "of more months"
            yield f"{entry.file} is of the same month and status: of the two, the one {which} speaks"


def _months(entry: Entry) -> int:
    return len({c.start for c in entry.coverage})


def _unknown(prepared: Prepared, book: PlaceBook) -> Iterator[str]:
    """A warning for each code that the book does not know (one for many): its numbers count in England."""
    codes = [
        (code, name)
        for code, name in (prepared.names or {}).items()
        if code not in book and book.find(code).kind is PlaceKind.UNKNOWN
    ]
    for code, name in codes if len(codes) <= FEW else ():
        yield f"unknown organisation {code} ({name}): kept, and counted in England"
    if len(codes) > FEW:
        some = ", ".join(f"{code} ({name})" for code, name in codes[:2])
        yield (
            f"{len(codes)} unknown organisations, {some} and others: kept, and counted in England; "
            "`alliance check` lists them"
        )


def files_in(paths: Sequence[Path]) -> Iterator[Path]:
    """Every file that the paths name, folders walked in order of name; hidden files are passed over."""
    found = False
    for path in paths:
        inside = _inside(path)
        found = found or bool(inside)
        yield from inside
    if not found:
        raise FileRefused(
            f"{', '.join(str(p) for p in paths)} holds no files.", "Name files, or folders that hold some."
        )


def _inside(path: Path) -> list[Path]:
    try:
        if path.is_dir():
            return sorted(p for p in path.rglob("*") if p.is_file() and not p.name.startswith((".", "~$")))
        if path.exists():
            return [path]
    except OSError as fault:
        raise FileRefused(f"{path} cannot be opened: {fault.strerror}.", "Check the path.") from None
    raise FileRefused(f"{path} does not exist.", "Check the path.")


def load_next(folder: Path, store: Path, *, today: date | None = None) -> tuple[date, list[Loaded]] | None:
    """Load the next day's files of a folder's schedule; None when all have been loaded.

    The files of one publication day are loaded together, known since that day; one with an embargo is there for
    those on its list, and known to everybody since the day on which the embargo ends.
    """
    loaded = {entry.snapshot_key for entry in read_manifest(store).entries}
    waiting = [s for s in read_schedule(folder) if (s.path.name, s.known_since) not in loaded]
    if not waiting:
        return None
    day = waiting[0].published
    results = []
    for scheduled in (s for s in waiting if s.published == day):
        results += load(
            [scheduled.path],
            store,
            today=today or day,
            published=scheduled.known_since,
            status=scheduled.status,
            audience=scheduled.audience,
        )
    return day, results
