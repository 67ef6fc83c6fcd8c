"""What the cancer waiting times count, and which cuts of it stand together in which of their files."""

from __future__ import annotations

from alliance.sources.cancer_waiting_times import earlier, layout
from alliance.sources.cancer_waiting_times.forms import find_forms
from alliance.sources.release import About, Quantity

__all__ = ["ABOUT"]

_MEANS = {
    "faster-diagnosis": "people told that they have cancer, or that they do not",
    "faster-diagnosis-within": "people told within 28 days",
    "treated-31-day": "first and subsequent treatments for cancer",
    "treated-31-day-within": "treatments that started within 31 days of the decision to treat",
    "treated-62-day": "patients first treated after an urgent referral, screening or a consultant's upgrade; "
    "provider figures after breach sharing, so halves occur",
    "treated-62-day-within": "patients first treated within 62 days",
    "first-seen-urgent": "people seen after an urgent suspected cancer referral, by days waited",
    "first-seen-breast-symptoms": "people seen after an urgent referral for breast symptoms, by days waited",
}


def _quantities() -> tuple[Quantity, ...]:
    forms = find_forms()
    means = {**_MEANS}
    for form in forms.values():
        means |= getattr(form, "QUANTITIES", {})
    return tuple(
        Quantity(
            name,
            "people",
            meaning,
            {form: module.BLOCKS[name] for form, module in forms.items() if name in module.BLOCKS},
            {form: module.APART for form, module in forms.items() if hasattr(module, "APART")},
            _bands(name),
        )
        for name, meaning in means.items()
    )


def _bands(quantity: str) -> tuple[str, ...]:
    """The bands of days waited in which any layout has a quantity, in the layouts' order."""
    told = [band for sheet in layout.SHEETS if sheet.quantity == quantity for _, band in sheet.bands]
    for sheet in earlier.SHEETS:
        told += [band for _, band in sheet.bands if sheet.quantity == quantity and sheet.bands_hold]
    for form in find_forms().values():
        told += getattr(form, "BANDS", {}).get(quantity, ())
    return tuple(dict.fromkeys(told))


ABOUT = About(
    id="cancer-waiting-times",
    title="Cancer waiting times",
    publisher="NHS England",
    licence="Open Government Licence v3.0",
    url="https://www.england.nhs.uk/statistics/statistical-work-areas/cancer-waiting-times/",
    cadence="monthly, about six weeks after the month; provisional first, final half a year later",
    forms={name: form.MEANS for name, form in find_forms().items()},
    quantities=_quantities(),
    caveats=(
        "Provider and commissioner figures describe the same people in two ways and are never added.",
        "The counts are published as they are, small ones included; nothing is suppressed or rounded.",
        "Before October 2023 each route to 62 days, and each kind of treatment within 31, had a standard of its own: "
        "files of that time are asked by route, or by stage and treatment, and are never summed over them.",
    ),
    every_months=1,
    after_days=45,
)
