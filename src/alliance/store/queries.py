"""The only SQL of the project: sums of observations, by place and period."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from alliance.observations import CUTS
from alliance.store.engine import Engine
from alliance.store.precedence import Winner

__all__ = ["FREE", "Sum", "Wanted", "bands", "england_totals", "sums"]

FREE = tuple(cut for cut in CUTS if cut in ("cancer", "route", "modality", "treatment_stage"))


@dataclass(frozen=True)
class Wanted:
    """What is asked for: pairs of quantity and band; which cuts are fixed, which divides, which are summed away."""

    counted: tuple[tuple[str, str], ...]
    fixed: Mapping[str, str]
    by: str | None = None
    summed: frozenset[str] = frozenset()


@dataclass(frozen=True)
class Sum:
    """One number of one place, as one release has it: `part` is the slug of what divides the answer, or 'all'."""

    release: str
    place: str
    start: date
    end: date
    quantity: str
    band: str
    part: str
    value: float


def sums(
    engine: Engine,
    wanted: Wanted,
    won: Sequence[Winner],
    places: Sequence[str] | None,
    *,
    visible: Sequence[str] = ("public",),
) -> list[Sum]:
    """The numbers of places, one row each, in the releases that won their periods.

    Only rows whose visibility is in `visible` are read. `places` None means every place, England included.
    """
    if not won or places == []:
        return []
    conditions, parameters = _conditions(wanted, places)
    source = engine.source(dict.fromkeys(w.entry.table for w in won))
    part = f"o.{wanted.by}" if wanted.by else "'all'"
    sql = f"""
        SELECT release::VARCHAR, place::VARCHAR, period_start, period_end, quantity::VARCHAR, band::VARCHAR,
               part::VARCHAR, value
        FROM (
            SELECT o.release, o.place, o.period_start, o.period_end, o.quantity, o.band, {part} AS part,
                   sum(o.value) AS value
            FROM {source} o
            WHERE o.basis = ? AND {conditions} AND o.visibility IN ({_marks(visible)})
            GROUP BY ALL
        )
    """
    rows = engine.rows(sql, [won[0].entry.basis, *parameters, *visible])
    speaks = {(w.entry.id, w.coverage.start, w.coverage.end) for w in won}
    pairs = set(wanted.counted)
    return [Sum(*row) for row in rows if (row[0], row[2], row[3]) in speaks and (row[4], row[5]) in pairs]


def _marks(values: Sequence[str]) -> str:
    return ", ".join("?" for _ in values)


def _conditions(wanted: Wanted, places: Sequence[str] | None) -> tuple[str, list[str]]:
    """Equality where a cut is fixed, 'not all' where it is divided by or summed away, 'all' elsewhere."""
    quantities = list(dict.fromkeys(quantity for quantity, _ in wanted.counted))
    bands = list(dict.fromkeys(band for _, band in wanted.counted))
    conditions = [f"o.quantity IN ({_marks(quantities)})", f"o.band IN ({_marks(bands)})"]
    parameters = [*quantities, *bands]
    if places is not None:
        conditions.append(f"o.place IN ({_marks(places)})")
        parameters += places
    for cut in FREE:
        if cut in wanted.fixed:
            conditions.append(f"o.{cut} = ?")
            parameters.append(wanted.fixed[cut])
        else:
            divided = cut == wanted.by or cut in wanted.summed
            conditions.append(f"o.{cut} {'<>' if divided else '='} 'all'")
    return " AND ".join(conditions), parameters


def bands(engine: Engine, quantity: str, won: Sequence[Winner]) -> list[str]:
    """The bands of days waited by which releases divide a quantity, the shortest wait first."""
    if not won:
        return []
    source = engine.source(dict.fromkeys(w.entry.table for w in won))
    sql = f"SELECT DISTINCT band::VARCHAR FROM {source} WHERE quantity = ? AND band <> 'all'"
    return sorted((band for (band,) in engine.rows(sql, [quantity])), key=_days)


def _days(band: str) -> tuple[int, str]:
    found = re.search(r"\d+", band)
    return (int(found[0]) if found else 0, band)


def england_totals(engine: Engine, quantities: Sequence[str]) -> list[tuple[str, str, date, float]]:
    """What each release says of England as a whole: release, quantity, first day, value."""
    entries = engine.manifest.entries
    if not entries:
        return []
    cuts = " AND ".join(f"{cut} = 'all'" for cut in (*FREE, "band"))
    source = engine.source(e.table for e in entries)
    sql = f"""
        SELECT release::VARCHAR, quantity::VARCHAR, period_start, value FROM {source}
        WHERE place = 'england' AND {cuts} AND quantity IN (SELECT unnest(?::VARCHAR[])) ORDER BY ALL
    """
    return [(r, q, d, v) for r, q, d, v in engine.rows(sql, [list(quantities)])]
