"""`export`: observations and answers as files that Power BI, Excel and R open."""

from __future__ import annotations

from contextlib import suppress
from datetime import UTC, date, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from alliance.cli.options import DEFAULT_STORE, AsOf, Audience, Store, day, visible_to
from alliance.errors import UsageError

if TYPE_CHECKING:
    import polars as pl

    from alliance.answers import Answer, Desk
    from alliance.measures import Measure

__all__ = ["add"]


Places = Annotated[
    list[str] | None,
    typer.Option(
        help="Only this place, and for an alliance its organisations; may repeat. England and all alliances "
        "unless named."
    ),
]
Measures = Annotated[list[str] | None, typer.Option(help="Only this measure; may repeat.")]
Observations = Annotated[
    bool, typer.Option(help="Whether the observations are written, or the answers alone.")
]


def add(app: typer.Typer) -> None:
    """Put the command on the application."""
    app.command()(export)


def export(
    out: Annotated[Path, typer.Option(help="The folder in which the files are written.")],
    store: Store = DEFAULT_STORE,
    place: Places = None,
    measure: Measures = None,
    observations: Observations = True,
    as_of: AsOf = None,
    audience: Audience = None,
) -> None:
    """Write observations and answers as Parquet and CSV, with a data dictionary beside them."""
    from alliance.answers import open_desk
    from alliance.answers.released import behind, counted_within, places_told, places_within
    from alliance.answers.released import observations as rows
    from alliance.writers.export import write
    from alliance.writers.files import hold_folder

    hold_folder(out)
    known_on = day(as_of, "--as-of")
    now, visible = datetime.now(UTC), visible_to(audience)
    desk = open_desk(store, in_memory=not measure, visible=visible, now=now).on(known_on)
    codes = [desk.place(code).code for code in place] if place else []
    today = known_on or desk.known_on() or date.max
    within = places_within(desk, codes, today) or _everywhere(desk)
    measures, counted = _measures(desk, measure), counted_within(desk, codes, today)
    answers, only = _answers(desk, within, measures, known_on), measures if measure else ()
    told = rows(desk, places=counted, measures=only, as_of=known_on) if observations else None
    if not answers and (told is None or told.is_empty()):
        raise UsageError(
            "No figure that is loaded here, and is for this audience, is of these places and measures.",
            "`alliance sources` lists what this store holds.",
        )
    written = write(
        out,
        observations=told,
        answers=answers,
        files=behind(desk, known_on),
        places=places_told(desk, [*within, *_places_of(told)]),
        state=desk.state_on(known_on),
        as_of=known_on,
    )
    print("\n".join(f"Wrote {path}" for path in written))


def _places_of(observations: pl.DataFrame | None) -> list[str]:
    return [] if observations is None else sorted(map(str, observations["place"].unique().to_list()))


def _everywhere(desk: Desk) -> list[str]:
    from alliance.places import ENGLAND, PlaceKind

    today = desk.known_on() or date.max
    return [ENGLAND.code, *(place.code for place in desk.places.of_kind(PlaceKind.ALLIANCE, today))]


def _measures(desk: Desk, named: list[str] | None) -> list[Measure]:
    from alliance.measures import find_measure

    if named:
        return [find_measure(name, desk.measures) for name in named]
    return [m for m in desk.measures.values() if desk.bases(m)]


def _answers(desk: Desk, codes: list[str], measures: list[Measure], as_of: date | None) -> list[Answer]:
    """Each measure at each place for which it is published and has figures."""
    from alliance.answers import over_time

    found = []
    for code in codes:
        for measure in measures:
            with suppress(UsageError):  # not published for a place of this kind
                answer = over_time(desk, measure.id, code, as_of=as_of)
                if answer.latest is not None:
                    found.append(answer)
    return found
