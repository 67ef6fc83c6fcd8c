"""`alliance export`: files that Power BI, Excel and R open, whole or not at all."""

from __future__ import annotations

import csv
from pathlib import Path

import polars as pl
import pytest

from alliance.answers import open_desk, over_time
from tests.spec.small_england import telling, write_store
from tests.unit.cli.conftest import Run

ALL = ("observations", "answers", "files", "places")


def read(folder: Path, table: str) -> pl.DataFrame:
    return pl.read_parquet(folder / f"{table}.parquet")


def test_everything_is_written_twice_with_its_dictionary(run: Run, small_store: Path, tmp_path: Path) -> None:
    out = tmp_path / "out"
    ran = run("export", "--out", out, "--store", small_store)
    assert (ran.code, ran.err) == (0, "")
    names = {*(f"{table}.{form}" for table in ALL for form in ("parquet", "csv"))}
    assert {path.name for path in out.iterdir()} == {*names, "data-dictionary.csv", "data-dictionary.md"}
    assert ran.out.count("Wrote ") == 10
    for table in ALL:
        with (out / f"{table}.csv").open(encoding="utf-8-sig", newline="") as file:
            assert len(list(csv.DictReader(file))) == read(out, table).height
    assert set(read(out, "answers")["place_code"]) == {"england", "E56900001", "E56900002"}


def test_one_measure_of_an_alliance_and_its_organisations(
    run: Run, small_store: Path, tmp_path: Path
) -> None:
    words = ("--place", "E56900001", "--measure", "treatment-62-day")
    assert run("export", "--out", tmp_path, "--store", small_store, *words).code == 0
    answers, rows = read(tmp_path, "answers"), read(tmp_path, "observations")
    assert set(answers["measure"]) == {"treatment-62-day"}
    assert set(answers["place_code"]) == {"E56900001", "ZA1", "ZA3"}, "Cedar works there too, and is shown"
    assert set(rows["quantity"]) == {"treated-62-day", "treated-62-day-within"}
    assert "england" not in set(rows["place"])
    desk = open_desk(small_store)
    for code in ("E56900001", "ZA1"):
        points = over_time(desk, "treatment-62-day", code).points
        mine = answers.filter(pl.col("place_code") == code)
        assert mine["numerator"].to_list() == [point.numerator for point in points]
        assert mine["period"].to_list() == [point.period for point in points]


MERGED = """
release | place | month   | total | within
one     | ZA1   | 2024-01 | 100   | 60
one     | ZA9   | 2024-01 | 40    | 30
one     | ZA2   | 2024-01 | 20    | 10
two     | ZA1   | 2024-03 | 150   | 90
two     | ZA2   | 2024-03 | 21    | 11
"""


@pytest.mark.parametrize("place", ["E56900001", "ZA1"])
def test_the_observations_beside_an_answer_sum_to_it(run: Run, tmp_path: Path, place: str) -> None:
    """Old Alder became part of Alder, and Birch went south: their months count, and their rows are there."""
    told = telling("release | known\none | 2024-03-14\ntwo | 2024-05-14", MERGED)
    store = write_store(told, tmp_path / "store")
    assert run("export", "--out", tmp_path / "out", "--store", store, "--place", place).code == 0
    answers, rows = read(tmp_path / "out", "answers"), read(tmp_path / "out", "observations")
    mine = answers.filter(place_code=place, measure="treatment-62-day")
    assert mine["denominator"].to_list() == {"E56900001": [160, None, 150], "ZA1": [140, None, 150]}[place]
    inside = rows.filter(pl.col("quantity") == "treated-62-day", pl.col("place").is_in(["ZA1", "ZA9", "ZA2"]))
    january = inside.filter(pl.col("period_start") == pl.date(2024, 1, 1))
    assert january["value"].sum() == mine["denominator"][0]
    assert set(rows["place"]) <= set(read(tmp_path / "out", "places")["place"])


def test_every_place_of_the_observations_is_told(run: Run, small_store: Path, tmp_path: Path) -> None:
    assert run("export", "--out", tmp_path, "--store", small_store, "--measure", "treatment-62-day").code == 0
    places = read(tmp_path, "places")
    assert set(read(tmp_path, "observations")["place"]) <= set(places["place"])
    assert places["name"].null_count() == 0


def test_answers_alone(run: Run, small_store: Path, tmp_path: Path) -> None:
    assert run("export", "--out", tmp_path, "--store", small_store, "--no-observations").code == 0
    assert not (tmp_path / "observations.csv").exists()
    assert (tmp_path / "answers.csv").exists()


def test_as_it_was_known_on_a_day(run: Run, small_store: Path, tmp_path: Path) -> None:
    words = ("--place", "ZA1", "--as-of", "2024-06-14")
    assert run("export", "--out", tmp_path, "--store", small_store, *words).code == 0
    answers, files = read(tmp_path, "answers"), read(tmp_path, "files")
    assert max(answers["period"].to_list()) == "2024-04"
    assert max(read(tmp_path, "observations")["period_end"].to_list()).isoformat() == "2024-04-30"
    assert files.height == 8, "four months on two bases"


def test_the_same_store_gives_the_same_bytes(run: Run, small_store: Path, tmp_path: Path) -> None:
    for name in ("one", "two"):
        run("export", "--out", tmp_path / name, "--store", small_store, "--place", "E56900001")
    written = [{p.name: p.read_bytes() for p in (tmp_path / name).iterdir()} for name in ("one", "two")]
    assert written[0] == written[1]


@pytest.mark.parametrize(
    ("words", "code", "said"),
    [
        (("--place", "NOWHERE"), 3, "'NOWHERE' is not the code of a place in the book."),
        (("--measure", "waits"), 3, "There is no measure 'waits'."),
        (("--as-of", "soon"), 2, "--as-of: 'soon' is not a day."),
        (
            ("--measure", "survival-1-year"),
            2,
            "No figure that is loaded here, and is for this audience, is of these places and measures.",
        ),
    ],
)
def test_what_cannot_be_exported_leaves_no_folder(
    run: Run, small_store: Path, tmp_path: Path, words: tuple[str, ...], code: int, said: str
) -> None:
    ran = run("export", "--out", tmp_path / "out", "--store", small_store, *words)
    assert (ran.code, ran.out, ran.err.splitlines()[0]) == (code, "", f"alliance: {said}")
    assert not (tmp_path / "out").exists()


def test_without_a_store_or_a_folder_there_is_no_export(run: Run, small_store: Path, tmp_path: Path) -> None:
    assert run("export", "--out", tmp_path / "out", "--store", tmp_path / "none").code == 5
    assert run("export", "--store", small_store).code == 2
    (tmp_path / "file").touch()
    ran = run("export", "--out", tmp_path / "file", "--store", small_store, "--no-observations")
    assert (ran.code, ran.out) == (2, "")
    assert "cannot be written" in ran.err
