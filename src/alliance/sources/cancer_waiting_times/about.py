"""What NHS England counts in its cancer waiting times statistics, and in which cuts."""

from __future__ import annotations

from alliance.sources.cancer_waiting_times.monthly import FORM as MONTHLY
from alliance.sources.cancer_waiting_times.national import FORM as NATIONAL
from alliance.sources.release import About, Quantity

__all__ = ["ABOUT"]


def _blocks(*cuts: tuple[str, ...]) -> tuple[frozenset[str], ...]:
    return tuple(frozenset(block) for block in cuts)


_NOTHING = _blocks(())
_TOLD = _blocks((), ("route", "cancer"))
_DAY31 = _blocks(
    (), ("treatment_stage",), ("cancer",), ("cancer", "treatment_stage"), ("modality",), ("modality", "treatment_stage")
)  # fmt: skip
_DAY62 = _blocks((), ("route",), ("cancer",), ("cancer", "route"), ("modality",), ("modality", "route"))


def _pair(
    name: str, all_mean: str, within_mean: str, blocks: tuple[frozenset[str], ...]
) -> tuple[Quantity, ...]:
    by_form = {MONTHLY: blocks, NATIONAL: _NOTHING}
    return (
        Quantity(name, "people", all_mean, by_form),
        Quantity(f"{name}-within", "people", within_mean, by_form),
    )


ABOUT = About(
    id="cancer-waiting-times",
    title="Cancer waiting times",
    publisher="NHS England",
    licence="Open Government Licence v3.0",
    url="https://www.england.nhs.uk/statistics/statistical-work-areas/cancer-waiting-times/",
    cadence="monthly, about six weeks after the month; provisional first, final half a year later",
    forms={
        MONTHLY: "monthly workbook, provider or commissioner, eleven sheets, October 2023 on",
        NATIONAL: "national time series, England, April 2021 on",
    },
    quantities=(
        *_pair(
            "faster-diagnosis",
            "people told that they have cancer, or that they do not",
            "people told within 28 days",
            _TOLD,
        ),
        *_pair(
            "treated-31-day",
            "first and subsequent treatments for cancer",
            "treatments that started within 31 days of the decision to treat",
            _DAY31,
        ),
        *_pair(
            "treated-62-day",
            "patients first treated after an urgent referral, screening or a consultant's upgrade; "
            "provider figures after breach sharing, so halves occur",
            "patients first treated within 62 days",
            _DAY62,
        ),
        Quantity(
            "first-seen-urgent",
            "people",
            "people seen after an urgent suspected cancer referral, by days waited",
            {MONTHLY: _blocks(("cancer",)), NATIONAL: _NOTHING},
        ),
        Quantity(
            "first-seen-breast-symptoms",
            "people",
            "people seen after an urgent referral for breast symptoms, by days waited",
            {MONTHLY: _NOTHING, NATIONAL: _NOTHING},
        ),
    ),
    caveats=(
        "Provider and commissioner figures describe the same people in two ways and are never added.",
        "The counts are published as they are, small ones included; nothing is suppressed or rounded.",
    ),
)
