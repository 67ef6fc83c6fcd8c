"""Provider workbooks of before October 2023, a quarter or a month each, with cancers, waits and rarer cancers."""

from __future__ import annotations

from alliance.sources.cancer_waiting_times import before_october_2023 as earlier
from alliance.sources.cancer_waiting_times.forms import blocks
from alliance.sources.files import RawFile
from alliance.sources.release import Release

__all__ = ["APART", "BLOCKS", "FORM", "MEANS", "NEEDS", "QUANTITIES", "read", "recognise"]

FORM = "provider-workbook-to-2023"
MEANS = "provider workbook of the ten earlier standards, a quarter or a month, before October 2023"
NEEDS = f"{earlier.NEEDS} that is provider based."
APART = earlier.APART
QUANTITIES = {
    "treated-rare-31-day": "patients first treated for acute leukaemia, testicular or children's cancer after an "
    "urgent GP referral; they are counted among those of 62 days too",
    "treated-rare-31-day-within": "patients with one of these cancers who were treated within 31 days of referral",
}
_DAY31 = blocks(("treatment_stage",), ("treatment_stage", "modality"), ("treatment_stage", "cancer"))
_DAY62 = blocks(("route",), ("route", "cancer"))
BLOCKS = {
    "first-seen-urgent": blocks((), ("cancer",)),
    "first-seen-breast-symptoms": blocks(()),
    "treated-31-day": _DAY31,
    "treated-31-day-within": _DAY31,
    "treated-62-day": _DAY62,
    "treated-62-day-within": _DAY62,
    "treated-rare-31-day": blocks(("cancer",)),
    "treated-rare-31-day-within": blocks(("cancer",)),
    "faster-diagnosis": blocks(()),
    "faster-diagnosis-within": blocks(()),
}
read = earlier.read


def recognise(file: RawFile) -> Release | None:
    """Which quarter or month a provider workbook is; see `recognise_earlier`."""
    return earlier.recognise_earlier(file, FORM, "provider")
