"""The words of pages: numbers and dates as charts write them, and the plain names of kinds, signals and files."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date

from alliance.answers.model import Answer, Point, SpcSummary
from alliance.charts.wording import (
    count,
    cut_words,
    day,
    figure,
    limits_words,
    month,
    percent,
    period_name,
    reason_for_absence,
    short_place,
    target,
)
from alliance.periods import parse_period
from alliance.sources.expected import age_in_months, is_old

__all__ = [
    "BREACH_SHARING",
    "COMMISSIONED",
    "count",
    "cut_words",
    "data_age",
    "day",
    "experience_age",
    "figure",
    "fingerprint",
    "kind_words",
    "limits_words",
    "lower_first",
    "month",
    "needed_words",
    "percent",
    "period_name",
    "place_and_cut",
    "reason_for_absence",
    "short_place",
    "signal_words",
    "status_words",
    "target",
    "variation_words",
    "whose",
]

BREACH_SHARING = (
    "Figures stand where they were recorded, after a patient whose care two trusts shared has been shared between "
    "their figures too. A figure says where a wait was recorded, not what caused it."
)

COMMISSIONED = (
    "These are commissioner figures: patients for whose care a body pays, wherever they were treated. They describe "
    "some of the same people as the figures of trusts, and the two are never added."
)

_KINDS = {
    "england": "the whole of England",
    "region": "NHS region",
    "alliance": "cancer alliance",
    "icb": "integrated care board",
    "sub_icb": "part of an integrated care board",
    "trust": "NHS trust",
    "provider": "provider that is not an NHS trust",
    "hub": "commissioning hub",
    "unmapped": "providers with no alliance",
    "unknown": "organisation that the book of places does not know",
}
_SIGNALS = {
    "astronomical": "beyond a limit",
    "shift": "shift",
    "trend": "trend",
    "two_of_three": "two of three near a limit",
}
_DIRECTIONS = {"improvement": "Improvement", "concern": "Concern", "high": "High", "low": "Low"}
_VARIATION = {
    "common_cause": "usual variation",
    "improvement_high": "special cause: improvement",
    "improvement_low": "special cause: improvement",
    "concern_high": "special cause: concern",
    "concern_low": "special cause: concern",
    "neutral_high": "special cause: high",
    "neutral_low": "special cause: low",
    "too_few_points": "too few months to say",
}


def kind_words(kind: str) -> str:
    """What sort of place a `places.PlaceKind` value is, in words."""
    return _KINDS.get(kind, kind)


def signal_words(point: Point) -> str:
    """A point's signals with their direction: "Improvement: shift"; "–" where it has none."""
    signs = [_SIGNALS[s] for s in point.signals or (point.signal,) if s in _SIGNALS]
    if not signs:
        return "–"
    return f"{_DIRECTIONS.get(point.direction, 'Special cause')}: {', '.join(signs)}"


def variation_words(spc: SpcSummary | None) -> str:
    """What the latest point of a control chart is."""
    return _VARIATION.get(spc.variation, "–") if spc else "–"


def status_words(status: str) -> str:
    """Final, provisional, or that the publisher does not say."""
    return {"final": "Final", "provisional": "Provisional"}.get(status, "Not stated")


def needed_words(patients: float | None) -> str:
    """Patients needed to reach the standard; where it is met, with how many to spare."""
    if patients is None:
        return "–"
    return count(patients) if patients > 0 else f"Met, {count(-patients)} to spare"


def fingerprint(sha256: str) -> str:
    """The first twelve characters of a file's hash: enough to tell it from any other."""
    return sha256[:12]


def data_age(answer: Answer, today: date | None) -> str:
    """How old an answer's newest figure is: "figures to 31 March 2025, 2 months old."; without a day, to when they are.

    Nothing where there is no figure.
    """
    if answer.latest is None:
        return ""
    end = parse_period(answer.latest.period).end
    if today is None:
        return f"figures to {day(end)}."
    age = age_in_months(end, today)
    said = "less than a month old" if age == 0 else f"{age} month{'s' * (age != 1)} old"
    return f"figures to {day(end)}, {said}."


def experience_age(answer: Answer, today: date | None) -> str:
    """That what patients said is older than 24 months, where it is."""
    if answer.latest is None or today is None:
        return ""
    end = parse_period(answer.latest.period).end
    if not is_old("experience", end, today):
        return ""
    return (
        f"What patients said here is {age_in_months(end, today)} months old: more than 24. Ask them again, and read "
        "it beside newer figures with care."
    )


def lower_first(text: str) -> str:
    """A title inside a sentence: its first letter small."""
    return text[:1].lower() + text[1:]


def whose(answer: Answer) -> str:
    """The place of an answer, with the part of its patients if it is about a part."""
    return place_and_cut(answer.place.name, answer.cut)


def place_and_cut(place: str, cut: Mapping[str, str]) -> str:
    """A place, and the part of its patients: "Alderbrook Hospitals, Lung"."""
    part = cut_words(cut)
    return f"{place}, {part}" if part else place
