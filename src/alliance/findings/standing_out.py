"""Every measure with a standard × partner organisation × cancer, pooled over the latest months."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from alliance.answers import across_places
from alliance.answers.by_organisation import cancers_across_places
from alliance.answers.desk import Desk
from alliance.answers.model import Answer, Citation, PlaceName, Point, Series
from alliance.answers.sentences import counted, in_words, month_name, of_whom, percent
from alliance.errors import UsageError
from alliance.findings.model import Finding, Findings, GapCell
from alliance.measures import Measure
from alliance.periods import parse_period
from alliance.places import PlaceKind
from alliance.stats.intervals import wilson

__all__ = ["of"]

FEWEST_IN_A_CELL = 10
_KINDS = (PlaceKind.ALLIANCE, PlaceKind.REGION, PlaceKind.TRUST, PlaceKind.PROVIDER, PlaceKind.UNMAPPED)


@dataclass(frozen=True)
class _Pool:
    """A cell of organisation × cancer with its pooled months."""

    place: PlaceName
    cut: Mapping[str, str]
    numerator: float
    denominator: float
    points: tuple[Point, ...]
    standard: float

    @property
    def to_standard(self) -> float:
        """Standard × denominator − numerator, to the nearest millionth: signed, halves kept."""
        return round(self.standard * self.denominator - self.numerator, 6)


def of(
    desk: Desk,
    place: str,
    *,
    months: int = 3,
    measures: Sequence[str] | None = None,
    as_of: date | None = None,
) -> Findings:
    """The findings of an alliance (a region, the unmapped part, or one trust), over its latest months pooled.

    A cell is a finding when its whole 95 % interval lies on the wrong side of the standard in force, or when its
    latest point is special cause variation of concern. Provider figures are as recorded after breach sharing.

    Raises
    ------
    UnknownName
        The place or a measure is not known.
    UsageError
        The place is not one that has partner organisations with provider figures.
    """
    where = desk.place(place)
    if where.kind not in _KINDS:
        raise UsageError(
            f"Findings are made for an alliance, a region or a trust; {where.name} is of kind {where.kind}.",
            "Ask for one of those; `alliance places` lists them.",
        )
    wanted = [m for m in desk.measures.values() if m.kind == "proportion" and m.standards]
    wanted = [m for m in wanted if measures is None or m.id in measures]
    named = PlaceName(where.code, where.name, str(where.kind))
    totals: dict[str, float] = {}
    fewest: dict[str, tuple[GapCell, ...]] = {}
    found: list[Finding] = []
    spans: list[str] = []
    for measure in wanted:
        whole, cells = _answers(desk, measure, where.code, where.kind, as_of)
        labels = _latest(whole.points, months)
        standard = measure.standard_on(parse_period(labels[-1]).start) if labels else None
        if standard is None:
            continue
        spans += labels
        alliance = _pool(named, {}, whole.points, labels, standard.value)
        pools = [_pool(c.place, c.cut, c.points, labels, standard.value) for c in cells]
        totals[measure.id] = alliance.to_standard
        fewest[measure.id] = tuple(_fewest(pools, alliance.to_standard))
        found += _stand_out(measure, pools, alliance, whole)
    return Findings(
        named,
        as_of,
        min(spans, default=""),
        max(spans, default=""),
        totals,
        fewest,
        tuple(
            sorted(
                found, key=lambda f: (-f.patients_to_standard, f.measure, f.place.code, sorted(f.cut.items()))
            )
        ),
    )


@dataclass(frozen=True)
class _Cell:
    place: PlaceName
    cut: Mapping[str, str]
    points: tuple[Point, ...]


def _answers(
    desk: Desk, measure: Measure, code: str, kind: PlaceKind, as_of: date | None
) -> tuple[Answer, list[_Cell]]:
    """The place's own series, and the series of each of its organisations, over all cancers and by cancer."""
    if kind in (PlaceKind.TRUST, PlaceKind.PROVIDER):
        from alliance.answers import over_time

        whole = over_time(desk, measure.id, code, as_of=as_of)
        organisations = [_Cell(whole.place, {}, whole.points)]
    else:
        whole = across_places(desk, measure.id, code, by="trust", as_of=as_of)
        organisations = [_Cell(_place(s), {}, s.points) for s in whole.series or ()]
    by_cancer = cancers_across_places(desk, measure.id, code, as_of=as_of)
    return whole, organisations + [_Cell(_place(s), dict(s.cut or {}), s.points) for s in by_cancer]


def _place(series: Series) -> PlaceName:
    if series.place is None:
        raise TypeError("a series across places has no place")
    return series.place


def _latest(points: Sequence[Point], months: int) -> list[str]:
    """The labels of the latest months: pooled together."""
    return [p.period for p in points][-months:]


