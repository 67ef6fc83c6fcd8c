"""`fetch`: new releases from the publishers' own pages."""

from __future__ import annotations

import sys
from collections.abc import Sequence
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Annotated
from urllib.parse import urlsplit

import typer

from alliance.cli.options import DEFAULT_STORE, Store
from alliance.errors import AllianceError, FileRefused, OutOfReach, UnknownName, UsageError

if TYPE_CHECKING:
    from alliance.ingest import Loaded
    from alliance.sources.fetching.rounds import Fetched, Taken
    from alliance.sources.release import About, Landing

__all__ = ["add"]


def add(app: typer.Typer) -> None:
    """Put the command on the application."""
    app.command()(fetch)


def fetch(
    source: Annotated[str, typer.Argument(help="A source's id; nothing fetches all that can be.")] = "",
    store: Store = DEFAULT_STORE,
    dry_run: Annotated[
        bool, typer.Option("--dry-run", help="List what would be fetched; fetch and change nothing.")
    ] = False,
    landing: Annotated[
        str | None, typer.Option(metavar="URL", help="Another page with the same links, such as a mirror's.")
    ] = None,
) -> None:
    """Fetch new releases from the publishers' own pages, and load them."""
    code = 0
    for about, pages in _chosen(source, landing):
        if not pages:
            print(_by_hand(about))
        for page in pages:
            try:
                code = max(code, _list(page, store) if dry_run else _fetch(about, page, store))
            except (OutOfReach, FileRefused) as error:
                _complain(error)
                code = max(code, error.exit_code)
    if code:
        sys.exit(code)


def _chosen(source: str, landing: str | None) -> list[tuple[About, Sequence[Landing]]]:
    """The sources that are asked for, each with its pages; none where files come by hand, or are not published."""
    from alliance.sources import find_sources

    sources = find_sources()
    if source and source not in sources:
        raise UnknownName(f"There is no source '{source}'.", f"Sources are: {', '.join(sources)}.")
    names = [source] if source else list(sources)
    chosen = [(sources[name].ABOUT, getattr(sources[name], "LANDING", ())) for name in names]
    if source and not chosen[0][1]:
        raise UsageError(_by_hand(chosen[0][0]), "`alliance load FILE` loads one.")
    if landing is None:
        return chosen
    if not source:
        raise UsageError("--landing is the page of one source.", "Name the source before it.")
    if urlsplit(landing).scheme not in ("http", "https") or not urlsplit(landing).hostname:
        raise UsageError(f"--landing: '{landing}' is not a web address.", "Write it with https:// before it.")
    (about, pages), *_ = chosen
    return [(about, [replace(page, url=landing, hosts=()) for page in pages[:1]])]


def _by_hand(about: About) -> str:
    """Where a source's files are to be had, if not from here."""
    if not about.url:
        return f"{about.title}: its files are the alliance's and its partners' own, and are not published."
    return f"{about.title}: its files are fetched by hand, from {about.url}."


def _list(page: Landing, store: Path) -> int:
    """Print what would be fetched; return the exit code."""
    from alliance.cli.printing import many
    from alliance.sources.fetching.rounds import exit_code, look

    candidates, troubles = look(page, store)
    for candidate in candidates:
        known = candidate.known
        said = f"fetched {known.fetched_at[:10]}, would ask whether it changed" if known else "new"
        print(f"{candidate.name}: {said}\n        {candidate.url}")
    for trouble in troubles:
        _complain(trouble.error)
    new = sum(candidate.known is None for candidate in candidates)
    print(
        f"{many(len(candidates), 'file')} on {page.url} and its sub-pages, {new} of them new. Nothing was fetched."
    )
    return exit_code(troubles)


def _fetch(about: About, page: Landing, store: Path) -> int:
    """Fetch and load from one page, a line a file; return the exit code."""
    from alliance.ingest import load, releases
    from alliance.sources.fetching.rounds import exit_code
    from alliance.sources.fetching.rounds import fetch as fetch_files

    now = datetime.now(UTC)
    print(f"{about.title}: looking for {page.note} on {page.url}", flush=True)
    results = fetch_files(
        about.id,
        page,
        store,
        load=lambda path: _taken(load([path], store, today=now.date())[0]),
        now=now,
        held=[release["id"] for release in releases(store)],
        told=_tell,
        progress=_show if sys.stderr.isatty() else None,
    )
    print(_summary(results))
    return exit_code(results)


def _taken(loaded: Loaded) -> Taken:
    from alliance.cli.printing import many
    from alliance.sources.fetching.rounds import Taken

    said = f"{loaded.title}, {loaded.status}, {many(loaded.rows, 'number')}" if loaded.title else ""
    return Taken(loaded.outcome, "\n        ".join([said, *loaded.warnings]), loaded.error)


def _tell(result: Fetched, number: int, total: int) -> None:
    """One line a file, and why a file is not here."""
    said = f": {result.said}" if result.said else ""
    print(f"[{number}/{total}] {result.outcome:<15} {result.name}{said}", flush=True)
    _complain(result.error)


def _complain(error: AllianceError | None) -> None:
    if error is not None:
        print(f"alliance: {error}", file=sys.stderr, flush=True)


def _show(name: str, here: int, total: int | None) -> None:
    """How far a download is, on the terminal's last line, which the file's own line then takes."""
    whole = f" of {total / 1e6:.1f}" if total else ""
    end = "\r" if here != total else "\r\033[K"
    print(f"\r{name[:60]}: {here / 1e6:.1f}{whole} MB", end=end, file=sys.stderr, flush=True)


def _summary(results: Sequence[Fetched]) -> str:
    from alliance.cli.printing import many

    outcomes = dict.fromkeys(result.outcome for result in results)
    said = ", ".join(f"{sum(r.outcome == o for r in results)} {o}" for o in outcomes)
    return f"{many(len(results), 'link')}: {said}."
