"""What Fingertips says of cancer and of what leads to it: indicators that their publisher computed."""

from __future__ import annotations

from collections.abc import Iterator

from alliance.sources.release import About, Quantity

__all__ = ["ABOUT", "FORM", "INDICATORS", "WHOLE_AGES"]

FORM = "fingertips-csv"
# Meaning and unit in our words where public code or a public list confirms them; '' where nothing that we could
# read does: the file's own name of the indicator then says what it is.
INDICATORS: dict[str, tuple[str, str]] = {
    "276": ("", ""),
    "91280": ("people aged 15 or over whom their general practice has recorded as smokers", "percent"),
    "91337": ("", ""),
    "91355": ("", ""),
    "91357": ("", ""),
    "91845": ("", ""),
    "92588": ("adults whom their general practice has recorded as living with obesity", "percent"),
    "93275": ("", ""),
    "93553": ("deprivation score of an area, Index of Multiple Deprivation 2019", "score"),
    "93764": (
        "admissions to hospital for conditions related to alcohol, narrow definition, age-standardised",
        "per 100,000 people",
    ),
}
WHOLE_AGES = {"91280": ("15+ yrs",), "92588": ("18+ yrs",)}
"""The ages that are the whole of an indicator by its definition; elsewhere `All ages` is."""
_CUTS = ("sex", "age", "deprivation")
_BLOCKS = {FORM: tuple(frozenset(block) for block in ((), *((cut,) for cut in _CUTS), ("sex", "age")))}
_APART = {FORM: frozenset(_CUTS)}


def _quantities() -> Iterator[Quantity]:
    for indicator, (meaning, unit) in INDICATORS.items():
        name = f"fingertips-{indicator}"
        means = meaning or f"indicator {indicator}, as the file names it"
        yield Quantity(name, unit or "as the file's own name of it says", means, _BLOCKS, _APART)
        yield Quantity(f"{name}-count", "people or events", f"the numerator of: {means}", _BLOCKS, _APART)
        yield Quantity(f"{name}-denominator", "people", f"the denominator of: {means}", _BLOCKS, _APART)


ABOUT = About(
    id="fingertips",
    title="Fingertips public health profiles",
    publisher="Office for Health Improvement and Disparities",
    licence="Open Government Licence v3.0",
    url="https://fingertips.phe.org.uk/",
    cadence="yearly, each indicator on its own date",
    forms={FORM: "CSV of one or more indicators by area, period, sex and age"},
    quantities=tuple(_quantities()),
    caveats=(
        "Values and their 95 % intervals are carried as they were published, and never recomputed or summed.",
        "A general practice, a region of the statistics and a local authority are areas that the book of places "
        "does not know: they keep their own codes.",
        "An indicator's definition can change while its number stays: read the publisher's own notes.",
    ),
    every_months=12,
)
