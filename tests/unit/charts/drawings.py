"""Reading a drawing back: what stands where in an SVG."""

from __future__ import annotations

import re
import xml.etree.ElementTree as ET

from alliance.charts import Chart, to_svg

SVG = "{http://www.w3.org/2000/svg}"


def read(chart: Chart, width: int = 720) -> ET.Element:
    """The drawing as a tree."""
    return ET.fromstring(to_svg(chart, width=width))


def words(root: ET.Element) -> list[str]:
    """All text on the drawing, apart from its title and description."""
    return [(element.text or "").replace("\u00a0", " ") for element in root.iter(f"{SVG}text")]


def boxes(root: ET.Element) -> list[tuple[str, float, float, float, float]]:
    """Each text with a rough box: left, top, right, bottom; 6 pixels a letter."""
    found = []
    for element in root.iter(f"{SVG}text"):
        text, x, y = element.text or "", float(element.attrib["x"]), float(element.attrib["y"])
        wide = 5.2 * len(text)
        left = x - {"start": 0, "middle": wide / 2, "end": wide}[element.get("text-anchor", "start")]
        found.append((text, left, y - 8, left + wide, y + 1))
    return found


def shapes(root: ET.Element, colour: str) -> set[str]:
    """The outlines of all symbols of a colour, without their places."""
    return {e.attrib["d"] for e in root.iter(f"{SVG}path") if e.get("stroke") == colour and _closed(e)}


def filled_white(root: ET.Element) -> list[ET.Element]:
    """Hollow symbols."""
    return [e for e in root.iter(f"{SVG}path") if e.get("fill") == "#ffffff" and e.get("stroke")]


def value_lines(root: ET.Element) -> list[int]:
    """For the value line: how many points each unbroken stretch of it has."""
    found = []
    for e in root.iter(f"{SVG}path"):
        d = e.get("d", "")
        if e.get("stroke") == "#8a99a3" and e.get("stroke-width") == "1.75" and "A" not in d:
            found += [len(re.findall(r"[ML]", part)) for part in re.findall(r"M[^M]*", d)]
    return found


def _closed(element: ET.Element) -> bool:
    return element.get("transform") is not None
