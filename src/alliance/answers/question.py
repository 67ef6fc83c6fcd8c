"""Turning what a person asks into what the store can sum, or refusing it with the reason."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date

from alliance.answers.desk import Desk
from alliance.errors import UnknownName, UsageError
from alliance.measures import Measure, Part, find_measure
from alliance.periods import GRAINS, Grain, parse_period
from alliance.places import UNKNOWN_COMMISSIONER, Place, PlaceKind
from alliance.sources import Blocks, cut_name, cut_slugs, find_sources
from alliance.store.precedence import Winner
from alliance.store.queries import FREE, Wanted

__all__ = ["BY_CUT", "BY_PLACE", "Question", "pose"]

BY_CUT = {
    "cancer": "cancer",
    "route": "route",
    "modality": "modality",
    "treatment-stage": "treatment_stage",
    "band": "band",
}
BY_PLACE = ("trust", "icb", "alliance", "region")
_COMMISSIONERS = (PlaceKind.ICB, PlaceKind.SUB_ICB, PlaceKind.HUB)
_EITHER = (PlaceKind.ENGLAND, PlaceKind.UNKNOWN)


@dataclass(frozen=True)
class Question:
    """A question that can be answered: the parts are checked against the measure, the book and the source."""

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
    won: tuple[Winner, ...]

    @property
    def counted(self) -> tuple[tuple[str, str], ...]:
        """The numerator's quantity and band, then the denominator's if there is one."""
        numerator = self.measure.numerator
        band = self.cut.get("band")
        if self.measure.denominator is None:
            return ((numerator.quantity, band or numerator.cut.get("band", ("all",))[0]),)
        whole = self.measure.denominator.quantity
        if band:
            return ((whole, band), (whole, "all"))
        return ((numerator.quantity, numerator.cut.get("band", ("all",))[0]), (whole, "all"))

    @property
    def blocks(self) -> Mapping[str, Blocks]:
        """Which cuts of what is counted stand together in each form of the source's files; empty if none does."""
        quantity = find_sources()[self.measure.source].ABOUT.quantity(self.counted[-1][0])
        return quantity.blocks if quantity else {}

    def speaks(self, winner: Winner, *, national: bool) -> bool:
        """Whether a release can answer: it is of the right level, and publishes the cut and every band counted."""
        entry = winner.entry
        if not (national or entry.level == "organisation") or self.wanted(entry.form) is None:
            return False
        return all(entry.has(quantity, "band", band) for quantity, band in self.counted)

    def wanted(self, form: str) -> Wanted | None:
        """What to sum in the files of one form; None where that form does not publish the cut."""
        fixed = {cut: slug for cut, slug in self.cut.items() if cut != "band"}
        needed = frozenset(fixed) | ({self.by_cut} if self.by_cut else set())
        blocks = self.blocks.get(form, ())
        fitting = sorted((b for b in blocks if needed <= b), key=lambda b: (len(b), sorted(b)))
        if not fitting:
            return None
        return Wanted(self.counted, fixed, self.by_cut, fitting[0] - needed)


def pose(
    desk: Desk,
    measure: str,
    place: str,
    *,
    cut: Mapping[str, str] | None = None,
    by: str | None = None,
    basis: str | None = None,
    period: str = "month",
    start: str | None = None,
    end: str | None = None,
    as_of: date | None = None,
    variant: str | None = None,
) -> Question:
    """Check a question's parts.

    Raises
    ------
    UnknownName
        The measure, a cut or its value is not known, or no loaded release speaks of the place.
    UsageError
        The parts do not go together: an alliance on commissioner basis, a cancer by treatment.
    """
    found = find_measure(measure, desk.measures)
    if found.source not in find_sources():
        raise UnknownName(
            f"The measure {found.id} counts what '{found.source}' publishes, and there is no such source.",
            "`alliance sources` lists those that there are.",
        )
    where = desk.place(place)
    on_basis = _basis(where, basis)
    cuts = _cuts(desk, found, cut or {})
    by_cut = BY_CUT.get(by) if by else None
    if by_cut and by_cut in cuts:
        raise UsageError(f"The answer cannot be both for one {by} and by {by}.", "Leave one of the two out.")
    if period not in GRAINS:
        raise UsageError(f"'{period}' is not a kind of period.", f"Write one of {', '.join(GRAINS)}.")
    if start and end and parse_period(start).start > parse_period(end).end:
        raise UsageError(f"{start} comes after {end}.", "Write the earlier period behind --from.")
    if variant not in (None, "none"):
        raise UsageError(f"{found.title} has no variant '{variant}'.", "Leave --variant out.")
    if "band" in cuts:
        found = _by_wait(found, cuts["band"])
    question = Question(
        found, where, on_basis, cuts, by_cut, period, start, end, as_of, "none", tuple(desk.won(found, on_basis, as_of))
    )  # fmt: skip
    _published_together(question)
    return question


