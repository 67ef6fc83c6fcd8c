"""Answers and findings as tables for a terminal, or as the JSON of the contract."""

from __future__ import annotations

import json
from collections.abc import Iterable, Sequence
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from rich.console import Console

    from alliance.answers.model import Answer, Point
    from alliance.findings.model import Findings

__all__ = ["console", "many", "print_answer", "print_findings", "print_json", "print_table"]

_LITERAL: dict[str, Any] = {"highlight": False, "markup": False, "emoji": False}
_WHOSE = {
    "provider": "provider figures",
    "commissioner": "commissioner figures",
    "resident": "by where people live",
    "none": "",
}
_RANGES = {"adjusted": "Expected from", "unadjusted": "95% from"}
_SIGNS = {"improvement": "improvement", "concern": "concern", "high": "higher", "low": "lower", "none": ""}


def console() -> Console:
    """Where tables are printed: as wide as the terminal, 120 columns where there is none.

    What is printed is literal: names of files, organisations and cuts come from files, and a bracket in them is one.
    """
    from rich.console import Console

    found = Console(**_LITERAL)
    return found if found.is_terminal else Console(width=120, **_LITERAL)


def many(count: int, one: str) -> str:
    """How many of something: "1 file", "1,024 files"."""
    return f"{count:,} {one}{'s' * (count != 1)}"


def print_json(value: Any) -> None:
    """JSON with no NaN in it, readable by eye."""
    print(json.dumps(value, indent=2, ensure_ascii=False, allow_nan=False))


def print_table(
    title: str, columns: Sequence[str], rows: Iterable[Sequence[str]], right: Sequence[int] = ()
) -> None:
    """A plain table; the columns whose positions are in `right` hold numbers."""
    from rich import box
    from rich.table import Table

    table = Table(title=title or None, box=box.SIMPLE_HEAD, title_justify="left", pad_edge=False)
    for position, column in enumerate(columns):
        table.add_column(column, justify="right" if position in right else "left", overflow="fold")
    for row in rows:
        table.add_row(*row)
    console().print(table)


def print_answer(answer: Answer) -> None:
    """An answer: its sentence, its points (or the latest point of each part), where it came from."""
    from alliance.answers.restricted import files_in_words
    from alliance.answers.sentences import in_words

    out = console()
    out.print(answer.sentence, soft_wrap=True)
    if not answer.points and not answer.series:
        out.print("`alliance sources` lists what can be loaded, and what this store holds.", soft_wrap=True)
        return
    cut = in_words(answer.cut)
    whose = _WHOSE[answer.basis]
    title = (
        f"{answer.title} – {answer.place.name}{f' – {cut}' if cut else ''}{f' ({whose})' if whose else ''}"
    )
    if answer.series is None:
        rows = [_point(answer, point) for point in answer.points]
        print_table(title, _columns(answer, "Period"), rows, right=range(1, 6))
    else:
        parts = [(_part(s.place, s.cut), s.points[-1]) for s in answer.series if s.points]
        rows = [(name, *_point(answer, point)) for name, point in parts]
        print_table(title, ("", *_columns(answer, "Period")), rows, right=range(2, 7))
    for caveat in answer.caveats:
        out.print(f"Note: {caveat}", soft_wrap=True)
    out.print(f"From {files_in_words(answer.citations)}; --format json names each with its hash.")


def _columns(answer: Answer, first: str) -> tuple[str, ...]:
    if answer.unit == "count":
        return (first, "Count", "", "Usual low", "Usual high", "", "Signal", "Status")
    if answer.unit != "proportion":
        span = _RANGES.get(answer.variant, "Interval from")
        return (first, "", "Out of", "Published", span, "to", "Signal", "Status")
    return (first, "Numerator", "Denominator", "Share", "95% from", "to", "Signal", "Status")


def _part(place: Any, cut: Any) -> str:
    from alliance.answers.sentences import in_words

    return str(place.name) if place is not None else in_words(cut)


def _point(answer: Answer, point: Point) -> tuple[str, ...]:
    from alliance.answers.sentences import counted
    from alliance.charts.wording import figure

    if point.value is None:
        return (point.period, "", "", "", "", "", "", f"{point.absence}".replace("_", " "))
    sign = " ".join(
        part for part in (point.signal.replace("_", " "), _SIGNS[point.direction]) if part and part != "none"
    )
    if answer.unit == "count":
        limits = [
            counted(round(v, 1)) if v is not None else "" for v in (point.lower_limit, point.upper_limit)
        ]
        return (point.period, counted(point.value), "", *limits, "", sign, point.status)
    shares = [
        figure(v, answer.unit) if v is not None else "" for v in (point.value, point.lower, point.upper)
    ]
    counts = [counted(v) if v is not None else "" for v in (point.numerator, point.denominator)]
    return (point.period, *counts, *shares, sign, point.status)


def print_findings(found: Findings, most: int) -> None:
    """Findings in their own sentences, and the patients that each measure needs to reach its standard."""
    from rich.text import Text

    from alliance.answers.sentences import counted

    out = console()
    if found.restriction:
        out.print(found.restriction, soft_wrap=True)
    if found.no_figures:
        out.print(found.no_figures, soft_wrap=True)
        for measure in found.without_patients:
            said = f"• `alliance ask {measure} --place {found.place.code}` has what is known of it."
            out.print(said, soft_wrap=True)
        return
    pooled = f", {found.period_from} to {found.period_to} pooled."
    out.print(Text.assemble((found.place.name, "bold"), pooled))
    out.print(
        "Provider figures are as recorded after patients shared between trusts were shared between their figures. "
        "They say where to look, not who is to blame.",
        soft_wrap=True,
    )
    rows = [
        (
            measure,
            counted(round(needed, 1)) if needed > 0 else "met",
            str(len(found.fewest_gaps_to_standard[measure]) or "–"),
        )
        for measure, needed in found.alliance_patients_to_standard.items()
    ]
    rows += [(measure, "no patient", "–") for measure in found.without_patients]
    print_table(
        "", ("Measure", "Patients needed to reach the standard", "in at least so many cells"), rows, (1, 2)
    )
    for finding in found.findings[:most]:
        out.print(f"• {finding.sentence}", soft_wrap=True)
        out.print(f"  Ask next: {finding.question}", soft_wrap=True)
    if len(found.findings) > most:
        out.print(f"… and {len(found.findings) - most} more: --most {len(found.findings)} shows all.")
