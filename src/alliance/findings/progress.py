"""Did the data move? One test, pooled over enough patients, and stricter to reopen than to close."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from alliance.answers import over_time
from alliance.answers.assembling import cite
from alliance.answers.desk import Desk
from alliance.answers.model import Answer, Citation, Point
from alliance.answers.sentences import counted, month_name, percent
from alliance.findings.model import Progress
from alliance.periods import parse_period
from alliance.stats.intervals import newcombe_difference, wilson

__all__ = ["FEWEST_MONTHS", "FEWEST_PATIENTS", "progress"]

FEWEST_PATIENTS = 60
FEWEST_MONTHS = 3
CLOSE, REOPEN = 0.95, 0.998
METHOD = (
    f"The latest {FEWEST_MONTHS} months since the commitment, and earlier ones as far as needed for "
    f"{FEWEST_PATIENTS} patients, are pooled. The data show it when the pooled share reaches what was promised and "
    "the 95 % interval of its difference to the share before (Newcombe) lies above zero. Once shown, a review is "
    "needed only when the pooled share's 99.8 % interval (Wilson) lies wholly short of the promise."
)


@dataclass(frozen=True)
class _Pooled:
    numerator: float
    denominator: float
    first: str | None
    last: str | None
    months: int
    provisional: bool


def progress(
    desk: Desk,
    measure: str,
    place: str,
    *,
    cut: Mapping[str, str] | None = None,
    target: float,
    before: tuple[float, float],
    since: date,
    sealed: bool,
    as_of: date | None = None,
) -> Progress:
    """Test a commitment's promise against the data that are known.

    Parameters
    ----------
    target : float
        The promised share, 0 to 1.
    before : (numerator, denominator)
        The pooled counts on which the gap was agreed, frozen then.
    since : date
        The day of acceptance; only whole months that start on or after it count.
    sealed : bool
        Whether the data have shown it already: the question is then whether they still do.

    Raises
    ------
    UnknownName, UsageError
        As `alliance.answers.over_time`.
    """
    answer = over_time(desk, measure, place, cut=cut, as_of=as_of)
    pooled = _pool([p for p in answer.points if parse_period(p.period).start >= since])
    higher = desk.measures[measure].better != "lower"
    state = _state(pooled, target, before, sealed=sealed, higher=higher)
    known = pooled.denominator > 0
    lower, upper = wilson(pooled.numerator, pooled.denominator) if known else (None, None)
    return Progress(
        state=state,
        target=target,
        before_numerator=before[0],
        before_denominator=before[1],
        numerator=pooled.numerator,
        denominator=pooled.denominator,
        value=pooled.numerator / pooled.denominator if known else None,
        lower=None if lower is None else float(lower),
        upper=None if upper is None else float(upper),
        period_from=pooled.first,
        period_to=pooled.last,
        sentence=_sentence(state, pooled, target, before, higher=higher),
        method=METHOD,
        citations=_cited(desk, answer, pooled),
    )


def _cited(desk: Desk, answer: Answer, pooled: _Pooled) -> tuple[Citation, ...]:
    """The files of the months that were pooled, and no others."""
    first, last = pooled.first or "9999-12", pooled.last or ""
    won = desk.won(desk.measures[answer.measure], answer.basis, answer.as_of)
    return cite([w for w in won if first <= f"{w.coverage.start:%Y-%m}" <= last])


def _pool(points: list[Point]) -> _Pooled:
    """The latest months, and earlier ones until there are enough patients."""
    taken: list[Point] = []
    for point in reversed([p for p in points if p.value is not None]):
        if len(taken) >= FEWEST_MONTHS and sum(p.denominator or 0 for p in taken) >= FEWEST_PATIENTS:
            break
        taken.append(point)
    return _Pooled(
        sum(p.numerator or 0.0 for p in taken),
        sum(p.denominator or 0.0 for p in taken),
        taken[-1].period if taken else None,
        taken[0].period if taken else None,
        len(taken),
        any(p.status == "provisional" for p in taken),
    )


def _state(pooled: _Pooled, target: float, before: tuple[float, float], *, sealed: bool, higher: bool) -> str:
    if pooled.months < FEWEST_MONTHS or pooled.denominator < FEWEST_PATIENTS:
        return "holds" if sealed else "too_few"
    sign = 1.0 if higher else -1.0
    share = pooled.numerator / pooled.denominator
    if sealed:
        lower, upper = wilson(pooled.numerator, pooled.denominator, REOPEN)
        surely_short = float(upper) < target if higher else float(lower) > target
        return "review_needed" if surely_short else "holds"
    _, low, high = newcombe_difference(pooled.numerator, pooled.denominator, *before, CLOSE)
    better = float(low) > 0 if higher else float(high) < 0
    return "shown" if sign * share >= sign * target and better else "not_yet"


def _sentence(
    state: str, pooled: _Pooled, target: float, before: tuple[float, float], *, higher: bool
) -> str:
    if state == "too_few":
        months = "1 month" if pooled.months == 1 else f"{pooled.months} months"
        return (
            f"{counted(pooled.denominator)} patients are recorded in {months} since the commitment: "
            f"the data can say something from {FEWEST_PATIENTS} patients and {FEWEST_MONTHS} months on."
        )
    if not pooled.denominator or pooled.first is None or pooled.last is None:
        return "No patient is recorded in the months since the commitment."
    span = month_name(pooled.first) + (
        f" to {month_name(pooled.last)}" if pooled.first != pooled.last else ""
    )
    then = f", {percent(before[0] / before[1])} when the gap was agreed" if before[1] else ""
    share = pooled.numerator / pooled.denominator
    said = (
        f"{span}: {percent(share)} ({counted(pooled.numerator)} of {counted(pooled.denominator)}){then}; promised was "
        f"{percent(target).replace('.0%', '%')}. "
    )
    short = share < target if higher else share > target
    verdict = {
        "shown": "The data show it.",
        "not_yet": "The data do not show it yet.",
        "holds": "What is lacking may be chance: the seal stands."
        if short
        else "The data still bear it out.",
        "review_needed": "The data have turned: a review is needed, and people decide.",
    }[state]
    return f"{said}{verdict}{_how_settled(pooled)}"


def _how_settled(pooled: _Pooled) -> str:
    """That some of the months are provisional, or have no figures, where it is so."""
    first, last = (parse_period(label or "").start for label in (pooled.first, pooled.last))
    lacking = (last.year - first.year) * 12 + last.month - first.month + 1 - pooled.months
    said = (
        f" {lacking} month{'s' * (lacking != 1)} between them {'have' if lacking != 1 else 'has'} no figure."
    )
    return said * (lacking > 0) + " Provisional figures are among them." * pooled.provisional
