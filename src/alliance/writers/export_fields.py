"""What each column of an export is: the one table from which the data dictionary is made."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from alliance.observations import CUTS, SCHEMA, Absence

__all__ = [
    "ANSWERS",
    "FIELDS",
    "FILES",
    "OBSERVATIONS",
    "PLACES",
    "Field",
    "dictionary_csv",
    "dictionary_markdown",
]

Kind = Literal["word", "number", "day"]
_TYPES = {"word": "text", "number": "number (double)", "day": "date"}


@dataclass(frozen=True)
class Field:
    """One column: its table, its name, its type, and what a value in it means."""

    table: str
    name: str
    kind: Kind
    means: str


_ABSENCES = ", ".join(Absence)
_CUTS = {
    "cancer": "kind of cancer, a slug such as lung",
    "route": "how the patient came to be treated, such as urgent suspected referral",
    "modality": "kind of treatment",
    "treatment_stage": "first or subsequent treatment",
    "tumour_stage": "stage of the tumour at diagnosis",
    "band": "days waited",
    "sex": "sex",
    "age": "age group",
    "deprivation": "fifth of deprivation",
    "ethnicity": "ethnic group",
}
_CUT_MEANS = {
    cut: f"Part of the patients by {words}; all where it is not divided" for cut, words in _CUTS.items()
}

_OBSERVATION_MEANS = {
    "source": "The family of files, as alliance sources lists it",
    "release": "SHA-256 of the published file; joins to files.sha256",
    "place": "Code of the place; joins to places.place",
    "basis": "By where care is given (provider), who pays (commissioner), where people live (resident), or none",
    "period_start": "First day of the period",
    "period_end": "Last day of the period",
    "quantity": "What was counted or estimated",
    "variant": "Variant of an estimate (unadjusted, adjusted, yearonyear), or none",
    "status": "final, provisional or unknown",
    **_CUT_MEANS,
    "value": "The number as published; empty where there is none. Halves of a patient occur",
    "lower": "Lower end of the publisher's own interval (variant adjusted: of its expected range), where it gives one",
    "upper": "Upper end of the publisher's own interval (variant adjusted: of its expected range), where it gives one",
    "absence": f"Why there is no number: {_ABSENCES}; empty where there is one",
    "visibility": "Who may see it: public, partners, or a list's name",
    "ref": "The publisher's own cell or line",
    "note": "What the publisher says beside the number",
}

_RANGE = (
    "the 95% interval of a share; of an estimate's own interval, or of the expected range (variant adjusted)"
)
_SEEN_BY = "Who may see it: public, or partners and names of lists, with spaces between"

_ANSWER_FIELDS: tuple[tuple[str, Kind, str], ...] = (
    ("measure", "word", "Id of the measure"),
    ("title", "word", "Title of the measure"),
    ("place_code", "word", "Code of the place; joins to places.place"),
    ("place_name", "word", "Name of the place"),
    ("place_kind", "word", "Kind of place: england, region, alliance, icb, trust …"),
    ("basis", "word", "provider, commissioner, resident or none"),
    ("variant", "word", "Variant of an estimate, or none"),
    *((cut, "word", _CUT_MEANS[cut]) for cut in CUTS),
    ("part", "word", "whole, or part where the answer was divided: never add the two"),
    ("period", "word", "Label of the period: 2025-03, 2025-Q1, FY2024-25, R12-2025-03 …"),
    ("period_start", "day", "First day of the period"),
    ("period_end", "day", "Last day of the period"),
    ("numerator", "number", "Patients within the measure"),
    ("denominator", "number", "Patients counted, or people asked"),
    ("value", "number", "The figure in its unit: a share lies between 0 and 1"),
    ("lower", "number", f"Lower end of {_RANGE}"),
    ("upper", "number", f"Upper end of {_RANGE}"),
    ("unit", "word", "proportion, count, rate, percent or score-0-10"),
    ("standard", "number", "National standard in force on the period's first day, in the figure's unit"),
    ("mean", "number", "Mean of the control chart"),
    ("lower_limit", "number", "Lower control limit; may lie below 0"),
    ("upper_limit", "number", "Upper control limit; may lie above 1"),
    ("signal", "word", "none, astronomical, shift, trend or two_of_three: the one that is shown"),
    ("signals", "word", "All signals of the point, with spaces between"),
    ("direction", "word", "improvement, concern, high, low or none"),
    ("status", "word", "final, provisional or unknown"),
    ("absence", "word", f"Why there is no figure: {_ABSENCES}; empty where there is one"),
    ("known_since", "day", "Day since which the figure could be known"),
    ("as_of", "day", "Day that was asked for; empty means all that is known"),
    (
        "sha256",
        "word",
        "Every file behind the answer that the row is of, with spaces between; joins to files.sha256",
    ),
    ("visibility", "word", _SEEN_BY),
)
_FILE_FIELDS: tuple[tuple[str, Kind, str], ...] = (
    ("sha256", "word", "SHA-256 of the file's bytes as published"),
    ("file", "word", "Name of the file"),
    ("publisher", "word", "Who published it"),
    ("published_on", "day", "Day of publication; empty where not stated"),
    ("licence", "word", "Licence under which it may be used"),
    ("status", "word", "final, provisional, unknown or mixed"),
    ("visibility", "word", _SEEN_BY),
)
_PLACE_FIELDS: tuple[tuple[str, Kind, str], ...] = (
    ("place", "word", "Code of the place"),
    ("name", "word", "Name of the place"),
    ("kind", "word", "Kind of place: england, region, alliance, icb, trust …"),
    ("opened", "day", "First day; empty where not known"),
    ("closed", "day", "Last day; empty where open or not known"),
)

OBSERVATIONS = tuple(
    Field("observations", name, "word" if kind == "text" else kind, _OBSERVATION_MEANS[name])  # type: ignore[arg-type]
    for name, kind in SCHEMA.items()
)
ANSWERS = tuple(Field("answers", *told) for told in _ANSWER_FIELDS)
FILES = tuple(Field("files", *told) for told in _FILE_FIELDS)
PLACES = tuple(Field("places", *told) for told in _PLACE_FIELDS)
FIELDS = (*OBSERVATIONS, *ANSWERS, *FILES, *PLACES)


def dictionary_csv() -> bytes:
    """The data dictionary as CSV: a row a column, in the order in which they stand."""
    lines = ["table,column,type,meaning"]
    lines += [f'{f.table},{f.name},{_TYPES[f.kind]},"{f.means}"' for f in FIELDS]
    return b"\xef\xbb\xbf" + ("\n".join(lines) + "\n").encode()


def dictionary_markdown() -> str:
    """The data dictionary as Markdown: a table of columns for each table of the export."""
    found = ["# Data dictionary"]
    for table in dict.fromkeys(f.table for f in FIELDS):
        found += ["", f"## {table}", "", "| Column | Type | Meaning |", "| --- | --- | --- |"]
        found += [f"| `{f.name}` | {_TYPES[f.kind]} | {f.means} |" for f in FIELDS if f.table == table]
    return "\n".join(found) + "\n"
