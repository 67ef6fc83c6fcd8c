"""The fewest cells of organisation and cancer whose closing would bring an alliance to the standard."""

from __future__ import annotations

from typing import Literal

from alliance.answers import Desk
from alliance.findings import Findings
from alliance.pages.links import measure_href
from alliance.pages.model import Block, Cell, Heading, Table, Text
from alliance.pages.wording import count, cut_words

__all__ = ["fewest_blocks"]

SHOWN = 12


def fewest_blocks(desk: Desk, found: Findings, measure: str, *, level: Literal[3, 4] = 3) -> list[Block]:
    """The cells one after another until their patients reach what the alliance needs; the first dozen of them.

    They come in the order in which they add up, which is not a ranking of organisations: the same organisation may
    stand in several lines, and a large one holds many patients because it treats many.
    """
    cells = found.fewest_gaps_to_standard.get(measure, ())
    needed = found.alliance_patients_to_standard[measure]
    if not cells:
        return []
    rows = tuple(
        (
            Cell(cell.place.name, header=True),
            Cell(cut_words(cell.cut), href=measure_href(measure, cell.place.code, cell.cut, found.as_of)),
            Cell(count(cell.patients_to_standard), cell.patients_to_standard),
            Cell(count(cell.cumulative), cell.cumulative),
        )
        for cell in cells[:SHOWN]
    )
    total = (
        f"{len(cells)} cells of one organisation and one cancer, brought to the standard, would bring "
        f"{found.place.name} to it ({count(needed)} patients). "
    )
    shown = "All of them:" if len(cells) <= SHOWN else f"The first {SHOWN} as they add up:"
    title = desk.measures[measure].title
    return [
        Heading("The fewest places to start", level, f"fewest-{measure}"),
        Text(total + shown),
        Table(
            f"{title}: the fewest cells that reach the standard together",
            (
                "Organisation, where recorded",
                "Cancer",
                "Patients needed to reach the standard",
                "Adding up to",
            ),
            rows,
            (False, False, True, True),
        ),
    ]
