"""Commissioner workbooks of before October 2023, a month each: CCGs until June 2022, ICBs from July 2022."""

from __future__ import annotations

from alliance.sources.cancer_waiting_times import before_october_2023 as earlier
from alliance.sources.cancer_waiting_times.forms import blocks
from alliance.sources.files import RawFile
from alliance.sources.release import Release

__all__ = ["APART", "BLOCKS", "FORM", "MEANS", "NEEDS", "read", "recognise"]

FORM = "commissioner-workbook-to-2023"
MEANS = "commissioner workbook of the ten earlier standards, a month, before October 2023"
NEEDS = f"{earlier.NEEDS} that is commissioner based."
APART = earlier.APART
_DAY31 = blocks(("treatment_stage",), ("treatment_stage", "modality"))
BLOCKS = {
    "first-seen-urgent": blocks(()),
    "first-seen-breast-symptoms": blocks(()),
    "treated-31-day": _DAY31,
    "treated-31-day-within": _DAY31,
    "treated-62-day": blocks(("route",)),
    "treated-62-day-within": blocks(("route",)),
    "faster-diagnosis": blocks(()),
    "faster-diagnosis-within": blocks(()),
}
read = earlier.read


def recognise(file: RawFile) -> Release | None:
    """Which month a commissioner workbook is; see `recognise_earlier`."""
    return earlier.recognise_earlier(file, FORM, "commissioner")
