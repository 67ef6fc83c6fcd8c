"""The only SQL of the project: sums of observations, by place and period, and what is only ever carried."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from alliance.observations import CUTS
from alliance.store.engine import Engine
from alliance.store.precedence import Winner

__all__ = [
    "Carried",
    "Counted",
    "Seen",
    "Sum",
    "Wanted",
    "bands",
    "carried",
    "spoken",
    "sums",
    "targets",
]

NOTHING = "no_activity"


@dataclass(frozen=True)
class Counted:
    """One half of a measure: a quantity, and the slugs of it that are counted together, cut by cut."""

    quantity: str
    cut: tuple[tuple[str, tuple[str, ...]], ...] = ()

    def holds(self, quantity: str, own: Mapping[str, str]) -> bool:
        """Whether a row of these own cuts is counted in this half."""
        wanted = dict(self.cut)
        return quantity == self.quantity and all(
            slug in wanted.get(cut, ("all",)) for cut, slug in own.items()
        )


@dataclass(frozen=True)
class Wanted:
    """What is asked for: the halves; which cuts are fixed, which divides, which are summed away; the variant."""

    counted: tuple[Counted, ...]
    fixed: Mapping[str, str]
    by: str | None = None
    summed: frozenset[str] = frozenset()
    variant: str = "none"

    @property
    def own(self) -> dict[str, tuple[str, ...]]:
        """The cuts that the halves themselves name, with every slug that either of them counts."""
        found: dict[str, dict[str, None]] = {}
        for cut in dict.fromkeys(cut for half in self.counted for cut, _ in half.cut):
            slugs = (dict(half.cut).get(cut, ("all",)) for half in self.counted)
            found[cut] = dict.fromkeys(slug for half in slugs for slug in half)
        return {cut: tuple(slugs) for cut, slugs in found.items()}


@dataclass(frozen=True)
class Seen:
    """Who asks: which visibilities they may see, and the releases whose embargo has passed."""

    visible: tuple[str, ...] = ("public",)
    lifted: frozenset[str] = field(default_factory=frozenset)

    def condition(self) -> tuple[str, list[str]]:
        """The condition that every query carries, and its parameters."""
        said = f"o.visibility IN ({_marks(self.visible)})"
        if not self.lifted:
            return said, list(self.visible)
        return f"({said} OR o.release IN ({_marks(tuple(self.lifted))}))", [
            *self.visible,
            *sorted(self.lifted),
        ]


@dataclass(frozen=True)
class Sum:
    """One number of one place, as one release has it: `part` is the slug of what divides the answer, or 'all'.

    `absence` is why a cell among those summed has no value: then there is no sum.
    """

    release: str
    place: str
    start: date
    end: date
    quantity: str
    own: tuple[str, ...]
    part: str
    value: float | None
    absence: str | None = None


@dataclass(frozen=True)
class Carried:
    """One estimate as its publisher computed it, with its interval."""

    release: str
    place: str
    start: date
    end: date
    quantity: str
    part: str
    value: float | None
    lower: float | None
    upper: float | None
    absence: str | None


def sums(
    engine: Engine, wanted: Wanted, won: Sequence[Winner], places: Sequence[str] | None, seen: Seen
) -> list[Sum]:
    """The numbers of places, one row each, in the releases that won their periods.

    Only rows that the asker may see are read. `places` None means every place, England included.
    """
    if not won or places == []:
        return []
    own = tuple(wanted.own)
    columns = "".join(f"o.{cut}, " for cut in own)
    shown = "".join(f"{cut}::VARCHAR, " for cut in own)
    conditions, parameters = _conditions(wanted, won, places, seen)
    source = engine.source(_tables(won), _quantities(wanted))
    sql = f"""
        SELECT release::VARCHAR, place::VARCHAR, period_start, period_end, quantity::VARCHAR, {shown}
               part::VARCHAR, value, absence::VARCHAR
        FROM (
            SELECT o.release, o.place, o.period_start, o.period_end, o.quantity, {columns}{_part(wanted)} AS part,
                   sum(o.value) AS value,
                   min(o.absence) FILTER (WHERE o.value IS NULL AND o.absence <> '{NOTHING}') AS absence
            FROM {source} o
            WHERE {conditions}
            GROUP BY ALL
        )
    """
    speaks = {(w.entry.id, *w.span) for w in won}
    rows = (row for row in engine.rows(sql, parameters) if (row[0], row[2], row[3]) in speaks)
    return [_sum(row, len(own)) for row in rows]


def spoken(engine: Engine, wanted: Wanted, won: Sequence[Winner], seen: Seen) -> set[tuple[date, date]]:
    """The periods for which the releases that won have any row at all of what is wanted, of whichever place."""
    if not won:
        return set()
    conditions, parameters = _conditions(wanted, won, None, seen)
    source = engine.source(_tables(won), _quantities(wanted))
    sql = (
        f"SELECT DISTINCT o.release::VARCHAR, o.period_start, o.period_end FROM {source} o WHERE {conditions}"
    )
    speaks = {(w.entry.id, *w.span) for w in won}
    return {
        (start, end)
        for release, start, end in engine.rows(sql, parameters)
        if (release, start, end) in speaks
    }


def _sum(row: tuple[Any, ...], own: int) -> Sum:
    release, place, start, end, quantity, *rest = row
    part, value, absence = rest[own:]
    return Sum(release, place, start, end, quantity, tuple(rest[:own]), part, value, absence)


def carried(
    engine: Engine, wanted: Wanted, won: Sequence[Winner], places: Sequence[str] | None, seen: Seen
) -> list[Carried]:
    """Publishers' own estimates, each row as it stands: nothing is summed."""
    if not won or places == []:
        return []
    conditions, parameters = _conditions(wanted, won, places, seen)
    source = engine.source(_tables(won), _quantities(wanted))
    sql = f"""
        SELECT o.release::VARCHAR, o.place::VARCHAR, o.period_start, o.period_end, o.quantity::VARCHAR,
               {_part(wanted)}::VARCHAR, o.value, o.lower, o.upper, o.absence::VARCHAR
        FROM {source} o WHERE {conditions}
    """
    speaks = {(w.entry.id, *w.span) for w in won}
    return [Carried(*row) for row in engine.rows(sql, parameters) if (row[0], row[2], row[3]) in speaks]


