"""What a finding is: a cell that stands out, how many patients it is worth, and what to ask next."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict, dataclass
from datetime import date
from typing import Any

from alliance.answers.model import Citation, PlaceName
from alliance.answers.restricted import kept_by, not_for_publication
from alliance.answers.sentences import month_name

__all__ = ["Finding", "Findings", "GapCell", "Progress"]


@dataclass(frozen=True)
class Finding:
    """One organisation × cancer (or all cancers) of one measure, pooled over the period of the page.

    `patients_to_standard` is standard × denominator − numerator, signed, halves kept: positive means that so
    many more patients would have had to be seen in time. Shares are of the alliance's own totals, and None
    where the alliance's total is not positive.
    """

    measure: str
    measure_title: str
    place: PlaceName
    cut: Mapping[str, str]
    numerator: float
    denominator: float
    value: float
    standard: float
    patients_to_standard: float
    share_of_alliance: float | None
    share_of_activity: float | None
    since: str | None
    reasons: tuple[str, ...]
    sentence: str
    question: str
    citations: tuple[Citation, ...]

    @property
    def key(self) -> str:
        """A stable name of the cell: measure, place and cut, for links and forms."""
        cut = ",".join(f"{k}={v}" for k, v in sorted(self.cut.items()))
        return f"{self.measure}|{self.place.code}|{cut}"

    def to_json(self) -> dict[str, Any]:
        found = asdict(self)
        del found["measure_title"]
        found["cut"] = dict(self.cut)
        found["reasons"] = list(self.reasons)
        found["citations"] = [c.to_json() for c in self.citations]
        kept = not_for_publication(kept_by(self.citations))
        if kept:
            found["sentence"] = f"{self.sentence} {kept}."
        return found


@dataclass(frozen=True)
class GapCell:
    """One of the fewest cells whose closing would bring the alliance to the standard."""

    place: PlaceName
    cut: Mapping[str, str]
    patients_to_standard: float
    cumulative: float


@dataclass(frozen=True)
class Findings:
    """Everything that stands out in one alliance over the latest months, pooled.

    A measure in which no patient is recorded in these months neither meets its standard nor misses it: it is among
    `without_patients`, and in neither mapping. `kept_for` names those for whom alone some of the figures are.
    """

    place: PlaceName
    as_of: date | None
    period_from: str
    period_to: str
    alliance_patients_to_standard: Mapping[str, float]
    fewest_gaps_to_standard: Mapping[str, tuple[GapCell, ...]]
    findings: tuple[Finding, ...]
    without_patients: tuple[str, ...] = ()
    kept_for: tuple[str, ...] = ()

    @property
    def restriction(self) -> str:
        """For whom alone these findings are, in a sentence; empty where all their files are public."""
        said = not_for_publication(self.kept_for)
        return f"{said}." if said else ""

    @property
    def no_figures(self) -> str:
        """That there is no figure of which anything could be said, in a sentence; empty where there is one."""
        if self.alliance_patients_to_standard:
            return ""
        if not self.period_from:
            return f"No figures that are held to a standard are known of {self.place.name}."
        first, last = month_name(self.period_from), month_name(self.period_to)
        months = first if first == last else f"{first} to {last}"
        return (
            f"There are no figures of {self.place.name} for {months}: no patient is recorded in any of the measures "
            "that are looked at here."
        )

    def find(self, key: str) -> Finding | None:
        """The finding with this key, if it is (still) one."""
        return next((f for f in self.findings if f.key == key), None)

    def to_json(self) -> dict[str, Any]:
        """The contract's JSON object."""
        return {
            "place": asdict(self.place),
            "as_of": self.as_of.isoformat() if self.as_of else None,
            "period": {"from": self.period_from, "to": self.period_to},
            "alliance_patients_to_standard": dict(self.alliance_patients_to_standard),
            "fewest_gaps_to_standard": {
                m: [{**asdict(c), "cut": dict(c.cut)} for c in cells]
                for m, cells in self.fewest_gaps_to_standard.items()
            },
            "findings": [f.to_json() for f in self.findings],
            **({"caveats": [self.restriction]} if self.restriction else {}),
        }


@dataclass(frozen=True)
class Progress:
    """Did the data move? The test behind the seal *the data show it*.

    `state`: `too_few` (under 60 patients pooled since the commitment), `not_yet` (the promised level is not
    reached, or not surely better than before), `shown`, and, once a seal has been set, `holds` or
    `review_needed` (surely below the promise again: stricter than closing was; people decide).
    """

    state: str
    target: float
    before_numerator: float
    before_denominator: float
    numerator: float
    denominator: float
    value: float | None
    lower: float | None
    upper: float | None
    period_from: str | None
    period_to: str | None
    sentence: str
    method: str
    citations: tuple[Citation, ...]

    def to_json(self) -> dict[str, Any]:
        return {**asdict(self), "citations": [c.to_json() for c in self.citations]}
