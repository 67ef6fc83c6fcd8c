"""How NHS England laid out its workbooks before October 2023, sheet by sheet, provider or commissioner."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

__all__ = ["ALWAYS", "FROM_APRIL_2021", "ONLY_HERE", "SHEETS", "SUMS", "EarlierSheet"]

_SEEN_BANDS = (
    ("WITHIN 14 DAYS", "0-14"),
    ("15 TO 16 DAYS", "15-16"),
    ("17 TO 21 DAYS", "17-21"),
    ("22 TO 28 DAYS", "22-28"),
    ("AFTER 28 DAYS", "over-28"),
)
_DAY31_BANDS = (
    ("WITHIN 31 DAYS", "0-31"),
    ("32 TO 38 DAYS", "32-38"),
    ("39 TO 48 DAYS", "39-48"),
    ("49 TO 62 DAYS", "49-62"),
    ("AFTER 62 DAYS", "over-62"),
)
_DAY62_BANDS = (
    *_DAY31_BANDS[:4],
    ("63 TO 76 DAYS", "63-76"),
    ("77 TO 90 DAYS", "77-90"),
    ("91 TO 104 DAYS", "91-104"),
    ("AFTER 104 DAYS", "over-104"),
)


@dataclass(frozen=True)
class EarlierSheet:
    """One sheet: which quantity it counts, in which cuts, and how it is headed.

    `heading` is the title of its label column, `cut` the cut of those labels (empty where they only repeat what the
    sheet is about), `only` the one slug that they may have. `fixed` are the cuts of the whole sheet. `care` is
    whether the sheet is divided into admitted, non-admitted and all care, of which the last is loaded. `bands` are
    the waits that some editions add, the first `bands_within` of them within the standard.
    """

    name: str
    quantity: str
    days: int
    heading: str
    bands: tuple[tuple[str, str], ...]
    bands_within: int
    cut: str = ""
    only: str = ""
    fixed: Mapping[str, str] = field(default_factory=dict)
    care: bool = True
    bands_hold: bool = True

    @property
    def counted(self) -> tuple[str, ...]:
        """The headings of the counts that every edition has; the last, of the percentage, may be empty."""
        verb = {14: "SEEN", 28: "TOLD"}.get(self.days, "TREATED")
        within = f"WITHIN {self.days} DAYS"
        return ("TOTAL", within, f"AFTER {self.days} DAYS", f"{verb} {within}")


def _seen(name: str, quantity: str, heading: str, cut: str = "", only: str = "") -> EarlierSheet:
    return EarlierSheet(name, quantity, 14, heading, _SEEN_BANDS, 1, cut, only, care=False)


def _day62(name: str, route: str, only: str = "all") -> EarlierSheet:
    fixed = {"route": route}
    return EarlierSheet(name, "treated-62-day", 62, "CANCER TYPE", _DAY62_BANDS, 4, "cancer", only, fixed)


def _first(name: str, only: str) -> EarlierSheet:
    fixed = {"treatment_stage": "first"}
    return EarlierSheet(name, "treated-31-day", 31, "CANCER TYPE", _DAY31_BANDS, 1, "cancer", only, fixed)


def _subsequent(kind: str, modality: str) -> EarlierSheet:
    name, fixed = f"31-DAY SUB TREAT ({kind})", {"treatment_stage": "subsequent"}
    return EarlierSheet(
        name, "treated-31-day", 31, "TREATMENT TYPE", _DAY31_BANDS, 1, "modality", modality, fixed
    )


_URGENT, _SYMPTOMS = "first-seen-urgent", "first-seen-breast-symptoms"
SHEETS: tuple[EarlierSheet, ...] = (
    _seen("TWO WEEK WAIT-ALL CANCER", _URGENT, "SUSPECTED TYPE OF CANCER", "cancer", "all"),
    _seen("TWO WEEK WAIT-BY CANCER", _URGENT, "SUSPECTED TYPE OF CANCER", "cancer"),
    _seen("TWO WEEK WAIT-BREAST SYMPTOMS", _SYMPTOMS, ""),
    _day62("62-DAY (ALL CANCER)", "urgent-suspected-cancer"),
    _day62("62-DAY (BY CANCER)", "urgent-suspected-cancer", ""),
    _day62("62-DAY (CONSULTANT UPGRADE)", "consultant-upgrade"),
    _day62("62-DAY (SCREENING)", "screening"),
    _first("31-DAY FIRST TREAT (ALL CANCER)", "all"),
    _first("31-DAY FIRST TREAT (BY CANCER)", ""),
    _subsequent("SURGERY", "surgery"),
    _subsequent("DRUGS", "anti-cancer-drug-regimen"),
    _subsequent("RADIOTHERAPY", "radiotherapy"),
    # England's long waits on this sheet contradict its own totals (2015/16, quarter 1): its waits are not loaded.
    EarlierSheet(
        *("31-DAY (RARER CANCERS)", "treated-rare-31-day", 31, "CANCER TYPE", _DAY62_BANDS, 1, "cancer"),
        bands_hold=False,
    ),
    EarlierSheet(
        *("28-DAY FDS (ALL ROUTES)", "faster-diagnosis", 28, "REFERRAL ROUTE", (), 0, "route", "all"),
        care=False,
    ),
)
FROM_APRIL_2021 = "28-DAY FDS (ALL ROUTES)"
_SOMETIMES = ("TWO WEEK WAIT-BY CANCER", "62-DAY (BY CANCER)", "31-DAY FIRST TREAT (BY CANCER)")
_NOT_ALWAYS = (*_SOMETIMES, "31-DAY (RARER CANCERS)", FROM_APRIL_2021)
ALWAYS: tuple[str, ...] = tuple(s.name for s in SHEETS if s.name not in _NOT_ALWAYS)
ONLY_HERE: tuple[str, ...] = tuple(
    s.name for s in SHEETS if s.name.startswith(("TWO WEEK", "31-DAY FIRST", "31-DAY SUB"))
)
"""Sheets that no workbook since October 2023 has: by any of them a workbook is known for an earlier one."""
SUMS: tuple[tuple[str, str], ...] = tuple(
    (name, name.replace("BY CANCER", "ALL CANCER")) for name in _SOMETIMES
)
"""Which sheet's cancers must sum to which sheet: (parts, whole)."""
