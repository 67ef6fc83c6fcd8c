"""Charts: an answer becomes a drawing with alt text, and a drawing becomes SVG.

Altair is imported where a chart is drawn, not here: a page can describe its charts without paying for it.
"""

from __future__ import annotations

from alliance.charts.alt_text import across_chart, run_chart
from alliance.charts.model import Chart, Marker
from alliance.charts.svg import to_svg

__all__ = ["Chart", "Marker", "across_chart", "run_chart", "to_svg"]
