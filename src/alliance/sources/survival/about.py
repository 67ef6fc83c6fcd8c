"""What the survival statistics estimate: published figures, carried with their intervals and never recomputed.

A standardised estimate and one that is not are different quantities (`net-survival-1-year`,
`net-survival-1-year-unstandardised`), not variants of one: nobody can read the one for the other by leaving an
option out.
"""

from __future__ import annotations

from collections.abc import Iterator

from alliance.sources.release import About, Quantity

__all__ = ["ABOUT", "ADULT", "INDEX", "YEARS", "quantity_name"]

ADULT, INDEX = "adult-net-survival", "survival-index"
YEARS = (1, 2, 3, 4, 5, 10)
"""Years since diagnosis for which estimates have been published."""
_CUTS = frozenset({"cancer", "sex", "age"})
_KINDS = (
    ("net-survival", ADULT, "of adults with this cancer alive, had cancer been the only cause of death"),
    ("overall-survival", ADULT, "of adults with this cancer alive, whatever they died of"),
    (
        "survival-index",
        INDEX,
        "of adults with cancer alive, had cancer been the only cause of death: the index",
    ),
)
_BLOCKS = {
    ADULT: (frozenset({"cancer"}), frozenset({"cancer", "sex"})),
    INDEX: tuple(
        frozenset(b) for b in ((), ("sex",), ("age",), ("cancer",), ("cancer", "sex"), ("cancer", "age"))
    ),
}


def quantity_name(kind: str, years: int, standardised: bool) -> str:
    """The quantity of an estimate: `survival-index-5-year`, or `…-unstandardised`."""
    return f"{kind}-{years}-year{'' if standardised else '-unstandardised'}"


def _quantities() -> Iterator[Quantity]:
    for kind, form, meaning in _KINDS:
        for years in YEARS:
            for standardised in (True, False):
                name = quantity_name(kind, years, standardised)
                how = "as if every place had the same mix of patients" if standardised else "as they are"
                after = f"{years} year{'s' * (years > 1)} after diagnosis"
                blocks, apart = {form: _BLOCKS[form]}, {form: _CUTS}
                yield Quantity(name, "percent", f"the share {meaning}, {after}, {how}", blocks, apart)
                yield Quantity(f"{name}-patients", "people", f"patients behind it, {after}", blocks, apart)


ABOUT = About(
    id="survival",
    title="Cancer survival",
    publisher="NHS England, National Disease Registration Service",
    licence="Open Government Licence v3.0",
    url="https://digital.nhs.uk/data-and-information/publications/statistical/cancer-survival-in-england",
    cadence="yearly",
    forms={
        ADULT: "adult net survival by place, sheet 'Table 4', one run of years of diagnosis",
        INDEX: "the index of cancer survival by place, sheet 'Table 5', year by year",
    },
    quantities=tuple(_quantities()),
    caveats=(
        "Estimates are carried as they were published, with their intervals; they are never summed or averaged.",
        "The index and net survival by cancer are made by different methods: the one is not part of the other.",
        "Net survival can be above 100 %: the patients then lived longer than other people of their age.",
        "The layouts were read from public code and not from a file: what does not fit is refused.",
    ),
    every_months=12,
)
