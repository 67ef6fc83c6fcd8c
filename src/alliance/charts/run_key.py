"""Which signs the key of a run chart explains: those that the chart shows, with the numbers of its lines."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from alliance.answers.model import Answer, StandardInForce
from alliance.charts.alt_text import targets_shown
from alliance.charts.key import Entry
from alliance.charts.palette import AMBITION, CROSS, LINE, MUTED, PLAN, STANDARD, sign_of
from alliance.charts.run_labels import target_words
from alliance.charts.wording import figure, limits_words, month, target

__all__ = ["run_entries"]

_ORDER = ("none", "improvement", "concern", "high", "low")


def run_entries(answer: Answer, targets: Sequence[StandardInForce]) -> list[Entry]:
    """The key's entries; `targets` are those whose words found no room on the chart itself."""
    return [
        *_points(answer),
        *_limits(answer),
        *(_target(t, answer.unit) for t in targets),
        *_plan(answer),
    ]


def _plan(answer: Answer) -> list[Entry]:
    """The submitted plan, once for all its months, with the newest of them."""
    plans = [t for t in targets_shown(answer) if t.kind == "trajectory"]
    if not plans:
        return []
    newest = max(plans, key=lambda t: t.start or date.min)
    until = f" for {month(newest.start, short=True)}" if newest.start else ""
    text = f"plan, {target(newest.value, answer.unit)}{until}"
    return [Entry(text, "rule", PLAN, dash=(2, 2), width=1.5)]


def _points(answer: Answer) -> list[Entry]:
    shown = [p for p in answer.points if p.value is not None]
    directions = {p.direction for p in shown}
    signs = dict.fromkeys(sign_of(d, answer.better) for d in _ORDER if d in directions)
    charted = any(p.mean is not None for p in shown)
    found = [Entry(s.name if charted else "figure", "symbol", s.colour, s.shape, size=s.size) for s in signs]
    if any(p.status == "provisional" for p in shown):
        found.append(Entry("hollow: provisional", "symbol", MUTED, hollow=True))
    if len(shown) < len(answer.points):
        found.append(Entry("no figure", "symbol", MUTED, CROSS, hollow=True, size=40))
    return found


def _limits(answer: Answer) -> list[Entry]:
    last = next((p for p in reversed(answer.points) if p.mean is not None), None)
    if last is None:
        return []
    found = [Entry(f"mean {figure(last.mean, answer.unit)}", "rule", MUTED, width=1.25)]
    if last.lower_limit is not None and last.upper_limit is not None:
        text = limits_words(last.lower_limit, last.upper_limit, answer.unit)
        found.append(Entry(f"control limits {text}", "band", LINE))
    return found


def _target(t: StandardInForce, unit: str) -> Entry:
    if t.kind == "standard":
        return Entry(target_words(t, unit), "rule", STANDARD, width=2.0)
    return Entry(target_words(t, unit), "rule", AMBITION, dash=(6, 4), width=1.25)
