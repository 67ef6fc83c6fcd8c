"""`places` and `measures`: the words that other commands take."""

from __future__ import annotations

from dataclasses import asdict
from datetime import date
from enum import StrEnum
from typing import TYPE_CHECKING, Annotated, Any

import typer

from alliance.cli.options import DEFAULT_STORE, Form, Store, no_csv
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
        str | None, typer.Option(help="Only alliance, icb, trust, provider, region, hub …")
    ] = None,
    form: Annotated[Form, typer.Option("--format", help="table or json.")] = Form.TABLE,
) -> None:
    """Find places: their codes, names, kinds and dates."""
    no_csv(form)
    from alliance.cli.printing import print_json, print_table
    from alliance.ingest import open_book
    from alliance.places import PlaceKind

    book = open_book(store)
    if kind is not None and kind not in set(PlaceKind):
        raise UnknownName(f"There is no kind of place '{kind}'.", f"Kinds are: {', '.join(PlaceKind)}.")
    found = book.search(text) if text else sorted(book, key=lambda p: (str(p.kind), p.name))
    found = [p for p in found if kind is None or p.kind == kind]
    if text and not found:
        book.get(text)  # refuses, with codes and names that are close
    if form is Form.JSON:
        keys = ("code", "name", "kind", "opened", "closed", "verified", "note", "source")
        print_json([{k: _plain(getattr(p, k)) for k in keys} for p in found])
        return
    rows = [(p.code, _named(p), str(p.kind), f"{p.opened or ''}", f"{p.closed or ''}") for p in found]
    print_table(f"{len(found)} places", ("Code", "Name", "Kind", "Opened", "Closed"), rows)


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
    form: Annotated[Form, typer.Option("--format", help="table or json.")] = Form.TABLE,
) -> None:
    """What is measured: what is counted, over what, the standards and who set them."""
    no_csv(form)
    from alliance.cli.printing import print_json, print_table
    from alliance.measures import find_measure, load_measures

    known = load_measures()
    found = [find_measure(measure, known)] if measure else list(known.values())
    if form is Form.JSON:
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
            print(f"{s.kind.capitalize()}: {s.value:.0%} from {s.start}{until} ({s.set_by})")
        for caveat in m.caveats:
            print(f"Note: {caveat}")
        print(f"{m.owner}; reviewed on {m.reviewed_on}")
