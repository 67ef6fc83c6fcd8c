"""What a person asks, as far as it can be answered: what is counted, in which releases, with which cuts."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from functools import cached_property

from alliance.answers.desk import Desk
from alliance.measures import Measure
from alliance.periods import Grain
from alliance.places import Place, PlaceKind
from alliance.sources import Blocks, Quantity, find_sources
from alliance.store.manifest import Entry
from alliance.store.precedence import Span, Winner
from alliance.store.queries import Counted, Wanted, spoken

__all__ = ["BY_CUT", "BY_PLACE", "Question"]

BY_CUT = {
    "cancer": "cancer",
    "route": "route",
    "modality": "modality",
    "treatment-stage": "treatment_stage",
    "tumour-stage": "tumour_stage",
    "band": "band",
    "sex": "sex",
    "age": "age",
    "deprivation": "deprivation",
    "ethnicity": "ethnicity",
}
BY_PLACE = ("trust", "icb", "alliance", "region")
OWN_ROWS = ("resident", "none")  # bases on which a publisher gives each area's figure itself


@dataclass(frozen=True)
class Question:
    """A question that can be answered: the parts are checked against the measure, the book and the source."""

    desk: Desk = field(repr=False)
    measure: Measure
    place: Place
    basis: str
    cut: Mapping[str, str]
    by_cut: str | None
    grain: Grain
    start: str | None
    end: str | None
    as_of: date | None
    variant: str
    following: bool = True  # a place's series begins with those of the places that it wholly took over
    _spoken: dict[tuple[str, str], set[Span]] = field(default_factory=dict, repr=False, compare=False)

    @cached_property
    def counted(self) -> tuple[Counted, ...]:
        """The numerator, then the denominator if there is one. A publisher's own estimate counts the same way."""
        numerator, denominator = self.measure.numerator, self.measure.denominator
        halves = [Counted(numerator.quantity, tuple(sorted(numerator.cut.items())))]
        if denominator is not None:
            halves.append(Counted(denominator.quantity, tuple(sorted(denominator.cut.items()))))
        return tuple(halves)

    @cached_property
    def own(self) -> frozenset[str]:
        """The cuts that the measure itself names, in either half."""
        return frozenset(cut for half in self.counted for cut, _ in half.cut)

    @property
    def blocks(self) -> Mapping[str, Blocks]:
        """Which cuts of what is counted stand together in each form of the source's files; empty if none does."""
        return self.quantity.blocks if self.quantity else {}

    @property
    def carried(self) -> bool:
        """Whether the figures are their publisher's own estimates: shown as they are, never summed."""
        return self.measure.kind == "published"

    @property
    def own_rows(self) -> bool:
        """Whether each place's figure is the publisher's own row for it, not a sum over partners."""
        return self.carried or self.basis in OWN_ROWS

    @property
    def covers_england(self) -> bool:
        """Whether the organisations of the source's files are all that there are in England."""
        return find_sources()[self.measure.source].ABOUT.everywhere

    @property
    def by_areas(self) -> bool:
        """Whether only files that divide ICBs can answer: a part of an ICB, or an alliance by who pays."""
        pays_by_area = self.place.kind is PlaceKind.ALLIANCE and self.basis == "commissioner"
        return pays_by_area or (self.place.kind is PlaceKind.SUB_ICB and not self.own_rows)

    @cached_property
    def fixed(self) -> dict[str, str]:
        """The cuts of which one slug was asked for, those aside that the measure itself names."""
        return {cut: slug for cut, slug in self.cut.items() if cut not in self.own}

    @cached_property
    def quantity(self) -> Quantity | None:
        """What the source says of the quantity that is counted, or counted out of."""
        return find_sources()[self.measure.source].ABOUT.quantity(self.counted[-1].quantity)

    def apart(self, form: str) -> frozenset[str]:
        """The cuts that are never summed away in the files of one form."""
        return self.quantity.apart.get(form, frozenset()) if self.quantity else frozenset()

    def wanted(self, form: str) -> Wanted | None:
        """What to sum in the files of one form; None where that form does not publish the cut."""
        asked = frozenset(self.fixed) | ({self.by_cut} if self.by_cut else set())
        needed = asked | (self.own - {"band"})
        apart = self.apart(form)
        fitting = [
            block
            for block in self.blocks.get(form, ())
            if needed <= block and not (block - needed) & apart and not (self.carried and block - needed)
        ]
        if not fitting:
            return None
        smallest = min(fitting, key=lambda block: (len(block), sorted(block)))
        return Wanted(self.counted, self.fixed, self.by_cut, smallest - needed, self.variant)

    def speaks(self, entry: Entry, *, national: bool) -> bool:
        """Whether a release can answer: it is of the right level, and publishes the cut and every part counted."""
        levels = ("organisation", *(("national",) if national else ()))
        if (
            not (entry.by_areas if self.by_areas else entry.level in levels)
            or self.wanted(entry.form) is None
        ):
            return False
        return all(
            entry.has(half.quantity, cut, slug)
            for half in self.counted
            for cut, slugs in half.cut
            for slug in slugs
        )

    def won(self, *, national: bool) -> list[Winner]:
        """The release that speaks for each period, among those that publish what is asked."""
        shape = (self.counted, frozenset(self.fixed), self.by_cut, self.carried, self.by_areas, national)
        return self.desk.winners(
            self.measure.source,
            self.counted[0 if self.carried else -1].quantity,  # an estimate may stand without its people
            self.basis,
            self.as_of,
            lambda entry: self.speaks(entry, national=national),
            shape,
            several=not self.covers_england,
        )

    def spoken(self, won: Sequence[Winner]) -> set[Span]:
        """The periods for which releases have any row of what is asked, asked once for each form."""
        found: set[Span] = set()
        for form, basis in dict.fromkeys((w.entry.form, w.coverage.basis) for w in won):
            key = (form, basis)
            if key not in self._spoken:
                wanted = self.wanted(form)
                mine = [
                    w for w in self.won(national=self.everywhere) if (w.entry.form, w.coverage.basis) == key
                ]
                self._spoken[key] = (
                    spoken(self.desk.engine, wanted, mine, self.desk.seen) if wanted else set()
                )
            found |= self._spoken[key]
        return found

    @property
    def everywhere(self) -> bool:
        """Whether the question is about England, for which a national series may speak too."""
        return self.place.kind is PlaceKind.ENGLAND
