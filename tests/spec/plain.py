"""The plain twin: the slow, obvious way to every number, in plain Python, sharing no code with the engine.

It reads what was told (`small_england.Telling`) row by row: chooses which release speaks for a month, adds up
whole patients and halves, and works out intervals term by term.
"""

from __future__ import annotations

import math
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from tests.spec.small_england import CUTS, QUANTITIES, Release, Telling, Told
from tests.spec.tables import read_table

__all__ = ["Question", "answer", "fewest_gaps", "patients_to_standard", "speaks", "wilson"]

SETTLED = {"provisional": 0, "unknown": 1, "final": 2}


@dataclass(frozen=True)
class Question:
    """What is asked of the twin, as of the engine."""

    place: str
    standard: str = "62"
    cut: tuple[tuple[str, str], ...] = ()
    period: str = "month"
    as_of: date | None = None
    basis: str = "provider"
    visible: tuple[str, ...] = ("public",)
    following: bool = True


@dataclass(frozen=True)
class Places:
    """Who was open when, and who counted where: tables of `small_england`, read plainly."""

    kinds: Mapping[str, str]
    open: Mapping[str, tuple[date, date]]
    counts_in: Sequence[tuple[str, str, date, date]]
    heirs: Mapping[str, str]

    @classmethod
    def read(cls, places: str, memberships: str, heirs: Mapping[str, str]) -> Places:
        rows = {row["code"]: row for row in read_table(places)}
        spans = {
            code: (_day(row["opened"], date.min), _day(row["closed"], date.max)) for code, row in rows.items()
        }
        primary = [
            (row["place"], row["within"], _day(row["from"], date.min), _day(row["to"], date.max))
            for row in read_table(memberships)
            if row["primary"] == "yes"
        ]
        inherited = [
            (old, within, max(first, spans[old][0]), min(last, spans[old][1]))
            for old, heir in heirs.items()
            for place, within, first, last in primary
            if place == heir
        ]
        return cls({code: row["kind"] for code, row in rows.items()}, spans, [*primary, *inherited], heirs)

    def counts(self, code: str, place: str, day: date, *, following: bool) -> bool:
        """Whether an organisation's patients are a place's on a day; those of whom it took over, if it follows."""
        if place == "unmapped":
            return code != "england" and not any(self._in(code, a, day) for a in self._alliances())
        if self.kinds.get(place) in ("alliance", "region"):
            return self._in(code, place, day)
        return code == place or (following and self.heirs.get(code) == place)

    def _alliances(self) -> list[str]:
        return [code for code, kind in self.kinds.items() if kind == "alliance"]

    def _in(self, code: str, place: str, day: date) -> bool:
        return any(c == code and p == place and first <= day <= last for c, p, first, last in self.counts_in)

    def is_there(self, place: str, day: date) -> bool:
        first, last = self.open.get(place, (date.min, date.max))
        return first <= day <= last


def _day(text: str, otherwise: date) -> date:
    return date.fromisoformat(text) if text else otherwise


def speaks(told: Telling, quantity: str, basis: str, as_of: date | None) -> dict[date, Release]:
    """Which release speaks of a quantity in each month: one whole release, chosen by what is better known."""
    best: dict[date, tuple[tuple[object, ...], Release]] = {}
    for order, release in enumerate(told.releases):
        if release.basis != basis or (as_of is not None and release.known > as_of):
            continue
        everything = {n.month for n in told.numbers if n.release == release.name}
        organisations = release.level == "organisation"
        for month in {n.month for n in told.numbers if n.release == release.name and n.quantity == quantity}:
            worth = (
                organisations,
                SETTLED[release.status],
                len(everything) if organisations else 0,
                release.known,
                order,
            )
            if month not in best or worth > best[month][0]:
                best[month] = (worth, release)
    return {month: release for month, (_, release) in best.items()}


def answer(told: Telling, places: Places, asked: Question) -> list[dict[str, object]]:
    """Period by period: numerator, denominator, value, the interval, and why there is none."""
    whole = QUANTITIES[asked.standard]
    england = asked.place == "england"
    speaking = {
        month: release
        for month, release in speaks(told, whole, asked.basis, asked.as_of).items()
        if release.level == "organisation" or (england and not asked.cut)
    }
    if not speaking:
        return []
    return [
        _point(told, places, asked, label, months, speaking)
        for label, months in _periods(min(speaking), max(speaking), asked.period)
    ]