def _by_wait(measure: Measure, band: str) -> Measure:
    """The share that waited so long, of the same patients: no standard speaks of it, and neither way is better."""
    whole = measure.denominator or measure.numerator
    if measure.numerator.cut.get("band"):
        raise UsageError(f"{measure.title} is one band of days waited already.", "Ask it without a band.")
    if measure.denominator is None:
        return measure
    means = f"patients recorded with a wait of {cut_name('band', band).lower()}"
    return replace(measure, numerator=Part(whole.quantity, means, {}), standards=(), better="neutral")


def _basis(place: Place, asked: str | None) -> str:
    pays = place.kind in _COMMISSIONERS or place.code == UNKNOWN_COMMISSIONER.code
    own = "commissioner" if pays else "provider"
    basis = asked or own
    if basis not in ("provider", "commissioner"):
        raise UsageError(f"'{basis}' is not a basis.", "Write provider or commissioner.")
    if place.kind is PlaceKind.SUB_ICB:
        raise UsageError(
            f"{place.name} is a part of an ICB, and these files do not divide an ICB.", "Ask for its ICB."
        )
    if basis == own or place.kind in _EITHER:
        return basis
    if place.kind is PlaceKind.ALLIANCE:
        raise UsageError(
            f"{place.name} has no commissioner figures: two ICBs lie in more than one alliance, and these "
            "files do not divide an ICB.",
            "Ask for provider figures, or for an ICB by its own code.",
        )
    raise UsageError(
        f"{place.name} has {own} figures only; provider and commissioner figures are never added or exchanged.",
        f"Ask with --basis {own}.",
    )


def _cuts(desk: Desk, measure: Measure, asked: Mapping[str, str]) -> dict[str, str]:
    """Each slug is one by which the measure's quantity is published, or that a loaded file has of it."""
    cuts = {}
    quantity = (measure.denominator or measure.numerator).quantity
    for name, slug in asked.items():
        if name not in (*FREE, "band"):
            raise UsageError(
                f"'{name}' is not a cut of this measure.", f"The cuts are {', '.join(FREE)}, band."
            )
        if slug == "all":
            continue
        met = {s for entry in desk.releases for s in entry.cuts.get(quantity, {}).get(name, ())}
        known = met | set(cut_slugs(name, quantity))
        if known and slug not in known:
            raise UnknownName(
                f"{measure.title}: there is no {name.replace('_', ' ')} '{slug}'.",
                f"Known are: {', '.join(sorted(known))}.",
            )
        cuts[name] = slug
    return cuts


def _published_together(question: Question) -> None:
    """Whether any file of the source could answer, loaded or not."""
    blocks = question.blocks
    if not blocks:
        raise UsageError(
            f"{question.measure.title}: no file publishes '{question.counted[-1][0]}'.",
            "Correct the measure's definition; `alliance sources --format json` lists the quantities.",
        )
    if not any(question.wanted(form) for form in blocks):
        asked = [*question.cut, *([question.by_cut] if question.by_cut else [])]
        raise UsageError(
            f"{question.measure.title} is not published by {' and '.join(asked)}{' together' * (len(asked) > 1)}.",
            "Ask for one of them at a time." if len(asked) > 1 else "Ask for the whole.",
        )
