"""Every partner organisation × cancer of a place at once: what findings are made from."""

from __future__ import annotations

from datetime import date

from alliance.answers.desk import Desk
from alliance.answers.members import parts_by_trust
from alliance.answers.model import PlaceName, Series
from alliance.answers.points import draw
from alliance.answers.posing import pose
from alliance.answers.summing import cells, gather
from alliance.answers.timeline import timeline

__all__ = ["cancers_across_places"]


def cancers_across_places(desk: Desk, measure: str, place: str, *, as_of: date | None = None) -> list[Series]:
    """One series an organisation of the place and cancer, over all routes, with both `place` and `cut`."""
    question = pose(desk, measure, place, by="cancer", as_of=as_of)
    time = timeline(question, national=False)
    found = gather(question, *parts_by_trust(question), national=False)
    keys = sorted(found)
    drawn = draw(
        question.measure,
        time,
        [cells(question, desk.place(code), found.of(code, slug), time) for code, slug in keys],
    )
    return [
        Series(
            points, spc, PlaceName(code, desk.place(code).name, str(desk.place(code).kind)), {"cancer": slug}
        )
        for (code, slug), (points, spc) in zip(keys, drawn, strict=True)
    ]
