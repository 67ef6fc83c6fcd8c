"""`ask`, `findings` and `pack`: questions to a store."""

from __future__ import annotations

from datetime import UTC, date, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from alliance.cli.options import (
    DEFAULT_STORE,
    AsOf,
    Audience,
    Form,
    ListForm,
    SiteData,
    Store,
    day,
    visible_to,
)
from alliance.observations import CUTS

if TYPE_CHECKING:
    from alliance.answers import Desk
    from alliance.answers.model import Answer

__all__ = ["add"]


def _option(help_text: str, *names: str) -> typer.models.OptionInfo:
    found: typer.models.OptionInfo = typer.Option(*names, help=help_text)
    return found


Cut = Annotated[str | None, _option("Only this one, by its slug.")]
By = Annotated[
    str | None,
    _option(
        "Divide by cancer, route, modality, treatment-stage, tumour-stage, band, sex, age, deprivation, "
        "ethnicity, trust, icb, alliance or region."
    ),
]
Basis = Annotated[
    str | None,
    _option(
        "provider, commissioner, resident (by where people live) or none (the publisher's own rows, on no "
        "such basis); each place and measure has its own default."
    ),
]
Period = Annotated[
    str | None,
    _option("week, month, quarter, year, fy, fyq, rolling12 or ytd; the measure's own unless named."),
]
Start = Annotated[str | None, _option("The first period shown, by its label (2025-01).", "--from")]
End = Annotated[str | None, _option("The last period shown.", "--to")]
Variant = Annotated[str | None, _option("For surveys: unadjusted, adjusted or yearonyear.")]
AsRecorded = Annotated[
    bool, _option("Only the place's own code, without those that it took over.", "--as-recorded")
]


def add(app: typer.Typer) -> None:
    """Put the commands on the application."""
    app.command()(ask)
    app.command()(findings)
    app.command()(pack)


def ask(
    measure: Annotated[str, typer.Argument(help="A measure's id; `alliance measures` lists them.")],
    place: Annotated[list[str], _option("A place's code, ONS or ODS; may be repeated.")],
    store: Store = DEFAULT_STORE,
    cancer: Cut = None,
    route: Cut = None,
    modality: Cut = None,
    treatment_stage: Cut = None,
    tumour_stage: Cut = None,
    band: Cut = None,
    sex: Cut = None,
    age: Cut = None,
    deprivation: Cut = None,
    ethnicity: Cut = None,
    by: By = None,
    basis: Basis = None,
    period: Period = None,
    start: Start = None,
    end: End = None,
    as_of: AsOf = None,
    variant: Variant = None,
    as_recorded: AsRecorded = False,
    audience: Audience = None,
    form: Annotated[Form, _option("table, json or csv.", "--format")] = Form.TABLE,
) -> None:
    """Answer a question: a measure in a place over time, by cancer or route, or across places."""
    given = locals()  # an option a cut, of the cut's own name
    asked = {
        "by": by,
        "cut": {cut: given[cut] for cut in CUTS if given[cut]},
        "basis": basis,
        "period": period,
        "start": start,
        "end": end,
        "as_of": day(as_of, "--as-of"),
        "variant": variant,
        "following": not as_recorded,
    }
    _print(_answers(_desk(store, audience), measure, place, asked), form)


def _desk(store: Path, audience: list[str] | None) -> Desk:
    """The store, open for those for whom the answer is made; embargoes are judged by the hour that it is."""
    from alliance.answers import open_desk

    return open_desk(store, visible=visible_to(audience), now=datetime.now(UTC))


def _answers(desk: Desk, measure: str, places: list[str], asked: dict[str, Any]) -> list[Answer]:
    from alliance.answers import ask

    return [ask(desk, measure, code, **asked) for code in places]


def _print(answers: list[Answer], form: Form) -> None:
    from alliance.cli.printing import print_answer, print_json

    if form is Form.JSON:
        print_json(answers[0].to_json() if len(answers) == 1 else [a.to_json() for a in answers])
    elif form is Form.CSV:
        from alliance.writers.csv import answer_rows

        for position, answer in enumerate(answers):
            text = answer_rows(answer)
            print(text if position == 0 else text.split("\n", 1)[1], end="")
    else:
        for answer in answers:
            print_answer(answer)


def findings(
    place: Annotated[str, typer.Argument(help="The code of an alliance, a region or a trust.")],
    store: Store = DEFAULT_STORE,
    measure: Annotated[list[str] | None, _option("Only this measure; may be repeated.")] = None,
    months: Annotated[int, typer.Option(min=1, max=36, help="How many of the latest months are pooled.")] = 3,
    as_of: AsOf = None,
    most: Annotated[int, typer.Option(min=1, help="How many to print in a table; JSON has all.")] = 12,
    audience: Audience = None,
    form: Annotated[ListForm, _option("table or json.", "--format")] = ListForm.TABLE,
) -> None:
    """What stands out in a place: where it is recorded, since when, and how many patients it is worth."""
    from alliance.cli.printing import print_findings, print_json
    from alliance.findings import of
    from alliance.measures import find_measure

    desk = _desk(store, audience)
    for name in measure or ():
        find_measure(name, desk.measures)
    found = of(desk, place, months=months, measures=measure or None, as_of=day(as_of, "--as-of"))
    if form is ListForm.JSON:
        print_json(found.to_json())
    else:
        print_findings(found, most)


def pack(
    place: Annotated[str, typer.Argument(help="The code of an alliance.")],
    out: Annotated[Path, _option("The folder in which the pack is written.")],
    store: Store = DEFAULT_STORE,
    form: Annotated[
        list[str] | None, _option("html (the default), pdf, xlsx, pptx or all; may repeat.", "--format")
    ] = None,
    as_of: AsOf = None,
    audience: Audience = None,
    site_data: SiteData = None,
) -> None:
    """Write the Board's pack of a place: standards, findings, gaps and commitments, in one file a format."""
    from alliance.cli.extensions import extensions
    from alliance.pages import pack as page
    from alliance.writers.files import hold_folder
    from alliance.writers.pack import chosen, write_all

    hold_folder(out)
    forms = chosen(form or ["html"])  # a pack takes seconds to make: a wrong form is told before
    desk = _desk(store, audience)
    known_on: date | None = day(as_of, "--as-of")
    code = desk.place(place).code
    told = (e.gap_lines(store, code, as_of=known_on, site_data=site_data) for e in extensions())
    gaps = tuple(line for lines in told for line in lines)
    built = page.build(desk, code, gaps=gaps, as_of=known_on)
    for written in write_all(built, out, forms):
        print(f"Wrote {written}")
