"""Stage at diagnosis: names become codes, parts sum to England, and nothing is counted twice."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from pathlib import Path

import polars as pl
import pytest

from alliance.errors import FileRefused
from alliance.ingest import load
from alliance.observations import check
from alliance.places import PlaceBook, PlaceKind
from alliance.sources import Reading, Release, open_raw, recognise
from alliance.sources.stage_at_diagnosis import ABOUT, _codes
from tests.sources.conftest import Refuse

HEADER = (
    "Geography Type,Geography Name,Year,Site,Stage 1,Stage 2,Stage 3,Stage 4,"
    "Staged - other early,Staged - other advanced,Unstageable,Missing stage,Percentage completeness"
)
ROWS = [
    "Country,England,2021,Lung,10,5,8,12,1,1,1,2,92.5",
    "Country,England,2021,Anus,1,0,0,0,0,0,0,1,50",
    "Cancer Alliance,Wessex,2021,Lung,6,3,4,8,1,0,0,1,95.7",
    "Cancer Alliance,Atlantis,2021,Lung,4,2,4,4,0,1,1,1,88.235",
    "Cancer Alliance,Atlantis,2021,Anus,1,0,0,0,0,0,0,1,50",
    "Integrated Care Board,NHS Devon Integrated Care Board,2021,Lung,10,5,8,12,1,1,1,2,92.5",
    "Integrated Care Board,NHS Devon Integrated Care Board,2021,Anus,1,0,0,0,0,0,0,1,50",
]


def written(folder: Path, text: str, *, encoding: str = "utf-8", name: str = "renamed.txt") -> Path:
    path = folder / name
    path.write_bytes(text.encode(encoding))
    return path


def taken(path: Path) -> tuple[Release, Reading]:
    file = open_raw(path)
    source, release = recognise(file)
    assert source.ABOUT is ABOUT
    reading = source.read(file, release)
    check(reading.observations, file.name)
    return release, reading


def small(*rows: str) -> str:
    return "\n".join([HEADER, *(rows or ROWS)]) + "\n"


@pytest.fixture(scope="module")
def real(shared: Path) -> tuple[Release, Reading]:
    (path,) = (shared / "data" / "stage_at_diagnosis").glob("*.csv")
    return taken(path)


def early(table: pl.DataFrame) -> tuple[float, float]:
    staged = table.filter(pl.col("tumour_stage").is_in(["1", "2", "3", "4"]))
    return staged.filter(pl.col("tumour_stage").is_in(["1", "2"]))["value"].sum(), staged["value"].sum()


def test_england_in_2022_had_133_769_of_242_754_diagnosed_early(real: tuple[Release, Reading]) -> None:
    release, reading = real
    assert release.title == "Stage at diagnosis by site, 2013 to 2022"
    england = reading.observations.filter(
        (pl.col("place") == "england") & (pl.col("period_start") == date(2022, 1, 1))
    )
    found, of = early(england)
    assert (found, of) == (133_769, 242_754)
    assert round(100 * found / of, 2) == 55.10


def test_twenty_alliances_and_42_icbs_each_sum_to_england_stage_by_stage(
    real: tuple[Release, Reading],
) -> None:
    table = real[1].observations.with_columns(pl.col("place").cast(pl.String))
    book = PlaceBook.builtin()
    kinds = {code: str(book.find(code).kind) for code in table["place"].unique()}
    assert sorted(kinds.values()).count("alliance") == 20
    assert sorted(kinds.values()).count("icb") == 42
    sums = (
        table.with_columns(kind=pl.col("place").replace_strict(kinds))
        .group_by("kind", "period_start", "cancer", "tumour_stage")
        .agg(pl.col("value").sum())
    )
    by_kind = {
        k: part.sort("period_start", "cancer", "tumour_stage")["value"].to_list()
        for (k,), part in sums.group_by("kind")
    }
    assert by_kind["england"] == by_kind["alliance"] == by_kind["icb"]
    assert len(by_kind["england"]) == 10 * 17 * 8


def test_the_real_file_has_no_label_and_no_name_that_is_new(real: tuple[Release, Reading]) -> None:
    assert real[1].new_labels == ()
    assert real[1].observations["value"].null_count() == 0
    assert "England" in real[1].names.values()


def test_every_name_of_the_table_has_the_code_of_a_place_of_its_kind() -> None:
    book = PlaceBook.builtin()
    wanted = {"Country": PlaceKind.ENGLAND, "Cancer Alliance": PlaceKind.ALLIANCE}
    for (kind, name), code in _codes().items():
        place = book.get(code)
        assert place.kind is wanted.get(kind, PlaceKind.ICB)
        assert name in (  # folded: capitals do not count
            place.name.removesuffix(" Cancer Alliance").casefold(),
            place.name.replace("ICB", "Integrated Care Board").casefold(),
        )
    assert len(set(_codes().values())) == 63


def test_a_small_file_is_read_cell_by_cell_with_its_lines(tmp_path: Path) -> None:
    release, reading = taken(written(tmp_path, small()))
    assert (release.basis, release.first, release.last) == ("resident", date(2021, 1, 1), date(2021, 12, 31))
    table = reading.observations
    assert table.height == len(ROWS) * 8
    cell = table.filter(
        (pl.col("place") == "E56000016") & (pl.col("tumour_stage") == "4") & (pl.col("cancer") == "lung")
    )
    assert cell["value"].to_list() == [8.0]
    assert cell["ref"].to_list() == ["line 4, column Stage 4"]
    assert set(table["tumour_stage"].unique()) == {
        *("1", "2", "3", "4", "other-early", "other-advanced", "unstageable", "missing")
    }
    assert set(table["cancer"].unique()) == {"lung", "anus"}


def test_a_name_without_a_code_is_kept_under_itself_and_reported(tmp_path: Path) -> None:
    (loaded,) = load([written(tmp_path, small())], tmp_path / "store", today=date(2026, 1, 1))
    assert loaded.outcome == "loaded"
    assert "unknown organisation ATLANTIS (Atlantis): kept, and counted in England" in loaded.warnings


def test_a_new_site_is_kept_under_its_own_slug_and_reported(tmp_path: Path) -> None:
    text = small(*(row.replace("Anus", "Moon rock") for row in ROWS))
    _, reading = taken(written(tmp_path, text))
    assert reading.new_labels == ("cancer: Moon rock",)
    assert "moon-rock" in reading.observations["cancer"].unique()


@pytest.mark.parametrize("encoding", ["utf-8-sig", "utf-16", "cp1252"])
def test_it_is_known_in_other_encodings_with_semicolons_and_below_a_title(
    tmp_path: Path, encoding: str
) -> None:
    text = "FICTIONAL: made for a test\r\n\r\n" + small().replace(",", ";").replace("\n", "\r\n")
    release, reading = taken(written(tmp_path, text, encoding=encoding))
    assert release.publisher.startswith("Made up, in the layout of")
    assert release.licence == "None: made-up figures"
    assert reading.observations["ref"][0] == "line 4, column Stage 1"


def test_thousands_have_separators_and_percentages_a_sign(tmp_path: Path) -> None:
    rows = [
        'Country,England,2021,Lung,"1,200",5,8,12,1,1,1,2,99.8%',
        'Cancer Alliance,Wessex,2021,Lung,"1,200",5,8,12,1,1,1,2,99.8',
    ]
    _, reading = taken(written(tmp_path, small(*rows)))
    assert reading.observations["value"].max() == 1200.0


CASES: dict[str, tuple[Callable[[str], str], str]] = {
    "a column is missing": (
        lambda text: text.replace("Unstageable,", ""),
        "line 1: the column 'Unstageable' is not in its header.",
    ),
    "a column stands twice": (
        lambda text: text.replace("Missing stage,", "Stage 1,Missing stage,"),
        "line 1: the column 'Stage 1' is twice in its header.",
    ),
    "there are no rows": (lambda text: text.split("\n")[0] + "\n", "has no rows below its header."),
    "there are two headers": (
        lambda text: text + HEADER + "\n",
        "line 9, is the header again: two files were joined.",
    ),
    "a footer follows": (lambda text: text + "Source: NDRS\n", "line 9, has 1 cell where the header has 13."),
    "it was cut off in a row": (lambda text: text[:-8], "line 8, has 10 cells where the header has 13."),
    "a count is words": (
        lambda text: text.replace("Lung,6,", "Lung,several,"),
        "line 4, column Stage 1: 'several' is not a number.",
    ),
    "a count is suppressed": (
        lambda text: text.replace("Lung,6,", "Lung,,"),
        "line 4, column Stage 1: the cell is empty.",
    ),
    "a count is negative": (
        lambda text: text.replace("Lung,6,", "Lung,-6,"),
        "line 4, column Stage 1: -6.0 is no count of cancers.",
    ),
    "a count is a half": (
        lambda text: text.replace("Lung,6,", "Lung,6.5,"),
        "line 4, column Stage 1: 6.5 is no count of cancers.",
    ),
    "a row stands twice": (
        lambda text: text + ROWS[2] + "\n",
        "line 4, column Site: 'Lung' stands twice for its place and year.",
    ),
    "the alliances do not sum to England": (
        lambda text: text.replace("2021,Lung,6,3,4,8,1,0,0,1,95.7", "2021,Lung,7,3,4,8,1,0,0,1,95.8"),
        "line 2, column Stage 1: the cancer alliances sum to 11, and England has 10 (Lung, 2021).",
    ),
    "the ICBs do not sum to England": (
        lambda text: text.replace("Board,2021,Anus,1,0,0,0,0,0,0,1", "Board,2021,Anus,0,1,0,0,0,0,0,1"),
        "line 3, column Stage 1: the ICBs sum to 0, and England has 1 (Anus, 2021).",
    ),
    "it was cut off": (
        lambda text: text[: text.index("Integrated Care Board,NHS Devon Integrated Care Board,2021,Anus")],
        "line 3, column Stage 1: the ICBs sum to 0, and England has 1 (Anus, 2021).",
    ),
    "England is not there": (
        lambda text: "\n".join(line for line in text.split("\n") if not line.startswith("Country")),
        "has no row for England to hold its parts against.",
    ),
    "two countries are there": (
        lambda text: text + "Country,Wales,2021,Lung,1,0,0,0,0,0,0,1,50\n",
        "has more than one country: England and Wales.",
    ),
    "all sites stand beside the sites": (
        lambda text: text + "Country,England,2021,All sites,11,5,8,12,1,1,1,3,90.5\n",
        "line 9, column Site: 'All sites' is a total, and would be counted beside its parts.",
    ),
    "a percentage is another": (
        lambda text: text.replace("92.5", "82.5", 1),
        "line 2, column Percentage completeness: 82.5 is not the percentage of its counts.",
    ),
    "a kind of place is new": (
        lambda text: text.replace("Cancer Alliance,Wessex", "Parish,Wessex"),
        "line 4, column Geography Type: 'Parish' is no kind of place known here.",
    ),
    "a name is empty": (
        lambda text: text.replace("Cancer Alliance,Wessex", "Cancer Alliance,"),
        "line 4, column Geography Name: the cell is empty.",
    ),
    "a row is too wide": (
        lambda text: text.replace("95.7", "95.7,9"),
        "line 4, has 14 cells where the header has 13.",
    ),
    "a quotation mark is open": (
        lambda text: text.replace("Wessex", '"Wessex'),
        "line 4, cannot be read: a quotation mark is not closed.",
    ),
}


@pytest.mark.parametrize("case", CASES)
def test_a_file_is_refused_when(tmp_path: Path, refuse: Refuse, case: str) -> None:
    spoil, sentence = CASES[case]
    spoilt = spoil(small())
    assert spoilt != small()
    what = refuse(written(tmp_path, spoilt)).what
    assert what.startswith("renamed.txt")
    assert sentence in what


def test_a_quotation_mark_inside_a_cell_is_refused(tmp_path: Path, refuse: Refuse) -> None:
    text = small().replace("Wessex", '"Wessex').replace("Atlantis", 'Atl"antis', 1)
    assert (
        "line 4, cannot be read: a quotation mark stands inside a cell."
        in refuse(written(tmp_path, text)).what
    )


def test_a_csv_of_another_kind_is_left_to_others(tmp_path: Path) -> None:
    path = written(tmp_path, "Year,Site,Stage 1,colour\n2021,Lung,1,blue\n", name="other.csv")
    with pytest.raises(FileRefused, match=r"other\.csv is not a file that any source here knows"):
        recognise(open_raw(path))
