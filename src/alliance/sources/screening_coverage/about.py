"""What the screening export counts, programme by programme."""

from __future__ import annotations

from collections.abc import Iterator

from alliance.sources.release import About, Quantity

__all__ = ["ABOUT", "FORM", "PROGRAMMES"]

FORM = "screening-export"
PROGRAMMES = ("breast", "bowel", "cervical")
_BLOCKS = {FORM: (frozenset[str](), frozenset({"age"}))}
_APART = {FORM: frozenset({"age"})}
_WHO = {
    "coverage": "people eligible for {} screening",
    "uptake": "people invited to {} screening",
}


def _quantities() -> Iterator[Quantity]:
    for programme in PROGRAMMES:
        for kind, who in _WHO.items():
            name, people = f"screening-{kind}-{programme}", who.format(programme)
            yield Quantity(name, "people", people, _BLOCKS, _APART)
            yield Quantity(
                f"{name}-screened", "people", f"{people} who were screened in time", _BLOCKS, _APART
            )
            for level in ("acceptable", "achievable"):
                means = f"the {level} threshold, of {people}, that the file states beside the figure"
                yield Quantity(f"{name}-{level}", "percent", means, _BLOCKS, _APART)


ABOUT = About(
    id="screening-coverage",
    title="Cancer screening coverage",
    publisher="NHS England, screening",
    licence="Not stated in the file: an export for NHS users, to be checked before it is shown in public",
    url="https://future.nhs.uk/",
    cadence="monthly, exported by hand",
    forms={FORM: "tab-separated export in UTF-16, by region, programme and month"},
    quantities=tuple(_quantities()),
    caveats=(
        "Coverage is of those who are eligible, uptake of those who were invited: the two are kept apart.",
        "The file has regions; England is their sum, and is given only where all seven are there.",
        "The layout was read from public code and not from a file: what does not fit is refused.",
    ),
    every_months=1,
    visibility="partners",
)
