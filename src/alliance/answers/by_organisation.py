"""Every partner organisation × cancer of a place at once: what findings are made from."""

from __future__ import annotations

from datetime import date

from alliance.answers.desk import Desk
from alliance.answers.model import PlaceName, Series
from alliance.answers.points import draw
from alliance.answers.question import pose
from alliance.answers.summing import cells, gather, member_spans, timeline

__all__ = ["cancers_across_places"]


def cancers_across_places(desk: Desk, measure: str, place: str, *, as_of: date | None = None) -> list[Series]:
    """One series an organisation of the place and cancer, over all routes, with both `place` and `cut`."""
    question = pose(desk, measure, place, by="cancer", as_of=as_of)
    time = timeline(question, national=False)
    codes, within = member_spans(desk, question.place)
    found = gather(desk, question, codes, lambda code, day: code if within(code, day) else None)
    keys = sorted(found)
    drawn = draw(
        question.measure,
        time,
        [cells(desk.place(code), found[code, slug], time, True) for code, slug in keys],
    )
    return [
        Series(
            points, spc, PlaceName(code, desk.place(code).name, str(desk.place(code).kind)), {"cancer": slug}
        )
        for (code, slug), (points, spc) in zip(keys, drawn, strict=True)
    ]
