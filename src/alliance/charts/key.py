"""The key under a chart: only the signs that the chart really shows, wrapped to the width of the paper."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Literal

from alliance.charts.frame import Frame
from alliance.charts.labels import Words, text_width
from alliance.charts.palette import BAND, INK

if TYPE_CHECKING:
    import altair as alt

__all__ = ["ROW", "Entry", "draw_key", "key_rows"]

ROW = 20.0
_SWATCH = 22.0


@dataclass(frozen=True)
class Entry:
    """One sign and its name. A `symbol` has a Vega shape; a `band` and a `rule` are short swatches."""

    name: str
    kind: Literal["symbol", "band", "rule"]
    colour: str
    shape: str = "circle"
    hollow: bool = False
    dash: tuple[int, ...] = ()
    size: int = 50
    width: float = 1.0


def _rows(entries: Sequence[Entry], width: float) -> list[list[Entry]]:
    rows: list[list[Entry]] = [[]]
    used = 0.0
    for entry in entries:
        wide = _SWATCH + text_width(entry.name) + 14
        if rows[-1] and used + wide - 14 > width:
            rows.append([])
            used = 0.0
        rows[-1].append(entry)
        used += wide
    return rows if rows[0] else []


def key_rows(entries: Sequence[Entry], width: float) -> int:
    """How many rows the key needs in this width."""
    return len(_rows(entries, width))


def draw_key(
    frame: Frame, entries: Sequence[Entry], left: float, top: float, width: float
) -> list[alt.UnitSpec | Words]:
    """The layers of the key, its first row's middle at `top` pixels."""
    words: list[Words] = []
    symbols: list[dict[str, Any]] = []
    layers: list[alt.UnitSpec] = []
    for n, row in enumerate(_rows(entries, width)):
        x, y = left, top + n * ROW
        for entry in row:
            if entry.kind == "symbol":
                symbols.append(_symbol(frame, entry, x + 8, y))
            else:
                layers += _swatch(frame, entry, x, y)
            words.append(Words(entry.name, x + _SWATCH, y, "left", INK))
            x += _SWATCH + text_width(entry.name) + 14
    return [*layers, *frame.symbols(symbols), *words]


def _symbol(frame: Frame, entry: Entry, x: float, y: float) -> dict[str, Any]:
    return {
        "x": frame.x.back(x),
        "y": frame.y.back(y),
        "shape": entry.shape,
        "size": entry.size,
        "fill": "#ffffff" if entry.hollow else entry.colour,
        "stroke": entry.colour,
    }


def _swatch(frame: Frame, entry: Entry, x: float, y: float) -> list[alt.UnitSpec]:
    across = {"x": frame.x.back(x), "x2": frame.x.back(x + 16)}
    if entry.kind == "band":
        top, bottom = frame.y.back(y - 6), frame.y.back(y + 6)
        edges = [{**across, "y": edge, "y2": edge} for edge in (top, bottom)]
        filled = frame.bands([{**across, "y": top, "y2": bottom}], BAND)
        return filled + frame.rules(edges, entry.colour, strokeDash=[4, 3])
    middle = frame.y.back(y)
    dash: dict[str, Any] = {"strokeDash": list(entry.dash)} if entry.dash else {}
    row = {**across, "y": middle, "y2": middle}
    return frame.rules([row], entry.colour, strokeWidth=entry.width, **dash)
