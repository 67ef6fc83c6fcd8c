"""Exports, read back by other programs: the same numbers, stable columns, nothing that a spreadsheet would run."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterator
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import Any

import duckdb
import polars as pl
import pytest

from alliance.answers.model import Answer, PlaceName, Point, Series
from alliance.errors import UsageError
from alliance.observations import KEY, SCHEMA, conform
from alliance.places import Place, PlaceKind
from alliance.writers.csv import COLUMNS
from alliance.writers.export import write
from alliance.writers.export_fields import ANSWERS, FIELDS, OBSERVATIONS, dictionary_csv, dictionary_markdown
from tests.unit.answers_by_hand import RELEASE, answer, no_figure, point, steady


@pytest.fixture
def observations() -> pl.DataFrame:
    """Three observations, not in order: half a patient, an absence, and words that a spreadsheet would run."""
    return conform(
        pl.DataFrame(
            {
                "source": ["cwt"] * 3,
                "release": ["b" * 64, "a" * 64, "a" * 64],
                "place": ["ZA2", "ZA2", "ZA1"],
                "period_start": [date(2025, 3, 1)] * 3,
                "period_end": [date(2025, 3, 31)] * 3,
                "quantity": ["treated-within-62-days"] * 3,
                "value": [12.5, None, 1684.0],
                "absence": [None, "too_few", None],
                "ref": ["Sheet!B10", "Sheet!B11", "Sheet!B12"],
                "note": ["=HYPERLINK(1)", "Two\nlines", "–, kept"],
            },
            schema_overrides={"value": pl.Float64, "absence": pl.String},
        )
    )


@pytest.fixture
def answers() -> list[Answer]:
    """A series with limits, and parts of which one has no figure."""
    parts = [
        Series((point("2025-Q1", 30, 40),), None, place=PlaceName("ZA1", "First", "trust")),
        Series((no_figure("2025-Q1", "too_few"),), None, place=PlaceName("ZA2", "Second", "trust")),
    ]
    by_trust = answer([point("2025-Q1", 60, 90)], series=parts, by="trust")
    return [steady(), replace(by_trust, as_of=date(2025, 6, 30))]


@pytest.fixture
def folder(observations: pl.DataFrame, answers: list[Answer], tmp_path: Path) -> Path:
    """A whole export."""
    places = [Place("ZA2", PlaceKind.TRUST, "Second"), Place("ZA1", PlaceKind.TRUST, "First")]
    write(
        tmp_path / "out",
        observations=observations,
        answers=answers,
        places=places,
        state="fbf7c6",
        as_of=date(2025, 6, 30),
    )
    return tmp_path / "out"


def _csv(path: Path) -> list[dict[str, str]]:
    text = path.read_bytes()
    assert text.startswith(b"\xef\xbb\xbf"), "Excel knows UTF-8 by this"
    return list(csv.DictReader(io.StringIO(text.decode("utf-8-sig"))))


def _points(answers: list[Answer]) -> Iterator[tuple[str, Point]]:
    for a in answers:
        yield from ((a.place.code, p) for p in a.points)
        for s in a.series or ():
            yield from ((s.place.code if s.place else "", p) for p in s.points)


def _number(text: str) -> float | None:
    return float(text) if text else None


def test_every_table_is_there_twice_with_its_dictionary(folder: Path) -> None:
    names = {
        f"{t}.{form}" for t in ("observations", "answers", "files", "places") for form in ("parquet", "csv")
    }
    assert {p.name for p in folder.iterdir()} == {*names, "data-dictionary.csv", "data-dictionary.md"}


@pytest.mark.parametrize("form", ["parquet", "csv"])
def test_a_row_a_point_and_each_number_is_the_answers_own(
    folder: Path, answers: list[Answer], form: str
) -> None:
    path = folder / f"answers.{form}"
    rows: list[dict[str, Any]] = _csv(path) if form == "csv" else pl.read_parquet(path).to_dicts()
    for row, (place, p) in zip(rows, _points(answers), strict=True):
        told = [
            row[name]
            for name in ("numerator", "denominator", "value", "lower", "upper", "mean", "upper_limit")
        ]
        own = [p.numerator, p.denominator, p.value, p.lower, p.upper, p.mean, p.upper_limit]
        assert [_number(t) if isinstance(t, str) else t for t in told] == own
        assert (row["place_code"], row["period"], row["absence"] or None) == (place, p.period, p.absence)


def test_days_of_periods_are_days(folder: Path) -> None:
    rows = pl.read_parquet(folder / "answers.parquet").to_dicts()
    assert (rows[-1]["period_start"], rows[-1]["period_end"]) == (date(2025, 1, 1), date(2025, 3, 31))
    assert (rows[-1]["as_of"], rows[0]["as_of"]) == (date(2025, 6, 30), None)


def test_observations_are_in_the_order_of_their_key_and_unchanged(
    folder: Path, observations: pl.DataFrame
) -> None:
    read = pl.read_parquet(folder / "observations.parquet")
    told = observations.with_columns(pl.col(pl.Categorical).cast(pl.String)).sort(KEY)
    assert read.equals(told)
    assert [_number(row["value"]) for row in _csv(folder / "observations.csv")] == told["value"].to_list()
    assert read["value"].null_count() == 1, "absence is not zero"


def test_types_are_plain_words_doubles_and_days(folder: Path) -> None:
    for table in ("observations", "answers", "files", "places"):
        path = folder / f"{table}.parquet"
        found = duckdb.sql(f"SELECT name, type, logical_type FROM parquet_schema('{path}')").fetchall()[1:]
        kinds = {
            "word": ("BYTE_ARRAY", "StringType()"),
            "number": ("DOUBLE", None),
            "day": ("INT32", "DateType()"),
        }
        told = [(f.name, *kinds[f.kind]) for f in FIELDS if f.table == table]
        assert [(n, t, logical or None) for n, t, logical in found] == told


def test_parquet_says_where_it_is_from(folder: Path) -> None:
    path = folder / "answers.parquet"
    found = {
        bytes(k).decode(): bytes(v).decode()
        for k, v in duckdb.sql(f"SELECT key, value FROM parquet_kv_metadata('{path}')").fetchall()
    }
    told = {"licence": RELEASE.licence, "as_of": "2025-06-30", "store_state": "fbf7c6", "table": "answers"}
    assert told.items() <= found.items()


def test_csv_holds_no_formula_and_a_row_is_a_line(folder: Path) -> None:
    notes = [row["note"] for row in _csv(folder / "observations.csv")]
    assert notes == ["–, kept", "Two lines", "'=HYPERLINK(1)"]
    assert pl.read_parquet(folder / "observations.parquet")["note"].to_list()[2] == "=HYPERLINK(1)"
    assert len((folder / "observations.csv").read_text(encoding="utf-8").splitlines()) == 4


def test_files_and_places_join_to_the_rest(folder: Path) -> None:
    (file,) = pl.read_parquet(folder / "files.parquet").to_dicts()
    assert (file["sha256"], file["published_on"]) == (RELEASE.sha256, date(2025, 5, 8))
    assert [row["place"] for row in _csv(folder / "places.csv")] == ["ZA1", "ZA2"]


def test_only_what_is_given_is_written(tmp_path: Path, answers: list[Answer]) -> None:
    written = write(tmp_path, answers=answers[:1])
    assert [p.name for p in written] == [
        *("answers.parquet", "answers.csv", "files.parquet", "files.csv"),
        *("data-dictionary.csv", "data-dictionary.md"),
    ]


def test_an_export_of_nothing_known_still_has_its_columns(tmp_path: Path, observations: pl.DataFrame) -> None:
    write(tmp_path, observations=observations.clear())
    assert pl.read_parquet(tmp_path / "observations.parquet").columns == list(SCHEMA)


def test_the_same_export_is_the_same_bytes(folder: Path, observations: pl.DataFrame, tmp_path: Path) -> None:
    write(tmp_path / "again", observations=observations.reverse())
    again = (tmp_path / "again" / "observations.csv").read_bytes()
    assert again == (folder / "observations.csv").read_bytes()


def test_a_folder_that_cannot_be_written_is_said_and_nothing_is_left(
    tmp_path: Path, answers: list[Answer]
) -> None:
    (tmp_path / "data-dictionary.md").mkdir()
    with pytest.raises(UsageError, match="cannot be written"):
        write(tmp_path, answers=answers)
    assert [p.name for p in tmp_path.iterdir()] == ["data-dictionary.md"]


class TestTheDictionary:
    def test_names_every_column_in_its_order(self) -> None:
        assert [f.name for f in OBSERVATIONS] == list(SCHEMA)
        named = [f.name for f in ANSWERS]
        assert [n for n in named if n not in ("period_start", "period_end")] == list(COLUMNS)

    def test_is_one_table_in_two_forms(self) -> None:
        rows = list(csv.reader(io.StringIO(dictionary_csv().decode("utf-8-sig"))))
        assert rows[0] == ["table", "column", "type", "meaning"]
        assert [(r[0], r[1], r[3]) for r in rows[1:]] == [(f.table, f.name, f.means) for f in FIELDS]
        assert all(f"| `{f.name}` | " in dictionary_markdown() for f in FIELDS)

    def test_says_something_of_every_column_in_snake_case(self) -> None:
        assert all(f.means and f.name == f.name.lower() and " " not in f.name for f in FIELDS)
        assert not any('"' in f.means or "|" in f.means for f in FIELDS)
