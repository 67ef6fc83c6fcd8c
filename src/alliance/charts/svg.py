"""A chart as SVG that a strict page may hold: presentation attributes only, own ids, title, description."""

from __future__ import annotations

import hashlib
import re
import xml.etree.ElementTree as ET
from dataclasses import dataclass, field
from functools import lru_cache

from alliance.charts.frame import Drawn
from alliance.charts.labels import Words
from alliance.charts.model import Chart, Marker
from alliance.charts.palette import FONT, FONT_SIZE

__all__ = ["draw", "to_svg"]

VEGA_LITE = "6.1"
_LONG_NUMBER = re.compile(r"-?\d+\.\d{3,}(?:e-?\d+)?")
_DROPPED = frozenset({"class", "pointer-events", "role", "version"})
_RIM = {"stroke": "#ffffff", "stroke-width": "4", "stroke-linejoin": "round", "paint-order": "stroke"}
_ANCHORS = {"left": "start", "center": "middle", "right": "end"}


@dataclass(frozen=True)
class _Drawing:
    """What a drawing is made from: equal drawings give equal SVG."""

    kind: str
    digest: str
    alt: str
    markers: tuple[Marker, ...]
    width: int
    chart: Chart = field(compare=False)

    @property
    def name(self) -> str:
        """An id that no other drawing on a page has."""
        text = repr((self.kind, self.digest, self.alt, self.markers, self.width))
        return f"chart-{hashlib.sha256(text.encode()).hexdigest()[:12]}"


def to_svg(chart: Chart, *, width: int = 720, font: str = FONT) -> str:
    """The chart as one `<svg>` element, `width` pixels wide, drawn anew for each width: words stay readable.

    No `style` attribute, `<style>`, script or outside reference is in it; `role="img"` with a title and a
    description name it to those who do not see it. `font` is for paper that brings its own letters: they may not
    be wider than Arial's, in which places were found for the words.
    """
    drawn = _svg(_Drawing(chart.kind, chart.answer.digest(), chart.alt, chart.markers, width, chart))
    return drawn if font == FONT else drawn.replace(f'font-family="{FONT}"', f'font-family="{font}"', 1)


def draw(chart: Chart, width: int) -> Drawn:
    """The chart's marks as Vega-Lite, and its words."""
    from alliance.charts.across import draw_across
    from alliance.charts.run import draw_run

    return draw_run(chart, width) if chart.kind == "run" else draw_across(chart, width)


@lru_cache(maxsize=512)
def _svg(drawing: _Drawing) -> str:
    import vl_convert

    drawn = draw(drawing.chart, drawing.width)
    root = ET.fromstring(vl_convert.vegalite_to_svg(drawn.marks, vl_version=VEGA_LITE))
    for element in root.iter():
        element.tag = element.tag.rpartition("}")[2]
        _tidy_attributes(element, drawing.name)
    _prune(root)
    root.append(_written(drawn))
    _name(root, drawing)
    return ET.tostring(root, encoding="unicode")


def _tidy_attributes(element: ET.Element, name: str) -> None:
    """Keep what draws, in attributes only; make ids this drawing's own; round to a hundredth of a pixel."""
    style = element.attrib.pop("style", "")
    for declaration in filter(None, (part.strip() for part in style.split(";"))):
        key, _, value = declaration.partition(":")
        element.set(key.strip(), value.strip())
    for key, value in list(element.attrib.items()):
        if key in _DROPPED or key.startswith("aria-"):
            del element.attrib[key]
            continue
        value = value.replace("url(#", f"url(#{name}-")
        element.set(key, f"{name}-{value}" if key == "id" else _LONG_NUMBER.sub(_rounded, value))


def _rounded(found: re.Match[str]) -> str:
    return f"{round(float(found[0]), 2) + 0.0:.10g}"


def _prune(element: ET.Element) -> None:
    """Drop groups and paths that draw nothing."""
    for child in list(element):
        _prune(child)
        empty = len(child) == 0 and not child.get("d") and child.tag in ("g", "path")
        if empty or child.get("display") == "none":
            element.remove(child)


def _written(drawn: Drawn) -> ET.Element:
    """All words, in one group over the marks; those over lines with a white rim under their letters."""
    group = ET.Element("g", {"font-family": FONT, "font-size": str(FONT_SIZE)})
    group.set("transform", f"translate({drawn.margins.left:g},{drawn.margins.top:g})")
    group.extend(_text(words) for words in drawn.words)
    return group


def _text(words: Words) -> ET.Element:
    at = {"x": _short(words.x), "y": _short(words.y + 0.35 * FONT_SIZE)}
    text = ET.Element("text", {**at, "fill": words.colour})
    if words.align != "left":
        text.set("text-anchor", _ANCHORS[words.align])
    if words.bold:
        text.set("font-weight", "bold")
    if words.rimmed:
        text.attrib |= _RIM
    text.text = words.text
    return text


def _short(pixel: float) -> str:
    return f"{round(pixel, 2) + 0.0:.10g}"


def _name(root: ET.Element, drawing: _Drawing) -> None:
    """Title, description and the attributes by which a reader's software finds them."""
    answer = drawing.chart.answer
    title = ET.Element("title", id=f"{drawing.name}-title")
    words = ET.Element("desc", id=f"{drawing.name}-desc")
    title.text, words.text = f"{answer.title}, {answer.place.name}", drawing.alt
    root[:0] = [title, words]
    root.attrib = {
        "xmlns": "http://www.w3.org/2000/svg",
        **{key: root.attrib[key] for key in ("width", "height", "viewBox")},
        "role": "img",
        "focusable": "false",
        "aria-labelledby": f"{title.get('id')} {words.get('id')}",
    }
