"""Every measure with a standard × partner organisation × cancer, pooled over the latest months."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from itertools import accumulate, islice, takewhile

from alliance.answers import across_places, over_time
from alliance.answers.assembling import cite
from alliance.answers.by_organisation import cancers_across_places
from alliance.answers.desk import Desk
from alliance.answers.model import Answer, Citation, PlaceName, Point, Series, SpcSummary
from alliance.answers.restricted import kept_by
from alliance.answers.sentences import counted, in_words, month_name, of_whom, percent
from alliance.errors import UsageError
from alliance.findings.model import Finding, Findings, GapCell
from alliance.measures import Measure, find_measure
from alliance.periods import add_months, parse_period
from alliance.places import Place, PlaceKind
from alliance.sources import find_sources
from alliance.stats.intervals import wilson

__all__ = ["of"]

FEWEST_IN_A_CELL = 10
MOST_NAMED = 3  # cancers in a question
BEHIND_AT_MOST = 3  # months by which one measure's figures may end before another's
_KINDS = (PlaceKind.ALLIANCE, PlaceKind.REGION, PlaceKind.TRUST, PlaceKind.PROVIDER, PlaceKind.UNMAPPED)


@dataclass(frozen=True)
class _Cell:
    place: PlaceName
    cut: Mapping[str, str]
    points: tuple[Point, ...]
    spc: SpcSummary | None


@dataclass(frozen=True)
class _Pool:
    """A cell with its latest months pooled."""

    cell: _Cell
    numerator: float
    denominator: float
    standard: float
    sign: int = 1  # -1 where fewer is better

    @property
    def to_standard(self) -> float:
        """Standard × denominator − numerator, to the nearest millionth: signed, halves kept.

        Where fewer is better the other way about: how many of those counted are beyond what the standard allows.
        """
        return round(self.sign * (self.standard * self.denominator - self.numerator), 6)


def of(
    desk: Desk,
    place: str,
    *,
    months: int = 3,
    measures: Sequence[str] | None = None,
    as_of: date | None = None,
) -> Findings:
    """The findings of an alliance (a region, the unmapped part, or one trust), over its latest months pooled.

    A measure whose figures end more than three months before those of others is left out, unless it alone is asked for.
    One in which no patient is recorded is named apart: nobody can say whether its standard is met.
    A cell is a finding when its whole 95 % interval lies on the wrong side of the standard in force, or when its
    latest point is special cause variation of concern. Provider figures are as recorded after breach sharing.

    Raises
    ------
    UnknownName
        The place or a measure is not known.
    UsageError
        The place is not one that has partner organisations with provider figures; or a measure is not a share that is
        held to a standard month by month.
    """
    desk = desk.on(as_of)
    where = desk.place(place)
    if where.kind not in _KINDS:
        raise UsageError(
            f"Findings are made for an alliance, a region or a trust; {where.name} is of kind {where.kind}.",
            "Ask for one of those; `alliance places` lists them.",
        )
    wanted = _wanted(desk, measures, as_of)
    pooled = _of_one_time([p for m in wanted if (p := _pooled(desk, m, where, months, as_of)) is not None])
    labels = [label for p in pooled for label in p.labels]
    counted_in = [p for p in pooled if p.whole.denominator > 0]
    found = [finding for p in counted_in for finding in _stand_out(p)]
    return Findings(
        place=PlaceName(where.code, where.name, str(where.kind)),
        as_of=as_of,
        period_from=min(labels, default=""),
        period_to=max(labels, default=""),
        alliance_patients_to_standard={p.measure.id: p.whole.to_standard for p in counted_in},
        fewest_gaps_to_standard={
            p.measure.id: tuple(_fewest(p.cells, p.whole.to_standard)) for p in counted_in
        },
        findings=tuple(sorted(found, key=_order)),
        without_patients=tuple(p.measure.id for p in pooled if p.whole.denominator <= 0),
        kept_for=kept_by(c for p in pooled for c in p.citations),
    )


def _wanted(desk: Desk, named: Sequence[str] | None, as_of: date | None) -> list[Measure]:
    """The measures that are named; else those counted cancer by cancer. Of each only where there are figures."""
    if named is None:  # a list of those who wait is a stock: its months added up are no patients
        return [m for m in desk.measures.values() if _has_findings(desk, m, as_of) and _by_cancer(m)]
    asked = {find_measure(name, desk.measures).id for name in named}
    wanted = [m for m in desk.measures.values() if m.id in asked]
    _hold_answerable(wanted)
    return [m for m in wanted if _has_findings(desk, m, as_of)]


def _hold_answerable(measures: Sequence[Measure]) -> None:
    for measure in measures:
        if not _held_by_month(measure):
            raise UsageError(
                f"{measure.title}: findings are made of shares that are held to a national standard month by month.",
                f"Ask for its figures: alliance ask {measure.id} --place PLACE.",
            )


def _held_by_month(measure: Measure) -> bool:
    held = measure.kind == "proportion" and any(s.kind == "standard" for s in measure.standards)
    return held and measure.period == "month"


def _has_findings(desk: Desk, measure: Measure, as_of: date | None) -> bool:
    """Shares that are held to a standard, month by month, where organisations recorded them."""
    return _held_by_month(measure) and bool(desk.months(measure.id, "provider", as_of))


def _order(finding: Finding) -> tuple[object, ...]:
    """Most patients to the standard first: where closing would reach most people, not who does worst."""
    cut = sorted(finding.cut.items())
    return (-finding.patients_to_standard, finding.measure, finding.place.code, cut)


@dataclass(frozen=True)
class _Pooled:
    """A measure's cells and their whole, over the same months."""

    measure: Measure
    labels: list[str]
    whole: _Pool
    cells: list[_Pool]
    citations: tuple[Citation, ...]


