"""`load` and `check`: what goes into a store, and whether it is sound."""

from __future__ import annotations

import sys
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from alliance.cli.options import DEFAULT_STORE, Store, day
from alliance.errors import FileRefused, UsageError

if TYPE_CHECKING:
    from datetime import date

    from alliance.ingest import Audience, Loaded

__all__ = ["add"]


def add(app: typer.Typer) -> None:
    """Put the commands on the application."""
    app.command()(load)
    app.command()(check)


Published = Annotated[
    str | None, typer.Option(metavar="DATE", help="The day on which the files were published.")
]
Status = Annotated[str | None, typer.Option(help="final or provisional, whatever the files say themselves.")]
Visibility = Annotated[
    str | None,
    typer.Option(metavar="WHO", help="Who may see the numbers: public, partners, or the name of a list."),
]
Embargo = Annotated[
    str | None,
    typer.Option(metavar="HOUR", help="Until when the list keeps them (2026-05-14T09:30+01:00)."),
]


def load(
    paths: Annotated[list[Path], typer.Argument(help="Files, or folders with files in them.")],
    store: Store = DEFAULT_STORE,
    published: Published = None,
    status: Status = None,
    visibility: Visibility = None,
    embargo: Embargo = None,
) -> None:
    """Load published files into the store: each is recognised by its content, checked whole, and added whole."""
    from alliance.ingest import audience_of, files_in
    from alliance.ingest import load as load_files

    today, on = datetime.now(UTC).date(), day(published, "--published")
    seen_by = audience_of(visibility, embargo)
    _hold_published(on, today, seen_by)
    total = sum(1 for _ in files_in(paths))
    seen = 0

    def show(loaded: Loaded) -> None:
        nonlocal seen
        seen += 1
        print(f"[{seen}/{total}] {_line(loaded)}", flush=True)
        if loaded.error is not None:
            print(f"alliance: {loaded.error}", file=sys.stderr, flush=True)

    results = load_files(
        paths,
        store,
        today=today,
        published=on,
        status=status,
        audience=seen_by,
        progress=show,
    )
    refused = [r for r in results if r.outcome == "refused"]
    print(_summary(results))
    if len(refused) < len(results):
        print(_agreement(store))
    if refused:
        sys.exit(FileRefused.exit_code)


def _hold_published(published: date | None, today: date, seen_by: Audience) -> None:
    """A file is published by today, or on the day on which its embargo ends: until then only its list sees it."""
    if published is not None and published > seen_by.latest_published(today):
        raise UsageError(
            f"--published {published} lies after today, {today}: nobody could have known these numbers.",
            "Write the day on which they were published; for a list that has them before, add --visibility and "
            "--embargo.",
        )


def _line(loaded: Loaded) -> str:
    from alliance.cli.printing import many

    if loaded.error is not None:
        return f"refused         {loaded.file}"
    lines = [f"{loaded.outcome:<15} {loaded.file}"]
    if loaded.title:
        lines[0] += f": {loaded.title}"
        lines[0] += f", {loaded.status}, {many(loaded.rows, 'number')}" if loaded.rows else ""
    return "\n        ".join([*lines, *loaded.warnings])


def _summary(results: list[Loaded]) -> str:
    from alliance.cli.printing import many

    counts = {
        outcome: sum(r.outcome == outcome for r in results)
        for outcome in ("loaded", "already loaded", "refused")
    }
    said = ", ".join(f"{count} {outcome}" for outcome, count in counts.items() if count)
    warned = sum(len(r.warnings) for r in results)
    return f"{many(len(results), 'file')}: {said}." + (f" {many(warned, 'warning')}." if warned else "")


def _agreement(store: Path) -> str:
    from alliance.ingest import reconcile

    found = reconcile(store)
    if not found:
        return "No national time series is loaded for these months: nothing to reconcile with."
    differ = [r for r in found if not r.agrees]
    if not differ:
        return f"Reconciled with the national time series: all {len(found)} totals agree."
    lines = [f"{len(differ)} of {len(found)} totals differ from the national time series:"]
    lines += [
        f"  {r.file}, {r.quantity}, {r.month:%Y-%m}: {r.stated:,g} against {r.national:,g}"
        for r in differ[:10]
    ]
    return "\n".join(lines)


def check(store: Store = DEFAULT_STORE) -> None:
    """Whether the store is whole: hashes, totals against the national series, codes and places that do not fit."""
    from alliance.cli.printing import many
    from alliance.ingest import inspect

    state = inspect(store, datetime.now(UTC).date())
    print(
        f"{many(state.releases, 'release')}, {many(state.rows, 'number')}; every table and snapshot has its own hash."
    )
    print(_agreement(store))
    for code, name in state.unknown:
        print(f"unknown organisation {code} ({name}): kept, shown as unknown, counted in England")
    if not state.unknown:
        print("Every organisation code is in the book of places.")
    for sentence in state.misfits:
        print(f"book of places: {sentence}")
