"""The survey's result workbooks since 2021, as far as their layout is known: one row a place and question.

NOT CONFIRMED: no published workbook was at hand when this was written. What is known is what they hold: for each
alliance, ICB and trust, and each scored question, the number who answered, the score, the case-mix adjusted score and
the lower and upper end of its expected range. Columns are taken by their headings, never by their place, and anything
that does not fit is refused.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from typing import Any

from alliance.errors import FileRefused
from alliance.observations import Absence, conform
from alliance.sources.fictional import made_up
from alliance.sources.files import RawFile, Workbook, cell_name
from alliance.sources.patient_experience.questions import OVERALL, quantity_of
from alliance.sources.release import Reading, Release

__all__ = ["FORM", "MEANS", "NEEDS", "read", "recognise"]

FORM = "results-2021"
MEANS = "result workbook since 2021: alliances, ICBs or trusts (its layout is not confirmed)"
NEEDS = "It has no sheet that names the Cancer Patient Experience Survey and has columns of expected ranges."
UNCONFIRMED = (
    "the layout of these workbooks is not confirmed: compare a few figures with the publisher's own pages"
)
_HEAD = 20
_SURVEY = re.compile(r"cancer patient experience survey", re.IGNORECASE)
_YEAR = re.compile(r"\b(20\d\d)\b")
_QUESTION = re.compile(r"Q?(\d{1,2})(\b.*)?", re.DOTALL)
_HEADINGS: dict[str, tuple[str, ...]] = {
    "code": (
        *("trust code", "icb code", "integrated care board code", "cancer alliance code"),
        *("organisation code", "ods code", "code"),
    ),
    "name": (
        *("trust name", "icb name", "integrated care board name", "cancer alliance name"),
        *("organisation name", "name"),
    ),
    "question": ("question number", "question"),
    "respondents": ("number of responses", "number of respondents", "responses", "respondents"),
    "score": ("unadjusted score", "score unadjusted"),
    "adjusted": ("case mix adjusted score", "adjusted score"),
    "lower": ("lower expected range", "expected range lower"),
    "upper": ("upper expected range", "expected range upper"),
}
_ENGLAND = ("england", "national")
_ABSENT = {"*": Absence.SUPPRESSED}
_AGAIN = "Tell the project how the file looks: a reader that guesses would be worse than none."


@dataclass(frozen=True)
class Sheet:
    """A sheet of results: the header's row (from 0) and which column holds what."""

    name: str
    row: int
    columns: dict[str, int]
    years: frozenset[int]


def recognise(file: RawFile) -> Release | None:
    """Which year's results a workbook holds; None where it does not name the survey.

    Raises
    ------
    FileRefused
        It names the survey, and no sheet has the columns, or it is not of exactly one year since 2021.
    """
    book = file.workbook
    if book is None or not book.sheets:
        return None
    heads = {name: book.rows(name)[:_HEAD] for name in book.sheets}
    named = [str(c) for rows in heads.values() for row in rows for c in row if _SURVEY.search(str(c))]
    if not named:
        return None
    sheets = list(_sheets(book))
    if not sheets:
        raise FileRefused(
            f"{book.name} is a workbook of the cancer patient experience survey in a layout that is not known here: no "
            "sheet has one row a place and question with a code, a score and an expected range.",
            _AGAIN,
        )
    years = {int(year) for text in named for year in _YEAR.findall(text)}
    years = years.union(*(sheet.years for sheet in sheets))
    if len(years) != 1 or min(years) < 2021:
        said = ", ".join(str(year) for year in sorted(years)) or "none"
        raise FileRefused(
            f"{book.name}: the results must be of one year since 2021, and its headings name {said}.", _AGAIN
        )
    (year,) = years
    release = Release(
        "patient-experience", FORM, f"Cancer patient experience, results {year}", "none",
        date(year, 1, 1), date(year, 12, 31),
        because=f"Sheet '{sheets[0].name}', row {sheets[0].row + 1}, has expected ranges of {year}; {UNCONFIRMED}.",
    )  # fmt: skip
    return made_up(release, heads[book.sheets[0]], "the National Cancer Patient Experience Survey")


def _sheets(book: Workbook) -> Iterator[Sheet]:
    for name in book.sheets:
        for index, row in enumerate(book.rows(name)[:_HEAD]):
            titles = [_plain(str(cell)) for cell in row]
            found = {
                what: [i for i, t in enumerate(titles) if t in known] for what, known in _HEADINGS.items()
            }
            if not (found["question"] and (found["lower"] or found["upper"] or found["adjusted"])):
                continue
            for what, places in found.items():
                if len(places) != 1:
                    how = "no column" if not places else "more than one column"
                    raise FileRefused(
                        f"{book.name}, sheet '{name}', row {index + 1}: there is {how} headed like "
                        f"'{_HEADINGS[what][0]}'.",
                        _AGAIN,
                    )
            years = frozenset(int(y) for cell in row for y in _YEAR.findall(str(cell)))
            yield Sheet(name, index, {what: places[0] for what, places in found.items()}, years)
            break


