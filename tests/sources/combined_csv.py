"""A Monthly Combined CSV in the published layout, made from monthly workbooks, real or small.

Its rows are dictionaries of plain text until they are written, so that a test can spoil one cell first.
"""

from __future__ import annotations

import csv
import io
from collections.abc import Callable, Iterator, Mapping, Sequence
from datetime import date
from pathlib import Path

import alliance.sources
from alliance.sources import Reading, open_raw, recognise
from alliance.sources.cancer_waiting_times.combined_layout import COLUMNS
from tests.sources.small_workbook import SYMPTOMS, sheets, some_groups, write

Row = dict[str, str]
Key = tuple[
    str, date, str, str, str, str, str
]  # basis, month, place, quantity, cancer, route or stage, modality

ITEMS = {
    "faster-diagnosis": "FDS",
    "treated-31-day": "31D",
    "treated-62-day": "62D",
    "first-seen-urgent": "Urgent Suspected Cancer referral",
    "first-seen-breast-symptoms": "Urgent Breast Symptomatic referral",
}
ALL = {
    "cancer": "ALL CANCERS",
    "route": "ALL ROUTES",
    "treatment_stage": "ALL STAGES",
    "modality": "ALL MODALITIES",
}
PERIODS: Mapping[str, Callable[[date], str]] = {
    "iso": lambda day: f"{day:%Y-%m-%d}",
    "slashes": lambda day: f"{day:%d/%m/%Y}",
}
OCTOBER = date(2025, 10, 1)
REGION = "North of the Moon"


def read(path: Path) -> Reading:
    """A file's observations and names."""
    file = open_raw(path)
    source, release = recognise(file)
    return source.read(file, release)


def rows_of(readings: Sequence[Reading], period: str = "iso") -> list[Row]:
    """The rows of a combined CSV that says what these workbooks say; `period` is how its dates are written."""
    labels = _labels()
    return [row for reading in readings for row in _rows(reading, labels, PERIODS[period])]


def _labels() -> dict[tuple[str, str, str], str]:
    """What the publisher calls a slug of a cut where it counts a quantity; of two labels the flat file's is last."""
    table = Path(alliance.sources.__file__).parent / "labels.csv"
    with table.open(encoding="utf-8", newline="") as file:
        return {
            (quantity, row["cut"], row["slug"]): row["label"]
            for row in csv.DictReader(file)
            for quantity in row["counted_in"].split()
        }


def _rows(
    reading: Reading, labels: Mapping[tuple[str, str, str], str], dated: Callable[[date], str]
) -> Iterator[Row]:
    found: dict[Key, dict[str, float]] = {}
    wanted = ("basis", "period_start", "place", "quantity", "cancer", "route", "treatment_stage", "modality")
    for *key, band, value in reading.observations.select(*wanted, "band", "value").iter_rows():
        basis, month, place, quantity, cancer, route, stage, modality = key
        counted = quantity.removesuffix("-within")
        second = stage if counted == "treated-31-day" else route
        counts = found.setdefault((basis, month, place, counted, cancer, second, modality), {})
        counts["Within" if counted != quantity else "Total" if band == "all" else _column(band)] = value
    for (basis, month, place, quantity, *cuts), counts in found.items():
        names = ("cancer", "treatment_stage" if quantity == "treated-31-day" else "route", "modality")
        texts = [
            ALL[cut] if slug == "all" else labels.get((quantity, cut, slug), slug)
            for cut, slug in zip(names, cuts, strict=True)
        ]
        yield {
            **dict.fromkeys(COLUMNS, ""),
            "Period": dated(month),
            "Basis": basis.capitalize(),
            "Org_Code": "Total" if place == "england" else place,
            "Parent_Org": "England" if place == "england" else REGION,
            "Org_Name": reading.names.get(place, place),
            "Standard_or_Item": ITEMS[quantity],
            **dict(zip(COLUMNS[6:9], _not_applying(quantity, texts), strict=True)),
            **_written(counts),
        }


def _not_applying(quantity: str, texts: list[str]) -> list[str]:
    """The labels with what the publisher leaves empty, or repeats, for an item."""
    cancer, second, modality = texts
    if quantity == "faster-diagnosis":
        return [cancer, second, ""]
    if quantity == "first-seen-urgent":
        return [cancer, "", ""]
    return [cancer, SYMPTOMS, ""] if quantity == "first-seen-breast-symptoms" else [cancer, second, modality]


def _column(band: str) -> str:
    first, _, last = band.partition("-")
    if first == "over":
        return f"After_{last}_days"
    return f"Within_{last}_days" if first == "0" else f"In_{first}_to_{last}_days"


def _written(counts: Mapping[str, float]) -> Row:
    told = {column: f"{value:.12g}" for column, value in counts.items()}
    if "Within" in counts:
        told["After"] = f"{counts['Total'] - counts['Within']:.12g}"
        told["Performance"] = f"{counts['Within'] / counts['Total']:.4f}" if counts["Total"] else ""
    return told


def small_readings(
    folder: Path,
    months: Sequence[date] = (OCTOBER,),
    bases: Sequence[str] = ("provider", "commissioner"),
) -> list[Reading]:
    """Small workbooks of two made-up hospitals and two made-up boards, the second month twice the first."""
    made = []
    for number, month in enumerate(months, 1):
        for basis in bases:
            codes = ("ZA1", "ZA2") if basis == "provider" else ("ZQ1", "UNKNOWN")
            told = sheets(some_groups(*codes, times=number), month, basis=basis)
            made.append(read(write(folder / f"{basis}-{month}.xlsx", told)))
    return made


def text_of(
    rows: Sequence[Mapping[str, str]],
    columns: Sequence[str] = COLUMNS,
    *,
    separator: str = ",",
    above: Sequence[str] = (),
    below: Sequence[str] = (),
) -> str:
    """The file's text; columns that are not named are left out."""
    made = io.StringIO()
    made.writelines(f"{line}\n" for line in above)
    writer = csv.DictWriter(made, columns, delimiter=separator, lineterminator="\n", extrasaction="ignore")
    writer.writeheader()
    writer.writerows(rows)
    made.writelines(f"{line}\n" for line in below)
    return made.getvalue()


def write_combined(
    path: Path, rows: Sequence[Mapping[str, str]], *, encoding: str = "utf-8", **how: object
) -> Path:
    """Write rows as a combined CSV."""
    path.write_bytes(text_of(rows, **how).encode(encoding))  # type: ignore[arg-type]
    return path
