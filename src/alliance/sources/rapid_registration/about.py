"""What rapid cancer registration counts: diagnoses and treatments soon after the event, always provisional."""

from __future__ import annotations

import re
from collections.abc import Iterator

from alliance.sources.release import About, Quantity

__all__ = ["ABOUT", "CUTS", "FORM", "PROPORTIONS", "metric_quantity"]

FORM = "rapid-registration-csv"
CUTS = ("sex", "age", "deprivation", "ethnicity", "tumour_stage", "route")
# Each metric under our name for it: what is counted, of whom (if it is a share of somebody), and what it may be called.
_METRICS = {
    "diagnoses": (
        "diagnoses of cancer",
        "",
        ("incidence", "diagnoses", "number of diagnoses", "cancer diagnoses"),
    ),
    "early-stage": (
        "diagnoses at stage 1 or 2",
        "diagnoses whose stage is known",
        ("early stage", "early-stage", "early stage proportion", "early-stage proportion"),
    ),
    "resection": (
        "patients whose tumour was removed by surgery",
        "patients diagnosed",
        ("surgical tumour resection", "tumour resection", "surgical tumour resection proportion"),
    ),
    "chemotherapy": ("patients given chemotherapy", "patients diagnosed", ("chemotherapy",)),
    "radiotherapy": ("patients given radiotherapy", "patients diagnosed", ("radiotherapy",)),
    "resection-procedures": (
        "operations that removed a tumour",
        "",
        ("surgical tumour resection procedures", "tumour resection procedures"),
    ),
}
_QUANTITY_OF = {label: f"rapid-{name}" for name, (_, _, labels) in _METRICS.items() for label in labels}
PROPORTIONS = frozenset(f"rapid-{name}" for name, (_, whole, _) in _METRICS.items() if whole)
"""The metrics that are a share of people: the months' denominators sum, and a numerator is never above its own."""
_BLOCKS = {
    FORM: (
        frozenset[str](),
        frozenset({"cancer"}),
        *(frozenset(block) for cut in CUTS for block in ({cut}, {cut, "cancer"})),
    )
}
# A detailed group lies inside its broad one, lung inside the respiratory cancers: they are never summed.
_APART = {FORM: frozenset({"cancer", *CUTS})}


def metric_quantity(metric: str) -> tuple[str, bool]:
    """The quantity of a metric, and whether we know it; a new one keeps its own words."""
    known = _QUANTITY_OF.get(" ".join(metric.split()).casefold())
    if known:
        return known, True
    return f"rapid-{re.sub(r'[^a-z0-9]+', '-', metric.casefold()).strip('-') or 'not-stated'}", False


def _quantities() -> Iterator[Quantity]:
    for name, (means, whole, _) in _METRICS.items():
        among = whole or "people among whom they are counted, where the file says"
        for span, time in (("", "in a month"), ("-12-months", "in twelve months")):
            yield Quantity(f"rapid-{name}{span}", "people", f"{means}, {time}", _BLOCKS, _APART)
            yield Quantity(f"rapid-{name}{span}-among", "people", f"{among}, {time}", _BLOCKS, _APART)


ABOUT = About(
    id="rapid-registration",
    title="Rapid cancer registration",
    publisher="NHS England, National Disease Registration Service",
    licence="Open Government Licence v3.0",
    url="https://digital.nhs.uk/ndrs/data/data-outputs/cancer-data-hub/rapid-cancer-registration-data-dashboards",
    cadence="monthly, three to four months after the month; every month is revised each time",
    forms={FORM: "CSV of diagnoses and treatments by place, month and group of cancers"},
    quantities=tuple(_quantities()),
    caveats=(
        "Registered quickly and not yet checked: always provisional, and never beside the full registry as one series.",
        "Single months are few patients: twelve months together are what the publisher advises to read.",
        "Lung stands by itself and inside the respiratory cancers; detailed groups lie inside broad ones.",
        "The layout was read from public code and not from a file: what does not fit is refused.",
    ),
    every_months=1,
    after_days=120,
)