def _pooled(desk: Desk, measure: Measure, where: Place, months: int, as_of: date | None) -> _Pooled | None:
    """None where the measure has no standard, or no figures, in the latest months."""
    whole, cells = _answers(desk, measure, where.code, where.kind, as_of)
    labels = _latest(whole.points, months)
    standard = measure.standard_on(parse_period(labels[-1]).start) if labels else None
    if standard is None:
        return None
    everything = _Cell(whole.place, {}, whole.points, whole.spc)
    return _Pooled(
        measure,
        labels,
        _pool(everything, labels, standard.value, measure),
        [_pool(cell, labels, standard.value, measure) for cell in cells],
        cite([w for w in desk.won(measure, whole.basis, as_of) if f"{w.coverage.start:%Y-%m}" in labels]),
    )


def _of_one_time(pooled: list[_Pooled]) -> list[_Pooled]:
    """Those whose figures are of the latest months: of a feed that has stopped nobody knows what stands out now."""
    newest = max((p.labels[-1] for p in pooled), default=None)
    if newest is None:
        return []
    oldest = f"{add_months(parse_period(newest).start, -BEHIND_AT_MOST):%Y-%m}"
    return [p for p in pooled if p.labels[-1] >= oldest]


def _answers(
    desk: Desk, measure: Measure, code: str, kind: PlaceKind, as_of: date | None
) -> tuple[Answer, list[_Cell]]:
    """The place's own series, and the series of each of its organisations, over all cancers and by cancer."""
    if kind in (PlaceKind.TRUST, PlaceKind.PROVIDER):
        whole = over_time(desk, measure.id, code, as_of=as_of)
        organisations = [_Cell(whole.place, {}, whole.points, whole.spc)]
    else:
        whole = across_places(desk, measure.id, code, by="trust", as_of=as_of)
        organisations = [_Cell(_place(s), {}, s.points, s.spc) for s in whole.series or ()]
    by_cancer = cancers_across_places(desk, measure.id, code, as_of=as_of) if _by_cancer(measure) else []
    return whole, organisations + [_Cell(_place(s), dict(s.cut or {}), s.points, s.spc) for s in by_cancer]


def _by_cancer(measure: Measure) -> bool:
    """Whether the publisher divides a measure by cancer."""
    counted = (measure.denominator or measure.numerator).quantity
    quantity = find_sources()[measure.source].ABOUT.quantity(counted)
    return quantity is not None and any("cancer" in b for form in quantity.blocks.values() for b in form)


def _place(series: Series) -> PlaceName:
    if series.place is None:
        raise TypeError("a series across places has no place")
    return series.place


def _latest(points: Sequence[Point], months: int) -> list[str]:
    """The labels of the latest months, as far as they follow one another without a gap: pooled together."""
    latest = takewhile(lambda p: p.absence != "not_published", reversed(points))
    return sorted(p.period for p in islice(latest, months))


def _pool(cell: _Cell, labels: Sequence[str], standard: float, measure: Measure) -> _Pool:
    inside = [p for p in cell.points if p.period in labels and p.numerator is not None]
    numerator = sum(p.numerator or 0.0 for p in inside)
    denominator = sum(p.denominator or 0.0 for p in inside)
    return _Pool(cell, numerator, denominator, standard, -1 if measure.better == "lower" else 1)