def _plain(title: str) -> str:
    """A heading without its year, capitals, hyphens and brackets."""
    return " ".join(re.sub(r"[^a-z ]", " ", _YEAR.sub("", title).casefold()).split())


def read(file: RawFile, release: Release) -> Reading:
    """Scores as they are and adjusted, each with the number who answered.

    Raises
    ------
    FileRefused
        A cell is not what its column holds; the sentence names sheet and cell.
    """
    import polars as pl

    book = file.held_workbook
    rows: list[dict[str, Any]] = []
    names: dict[str, str] = {}
    for sheet in _sheets(book):
        for index, row in enumerate(book.rows(sheet.name)[sheet.row + 1 :], sheet.row + 1):
            if any(str(cell).strip() for cell in row):
                rows += _observations(book.name, sheet, index, row, names)
    if not rows:
        raise FileRefused(f"{book.name} has no row below its header.", "Download the file again.")
    _hold_scale(book.name, rows)
    number = dict.fromkeys(("value", "lower", "upper"), pl.Float64)
    table = pl.DataFrame(rows, schema_overrides={**number, "absence": pl.String}).with_columns(
        pl.lit(release.source).alias("source"),
        pl.lit(file.sha256).alias("release"),
        pl.lit(release.basis).alias("basis"),
        pl.lit(release.first).alias("period_start"),
        pl.lit(release.last).alias("period_end"),
    )
    return Reading(conform(table), names, warnings=(UNCONFIRMED,))


def _observations(
    file: str, sheet: Sheet, index: int, row: list[Any], names: dict[str, str]
) -> Iterator[dict[str, Any]]:
    """Four observations of a row: the score and those who answered, for each variant."""

    def at(what: str) -> str:
        return f"{sheet.name}!{cell_name(sheet.columns[what], index)}"

    def number(what: str) -> tuple[float | None, str | None]:
        cell = row[sheet.columns[what]]
        if isinstance(cell, float | int) and not isinstance(cell, bool):
            return float(cell), None
        if str(cell).strip() in _ABSENT:
            return None, str(_ABSENT[str(cell).strip()])
        raise FileRefused(f"{file}, {at(what)}: '{cell}' is neither a number nor '*'.", _AGAIN)

    asked = _QUESTION.fullmatch(str(row[sheet.columns["question"]]).strip().removesuffix(".0"))
    code = str(row[sheet.columns["code"]]).strip().upper()
    if not asked or not code:
        what = "code" if asked else "question"
        raise FileRefused(f"{file}, {at(what)}: '{row[sheet.columns[what]]}' is no {what}.", _AGAIN)
    place = "england" if code.casefold() in _ENGLAND else code
    names[place] = str(row[sheet.columns["name"]]).strip() or code
    quantity = quantity_of(int(asked[1]), since_2021=True)
    people, hidden = number("respondents")
    (lower, _), (upper, _) = number("lower"), number("upper")
    for variant, what, low, high in (
        ("unadjusted", "score", None, None),
        ("adjusted", "adjusted", lower, upper),
    ):
        score, absence = number(what)
        if score is not None and None not in (low, high) and float(low or 0) > float(high or 0):
            raise FileRefused(f"{file}, {at('lower')}: the lower limit is above the upper one.", _AGAIN)
        key = {"place": place, "variant": variant}
        yield {**key, "quantity": quantity, "value": score, "lower": low, "upper": high, "absence": absence,
               "ref": at(what)}  # fmt: skip
        yield {**key, "quantity": f"{quantity}-respondents", "value": people, "lower": None, "upper": None,
               "absence": hidden, "ref": at("respondents")}  # fmt: skip


def _hold_scale(file: str, rows: list[dict[str, Any]]) -> None:
    """Percentages are out of 100 and the overall rating out of 10; shares of 1 would be a hundred times too small."""
    overall = quantity_of(OVERALL, since_2021=True)
    scores = [r for r in rows if r["value"] is not None and not r["quantity"].endswith("-respondents")]
    for row in scores:
        if not 0 <= row["value"] <= (10 if row["quantity"] == overall else 100):
            raise FileRefused(
                f"{file}, {row['ref']}: {row['value']:g} is not on the question's scale.", _AGAIN
            )
    shares = [row for row in scores if row["quantity"] != overall]
    if shares and max(row["value"] for row in shares) <= 1:
        raise FileRefused(
            f"{file}, {shares[0]['ref']}: scores lie between 0 and 1 where percentages out of 100 are expected.",
            _AGAIN,
        )
