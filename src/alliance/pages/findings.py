"""What stands out in a place: where it is recorded, since when, how many patients it is worth, what to ask next."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date
from typing import Literal

from alliance.answers import Desk
from alliance.findings import Finding, Findings, of
from alliance.pages.fewest import fewest_blocks
from alliance.pages.links import HOME, PLACES, findings_href, measure_href, place_href
from alliance.pages.model import Block, Cell, Heading, Link, Note, Page, Table, Text
from alliance.pages.notes import HOW, as_of_note
from alliance.pages.wording import (
    BREACH_SHARING,
    count,
    cut_words,
    figure,
    needed_words,
    percent,
    period_name,
    target,
)
from alliance.periods import parse_period
from alliance.places import PlaceKind

__all__ = ["absent_blocks", "build", "measure_blocks"]

CELLS_SHOWN = 20
_ONE_ORGANISATION = (PlaceKind.TRUST, PlaceKind.PROVIDER)


def build(desk: Desk, place: str, *, found: Findings | None = None, as_of: date | None = None) -> Page:
    """The findings of an alliance, a region or one organisation, measure by measure; nobody is ranked.

    Raises
    ------
    UnknownName
        The place is not known.
    UsageError
        The place is of a kind for which no findings are made.
    """
    desk = desk.on(as_of)
    found = found or of(desk, place, as_of=as_of)
    where = found.place
    blocks: list[Block] = [*as_of_note(found.as_of)]
    if not found.no_figures:
        blocks += [Note(BREACH_SHARING), _how_to_read(found)]
    for measure in found.alliance_patients_to_standard:
        blocks += measure_blocks(desk, found, measure)
    blocks += absent_blocks(desk, found)
    citations = tuple(dict.fromkeys(c for f in found.findings for c in f.citations))
    return Page(
        f"What stands out: {where.name}",
        _lede(found),
        tuple(blocks),
        citations,
        (HOME, PLACES, Link(where.name, place_href(where.code, found.as_of))),
    )


def _lede(found: Findings) -> str:
    if found.no_figures:
        return "Nothing stands out where there are no figures."
    return f"{_span(found)}, taken together. Each line asks a question; none gives a verdict."


def absent_blocks(desk: Desk, found: Findings) -> list[Block]:
    """Of which measures there are no figures in these months, and so nothing to be said."""
    blocks: list[Block] = [Note(found.no_figures, "warning")] if found.no_figures else []
    return blocks + [
        Text(f"{desk.measures[measure].title}: no patient is recorded in these months.")
        for measure in found.without_patients
    ]


def _span(found: Findings) -> str:
    if found.period_from == found.period_to:
        return period_name(found.period_from)
    first = period_name(found.period_from)
    last = period_name(found.period_to)
    year = f" {found.period_to[:4]}"
    return f"{first.removesuffix(year) if first.endswith(year) else first} to {last}"


def _how_to_read(found: Findings) -> Note:
    return Note(
        "Something stands out when all of its 95% interval lies on the wrong side of the national standard, or when "
        "its latest month is special cause variation of concern.\n"
        "Patients needed to reach the standard: the standard times the number of patients, less those seen in time. "
        "Halves come from patients shared between trusts.\n"
        f"The share of all patients that {found.place.name} needs stands beside the share of all its activity: a "
        "large organisation is expected to hold a large part of both. It is above 100% where others have patients to "
        "spare, which lessen the whole.\n"
        "The months are the newest that have figures, and need not be a quarter of the calendar.\n"
        "Names stand in alphabetical order.",
        "details",
        "How to read this page",
        (HOW,),
    )


def measure_blocks(
    desk: Desk, found: Findings, measure: str, *, cells: int = CELLS_SHOWN, level: Literal[2, 3] = 2
) -> list[Block]:
    """What stands out in one measure: the whole, the organisations, organisations by cancer, the fewest cells."""
    title = desk.measures[measure].title
    of_it = [f for f in found.findings if f.measure == measure]
    blocks: list[Block] = [Heading(title, level, measure), _whole(desk, found, measure)]
    if not of_it:
        return [*blocks, Text("Nothing stands out in this measure.")]
    organisations, by_cancer = [f for f in of_it if not f.cut], [f for f in of_it if f.cut]
    if organisations:
        blocks.append(_table(desk, found, f"{title}: all cancers", organisations))
    if by_cancer:
        largest = sorted(by_cancer, key=lambda f: -f.patients_to_standard)[:cells]
        blocks.append(_table(desk, found, f"{title}: by cancer", largest))
    if len(by_cancer) > cells:
        blocks.append(
            Text(
                f"The table has the {cells} that hold most patients; {len(by_cancer) - cells} more stand out, each on "
                "its own organisation's page of findings."
            )
        )
    one = found.place.kind in _ONE_ORGANISATION
    return blocks if one else [*blocks, *fewest_blocks(desk, found, measure, level=4 if level == 3 else 3)]


def _whole(desk: Desk, found: Findings, measure: str) -> Text:
    needed = found.alliance_patients_to_standard[measure]
    held = desk.measures[measure].standard_on(parse_period(found.period_to).start)
    level = f" ({target(held.value, desk.measures[measure].unit)})" if held else ""
    settled = _settled(f for f in found.findings if f.measure == measure)
    if needed > 0:
        return Text(
            f"Patients needed to reach the standard{level}, {found.place.name} as a whole, {_span(found)}: "
            f"{count(needed)}.{settled}"
        )
    return Text(
        f"{found.place.name} as a whole reaches the standard{level} in {_span(found)}, with {count(-needed)} patients "
        f"to spare.{settled}"
    )


def _settled(shown: Iterable[Finding]) -> str:
    """That provisional figures are among those that were taken together, where they are."""
    provisional = any(c.status == "provisional" for f in shown for c in f.citations)
    return " Provisional figures are among them." if provisional else ""


def _table(desk: Desk, found: Findings, caption: str, shown: Sequence[Finding]) -> Table:
    """Findings in the order of the organisations' names, each with the question to ask next."""
    by_cut = any(f.cut for f in shown)
    shared = any(f.share_of_alliance is not None for f in shown)
    rows = [
        _row(desk, f, found.as_of, by_cut=by_cut, shared=shared)
        for f in sorted(shown, key=lambda f: (f.place.name, cut_words(f.cut)))
    ]
    columns = [("Organisation, where recorded", False)]
    columns += [("Cancer", False)] if by_cut else []
    columns += [("Share in time", True), ("Patients needed to reach the standard", True)]
    columns += [("Share of all patients needed", True), ("Share of all activity", True)] if shared else []
    columns += [("Special cause of concern since", False), ("To ask next", False)]
    return Table(caption, tuple(c for c, _ in columns), tuple(rows), tuple(n for _, n in columns))


def _row(desk: Desk, f: Finding, as_of: date | None, *, by_cut: bool, shared: bool) -> tuple[Cell, ...]:
    share = figure(f.value, desk.measures[f.measure].unit)
    needed = f.patients_to_standard
    row = [Cell(f.place.name, href=findings_href(f.place.code, as_of), header=True)]
    if by_cut:
        row.append(Cell(cut_words(f.cut), href=measure_href(f.measure, f.place.code, f.cut, as_of)))
    row.append(Cell(f"{share} ({count(f.numerator)}\u00a0of\u00a0{count(f.denominator)})", f.value))
    row.append(Cell(needed_words(needed), needed))
    if shared:
        row.append(Cell(percent(f.share_of_alliance), f.share_of_alliance))
        row.append(Cell(percent(f.share_of_activity), f.share_of_activity))
    return (*row, Cell(period_name(f.since) if f.since else "–"), Cell(f.question))
