"""`places` and `measures`: the words that other commands take."""

from __future__ import annotations

from dataclasses import asdict
from datetime import UTC, date, datetime
from enum import StrEnum
from typing import TYPE_CHECKING, Annotated, Any

import typer

from alliance.cli.options import DEFAULT_STORE, ListForm, Store, day
from alliance.errors import UnknownName

if TYPE_CHECKING:
    from alliance.measures import Measure
    from alliance.places import Place

__all__ = ["add"]


def add(app: typer.Typer) -> None:
    """Put the commands on the application."""
    app.command()(places)
    app.command()(measures)


def places(
    text: Annotated[str, typer.Argument(help="A code, or words of a name; nothing lists all.")] = "",
    store: Store = DEFAULT_STORE,
    kind: Annotated[
        str | None, typer.Option(help="Only alliance, icb, stp, ccg, trust, provider, region, hub …")
    ] = None,
    as_at: Annotated[
        str | None, typer.Option(metavar="DATE", help="Those open on this day, as they were called then.")
    ] = None,
    form: Annotated[ListForm, typer.Option("--format", help="table or json.")] = ListForm.TABLE,
) -> None:
    """Find places: their codes, names, kinds and dates. Unasked, a list has today's areas and all organisations."""
    from alliance.cli.printing import many, print_json, print_table
    from alliance.ingest import open_book
    from alliance.places import PlaceKind

    book = open_book(store)
    if kind is not None and kind not in set(PlaceKind):
        raise UnknownName(f"There is no kind of place '{kind}'.", f"Kinds are: {', '.join(PlaceKind)}.")
    on = day(as_at, "--as-at")
    found = book.search(text) if text else list(book)
    if text and not found:
        book.get(text)  # refuses, with codes and names that are close
    if on:
        found = [book.as_at(p.code, on) for p in found if p.is_open(on)]
    found = [p for p in found if kind is None or p.kind == kind]
    if not text:
        found = sorted(
            found if on else _current(found, datetime.now(UTC).date()), key=lambda p: (str(p.kind), p.name)
        )
    if form is ListForm.JSON:
        keys = ["code", "name", "kind", "opened", "closed", "verified", "note", "source"]
        keys += ["code_then"] if on else []
        print_json([{k: _plain(getattr(p, k)) for k in keys} for p in found])
        return
    heads = ("Code", "Name", "Kind", "Opened", "Closed", *(("Code then",) if on else ()))
    rows = [
        (p.code, _named(p), str(p.kind), f"{p.opened or ''}", f"{p.closed or ''}", p.code_then)[: len(heads)]
        for p in found
    ]
    print_table(many(len(found), "place") + (f" on {on}" if on else ""), heads, rows)


def _current(found: list[Place], today: date) -> list[Place]:
    """All organisations, since files carry closed codes; of the areas those of today, or all where none is left."""
    from alliance.places import PROVIDER_KINDS

    left = {p.kind for p in found if p.is_open(today)}
    return [p for p in found if p.kind in PROVIDER_KINDS or p.kind not in left or p.is_open(today)]


def _plain(value: object) -> object:
    return (
        value.isoformat() if isinstance(value, date) else str(value) if isinstance(value, StrEnum) else value
    )


def _named(place: Place) -> str:
    return place.name if place.verified else f"{place.name} (not confirmed)"


def _json(measure: Measure) -> dict[str, Any]:
    found = asdict(measure)
    found["reviewed_on"] = measure.reviewed_on.isoformat()
    for known in found["breaks"]:
        known["on"] = known["on"].isoformat()
    for standard in found["standards"]:
        standard["from"], standard["to"] = _plain(standard.pop("start")), _plain(standard.pop("end"))
    return found


def measures(
    measure: Annotated[str | None, typer.Argument(help="A measure's id; nothing lists all.")] = None,
    store: Store = DEFAULT_STORE,
    form: Annotated[ListForm, typer.Option("--format", help="table or json.")] = ListForm.TABLE,
) -> None:
    """What is measured: what is counted, over what, the standards and who set them; a store's own measures too."""
    from alliance.charts.wording import target
    from alliance.cli.printing import print_json, print_table
    from alliance.measures import find_measure, measures_of

    known = measures_of(store)
    found = [find_measure(measure, known)] if measure else list(known.values())
    if form is ListForm.JSON:
        print_json([_json(m) for m in found])
        return
    if measure is None:
        rows = [(m.id, m.title, m.kind, m.better, m.stage) for m in found]
        print_table("", ("Measure", "Title", "Kind", "Better", "Stage"), rows)
        return
    for m in found:
        print(f"{m.id}: {m.title}\n{m.why}\n")
        print(f"Counted: {m.numerator.means}")
        if m.denominator:
            print(f"Of: {m.denominator.means}")
        for s in m.standards:
            until = f" to {s.end}" if s.end else ""
            since = f" from {s.start}" if s.start else ""
            print(f"{s.kind.capitalize()}: {target(s.value, m.unit)}{since}{until} ({s.set_by})")
        for caveat in m.caveats:
            print(f"Note: {caveat}")
        print(f"{m.owner}; reviewed on {m.reviewed_on}")
