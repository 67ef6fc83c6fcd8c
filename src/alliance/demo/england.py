"""The fictional England: two alliances, their trusts, and who pays for whose care. Nothing here is real.

Codes begin with Z, which no real trust, board or hub does; names are of places that do not exist.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

__all__ = [
    "ALDER_VALE",
    "ALLIANCES",
    "COMMISSIONERS",
    "MERGER",
    "PROVIDERS",
    "Alliance",
    "Commissioner",
    "Merger",
    "Provider",
    "provider_index",
]


@dataclass(frozen=True)
class Alliance:
    """A fictional alliance; `ods` is its other code, as real alliances have an ONS and an ODS code."""

    code: str
    ods: str
    name: str


@dataclass(frozen=True)
class Provider:
    """A fictional trust or independent provider.

    `size` is the number of patients whose pathway begins here and who are treated in a month (62-day counts).
    `centre` is the trust that treats what this one does not (radiotherapy, complex surgery), if another does.
    `commissioners` are the shares of its patients by commissioner; the rest up to 1 is UNKNOWN.
    `mix` raises or lowers the share of a cancer (or suspected cancer) among its patients; `others` does so
    for every cancer that `mix` does not name.
    """

    code: str
    name: str
    kind: str
    alliance: str | None
    size: float
    centre: str | None
    commissioners: Mapping[str, float]
    mix: Mapping[str, float]
    others: float = 1.0

    def weight(self, *labels: str | None) -> float:
        """By how much the first of these labels that `mix` names is more or less common here."""
        return next((self.mix[label] for label in labels if label and label in self.mix), self.others)


@dataclass(frozen=True)
class Commissioner:
    """A fictional integrated care board or commissioning hub."""

    code: str
    name: str
    kind: str


@dataclass(frozen=True)
class Merger:
    """One trust becomes part of another on a day."""

    old: str
    new: str
    on: date


ALDER_VALE = Alliance("E56999001", "Z91", "Alder Vale Cancer Alliance")
STARLING_FELLS = Alliance("E56999002", "Z92", "Starling Fells Cancer Alliance")
ALLIANCES = (ALDER_VALE, STARLING_FELLS)

MERGER = Merger("ZA4", "ZA5", date(2025, 4, 1))

COMMISSIONERS = (
    Commissioner("ZQA", "Alder Vale North Integrated Care Board", "icb"),
    Commissioner("ZQB", "Alder Vale South Integrated Care Board", "icb"),
    Commissioner("ZQC", "Lantern Coast Integrated Care Board", "icb"),
    Commissioner("ZQD", "Starling Fells Integrated Care Board", "icb"),
    Commissioner("ZH1", "Moonrise Commissioning Hub", "hub"),
    Commissioner("UNKNOWN", "Unknown", "unknown"),
)

_NORTH = {"ZQA": 0.90, "ZQB": 0.08, "ZH1": 0.01}
_SOUTH = {"ZQB": 0.88, "ZQA": 0.09, "ZH1": 0.01}
_COAST = {"ZQC": 0.89, "ZQB": 0.08, "ZH1": 0.01}
_FELLS = {"ZQD": 0.93, "ZQC": 0.05, "ZH1": 0.01}
_ALL = {"ZQA": 0.26, "ZQB": 0.22, "ZQC": 0.22, "ZQD": 0.26, "ZH1": 0.02}
_CHILDREN = {"Haematological - Other (a)": 8.0, "Other (a)": 8.0, "Suspected children's cancer": 30.0}

PROVIDERS = (
    Provider("ZA1", "Aldermere University Hospitals Trust", "trust", "E56999001", 330, None, _NORTH, {}),
    Provider(
        "ZA2",
        "Thistlewick Hospitals Trust",
        "trust",
        "E56999001",
        215,
        "ZA1",
        _NORTH,
        {"Urological - Prostate": 1.45},
    ),
    Provider(
        "ZA3",
        "Foxglove Hospitals Trust",
        "trust",
        "E56999001",
        245,
        "ZA6",
        _SOUTH,
        {"Lower Gastrointestinal": 1.35},
    ),
    Provider("ZA4", "Quillhaven General Hospital Trust", "trust", "E56999001", 95, "ZA6", _SOUTH, {}),
    Provider("ZA5", "Larkhollow Hospitals Trust", "trust", "E56999001", 165, "ZA6", _COAST, {}),
    Provider("ZA6", "Willowmarsh Cancer Centre Trust", "trust", "E56999001", 40, None, _SOUTH, {"Skin": 0.2}),
    Provider("ZB1", "Copperbeck Hospitals Trust", "trust", "E56999002", 215, "ZB2", _FELLS, {}),
    Provider("ZB2", "Starling Fells University Hospitals Trust", "trust", "E56999002", 300, None, _FELLS, {}),
    Provider("ZB3", "Mistlecombe Hospitals Trust", "trust", "E56999002", 150, "ZB2", _COAST, {}),
    Provider("ZB4", "Owlsbarrow Hospital Trust", "trust", "E56999002", 110, "ZB2", _COAST, {}),
    Provider("ZN1", "Bluebell Row Clinic Ltd", "provider", None, 18, None, _ALL, {"Skin": 5.0}, 0.0),
    Provider("ZU1", "Lanternhouse Children's Hospital Trust", "trust", None, 5, None, _ALL, _CHILDREN, 0.0),
)


def provider_index(code: str) -> int:
    """Where a provider stands in `PROVIDERS`, the order of the first axis of every table."""
    return next(i for i, provider in enumerate(PROVIDERS) if provider.code == code)
