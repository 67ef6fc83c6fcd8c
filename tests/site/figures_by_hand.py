"""A finding, its answer and tests of its progress, written by hand: the register needs no store to be tested."""

from __future__ import annotations

from datetime import date

from alliance.answers.model import Answer, Citation, PlaceName, Point, SpcSummary, StandardInForce
from alliance.findings import Finding, Progress

__all__ = ["RIVERSIDE", "answer", "finding", "progress"]

RIVERSIDE = PlaceName("RXR", "Riverside Hospitals (fictional)", "trust")
CITED = Citation("f" * 64, "workbook.xlsx", "A publisher", date(2025, 5, 8), "OGL", "final")


def answer(within: float = 40.5) -> Answer:
    """The 62-day measure for lung at Riverside: three months, the last with `within` of 80."""
    months = (("2025-01", 44.0), ("2025-02", 42.0), ("2025-03", within))
    points = tuple(
        Point(m, n, 80.0, n / 80, n / 80 - 0.1, n / 80 + 0.1, "final", None, date(2025, 5, 8))
        for m, n in months
    )
    return Answer(
        measure="treatment-62-day",
        title="Treated within 62 days",
        place=RIVERSIDE,
        basis="provider",
        cut={"cancer": "lung"},
        variant="none",
        unit="proportion",
        better="higher",
        as_of=None,
        standards=(StandardInForce(0.85, "standard", date(2023, 10, 1), None, "the national body"),),
        points=points,
        spc=SpcSummary("making-data-count", "common_cause", "fail", 0.53, 0.4, 0.6),
        series=None,
        sentence="In March 2025, 40.5 of 80 were treated in time.",
        method="By hand.",
        caveats=("Recorded after breach sharing.",),
        citations=(CITED,),
    )


def finding() -> Finding:
    """What stands out in that answer."""
    return Finding(
        measure="treatment-62-day",
        measure_title="Treated within 62 days",
        place=RIVERSIDE,
        cut={"cancer": "lung"},
        numerator=126.5,
        denominator=240.0,
        value=126.5 / 240,
        standard=0.85,
        patients_to_standard=77.5,
        share_of_alliance=0.28,
        share_of_activity=0.2,
        since="2025-01",
        reasons=("below_standard",),
        sentence="126.5 of 240 were treated in time: 77.5 patients needed to reach the standard.",
        question="What changed in January 2025?",
        citations=(CITED,),
    )


def progress(state: str, *, within: float = 70.0, last: str = "2025-09") -> Progress:
    """What the test of the figures says, pooled over three months of 90 patients."""
    return Progress(
        state=state,
        target=0.7,
        before_numerator=126.5,
        before_denominator=240.0,
        numerator=within,
        denominator=90.0,
        value=within / 90,
        lower=0.68,
        upper=0.86,
        period_from="2025-07",
        period_to=last,
        sentence=f"{within:g} of 90 since the commitment ({state}).",
        method="By hand.",
        citations=(CITED,),
    )