def _pool(
    place: PlaceName,
    cut: Mapping[str, str],
    points: tuple[Point, ...],
    labels: Sequence[str],
    standard: float,
) -> _Pool:
    inside = [p for p in points if p.period in labels and p.numerator is not None]
    numerator = sum(p.numerator or 0.0 for p in inside)
    return _Pool(place, cut, numerator, sum(p.denominator or 0.0 for p in inside), points, standard)


def _fewest(pools: Iterable[_Pool], needed: float) -> Iterable[GapCell]:
    """The fewest cells of organisation × cancer whose closing would bring the alliance to the standard."""
    cumulative = 0.0
    for pool in sorted((p for p in pools if p.cut), key=lambda p: (-p.to_standard, p.place.code, str(p.cut))):
        if cumulative >= needed or pool.to_standard <= 0:
            return
        cumulative = round(cumulative + pool.to_standard, 6)
        yield GapCell(pool.place, pool.cut, pool.to_standard, cumulative)


def _stand_out(measure: Measure, pools: Sequence[_Pool], alliance: _Pool, whole: Answer) -> Iterable[Finding]:
    for pool in pools:
        if pool.denominator < FEWEST_IN_A_CELL:
            continue
        reasons, since = _reasons(measure, pool)
        if reasons:
            yield _finding(measure, pool, alliance, tuple(reasons), since, whole.citations)


def _reasons(measure: Measure, pool: _Pool) -> tuple[list[str], str | None]:
    lower, upper = (float(bound) for bound in wilson(pool.numerator, pool.denominator))
    below = upper < pool.standard if measure.better == "higher" else lower > pool.standard
    reasons = ["surely_short_of_standard"] if below else []
    since = _since(pool.points)
    if since:
        reasons.append("special_cause_concern")
    return reasons, since


def _since(points: Sequence[Point]) -> str | None:
    """The first month of the special cause of concern in which the latest point still is, if it is in one."""
    with_value = [p for p in points if p.value is not None]
    first = None
    for point in reversed(with_value):
        if point.direction != "concern":
            break
        first = point.period
    return first


def _finding(
    measure: Measure,
    pool: _Pool,
    alliance: _Pool,
    reasons: tuple[str, ...],
    since: str | None,
    citations: tuple[Citation, ...],
) -> Finding:
    total = alliance.to_standard
    share = pool.to_standard / total if total > 0 else None
    activity = pool.denominator / alliance.denominator if alliance.denominator else None
    labels = [p.period for p in pool.points if p.value is not None]
    return Finding(
        measure=measure.id,
        measure_title=measure.title,
        place=pool.place,
        cut=dict(pool.cut),
        numerator=pool.numerator,
        denominator=pool.denominator,
        value=pool.numerator / pool.denominator,
        standard=pool.standard,
        patients_to_standard=pool.to_standard,
        share_of_alliance=share,
        share_of_activity=activity if share is not None else None,
        since=since,
        reasons=reasons,
        sentence=_sentence(measure, pool, share, activity, since),
        question=_question(measure, pool, since, labels),
        citations=citations,
    )


def _sentence(
    measure: Measure, pool: _Pool, share: float | None, activity: float | None, since: str | None
) -> str:
    what = f" for {in_words(pool.cut).lower()}" if pool.cut else ""
    said = (
        f"At {pool.place.name}{what}, {percent(pool.numerator / pool.denominator)} "
        f"({counted(pool.numerator)} of {counted(pool.denominator)}) {of_whom(measure)}, where recorded; "
        f"the standard is {percent(pool.standard).replace('.0%', '%')}."
    )
    needed = pool.to_standard
    if needed > 0:
        said += f" Patients needed to reach the standard: {counted(round(needed, 1))}"
        if share is not None and activity is not None:
            said += f", {share * 100:.0f}% of the alliance's, beside {activity * 100:.0f}% of its activity"
        said += "."
    if since:
        said += f" Special cause variation of concern since {month_name(since)}."
    return said


def _question(measure: Measure, pool: _Pool, since: str | None, labels: Sequence[str]) -> str:
    """What to ask next: of the pathway, never of a person."""
    what = in_words(pool.cut).lower() or "all cancers"
    if since and since != labels[0]:
        return f"What changed on the pathway ({what}) around {month_name(since)}, here or at a trust that shares it?"
    if measure.stage == "diagnosis":
        return f"Which step to an answer ({what}) takes longest, and what would patients change first?"
    if pool.cut:
        return f"Where do the days go ({what}): to diagnosis, to a decision, between trusts, or to treatment?"
    return "Which cancers and which steps hold most of these patients, and which pathways are shared with others?"