def _tables(won: Sequence[Winner]) -> list[str]:
    return list(dict.fromkeys(w.entry.table for w in won))


def _quantities(wanted: Wanted) -> list[str]:
    return list(dict.fromkeys(half.quantity for half in wanted.counted))


def _part(wanted: Wanted) -> str:
    return f"o.{wanted.by}" if wanted.by else "'all'"


def _marks(values: Sequence[object]) -> str:
    return ", ".join("?" for _ in values)


def _conditions(
    wanted: Wanted, won: Sequence[Winner], places: Sequence[str] | None, seen: Seen
) -> tuple[str, list[str]]:
    """Equality where a cut is fixed, 'not all' where it is divided by or summed away, 'all' elsewhere."""
    quantities = _quantities(wanted)
    conditions = ["o.basis = ?", f"o.quantity IN ({_marks(quantities)})", "o.variant = ?"]
    parameters = [won[0].coverage.basis, *quantities, wanted.variant]
    if places is not None:
        conditions.append(f"o.place IN ({_marks(places)})")
        parameters += places
    own = wanted.own
    divided_by = _divided_by(wanted, won)
    for cut in CUTS:
        if cut in own:
            conditions.append(f"o.{cut} IN ({_marks(own[cut])})")
            parameters += own[cut]
        elif cut in wanted.fixed:
            conditions.append(f"o.{cut} = ?")
            parameters.append(wanted.fixed[cut])
        else:
            divided = cut == wanted.by or cut in wanted.summed
            if divided or cut in divided_by:
                conditions.append(f"o.{cut} {'<>' if divided else '='} 'all'")
    may, who = seen.condition()
    return " AND ".join([*conditions, may]), [*parameters, *who]


def _divided_by(wanted: Wanted, won: Sequence[Winner]) -> set[str]:
    """The cuts by which any release that speaks divides what is asked: of the others every row is of all."""
    quantities = [half.quantity for half in wanted.counted]
    return {cut for w in won for quantity in quantities for cut in w.entry.cuts.get(quantity, {})}


def bands(engine: Engine, quantity: str, won: Sequence[Winner], seen: Seen) -> list[str]:
    """The bands of days waited by which releases divide a quantity, the shortest wait first."""
    if not won:
        return []
    source = engine.source(_tables(won), [quantity])
    releases = list(dict.fromkeys(w.entry.id for w in won))
    may, who = seen.condition()
    sql = f"""
        SELECT DISTINCT o.band::VARCHAR FROM {source} o
        WHERE o.quantity = ? AND o.band <> 'all' AND o.release IN ({_marks(releases)}) AND {may}
    """
    return sorted((band for (band,) in engine.rows(sql, [quantity, *releases, *who])), key=_days)


def _days(band: str) -> tuple[int, str]:
    found = re.search(r"\d+", band)
    return (int(found[0]) if found else 0, band)


def targets(
    engine: Engine, quantity: str, place: str, won: Sequence[Winner], seen: Seen
) -> list[tuple[date, date, float, str, str]]:
    """Submitted trajectories of a place: first and last day, value, who set it, and the release that says so."""
    if not won:
        return []
    source = engine.files(_tables(won), [quantity])
    cuts = " AND ".join(f"o.{cut} = 'all'" for cut in CUTS)
    may, who = seen.condition()
    sql = f"""
        SELECT o.period_start, o.period_end, o.value, coalesce(o.note, ''), o.release::VARCHAR
        FROM {source} o WHERE o.quantity = ? AND o.place = ? AND o.value IS NOT NULL AND {cuts} AND {may}
        ORDER BY ALL
    """
    speaks = {(w.entry.id, *w.span) for w in won}
    rows = engine.rows(sql, [quantity, place, *who])
    return [(start, end, value, by, r) for start, end, value, by, r in rows if (r, start, end) in speaks]
