"""The layout of the published monthly workbooks: sheets, headings, parts and columns, as readers know it."""

from __future__ import annotations

from dataclasses import dataclass

from alliance.demo.casemix import CANCERS, MODALITIES, PATHWAYS

__all__ = ["BASES", "SHEETS", "Basis", "Part", "Sheet"]


@dataclass(frozen=True)
class Basis:
    """Provider or commissioner: what its workbooks call themselves and their organisations."""

    key: str
    word: str
    column: str
    national: str


BASES = {
    "provider": Basis("provider", "Provider", "ACCOUNTABLE PROVIDER", "ALL ENGLISH PROVIDERS"),
    "commissioner": Basis(
        "commissioner",
        "Commissioner",
        "INTEGRATED CARE BOARD (ICB)/COMMISSIONING HUB",
        "ALL ENGLISH COMMISSIONERS",
    ),
}


@dataclass(frozen=True)
class Part:
    """One stacked block: its heading, its position on the table's first cut (None: all), its label."""

    heading: str
    position: int | None
    label: str


@dataclass(frozen=True)
class Sheet:
    """One sheet; `rows` are the labels of each row and the positions on the table's last two cuts it sums."""

    name: str
    title: str
    standard: str
    cut_columns: tuple[str, ...]
    parts: tuple[Part, ...]
    rows: tuple[tuple[tuple[str, ...], tuple[slice | int, slice | int]], ...]
    counted: str
    within: tuple[str, str, str] | None
    bands: tuple[str, ...]


Rows = tuple[tuple[tuple[str, ...], tuple[slice | int, slice | int]], ...]
_ALL = slice(None)
_ONE = (Part("", None, ""),)
_STAGES = (
    Part("PART A: ALL STAGES", None, "ALL STAGES"),
    Part("PART B: FIRST TREATMENTS", 0, "First Treatment"),
    Part("PART C: SUBSEQUENT TREATMENTS", 1, "Subsequent Treatment"),
)
_ROUTES = (
    Part("PART A: ALL ROUTES", None, "ALL ROUTES"),
    Part("PART B: URGENT SUSPECTED CANCER", 0, "Urgent Suspected Cancer"),
    Part("PART C: BREAST SYMPTOMATIC", 1, "Breast Symptomatic"),
    Part("PART D: URGENT SCREENING", 2, "Screening"),
    Part("PART E: CONSULTANT UPGRADE", 3, "Consultant Upgrade"),
)
_EVERY_CANCER: Rows = ((("ALL CANCERS",), (_ALL, _ALL)),)
_BY_CANCER: Rows = tuple(((cancer.label,), (i, _ALL)) for i, cancer in enumerate(CANCERS))
_BY_MODALITY: Rows = tuple(((label,), (_ALL, i)) for i, label in enumerate(MODALITIES))
_EVERY_ROUTE: Rows = ((("ALL ROUTES",), (_ALL, _ALL)),)
_BY_PATHWAY: Rows = tuple(((p.route, p.label), (i, _ALL)) for i, p in enumerate(PATHWAYS))
_URGENT: Rows = tuple(((p.label,), (i, _ALL)) for i, p in enumerate(PATHWAYS) if p.route.startswith("URGENT"))
_SYMPTOMS: Rows = tuple(
    ((p.label,), (i, _ALL)) for i, p in enumerate(PATHWAYS) if p.route.startswith("BREAST")
)

_TOLD = "NUMBER OF PEOPLE TOLD CANCER DIAGNOSIS OUTCOME"
_TREATED = "NUMBER OF PEOPLE RECEIVING TREATMENT FOR CANCER"
_SEEN = "NUMBER OF PATIENTS SEEN BY A SPECIALIST"
_WITHIN_28 = ("WITHIN 28 DAYS", "AFTER 28 DAYS", "TOLD WITHIN 28 DAYS")
_WITHIN_31 = ("WITHIN 31 DAYS", "AFTER 31 DAYS", "TREATED WITHIN 31 DAYS")
_WITHIN_62 = ("WITHIN 62 DAYS", "AFTER 62 DAYS", "TREATED WITHIN 62 DAYS")
_BANDS_28 = ("WITHIN 14 DAYS", "IN 15 TO 28 DAYS", "IN 29 TO 42 DAYS", "IN 43 TO 62 DAYS", "AFTER 62 DAYS")
# The publisher's own way to have two columns of one name: the second ends with a space.
_BANDS_31 = ("WITHIN 31 DAYS ", "IN 32 TO 38 DAYS", "IN 39 TO 48 DAYS", "IN 49 TO 62 DAYS", "AFTER 62 DAYS")
_TO_62 = ("WITHIN 31 DAYS", "IN 32 TO 38 DAYS", "IN 39 TO 48 DAYS", "IN 49 TO 62 DAYS")
_BANDS_62 = (*_TO_62, "IN 63 TO 76 DAYS", "IN 77 TO 90 DAYS", "IN 91 TO 104 DAYS", "AFTER 104 DAYS")
_BANDS_SEEN = ("WITHIN 14 DAYS", "IN 15 TO 16 DAYS", "IN 17 TO 21 DAYS", "IN 22 TO 28 DAYS", "AFTER 28 DAYS")

