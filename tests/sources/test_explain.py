"""What a file was taken for and why, or what was missing, the nearest first."""

from __future__ import annotations

from pathlib import Path

import pytest

from alliance.errors import FileRefused
from alliance.sources import find_sources, open_raw, recognise
from alliance.sources.explain import Explained, explain, lines_of
from alliance.sources.waiting_list import COLUMNS
from tests.sources.small_workbook import small_workbook, write
from tests.sources.text_files import written


def explained(path: Path) -> Explained:
    return explain(open_raw(path))


def test_a_file_that_a_source_takes_is_explained_by_what_told_it(tmp_path: Path) -> None:
    path = written(tmp_path, "a.csv", "place,period,measure,numerator,denominator\nZA1,2025-03,x,1,2\n")
    found = explained(path)
    assert found.release is not None
    assert found.source == found.release.source == "local-data"
    assert found.candidates == ()
    assert lines_of(found) == [
        "a.csv is a text file, its cells divided by commas.",
        "It is taken for Local data: x, 2025-03 (local-data, tidy-csv).",
        found.release.because,
    ]


def test_a_workbook_is_explained_by_its_sheets(tmp_path: Path) -> None:
    lines = lines_of(explained(small_workbook(tmp_path / "january.xlsx")))
    assert lines[0].startswith(
        "january.xlsx is a workbook with the sheets Frontpage, 28-DAY FDS (ALL ROUTES)"
    )
    assert "(cancer-waiting-times, monthly-workbook)" in lines[1]
    assert lines[2]


def test_a_file_that_nearly_fits_is_explained_by_its_refusal(tmp_path: Path) -> None:
    found = explained(written(tmp_path, "a.csv", "place,period,measure,numerator\nZA1,2025-03,x,1\n"))
    assert found.release is None
    assert found.refused is not None
    assert lines_of(found)[1:] == [
        "It was known as local-data, and refused: a.csv looks like local data and has no column denominator.",
        "See docs/how-to/add-local-data.md for the columns.",
    ]


def test_of_a_file_that_nobody_knows_the_nearest_layout_comes_first_with_what_it_lacks(
    tmp_path: Path,
) -> None:
    header = "\t".join(column.replace("TumourType", "Tumour") for column in COLUMNS)
    found = explained(written(tmp_path, "a.txt", f"The return\n{header}\n20250406\t\n"))
    nearest = found.candidates[0]
    assert (nearest.source, nearest.lacks) == ("waiting-list", ("TumourType",))
    assert nearest.fits == pytest.approx(10 / 11)
    assert [c.fits for c in found.candidates] == sorted((c.fits for c in found.candidates), reverse=True)
    assert lines_of(found)[1].startswith("No source takes it.")
    assert lines_of(found)[2].endswith("Of these it lacks TumourType.")


def test_every_source_says_what_it_missed(tmp_path: Path) -> None:
    found = explained(write(tmp_path / "budget.xlsx", {"Sheet1": [["Item", "Cost"], ["Biscuits", 3]]}))
    assert {candidate.source for candidate in found.candidates} == set(find_sources())
    assert all(candidate.missed.endswith(".") for candidate in found.candidates)
    assert len(lines_of(found)) <= 8


@pytest.mark.parametrize("content", [b"\x89PNG\r\n\0\0", b"Dear all", b'"never closed\n1,2\n', b"\xff\xfe,"])
def test_a_file_of_another_kind_altogether_is_explained_too(tmp_path: Path, content: bytes) -> None:
    found = explained(written(tmp_path, "letter.txt", content))
    assert found.release is None
    assert found.candidates[0].fits == 0
    assert lines_of(found)


@pytest.mark.parametrize("content", [b"PK\x03\x04 broken", b"\x1f\x8b broken"])
def test_a_damaged_file_is_explained_by_its_damage(tmp_path: Path, content: bytes) -> None:
    found = explained(written(tmp_path, "broken.bin", content))
    assert found.refused is not None
    assert "damaged or was cut off" in lines_of(found)[1]


def test_a_file_that_nobody_takes_is_refused_with_where_to_ask(tmp_path: Path) -> None:
    path = written(tmp_path, "a letter.txt", "Dear all")
    with pytest.raises(FileRefused) as refused:
        recognise(open_raw(path))
    assert refused.value.next_step == f"`alliance sources explain '{path}'` says what was missing."


def test_every_real_published_file_is_explained(shared: Path) -> None:
    for folder in ("stage_at_diagnosis", "diagnostics_dm01", "cwt/before_october_2023", "organisations"):
        for path in sorted((shared / "data" / folder).iterdir())[:2]:
            assert len(lines_of(explained(path))) > 1
