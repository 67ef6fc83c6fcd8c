"""What changed since the release before: figures, findings that are new or gone, and months that were revised."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from datetime import date, timedelta

from alliance.answers import Answer, Desk, over_time
from alliance.findings import Finding, Findings, of
from alliance.measures import Measure
from alliance.pages.model import Block, Cell, Table, Text
from alliance.pages.wording import cut_words, day, figure, period_name

__all__ = ["changes_blocks", "previous_day"]

MOST = 8
_ONE_DAY = "All that is loaded became known here on one day: there is no earlier state to compare it with."
_NOTHING_YET = "Nothing of these measures was known here{}: there is nothing to compare."


def previous_day(desk: Desk, sources: Collection[str], as_of: date | None) -> date | None:
    """The last day on which the newest release of some sources was not yet known; None where there is only one."""
    days = _days(desk, sources, as_of)
    return days[-1] - timedelta(days=1) if len(days) > 1 else None


def _days(desk: Desk, sources: Collection[str], as_of: date | None) -> list[date]:
    """The days on which releases of these sources became known, up to a day."""
    known = {e.known_since for e in desk.releases if e.source in sources}
    return sorted(day for day in known if as_of is None or day <= as_of)


def changes_blocks(
    desk: Desk,
    place: str,
    measures: Sequence[Measure],
    found: Findings | None,
    as_of: date | None,
    asked: list[Answer] | None = None,
) -> list[Block]:
    """Each measure as it was known before the newest release of any source and now; then the findings.

    The answers that were compared are added to `asked`.
    """
    compared: list[Answer] = [] if asked is None else asked
    sources = {measure.source for measure in measures}
    before = previous_day(desk, sources, as_of)
    if before is None:
        one = bool(_days(desk, sources, as_of))
        return [Text(_ONE_DAY if one else _NOTHING_YET.format(f" by {day(as_of)}" if as_of else ""))]
    blocks: list[Block] = [
        Text(f"Compared with what was known on {day(before)}, the day before the newest release.")
    ]
    rows = [row for measure in measures for row in _rows(desk, measure, place, before, as_of, compared)]
    if rows:
        columns = ("Measure", "Period", "Known before", "Known now", "What changed")
        numeric = (False, False, True, True, False)
        blocks.append(Table("Figures that are new or were revised", columns, tuple(rows), numeric))
    else:
        blocks.append(Text("No figure of these measures changed."))
    return [*blocks, *_findings(desk, place, found, before)]


def _rows(
    desk: Desk, measure: Measure, place: str, before: date, as_of: date | None, compared: list[Answer]
) -> list[tuple[Cell, ...]]:
    now = over_time(desk, measure.id, place, as_of=as_of)
    earlier = over_time(desk, measure.id, place, as_of=before)
    compared += [now, earlier]
    then = {point.period: point for point in earlier.points}
    rows: list[tuple[Cell, ...]] = []
    for point in now.points[-12:]:
        old = then.get(point.period)
        counts = (old.numerator, old.denominator, old.value, old.status) if old else None
        if point.value is None or counts == (point.numerator, point.denominator, point.value, point.status):
            continue
        new = old is None or old.value is None
        rows.append(
            (
                Cell(measure.short_title, header=True),
                Cell(period_name(point.period)),
                _share(now, None if old is None else old.value),
                _share(now, point.value),
                Cell("New" if new else "Revised" if _differs(old, point) else f"Now {point.status}"),
            )
        )
    return rows


def _differs(old: object, point: object) -> bool:
    return any(getattr(old, part) != getattr(point, part) for part in ("numerator", "denominator", "value"))


def _share(answer: Answer, value: float | None) -> Cell:
    return Cell(figure(value, answer.unit), value)


def _findings(desk: Desk, place: str, found: Findings | None, before: date) -> list[Block]:
    if found is None:
        return []
    earlier = {f.key: f for f in of(desk, place, as_of=before).findings}
    now = {f.key: f for f in found.findings}
    blocks: list[Block] = []
    for title, keys, source in (
        ("Stands out now and did not before", [k for k in now if k not in earlier], now),
        ("Stood out before and does not now", [k for k in earlier if k not in now], earlier),
    ):
        blocks.append(_listed(title, [source[key] for key in keys]))
    return blocks


def _listed(title: str, findings: Sequence[Finding]) -> Text:
    """Findings in the order of their places, a few of them by name."""
    named = [
        ", ".join(part for part in (f.place.name, cut_words(f.cut).lower(), f.measure_title.lower()) if part)
        for f in sorted(findings, key=lambda f: (f.place.name, cut_words(f.cut)))
    ]
    if not named:
        return Text(f"{title}: nothing.")
    more = f"; and {len(named) - MOST} more" if len(named) > MOST else ""
    return Text(f"{title}: {'; '.join(named[:MOST])}{more}.")
