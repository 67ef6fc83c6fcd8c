"""The paper of a chart: its two scales, and the few kinds of Altair layer that our charts are made of."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING, Any

from alliance.charts.axes import Scale, Tick
from alliance.charts.labels import Words
from alliance.charts.palette import GRID, INK, MUTED

if TYPE_CHECKING:
    import altair as alt

__all__ = ["Drawn", "Frame", "Margins"]


@dataclass(frozen=True)
class Margins:
    """Paper around the plot, in pixels."""

    left: float
    top: float
    right: float
    bottom: float


@dataclass(frozen=True)
class Drawn:
    """A drawing: the marks as a Vega-Lite object, and the words that are set on top of them.

    We know where each word goes and set it ourselves: Vega measures every text that it draws, which takes
    longer than all the rest of a chart.
    """

    marks: dict[str, Any]
    words: tuple[Words, ...]
    margins: Margins


@dataclass(frozen=True)
class Frame:
    """A plot of `width` by `height` pixels with room around it; `x` and `y` turn values into pixels.

    Each layer's rows are kept by name in `rows_of` and joined to the chart at the end: Altair would copy them
    many times over.
    """

    width: float
    height: float
    margins: Margins
    x: Scale
    y: Scale
    rows_of: dict[str, list[dict[str, Any]]] = field(default_factory=dict, compare=False)

    def with_room(self, above: float, below: float) -> Frame:
        """The same plot with so much paper above and below it."""
        return replace(self, margins=replace(self.margins, top=above, bottom=below))

    def rules(self, rows: Sequence[Mapping[str, float]], colour: str, **style: Any) -> list[alt.UnitSpec]:
        """Straight lines from (x, y) to (x2, y2), in values."""
        return self._layer(rows, self._spans(), type="rule", color=colour, **style) if rows else []

    def bands(self, rows: Sequence[Mapping[str, float]], colour: str) -> list[alt.UnitSpec]:
        """Filled rectangles from (x, y) to (x2, y2), in values."""
        return self._layer(rows, self._spans(), type="rect", color=colour) if rows else []

    def line(self, rows: Sequence[Mapping[str, Any]], colour: str, **style: Any) -> list[alt.UnitSpec]:
        """One line through (x, y); where y is null the line is broken."""
        style = {"type": "line", "color": colour, "invalid": "break-paths-filter-domains", **style}
        return self._layer(rows, self._at(), **style) if rows else []

    def symbols(self, rows: Sequence[Mapping[str, Any]]) -> list[alt.UnitSpec]:
        """Marks at (x, y), each row with its own `shape`, `size`, `fill` and `stroke`."""
        import altair as alt

        own = {
            "shape": alt.Shape(field="shape", type="nominal", scale=None),
            "size": alt.Size(field="size", type="quantitative", scale=None),
            "fill": alt.Fill(field="fill", type="nominal", scale=None),
            "stroke": alt.Stroke(field="stroke", type="nominal", scale=None),
        }
        style = {"type": "point", "filled": True, "opacity": 1, "strokeWidth": 1.75}
        return self._layer(rows, {**self._at(), **own}, **style) if rows else []

    def _layer(
        self, rows: Iterable[Mapping[str, Any]], encoding: Mapping[str, Any], **mark: Any
    ) -> list[alt.UnitSpec]:
        import altair as alt

        data = alt.NamedData(name=f"layer-{len(self.rows_of)}")
        self.rows_of[data.name] = [dict(row) for row in rows]
        return [alt.UnitSpec(data=data, mark=alt.MarkDef(**mark), encoding=alt.FacetedEncoding(**encoding))]

    def _at(self) -> dict[str, Any]:
        """The two encodings that every layer has."""
        import altair as alt

        def scale(s: Scale) -> alt.Scale:
            return alt.Scale(domain=[s.low, s.high], range=[s.start, s.end], nice=False, zero=False)

        return {
            "x": alt.X(field="x", type="quantitative", axis=None, scale=scale(self.x)),
            "y": alt.Y(field="y", type="quantitative", axis=None, scale=scale(self.y)),
        }

    def _spans(self) -> dict[str, Any]:
        import altair as alt

        return {**self._at(), "x2": alt.X2(field="x2"), "y2": alt.Y2(field="y2")}

    def y_axis(self, ticks: Sequence[Tick]) -> list[alt.UnitSpec | Words]:
        """Light lines across the plot and their values to its left."""
        rows = [{"x": self.x.low, "x2": self.x.high, "y": t.value, "y2": t.value} for t in ticks]
        names = [Words(t.lines[0], -8, self.y.at(t.value), "right", MUTED) for t in ticks]
        return [*self.rules(rows, GRID, strokeWidth=1), *names]

    def x_axis(self, ticks: Sequence[Tick]) -> list[alt.UnitSpec | Words]:
        """A line under the plot, small ticks, and one or two lines of text under each."""
        base, under = self.y.back(self.height), self.y.back(self.height + 5)
        rows = [{"x": self.x.low, "x2": self.x.high, "y": base, "y2": base}]
        rows += [{"x": t.value, "x2": t.value, "y": base, "y2": under} for t in ticks]
        names = [
            Words(text, self.x.at(t.value), self.height + 16 + n * 15, "center", MUTED)
            for t in ticks
            for n, text in enumerate(t.lines)
        ]
        return [*self.rules(rows, INK, strokeWidth=1), *names]

    def drawn(self, layers: Iterable[alt.UnitSpec | Words]) -> Drawn:
        """The layers as one drawing: first layers lowest, words above all, the paper fixed to the pixel."""
        import altair as alt
        from altair.utils.schemapi import debug_mode

        layers, room = list(layers), self.margins
        with debug_mode(False):  # the schema is checked by a test, not at every drawing
            marks = alt.TopLevelLayerSpec(
                layer=[layer for layer in layers if not isinstance(layer, Words)],
                width=self.width,
                height=self.height,
                autosize=alt.AutoSizeParams(type="none"),
                padding={"left": room.left, "top": room.top, "right": room.right, "bottom": room.bottom},
                config=alt.Config(background="#ffffff", aria=False, view=alt.ViewConfig(stroke=None)),
            ).to_dict(validate=False)
        marks["datasets"] = self.rows_of
        return Drawn(marks, tuple(layer for layer in layers if isinstance(layer, Words)), room)