_SUSPECTED = "SUSPECTED CANCER OR BREAST SYMPTOMATIC (2)"
_CANCER, _CANCERS, _MODALITY = "CANCER TYPE", "CANCER TYPE (3)", "TREATMENT MODALITY (4)"
_ROUTE, _STAGE = "REFERRAL ROUTE", "TREATMENT STAGE"
_TYPE, _REASON = "SUSPECTED TYPE OF CANCER", "REFERRAL REASON"


def _told(name: str, title: str, columns: tuple[str, ...], rows: Rows) -> Sheet:
    return Sheet(name, title, "fds", columns, _ONE, rows, _TOLD, _WITHIN_28, _BANDS_28)


def _in_31(name: str, title: str, column: str, rows: Rows) -> Sheet:
    return Sheet(name, title, "31", (_STAGE, column), _STAGES, rows, _TREATED, _WITHIN_31, _BANDS_31)


def _in_62(name: str, title: str, column: str, rows: Rows) -> Sheet:
    return Sheet(name, title, "62", (_ROUTE, column), _ROUTES, rows, _TREATED, _WITHIN_62, _BANDS_62)


def _first_seen(name: str, title: str, column: str, rows: Rows) -> Sheet:
    return Sheet(name, title, "seen", (column,), _ONE, rows, _SEEN, None, _BANDS_SEEN)


_SEEN_AFTER = "WAIT TO BE FIRST SEEN AFTER URGENT"
_28 = "FOUR WEEK (28 DAYS) WAIT FROM URGENT REFERRAL TO BEING TOLD"
_31 = "ONE MONTH (31-DAY) WAIT FROM DECISION TO TREATMENT"
_62 = "TWO MONTH (62-DAY) WAIT FROM REFERRAL TO FIRST TREATMENT"

SHEETS = (
    _told("28-DAY FDS (ALL ROUTES)", f"{_28}: ALL ROUTES", (_ROUTE,), _EVERY_ROUTE),
    _told(
        "28-DAY FDS (BY ROUTE)",
        f"{_28}: BY ROUTE AND SUSPECTED CANCER",
        (_ROUTE, _SUSPECTED),
        _BY_PATHWAY,
    ),
    _in_31("31-DAY (ALL CANCER)", f"{_31}: BY STAGE, ALL CANCERS", _CANCER, _EVERY_CANCER),
    _in_31("31-DAY (BY CANCER)", f"{_31}: BY STAGE AND CANCER", _CANCERS, _BY_CANCER),
    _in_31("31-DAY (BY TREATMENT MODALITY)", f"{_31}: BY STAGE AND MODALITY", _MODALITY, _BY_MODALITY),
    _in_62("62-DAY (ALL CANCER)", f"{_62}: BY ROUTE, ALL CANCERS", _CANCER, _EVERY_CANCER),
    _in_62("62-DAY (BY CANCER)", f"{_62}: BY ROUTE AND CANCER", _CANCERS, _BY_CANCER),
    _in_62("62-DAY (BY TREATMENT MODALITY)", f"{_62}: BY ROUTE AND MODALITY", _MODALITY, _BY_MODALITY),
    _first_seen("USC referral to FOA", f"{_SEEN_AFTER} SUSPECTED CANCER REFERRAL", _TYPE, _URGENT),
    _first_seen("UBS referral to FHA", f"{_SEEN_AFTER} BREAST SYMPTOMATIC REFERRAL", _REASON, _SYMPTOMS),
)
