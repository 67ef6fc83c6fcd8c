"""`sources`, `sources explain` and `sources diff`: what can be loaded, what is, why, and what a revision changed."""

from __future__ import annotations

import sys
from dataclasses import asdict
from datetime import UTC, date, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from alliance.cli.options import DEFAULT_STORE, ListForm, Store
from alliance.errors import FileRefused

if TYPE_CHECKING:
    from alliance.ingest import Difference, Feed
    from alliance.sources import About
    from alliance.sources.explain import Explained

__all__ = ["add"]

Format = Annotated[ListForm, typer.Option("--format", help="table or json.")]


def add(app: typer.Typer) -> None:
    """Put the commands on the application."""
    group = typer.Typer(invoke_without_command=True, help="What can be loaded, and what this store holds.")
    group.callback()(sources)
    group.command()(explain)
    group.command()(diff)
    app.add_typer(group, name="sources")


def sources(context: typer.Context, store: Store = DEFAULT_STORE, form: Format = ListForm.TABLE) -> None:
    """What can be loaded, what this store holds, what is next expected, and what is late."""
    if context.invoked_subcommand is not None:
        return
    from alliance.cli.printing import print_json
    from alliance.ingest import feeds, releases
    from alliance.sources import find_sources

    today = datetime.now(UTC).date()
    held, expected = releases(store), feeds(store, today)
    if form is ListForm.JSON:
        abouts = [_about(source.ABOUT) for source in find_sources().values()]
        print_json({"sources": abouts, "releases": held, "feeds": [_feed(feed) for feed in expected]})
        return
    for source in find_sources().values():
        about = source.ABOUT
        print(f"{about.id}: {about.title}, {about.publisher} ({about.licence}); {about.cadence}.")
        for form_id, means in about.forms.items():
            print(f"  {form_id}: {means}")
    _print_held(store, held, expected)


def _print_held(store: Path, held: list[dict[str, Any]], expected: list[Feed]) -> None:
    from alliance.cli.printing import many, print_table

    if not held:
        print(f"The store {store} is empty: alliance load FILE… fills it.")
        return
    heads = ("Hash", "Basis", "Period", "Status", "Known since", "For whom", "Numbers", "File")
    rows = [
        (
            *(r["id"][:8], r["basis"], _months(r["from"], r["to"]), r["status"], r["known_since"]),
            *(r["visibility"], f"{r['rows']:,}", r["file"]),
        )
        for r in held
    ]
    print_table(f"{many(len(held), 'release')} in {store}", heads, rows, right=(6,))
    for feed in expected:
        if feed.state != "empty":
            print(feed.sentence)


def _months(first: str, last: str) -> str:
    return first[:7] if first[:7] == last[:7] else f"{first[:7]} to {last[:7]}"


def _feed(feed: Feed) -> dict[str, Any]:
    return {k: v.isoformat() if isinstance(v, date) else v for k, v in asdict(feed).items()}


def _about(about: About) -> dict[str, object]:
    quantities = [{"id": q.id, "unit": q.unit, "means": q.means} for q in about.quantities]
    return {
        "id": about.id,
        "title": about.title,
        "publisher": about.publisher,
        "licence": about.licence,
        "url": about.url,
        "cadence": about.cadence,
        "visibility": about.visibility,
        "label": about.label,
        "forms": dict(about.forms),
        "quantities": quantities,
    }


def explain(
    file: Annotated[Path, typer.Argument(help="A file; nothing of it is loaded.")],
    form: Format = ListForm.TABLE,
) -> None:
    """What a file would be taken for, and why; or what each source missed in it."""
    from alliance.cli.printing import print_json
    from alliance.ingest import reference_in
    from alliance.places.reference import MEANS, NEEDS
    from alliance.sources import open_raw
    from alliance.sources.explain import explain as explain_file
    from alliance.sources.explain import lines_of

    told = explain_file(open_raw(file))
    page = reference_in(file) if told.release is None else None
    taken = MEANS[page.kind] if page else ""
    if form is ListForm.JSON:
        as_page = (
            {"source": "book-of-places", "form": page.kind, "because": f"It is {taken}."} if page else {}
        )
        print_json({**_explained(told), **as_page, **({"candidates": []} if page else {})})
    elif page:
        print(
            f"{told.file} is {told.kind}.\nIt is taken for a reference file of the book of places: {taken}."
        )
    else:
        print("\n".join([*lines_of(told), *([] if told.source else [NEEDS])]))
    if told.release is None and page is None:
        sys.exit(FileRefused.exit_code)


def _explained(told: Explained) -> dict[str, Any]:
    taken = told.release
    return {
        "file": told.file,
        "kind": told.kind,
        "source": told.source or None,
        "form": taken.form if taken else None,
        "title": taken.title if taken else None,
        "because": taken.because if taken else None,
        "refused": str(told.refused) if told.refused else None,
        "candidates": [asdict(candidate) for candidate in told.candidates],
    }


def diff(
    old: Annotated[str, typer.Argument(help="A release: the start of its hash, or of its file's name.")],
    new: Annotated[str, typer.Argument(help="The release that came after it.")],
    store: Store = DEFAULT_STORE,
    most: Annotated[int, typer.Option(min=1, help="How many cells to print in a table; JSON has all.")] = 20,
    form: Format = ListForm.TABLE,
) -> None:
    """What a revision changed: sums, organisations, and each cell that both releases have."""
    from alliance.cli.printing import print_json
    from alliance.ingest import diff as compare

    found = compare(store, old, new)
    if form is ListForm.JSON:
        print_json(_difference(found))
    else:
        _print_difference(found, most)


def _difference(found: Difference) -> dict[str, Any]:
    def plain(rows: tuple[Any, ...]) -> list[dict[str, Any]]:
        return [
            {k: v.isoformat() if isinstance(v, date) else v for k, v in asdict(row).items()} for row in rows
        ]

    return {
        "old": {"release": found.old.id, "file": found.old.file, "status": found.old.status},
        "new": {"release": found.new.id, "file": found.new.file, "status": found.new.status},
        "cells": {
            "same": found.same,
            "changed": len(found.cells),
            "only_old": found.only_old,
            "only_new": found.only_new,
        },
        "places": [{"place": code, "cells": count} for code, count in found.places],
        "sums": plain(found.sums),
        "changed": plain(found.cells),
    }


def _print_difference(found: Difference, most: int) -> None:
    from alliance.cli.printing import many, print_table

    print(f"{found.old.file} ({found.old.status}) → {found.new.file} ({found.new.status})")
    if found.nothing:
        print(f"Nothing differs: {many(found.same, 'cell')} the same in both.")
        return
    print(
        f"The same: {many(found.same, 'cell')}. Different: {many(len(found.cells), 'cell')} of "
        f"{many(len(found.places), 'place')}. In the first alone: {many(found.only_old, 'cell')}. In the second "
        f"alone: {many(found.only_new, 'cell')}."
    )
    for title, rows in (("Sums that differ", found.sums), ("Cells that differ", found.cells[:most])):
        shown = [
            (
                row.place,
                row.basis,
                f"{row.start:%Y-%m}",
                row.quantity,
                ", ".join(row.cut.values()),
                _number(row.old),
                _number(row.new),
            )
            for row in rows
        ]
        columns = ("Place", "Basis", "From", "Quantity", "Cut", "Was", "Is")
        if shown:
            print_table(title, columns, shown, right=(5, 6))
    if len(found.cells) > most:
        print(f"… and {many(len(found.cells) - most, 'more cell')}: --format json has all.")


def _number(value: float | None) -> str:
    return "–" if value is None else f"{value:,.1f}".removesuffix(".0")
