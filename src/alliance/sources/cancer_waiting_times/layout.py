"""How NHS England lays out its monthly workbooks since October 2023, sheet by sheet."""

from __future__ import annotations

from dataclasses import dataclass

__all__ = ["FRONT", "HEADER_ROW", "SHEETS", "Sheet"]

FRONT = "Frontpage"
HEADER_ROW = 9  # as a spreadsheet counts; data start in the next row

_FDS_BANDS = (
    ("WITHIN 14 DAYS", "0-14"),
    ("IN 15 TO 28 DAYS", "15-28"),
    ("IN 29 TO 42 DAYS", "29-42"),
    ("IN 43 TO 62 DAYS", "43-62"),
    ("AFTER 62 DAYS", "over-62"),
)
_DAY31_BANDS = (
    ("WITHIN 31 DAYS", "0-31"),
    ("IN 32 TO 38 DAYS", "32-38"),
    ("IN 39 TO 48 DAYS", "39-48"),
    ("IN 49 TO 62 DAYS", "49-62"),
    ("AFTER 62 DAYS", "over-62"),
)
_DAY62_BANDS = (
    *_DAY31_BANDS[:4],
    ("IN 63 TO 76 DAYS", "63-76"),
    ("IN 77 TO 90 DAYS", "77-90"),
    ("IN 91 TO 104 DAYS", "91-104"),
    ("AFTER 104 DAYS", "over-104"),
)
_SEEN_BANDS = (
    ("WITHIN 14 DAYS", "0-14"),
    ("IN 15 TO 16 DAYS", "15-16"),
    ("IN 17 TO 21 DAYS", "17-21"),
    ("IN 22 TO 28 DAYS", "22-28"),
    ("AFTER 28 DAYS", "over-28"),
)


@dataclass(frozen=True)
class Sheet:
    """One sheet: which quantity it counts and in which cuts.

    `labels` are the header and the cut of each label column, from column D on. `bands_within` is how many of the
    wait bands make up `within`; 0 where the sheet has no within and after.
    """

    name: str
    quantity: str
    labels: tuple[tuple[str, str], ...]
    bands: tuple[tuple[str, str], ...]
    within: str = ""
    told: str = ""
    bands_within: int = 0

    @property
    def cuts(self) -> tuple[str, ...]:
        return tuple(cut for _, cut in self.labels if cut)

    @property
    def header(self) -> tuple[str, ...]:
        """The header row from column D on, without footnote marks."""
        days = self.within.removeprefix("WITHIN ")
        pair = (self.within, f"AFTER {days}", f"{self.told} WITHIN {days}", "") if self.within else ()
        return (*(title for title, _ in self.labels), "TOTAL", *pair, *(title for title, _ in self.bands))


def _told(name: str, *labels: tuple[str, str]) -> Sheet:
    return Sheet(name, "faster-diagnosis", labels, _FDS_BANDS, "WITHIN 28 DAYS", "TOLD", 2)


def _day31(name: str, *labels: tuple[str, str]) -> Sheet:
    stage = ("TREATMENT STAGE", "treatment_stage")
    return Sheet(name, "treated-31-day", (stage, *labels), _DAY31_BANDS, "WITHIN 31 DAYS", "TREATED", 1)


def _day62(name: str, *labels: tuple[str, str]) -> Sheet:
    route = ("REFERRAL ROUTE", "route")
    return Sheet(name, "treated-62-day", (route, *labels), _DAY62_BANDS, "WITHIN 62 DAYS", "TREATED", 4)


_ROUTE = ("REFERRAL ROUTE", "route")
_CANCER = ("CANCER TYPE", "cancer")
_MODALITY = ("TREATMENT MODALITY", "modality")

SHEETS: tuple[Sheet, ...] = (
    _told("28-DAY FDS (ALL ROUTES)", _ROUTE),
    _told("28-DAY FDS (BY ROUTE)", _ROUTE, ("SUSPECTED CANCER OR BREAST SYMPTOMATIC", "cancer")),
    _day31("31-DAY (ALL CANCER)", _CANCER),
    _day31("31-DAY (BY CANCER)", _CANCER),
    _day31("31-DAY (BY TREATMENT MODALITY)", _MODALITY),
    _day62("62-DAY (ALL CANCER)", _CANCER),
    _day62("62-DAY (BY CANCER)", _CANCER),
    _day62("62-DAY (BY TREATMENT MODALITY)", _MODALITY),
    Sheet("USC referral to FOA", "first-seen-urgent", (("SUSPECTED TYPE OF CANCER", "cancer"),), _SEEN_BANDS),
    # Its one label says again what the sheet is about: it is not a cut.
    Sheet("UBS referral to FHA", "first-seen-breast-symptoms", (("REFERRAL REASON", ""),), _SEEN_BANDS),
)