def _point(
    told: Telling,
    places: Places,
    asked: Question,
    label: str,
    months: list[date],
    speaking: Mapping[date, Release],
) -> dict[str, object]:
    empty = {"numerator": None, "denominator": None, "value": None, "lower": None, "upper": None}
    if not all(month in speaking for month in months):
        return {"period": label, **empty, "absence": "not_published"}
    mine = [n for month in months for n in _mine(told, places, asked, month, speaking[month])]
    if not mine:
        ends = (months[0], _last_day(months[-1]))
        if any(places.is_there(asked.place, day) for day in ends):
            return {"period": label, **empty, "numerator": 0.0, "denominator": 0.0, "absence": "no_activity"}
        return {"period": label, **empty, "absence": "no_place"}
    total = math.fsum(n.value for n in mine if n.quantity == QUANTITIES[asked.standard])
    within = math.fsum(n.value for n in mine if n.quantity == f"{QUANTITIES[asked.standard]}-within")
    if total == 0:
        return {"period": label, **empty, "numerator": within, "denominator": total, "absence": "no_activity"}
    lower, upper = wilson(within, total)
    found = {
        "numerator": within,
        "denominator": total,
        "value": within / total,
        "lower": lower,
        "upper": upper,
    }
    return {"period": label, **found, "absence": None}


def _mine(told: Telling, places: Places, asked: Question, month: date, release: Release) -> Iterator[Told]:
    wanted = (QUANTITIES[asked.standard], f"{QUANTITIES[asked.standard]}-within")
    for n in told.numbers:
        if (
            n.release == release.name
            and n.month == month
            and n.quantity in wanted
            and n.visibility in asked.visible
            and _cut_fits(n, dict(asked.cut), asked.standard)
            and places.counts(n.place, asked.place, month, following=asked.following)
        ):
            yield n


def _cut_fits(n: Told, cut: Mapping[str, str], standard: str) -> bool:
    """Equal where a cut is asked for; the whole elsewhere, but that 28-day cancers and routes come together."""
    for name, slug in zip(CUTS, n.cuts, strict=True):
        together = standard == "28" and cut and name in ("cancer", "route")
        if name in cut and slug != cut[name]:
            return False
        if name not in cut and (slug == "all") == bool(together):
            return False
    return True


def _periods(first: date, last: date, grain: str) -> Iterator[tuple[str, list[date]]]:
    """Labels and months of every period that the months from first to last touch."""
    seen: dict[str, list[date]] = {}
    month = first
    while month <= last:
        label, months = _period(month, grain)
        seen.setdefault(label, months)
        month = _after(month, 1)
    yield from seen.items()


def _period(month: date, grain: str) -> tuple[str, list[date]]:
    year = month.year if month.month >= 4 else month.year - 1
    april = date(year, 4, 1)
    quarter = (month.month - 1) // 3
    financial = f"FY{year}-{(year + 1) % 100:02d}"
    since_april = (month.month - 4) % 12
    return {
        "month": lambda: (f"{month:%Y-%m}", [month]),
        "quarter": lambda: (f"{month.year}-Q{quarter + 1}", _run(date(month.year, quarter * 3 + 1, 1), 3)),
        "year": lambda: (f"{month.year}", _run(date(month.year, 1, 1), 12)),
        "fy": lambda: (financial, _run(april, 12)),
        "fyq": lambda: (f"{financial}-Q{since_april // 3 + 1}", _run(_after(april, since_april // 3 * 3), 3)),
        "rolling12": lambda: (f"R12-{month:%Y-%m}", _run(_after(month, -11), 12)),
        "ytd": lambda: (f"YTD-{month:%Y-%m}", _run(april, since_april + 1)),
    }[grain]()


def _after(month: date, count: int) -> date:
    number = month.year * 12 + month.month - 1 + count
    return date(number // 12, number % 12 + 1, 1)


def _run(first: date, count: int) -> list[date]:
    return [_after(first, n) for n in range(count)]


def _last_day(month: date) -> date:
    return date.fromordinal(_after(month, 1).toordinal() - 1)


def wilson(within: float, total: float, z: float = 1.959963984540054) -> tuple[float, float]:
    """The 95% interval: both roots of the score equation, worked out term by term."""
    share = within / total
    middle = share + z * z / (2 * total)
    spread = z * math.sqrt(share * (1 - share) / total + z * z / (4 * total * total))
    return (middle - spread) / (1 + z * z / total), (middle + spread) / (1 + z * z / total)


def patients_to_standard(standard: float, within: float, total: float) -> float:
    """How many more patients would have had to be treated in time; less than nought where more were."""
    return standard * total - within


def fewest_gaps(needed: float, cells: Mapping[tuple[str, str], float]) -> list[tuple[str, str]]:
    """The cells to close, the largest first, until the alliance reaches the standard."""
    chosen: list[tuple[str, str]] = []
    closed = 0.0
    for cell, short in sorted(cells.items(), key=lambda item: (-item[1], item[0])):
        if closed >= needed or short <= 0:
            break
        chosen.append(cell)
        closed += short
    return chosen