def _fewest(pools: Iterable[_Pool], needed: float) -> Iterable[GapCell]:
    """The fewest cells of organisation × cancer whose closing would bring the alliance to the standard."""
    by_cancer = (p for p in pools if p.cell.cut)
    cumulative = 0.0
    for pool in sorted(by_cancer, key=lambda p: (-p.to_standard, p.cell.place.code, str(p.cell.cut))):
        if cumulative >= needed or pool.to_standard <= 0:
            return
        cumulative = round(cumulative + pool.to_standard, 6)
        yield GapCell(pool.cell.place, pool.cell.cut, pool.to_standard, cumulative)


def _stand_out(pooled: _Pooled) -> Iterable[Finding]:
    for pool in pooled.cells:
        if pool.denominator >= FEWEST_IN_A_CELL:
            since = _since(pool.cell)
            reasons = _reasons(pooled.measure, pool, since)
            if reasons:
                yield _finding(pooled, pool, tuple(reasons), since)


def _reasons(measure: Measure, pool: _Pool, since: str | None) -> list[str]:
    lower, upper = (float(bound) for bound in wilson(pool.numerator, pool.denominator))
    below = upper < pool.standard if measure.better == "higher" else lower > pool.standard
    reasons = ["surely_short_of_standard"] if below else []
    return [*reasons, "special_cause_concern"] if since else reasons


def _since(cell: _Cell) -> str | None:
    """The first month of the special cause of concern in which the latest point still is, if it is in one."""
    if cell.spc is None or cell.spc.variation == "too_few_points":
        return None
    first = None
    for point in reversed([p for p in cell.points if p.value is not None]):
        if point.direction != "concern":
            break
        first = point.period
    return first


def _finding(pooled: _Pooled, pool: _Pool, reasons: tuple[str, ...], since: str | None) -> Finding:
    measure, whole = pooled.measure, pooled.whole
    share, activity = None, None
    if whole.to_standard > 0:
        share, activity = pool.to_standard / whole.to_standard, pool.denominator / whole.denominator
    return Finding(
        measure=measure.id,
        measure_title=measure.title,
        place=pool.cell.place,
        cut=dict(pool.cell.cut),
        numerator=pool.numerator,
        denominator=pool.denominator,
        value=pool.numerator / pool.denominator,
        standard=pool.standard,
        patients_to_standard=pool.to_standard,
        share_of_alliance=share,
        share_of_activity=activity,
        since=since,
        reasons=reasons,
        sentence=_sentence(measure, pool, share, activity, since),
        question=_question(pooled, pool, since),
        citations=pooled.citations,
    )


def _sentence(
    measure: Measure, pool: _Pool, share: float | None, activity: float | None, since: str | None
) -> str:
    what = f" for {in_words(pool.cell.cut).lower()}" if pool.cell.cut else ""
    said = (
        f"At {pool.cell.place.name}{what}, {percent(pool.numerator / pool.denominator)} "
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


def _question(pooled: _Pooled, pool: _Pool, since: str | None) -> str:
    """What to ask next: of the pathway, never of a person."""
    what = in_words(pool.cell.cut).lower() or "all cancers"
    first = next((p.period for p in pool.cell.points if p.value is not None), None)
    if since and since != first:
        return f"What changed on the pathway ({what}) around {month_name(since)}, here or at a trust that shares it?"
    named = "" if pool.cell.cut else _holding_most(pooled.cells, pool.cell.place)
    if pooled.measure.stage == "diagnosis" and named:
        return f"{named}: which step to an answer takes longest, and what would patients change first?"
    if pooled.measure.stage == "diagnosis":
        return f"Which step to an answer ({what}) takes longest, and what would patients change first?"
    if pool.cell.cut:
        return f"Where do the days go ({what}): to diagnosis, to a decision, between trusts, or to treatment?"
    if named:
        return f"{named}: where do the days go, and which pathways are shared with others?"
    return "Which cancers and which steps hold most of these patients, and which pathways are shared with others?"


def _holding_most(pools: Iterable[_Pool], place: PlaceName) -> str:
    """The cancers, three at most, with more than half of the patients that a place's cancers need to the standard."""
    parts = [p for p in pools if p.cell.cut and p.cell.place.code == place.code and p.to_standard > 0]
    parts.sort(key=lambda p: (-p.to_standard, str(p.cell.cut)))
    needed = sum(p.to_standard for p in parts)
    sums = list(accumulate(p.to_standard for p in parts))
    most = next((n for n, found in enumerate(sums[:MOST_NAMED], 1) if 2 * found > needed), MOST_NAMED)
    names = [f"{in_words(p.cell.cut).lower()} ({counted(round(p.to_standard, 1))})" for p in parts[:most]]
    if not names:
        return ""
    said = " and ".join(part for part in (", ".join(names[:-1]), names[-1]) if part)
    return f"{said[0].upper()}{said[1:]} hold{'s' * (len(names) == 1)} the most of these patients"
