"""Plain sentences for an answer: what it says, in the words of the field, with its uncertainty."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date

from alliance.answers.model import Point, SpcSummary, StandardInForce
from alliance.measures import Measure
from alliance.periods import parse_period
from alliance.sources import cut_name

__all__ = ["counted", "in_words", "month_name", "of_whom", "percent", "range_words", "sentence"]

_ABSENT = {
    "not_published": "no figure is published",
    "suppressed": "the figure is suppressed",
    "too_few": "there are too few patients for a figure",
    "no_place": "the organisation did not exist",
    "withdrawn": "the figure was withdrawn",
    "no_activity": "no patient is recorded",
}
_VARIATION = {
    "common_cause": "Changes from one period to the next are common cause variation.",
    "improvement_high": "The latest point is special cause variation in the direction of improvement.",
    "improvement_low": "The latest point is special cause variation in the direction of improvement.",
    "concern_high": "The latest point is special cause variation of concern.",
    "concern_low": "The latest point is special cause variation of concern.",
    "neutral_high": "The latest point is special cause variation: higher than usual.",
    "neutral_low": "The latest point is special cause variation: lower than usual.",
    "too_few_points": "There are too few points to tell common from special cause variation.",
}
_ASSURANCE = {
    "pass": "If nothing changes, the standard will be met.",
    "fail": "If nothing changes, the standard will not be met.",
    "inconsistent": "If nothing changes, the standard will be met in some months and not in others.",
}


_UNSETTLED = "The limits describe all the periods: whether the standard will be met, they cannot tell yet."


def _on_the_move(spc: SpcSummary) -> bool:
    """Whether the latest point moves away from what the limits, drawn over all periods, say of the standard."""
    against = {"fail": "improvement", "pass": "concern"}.get(spc.assurance)
    return against is not None and spc.variation.startswith(against)


def percent(value: float) -> str:
    """A share as a percentage with one decimal: 63.3%."""
    return f"{value * 100:.1f}%"


def counted(number: float) -> str:
    """A number of patients with its half, if it has one: 8,344 or 923.5."""
    return f"{number:,.1f}".removesuffix(".0")


def month_name(label: str) -> str:
    """A period's label as it is read aloud: "March 2025", "January to March 2025"."""
    span = parse_period(label)
    if span.grain == "month":
        return f"{span.start:%B %Y}"
    if span.grain == "year":
        return str(span.start.year)
    if span.grain == "years":
        return f"{span.start.year} to {span.end.year}"
    if span.grain == "week":
        return f"week to {span.end.day} {span.end:%B %Y}"
    first = f"{span.start:%B}" if span.start.year == span.end.year else f"{span.start:%B %Y}"
    return f"{first} to {span.end:%B %Y}"


def in_words(cut: Mapping[str, str]) -> str:
    """A cut as a reader sees it, or nothing for the whole."""
    return ", ".join(cut_name(name, slug) for name, slug in cut.items())


def sentence(
    measure: Measure,
    place: str,
    cut: Mapping[str, str],
    points: Sequence[Point],
    spc: SpcSummary | None,
    standards: Sequence[StandardInForce],
    variant: str = "none",
) -> str:
    """What a series says now, in two to four plain sentences; `variant` is which one of a published estimate it is."""
    if not points:
        return f"{place}: no published file that is loaded has this measure for it."
    last = points[-1]
    if last.absence == "not_published":  # a quarter or year that is not complete yet
        last = next((point for point in reversed(points) if point.value is not None), last)
    what = in_words(cut)
    head = f"{place}{f', {what}' if what else ''}, {month_name(last.period)}: "
    if last.value is None:
        return f"{head}{_ABSENT.get(last.absence or '', 'there is no figure')}."
    said = [head + _value(measure, last, variant) + _status(last)]
    said += _standard(last, standards) if measure.kind == "proportion" else []
    if spc is not None:
        said.append(_VARIATION.get(spc.variation, ""))
        said.append(_UNSETTLED if _on_the_move(spc) else _ASSURANCE.get(spc.assurance, ""))
    return " ".join(part for part in said if part)


# What such a word leads back to must stand before it: "were patients with …", never "were with …".
_LEADS_BACK = frozenset(["with", "without", "eligible", "whose", "of", "in", "at", "by", "for", "from", "on"])


def _value(measure: Measure, point: Point, variant: str) -> str:
    if measure.kind == "published":
        return _published(measure, point, variant)
    numerator = counted(point.numerator or 0)
    if measure.denominator is None:
        return f"{numerator} {measure.numerator.means}."
    share, whole = percent(point.value or 0), counted(point.denominator or 0)
    return f"{share} ({numerator} of {whole}) {of_whom(measure)}."


_UNITS = {"percent": "{:.1f}%", "score-0-10": "{:.2f} out of 10", "rate": "{:,.1f}", "proportion": "{:.1%}"}


_RANGES = {"adjusted": "expected range", "unadjusted": "95% confidence interval"}


def range_words(unit: str, variant: str) -> str:
    """What the lower and upper end beside a figure are.

    For a share that we computed its 95% interval. For a publisher's estimate its confidence interval, of the level that
    the publisher states; or, beside a score that is adjusted for who answered, the expected range: where the score of a
    place like all others would be expected to lie, whatever this one's own score is.
    """
    return "95% interval" if unit == "proportion" else _RANGES.get(variant, "confidence interval")


def _published(measure: Measure, point: Point, variant: str) -> str:
    """A publisher's own estimate, with its range and the people whom it is about."""
    form = _UNITS.get(measure.unit, "{:,.1f}")
    said = f"{form.format(point.value)}, {measure.numerator.means}"
    if point.lower is not None and point.upper is not None:
        low, high = form.format(point.lower).removesuffix(" out of 10"), form.format(point.upper)
        span = f"{_RANGES.get(variant, 'confidence interval')} {low} to {high.removesuffix(' out of 10')}"
        where = ", where the score of a place like this would be expected to lie"
        said += f" (published {span}{where if variant == 'adjusted' else ''})"
    people = measure.denominator.means if measure.denominator else "people"
    return f"{said}; {counted(point.denominator)} {people}." if point.denominator else f"{said}."


def of_whom(measure: Measure) -> str:
    """The numerator in words that follow a number: "were first treated within 62 days", "were patients whose …"."""
    noun, _, rest = measure.numerator.means.partition(" ")
    if noun in ("people", "patients") and rest.startswith("who "):
        return rest.removeprefix("who ")
    if noun == "treatments" and rest.startswith("that "):
        return rest.removeprefix("that ")
    if noun in ("people", "patients") and rest.split(" ")[0] not in _LEADS_BACK:
        return f"were {rest}"
    return f"were {noun} {rest}"


def _status(point: Point) -> str:
    return " The figure is provisional." if point.status == "provisional" else ""


def _standard(point: Point, standards: Sequence[StandardInForce]) -> list[str]:
    day: date = parse_period(point.period).start
    held = [s for s in standards if s.kind == "standard" and s.holds_on(day)]
    return [f"The standard is {percent(held[-1].value).replace('.0%', '%')}."] if held else []
