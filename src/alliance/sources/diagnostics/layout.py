"""How NHS England lays out its monthly diagnostics files (DM01): two sheets, one row a provider, or provider and test.

The cuts that an observation can have know no test, so each test is a quantity of its own, beside the one of all tests.
"""

from __future__ import annotations

from collections.abc import Iterator

from alliance.sources.release import Quantity

__all__ = [
    "ALL",
    "BANDS",
    "BY_PROVIDER",
    "BY_TEST",
    "CODE",
    "COUNTS",
    "EVERY_TEST",
    "NAME",
    "SHARE",
    "SIX",
    "TEST",
    "TESTS",
    "THIRTEEN",
    "WAITING",
    "quantities",
    "slug_of_test",
]

BY_PROVIDER, BY_TEST = "Provider", "Provider by Test"
CODE, NAME, TEST = "Provider Code", "Provider Name", "Diagnostic Test Name"
WAITING, SIX, THIRTEEN = "Total Waiting List", "Number waiting 6+ Weeks", "Number waiting 13+ Weeks"
SHARE = "Percentage waiting 6+ weeks"
ALL, EVERY_TEST = "Total", "diagnostic-test"

BANDS: dict[str, str] = {
    **{f"{weeks:02d} <{weeks + 1:02d} weeks": f"{weeks}-{weeks + 1}-weeks" for weeks in range(1, 13)},
    "13+ weeks": "from-13-weeks",
}
BANDS = {"0 <01 weeks": "0-1-weeks", **BANDS}
"""Weeks waited, column by column, and the slug of each band: "05 <06 weeks" is five weeks and not yet six."""

_WAITING = "waiting-{}"
COUNTS: dict[str, tuple[str, str, str]] = {
    WAITING: (_WAITING, "all", "people waiting for {} at the end of the month"),
    SIX: ("waiting-{}-6-weeks", "all", "people who had waited six weeks or more for {} at the end of the month"),
    THIRTEEN: ("waiting-{}-13-weeks", "all", "people who had waited 13 weeks or more for {} at the end of the month"),
    **{title: (_WAITING, band, "") for title, band in BANDS.items()},
    "Planned tests / procedures": ("done-{}-planned", "all", "times that {} was done, as planned before, in a month"),
    "Unscheduled tests / procedures": ("done-{}-unscheduled", "all", "times that {} was done, unscheduled, in a month"),
    "Waiting list tests / procedures (excluding planned)": (
        "done-{}-from-waiting-list", "all", "times that {} was done, for people on the waiting list, in a month"
    ),
}  # fmt: skip
"""Each column's quantity and band, and what it means, for a test to be named in it."""

TESTS: dict[str, tuple[str, str]] = {
    "Magnetic Resonance Imaging": ("mri", "an MRI scan"),
    "Computed Tomography": ("ct", "a CT scan"),
    "Non-obstetric Ultrasound": ("ultrasound", "an ultrasound scan (other than in pregnancy)"),
    "Barium Enema": ("barium-enema", "a barium enema"),
    "DEXA Scan": ("dexa", "a DEXA scan of bone density"),
    "Audiology - Audiology Assessments": ("audiology", "a hearing assessment"),
    "Cardiology - Echocardiography": ("echocardiography", "an echocardiogram"),
    "Cardiology - Electrophysiology": ("electrophysiology", "cardiac electrophysiology"),
    "Neurophysiology - Peripheral Neurophysiology": ("peripheral-neurophysiology", "a peripheral nerve test"),
    "Respiratory physiology - Sleep Studies": ("sleep-studies", "a sleep study"),
    "Urodynamics - Pressures & Flows": ("urodynamics", "urodynamic pressures and flows"),
    "Colonoscopy": ("colonoscopy", "a colonoscopy"),
    "Flexi Sigmoidoscopy": ("flexible-sigmoidoscopy", "a flexible sigmoidoscopy"),
    "Cystoscopy": ("cystoscopy", "a cystoscopy"),
    "Gastroscopy": ("gastroscopy", "a gastroscopy"),
}


def slug_of_test(title: str) -> tuple[str, bool]:
    """The slug of a test's name, and whether the name is known; a new test is kept under its own words."""
    if title in TESTS:
        return TESTS[title][0], True
    words = "".join(
        letter if letter.isalnum() and letter.isascii() else " " for letter in title.lower()
    ).split()
    return "-".join(words) or "not-stated", False


def quantities(form: str) -> Iterator[Quantity]:
    """What is counted of all tests together, and of each test."""
    for slug, words in ((EVERY_TEST, "any of the 15 diagnostic tests"), *TESTS.values()):
        for pattern, band, means in COUNTS.values():
            if band == "all":
                unit = "people" if pattern.startswith("waiting") else "tests"
                bands = tuple(BANDS.values()) if pattern == _WAITING else ()
                yield Quantity(
                    pattern.format(slug), unit, means.format(words), {form: (frozenset(),)}, bands=bands
                )
