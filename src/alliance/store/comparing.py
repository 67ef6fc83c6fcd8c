"""Two releases held against each other, cell by cell: SQL over their tables."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from alliance.observations import CUTS
from alliance.store.engine import Engine
from alliance.store.manifest import Entry

__all__ = ["Cells", "Changed", "changed_cells"]


@dataclass(frozen=True)
class Changed:
    """One cell, or one sum, as two releases have it; None where one of them does not."""

    place: str
    basis: str
    start: date
    end: date
    quantity: str
    cut: Mapping[str, str]
    old: float | None
    new: float | None


@dataclass(frozen=True)
class Cells:
    """Two releases cell by cell: those that differ, and how many are the same or stand in one alone."""

    differing: list[Changed]
    same: int
    only_old: int
    only_new: int


_CELL = ("place", "basis", "period_start", "period_end", "quantity", "variant", *CUTS)


def changed_cells(engine: Engine, old: Entry, new: Entry) -> Cells:
    """Every cell of which both releases could speak: in the periods, bases and quantities that both have."""
    both = _side_by_side(engine, old, new)
    differing = engine.rows(f"""
        {both} SELECT {", ".join(_CELL)}, old, new FROM cells
        WHERE here AND there AND old IS DISTINCT FROM new ORDER BY ALL
    """)
    counts = engine.rows(f"""
        {both} SELECT count(*) FILTER (WHERE here AND there AND old IS NOT DISTINCT FROM new),
                      count(*) FILTER (WHERE here AND NOT there), count(*) FILTER (WHERE there AND NOT here)
        FROM cells
    """)
    return Cells([_changed(row) for row in differing], *counts[0])


def _side_by_side(engine: Engine, old: Entry, new: Entry) -> str:
    """Both releases' cells beside each other, as the query's first part."""
    key = ", ".join(f"{name}::VARCHAR AS {name}" if "period" not in name else name for name in _CELL)
    spoken = ("quantity", "basis", "period_start", "period_end")
    return f"""
        WITH a AS (SELECT {key}, value AS old, true AS here FROM {engine.alone(old.table)}),
             b AS (SELECT {key}, value AS new, true AS there FROM {engine.alone(new.table)}),
             c AS (SELECT DISTINCT {", ".join(spoken)} FROM a SEMI JOIN b USING ({", ".join(spoken)})),
             cells AS (
                SELECT {", ".join(_CELL)}, old, new, coalesce(here, false) AS here,
                       coalesce(there, false) AS there
                FROM a FULL JOIN b USING ({", ".join(_CELL)}) SEMI JOIN c USING ({", ".join(spoken)})
             )
    """


def _changed(row: tuple[Any, ...]) -> Changed:
    place, basis, start, end, quantity, _variant, *rest = row
    cut = {name: slug for name, slug in zip(CUTS, rest, strict=False) if slug != "all"}
    return Changed(place, basis, start, end, quantity, cut, rest[-2], rest[-1])
