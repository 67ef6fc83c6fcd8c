"""Observations and answers as Parquet and CSV that Power BI, Excel and R open directly, with a data dictionary."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import asdict, replace
from datetime import date
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Any

from alliance.answers.model import Answer, Citation
from alliance.observations import KEY
from alliance.periods import parse_period
from alliance.places import Place
from alliance.writers.csv import FORMULA, rows
from alliance.writers.export_fields import (
    ANSWERS,
    FILES,
    OBSERVATIONS,
    PLACES,
    Field,
    dictionary_csv,
    dictionary_markdown,
)
from alliance.writers.files import put_all

if TYPE_CHECKING:
    import polars as pl

__all__ = ["answers_table", "files_table", "observations_table", "places_table", "write"]


def write(
    folder: Path,
    *,
    observations: pl.DataFrame | None = None,
    answers: Sequence[Answer] = (),
    files: Iterable[Citation] = (),
    places: Iterable[Place] = (),
    state: str = "",
    as_of: date | None = None,
) -> list[Path]:
    """Write what is given as `NAME.parquet` and `NAME.csv`, and beside them `data-dictionary.csv` and `.md`.

    All files are written or none. Their columns are those of the dictionary, always all and in the same order.
    The caller has chosen what may be seen: every row that comes in goes out. The files behind the answers are
    added to `files`. `state` and `as_of` say which store, as it was known on which day, stands behind them; both
    are in each Parquet file's own metadata, with the licences.

    Raises
    ------
    UsageError
        The folder cannot be written to.
    """
    cited = _each_once((*files, *(c for answer in answers for c in answer.citations)))
    tables = {
        "observations": None if observations is None else observations_table(observations),
        "answers": answers_table(answers) if answers else None,
        "files": files_table(cited) if cited else None,
        "places": places_table(places),
    }
    facts = {
        "licence": "; ".join(dict.fromkeys(c.licence for c in cited)),
        "as_of": as_of.isoformat() if as_of else "",
        "store_state": state,
        "made_with": "cancer-alliance",
    }
    contents: dict[str, bytes | Callable[[Path], None]] = {}
    for name, table in tables.items():
        if table is not None and (name != "places" or table.height):
            contents[f"{name}.parquet"] = partial(_parquet, table, {**facts, "table": name})
            contents[f"{name}.csv"] = partial(_csv, table)
    contents["data-dictionary.csv"] = dictionary_csv()
    contents["data-dictionary.md"] = dictionary_markdown().encode()
    return put_all(folder, contents)


def observations_table(observations: pl.DataFrame) -> pl.DataFrame:
    """One row an observation, in the order of its key; `observations` has the columns of `SCHEMA`."""
    return _typed(observations, OBSERVATIONS).sort(KEY, maintain_order=True)


def answers_table(answers: Iterable[Answer]) -> pl.DataFrame:
    """One row a point of each answer, in the answers' order: the whole's points, then those of its parts."""
    return _told((_with_days(row) for answer in answers for row in rows(answer)), ANSWERS)


def files_table(files: Iterable[Citation]) -> pl.DataFrame:
    """One row a published file."""
    return _told(({**asdict(file), "visibility": file.visibility} for file in files), FILES)


def _each_once(files: Iterable[Citation]) -> list[Citation]:
    """Each file as it is first told, for all of those for whom any of its rows is kept."""
    found: dict[tuple[str, str], Citation] = {}
    for file in files:
        key = file.sha256, file.status
        told = found.setdefault(key, file)
        found[key] = replace(told, kept_for=tuple(sorted({*told.kept_for, *file.kept_for})))
    return list(found.values())


def places_table(places: Iterable[Place]) -> pl.DataFrame:
    """One row a place, in the order of their codes."""
    told = ({**_of(place), "place": place.code, "kind": str(place.kind)} for place in places)
    return _told(told, PLACES).sort("place")


def _of(place: Place) -> dict[str, Any]:
    return {name: getattr(place, name) for name in ("name", "opened", "closed")}


def _with_days(row: Mapping[str, Any]) -> dict[str, Any]:
    period = parse_period(str(row["period"]))
    days = {name: _day(row[name]) for name in ("known_since", "as_of")}
    return {**row, **days, "period_start": period.start, "period_end": period.end}


def _day(text: str | None) -> date | None:
    return date.fromisoformat(text) if text else None


def _told(told: Iterable[Mapping[str, Any]], fields: Sequence[Field]) -> pl.DataFrame:
    import polars as pl

    return pl.DataFrame([[row[f.name] for f in fields] for row in told], schema=_schema(fields), orient="row")


def _typed(table: pl.DataFrame, fields: Sequence[Field]) -> pl.DataFrame:
    import polars as pl

    return table.select(pl.col(name).cast(kind) for name, kind in _schema(fields).items())


def _schema(fields: Sequence[Field]) -> dict[str, Any]:
    import polars as pl

    kinds = {"word": pl.String, "number": pl.Float64, "day": pl.Date}
    return {f.name: kinds[f.kind] for f in fields}


def _parquet(table: pl.DataFrame, facts: dict[str, str], path: Path) -> None:
    table.write_parquet(path, compression="snappy", metadata=facts)  # the one compression that all can read


def _csv(table: pl.DataFrame, path: Path) -> None:
    """UTF-8 with a mark at its start, by which Excel knows it; words on one line, and never a formula."""
    import polars.selectors as cs

    words = cs.string().str.replace_all(r"\s+", " ").str.strip_chars()
    guarded = words.str.replace(f"^([{re.escape(''.join(FORMULA))}])", "'${1}")
    table.with_columns(guarded).write_csv(path, include_bom=True)
