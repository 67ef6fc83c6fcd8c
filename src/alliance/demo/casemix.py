"""What the fictional patients have, how they arrive, how they are treated, and how long that usually takes.

Shares and levels are round numbers of our own, of the size that England's published figures have.
Labels are the publisher's; their order (alphabetical) is the order of a table's axes.
"""

from __future__ import annotations

from typing import NamedTuple

__all__ = [
    "BREAST_SYMPTOM_LABEL",
    "CANCERS",
    "MODALITIES",
    "MODALITY_LOGIT",
    "PATHWAYS",
    "ROUTES",
    "ROUTE_LOGIT",
    "STAGES",
    "Cancer",
    "Pathway",
]

ROUTES = ("Urgent Suspected Cancer", "Breast Symptomatic", "Screening", "Consultant Upgrade")
STAGES = ("First Treatment", "Subsequent Treatment")
MODALITIES = ("Anti-cancer drug regimen", "Other", "Radiotherapy", "Surgery")

# Added to a cancer's log odds of being treated in time; rows of ROUTES, then of MODALITIES.
ROUTE_LOGIT = (0.0, -0.2, 0.1, 0.65)
MODALITY_LOGIT = {"62": (-0.1, 0.35, -1.1, 0.1), "31": (1.6, 1.8, -0.85, -0.75)}


class Cancer(NamedTuple):
    """One cancer of the treatment standards.

    `share`: of all patients treated on a 62-day pathway. `within_62`: of urgent referrals in time.
    `within_31`: of treatments in time, before modality. `routes` and `modalities`: weights.
    `subsequent`: subsequent treatments for each 62-day patient. `shared`: how likely a patient of a trust
    with a centre is treated there, whatever the treatment.
    """

    label: str
    share: float
    within_62: float
    within_31: float
    routes: tuple[float, float, float, float]
    modalities: tuple[float, float, float, float]
    subsequent: float
    shared: float


_UPPER_GI = "Upper Gastrointestinal"
_STOMACH = f"{_UPPER_GI} - Oesophagus & Stomach"
CANCERS = (
    Cancer("Breast", 0.150, 0.74, 0.93, (52, 2.5, 35, 10.5), (25, 10, 2, 63), 1.85, 0.02),
    Cancer("Gynaecological", 0.043, 0.54, 0.94, (64, 0, 3, 33), (20, 8, 8, 64), 1.10, 0.35),
    Cancer("Haematological - Lymphoma", 0.034, 0.58, 0.97, (46, 0, 0, 54), (72, 20, 5, 3), 0.90, 0.10),
    Cancer("Haematological - Other (a)", 0.027, 0.84, 0.98, (38, 0, 0, 62), (58, 38, 3, 1), 1.10, 0.10),
    Cancer("Head & Neck", 0.037, 0.53, 0.91, (66, 0, 0, 34), (10, 8, 30, 52), 1.05, 0.30),
    Cancer("Lower Gastrointestinal", 0.102, 0.53, 0.94, (56, 0, 14, 30), (24, 16, 8, 52), 0.85, 0.04),
    Cancer("Lung", 0.108, 0.55, 0.95, (28, 0, 8, 64), (30, 34, 18, 18), 0.60, 0.20),
    Cancer("Other (a)", 0.029, 0.53, 0.96, (34, 0, 0, 66), (28, 40, 8, 24), 1.05, 0.25),
    Cancer("Skin", 0.168, 0.88, 0.93, (77, 0, 0, 23), (2, 6, 1, 91), 0.45, 0.01),
    Cancer(f"{_UPPER_GI} - Hepatobiliary", 0.043, 0.66, 0.96, (33, 0, 0, 67), (30, 54, 2, 14), 0.50, 0.25),
    Cancer(_STOMACH, 0.031, 0.61, 0.97, (55, 0, 0, 45), (44, 34, 8, 14), 0.85, 0.30),
    Cancer("Urological - Other (a)", 0.060, 0.58, 0.88, (54, 0, 0, 46), (12, 12, 3, 73), 0.75, 0.08),
    Cancer("Urological - Prostate", 0.168, 0.60, 0.94, (82, 0, 0, 18), (46, 30, 8, 16), 0.95, 0.08),
)


