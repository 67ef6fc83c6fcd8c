"""`demo`: the built-in fictional alliance, built, shown, and taken a month further."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from alliance.cli.extensions import extensions
from alliance.errors import UsageError

if TYPE_CHECKING:
    from alliance.ingest import Loaded

__all__ = ["add"]


def add(app: typer.Typer) -> None:
    """Put the command on the application."""
    app.command()(demo)


def demo(
    folder: Annotated[Path, typer.Option(help="Where the fictional alliance is kept.")] = Path(".demo"),
    next_month: Annotated[
        bool, typer.Option("--next-month", help="Load the next day's files and stop.")
    ] = False,
    fresh: Annotated[bool, typer.Option("--fresh", help="Begin again from the first day.")] = False,
    serve: Annotated[bool, typer.Option(help="Show it in a browser; --no-serve only builds it.")] = True,
    host: Annotated[str, typer.Option(help="The address to serve on.")] = "127.0.0.1",
    port: Annotated[int, typer.Option(help="The port to serve on.")] = 8000,
) -> None:
    """Build and show the built-in alliance: every person and organisation in it is made up."""
    store = folder / "store"
    if next_month:
        _go_on(folder, store)
        return
    if fresh or not (folder / "today").exists():  # written last: without it the first build did not end
        _build(folder, store)
    for extension in extensions():
        extension.show_demo(folder, host=host, port=port, serve=serve)


def _build(folder: Path, store: Path) -> None:
    from alliance.cli.printing import many
    from alliance.demo import build, clear

    clear(folder)
    print(
        "Writing the files of a fictional alliance, in the publisher's own layout, and loading them …",
        flush=True,
    )
    count = 0

    def show(loaded: Loaded) -> None:
        nonlocal count
        count += 1
        if loaded.error is not None:
            raise loaded.error

    build(folder, store, progress=show)
    print(f"Loaded {many(count, 'file')} into {store}.")


def _go_on(folder: Path, store: Path) -> None:
    from alliance.demo import next_month

    if not (store / "manifest.json").exists():
        raise UsageError(f"There is no demo in {folder}.", "Build it first: alliance demo --no-serve.")
    loaded = next_month(folder, store)
    if loaded is None:
        print("Every month of the story has been loaded; alliance demo --fresh begins again.")
        return
    day, files = loaded
    for one in files:
        print(f"{one.outcome}: {one.file} ({one.title}, {one.status}), published on {day}")
    for extension in extensions():
        extension.next_month(folder, today=day)