class Pathway(NamedTuple):
    """One route and suspected cancer of the faster diagnosis standard.

    `share`: of all people told. `within`: of them in 28 days. `cancer`: the label of CANCERS whose place in a
    trust's own mix it follows, or None. `seen`: first appointments for each person told (0: not published).
    """

    route: str
    label: str
    share: float
    within: float
    cancer: str | None
    seen: float


BREAST_SYMPTOM_LABEL = "Exhibited (non-cancer) breast symptoms - cancer not initially suspected"
_SYMPTOM = "BREAST SYMPTOMATIC, CANCER NOT SUSPECTED"
_SCREEN = "NATIONAL SCREENING PROGRAMME"
_URGENT = "URGENT SUSPECTED CANCER"
_LOWER_GI = "Lower Gastrointestinal"

PATHWAYS = (
    Pathway(_SYMPTOM, BREAST_SYMPTOM_LABEL, 0.034, 0.90, "Breast", 1.02),
    Pathway(_SCREEN, "Missing or Invalid", 0.0005, 0.69, None, 0),
    Pathway(_SCREEN, "Suspected breast cancer", 0.018, 0.85, "Breast", 0),
    Pathway(_SCREEN, "Suspected gynaecological cancer", 0.005, 0.74, "Gynaecological", 0),
    Pathway(_SCREEN, "Suspected lower gastrointestinal cancer", 0.021, 0.62, _LOWER_GI, 0),
    Pathway(_SCREEN, "Suspected lung cancer", 0.003, 0.60, "Lung", 0),
    Pathway(_URGENT, "Suspected acute leukaemia", 0.0003, 0.77, "Haematological - Other (a)", 1.0),
    Pathway(_URGENT, "Suspected brain/central nervous system tumours", 0.004, 0.88, "Other (a)", 1.05),
    Pathway(_URGENT, "Suspected breast cancer", 0.162, 0.91, "Breast", 1.02),
    Pathway(_URGENT, "Suspected cancer - non-specific symptoms", 0.015, 0.77, None, 1.05),
    Pathway(_URGENT, "Suspected children's cancer", 0.0035, 0.91, None, 1.05),
    Pathway(_URGENT, "Suspected gynaecological cancer", 0.096, 0.71, "Gynaecological", 1.06),
    Pathway(
        _URGENT,
        "Suspected haematological malignancies (excluding acute leukaemia)",
        0.007,
        0.62,
        "Haematological - Lymphoma",
        1.07,
    ),
    Pathway(_URGENT, "Suspected head & neck cancer", 0.098, 0.78, "Head & Neck", 1.07),
    Pathway(_URGENT, "Suspected lower gastrointestinal cancer", 0.148, 0.69, _LOWER_GI, 1.06),
    Pathway(_URGENT, "Suspected lung cancer", 0.021, 0.83, "Lung", 1.02),
    Pathway(_URGENT, "Suspected other cancer", 0.001, 0.75, "Other (a)", 1.1),
    Pathway(_URGENT, "Suspected sarcoma", 0.005, 0.72, "Other (a)", 1.0),
    Pathway(_URGENT, "Suspected skin cancer", 0.201, 0.88, "Skin", 1.10),
    Pathway(_URGENT, "Suspected testicular cancer", 0.0034, 0.84, None, 1.05),
    Pathway(_URGENT, "Suspected upper gastrointestinal cancer", 0.069, 0.77, _STOMACH, 1.07),
    Pathway(
        _URGENT,
        "Suspected urological malignancies (excluding testicular)",
        0.087,
        0.63,
        "Urological - Prostate",
        1.07,
    ),
)
