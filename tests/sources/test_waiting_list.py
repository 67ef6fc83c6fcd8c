"""The weekly waiting-list return: everybody who waits, by days waited, each number with its line."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import polars as pl
import pytest

from alliance.ingest import load
from alliance.measures import load_measures
from alliance.sources import cut_name
from alliance.sources.waiting_list import ABOUT, COLUMNS
from tests.sources.conftest import Refuse
from tests.sources.text_files import recognised, table_of, written

WITHOUT, WITH = "Section1 Without DTT", "Section2 With DTT"
USC, LUNG = "Urgent Suspected Cancer", "Lung"


def line(
    *counts: object, section: str = WITHOUT, place: str = "ZA1", route: str = USC, cancer: str = LUNG,
    key: str = "20250406", ends: str = "06/04/2025",
) -> str:  # fmt: skip
    return ",".join(map(str, (key, ends, place, "Hospital of Nowhere", section, route, cancer, *counts)))


def returned(folder: Path, *lines: str, columns: tuple[str, ...] = COLUMNS) -> Path:
    return written(folder, "ptl.csv", "\n".join([",".join(columns), *lines, ""]))


def small(folder: Path) -> Path:
    return returned(folder, line(100, 40, 8, 2), line(30, 20, 5, 1, section=WITH))


def counts(path: Path, quantity: str) -> dict[str, float | None]:
    return {row["band"]: row["value"] for row in table_of(path) if row["quantity"] == quantity}


def test_a_week_is_known_by_its_sunday(tmp_path: Path) -> None:
    release, reading = recognised(small(tmp_path))
    assert release.title == "Weekly cancer waiting list, 2025-W14"
    assert (release.first, release.last) == (date(2025, 3, 31), date(2025, 4, 6))
    assert (release.source, release.basis) == ("waiting-list", "provider")
    assert "Day >104" in release.because
    assert set(reading.observations.select("period_start", "period_end").iter_rows()) == {
        (date(2025, 3, 31), date(2025, 4, 6))
    }


def test_both_sections_together_are_all_who_wait_by_days_waited(tmp_path: Path) -> None:
    assert counts(small(tmp_path), "waiting") == {
        "0-28": 130, "29-62": 60, "63-104": 13, "over-104": 3, "all": 206,
    }  # fmt: skip
    assert counts(small(tmp_path), "waiting-over-62") == {"all": 16}


def test_each_section_is_kept(tmp_path: Path) -> None:
    assert counts(small(tmp_path), "waiting-without-decision")["all"] == 150
    assert counts(small(tmp_path), "waiting-with-decision") == {
        "0-28": 30, "29-62": 20, "63-104": 5, "over-104": 1, "all": 56,
    }  # fmt: skip


def test_each_number_names_its_lines_and_columns(tmp_path: Path) -> None:
    refs = {(row["quantity"], row["band"]): row["ref"] for row in table_of(small(tmp_path))}
    assert refs["waiting-with-decision", "over-104"] == "line 3, column Day >104"
    assert refs["waiting", "0-28"] == "lines 2 and 3, column Day 0-28"
    assert refs["waiting", "all"] == "lines 2 and 3, columns Day 0-28 to Day >104"
    assert refs["waiting-over-62", "all"] == "lines 2 and 3, columns Day 63-104 and Day >104"


def test_it_is_management_information_for_partners(tmp_path: Path) -> None:
    assert (ABOUT.label, ABOUT.visibility) == ("management information", "partners")
    assert {row["visibility"] for row in table_of(small(tmp_path))} == {"partners"}
    assert any("backlog" in caveat and "turn out not to have cancer" in caveat for caveat in ABOUT.caveats)


def test_people_with_non_specific_symptoms_are_counted_as_a_cancer_of_their_own(tmp_path: Path) -> None:
    path = returned(
        tmp_path,
        line(10, 4, 1, 0),
        line(5, 2, 0, 0, cancer="Non site specific symptoms"),
        line(0, 0, 0, 0, section=WITH),
    )
    table = recognised(path)[1].observations.filter(
        (pl.col("quantity") == "waiting") & (pl.col("band") == "all")
    )
    assert table.select("cancer", "value").rows() == [("lung", 15), ("non-specific-symptoms", 7)]
    assert cut_name("cancer", "non-specific-symptoms") == "Non-specific symptoms"


def test_routes_have_their_slugs_and_new_labels_are_kept_and_reported(tmp_path: Path) -> None:
    path = returned(
        tmp_path,
        line(1, 1, 1, 1),
        line(1, 1, 1, 1, route="Urgent Bowel Screening", cancer=""),
        line(1, 1, 1, 1, route="Consultant Upgrade", cancer="Cancer of the tail", section=WITH),
    )
    _, reading = recognised(path)
    assert set(reading.observations.select("route", "cancer").iter_rows()) == {
        ("urgent-suspected-cancer", "lung"),
        ("bowel-screening", "not-stated"),
        ("consultant-upgrade", "cancer-of-the-tail"),
    }
    assert reading.new_labels == ("cancer: Cancer of the tail",)


def test_a_count_that_was_not_sent_is_absent_and_so_is_every_sum_of_it(tmp_path: Path) -> None:
    path = returned(tmp_path, line("", "", 8, 2), line(30, 20, 5, 1, section=WITH))
    assert counts(path, "waiting") == {
        "0-28": None, "29-62": None, "63-104": 13, "over-104": 3, "all": None,
    }  # fmt: skip
    assert counts(path, "waiting-over-62") == {"all": 16}
    absent = {row["absence"] for row in table_of(path) if row["value"] is None}
    assert absent == {"not_published"}


def test_a_trust_that_sent_one_section_only_is_named_and_so_is_a_section_that_is_not_read(
    tmp_path: Path,
) -> None:
    path = returned(
        tmp_path,
        line(1, 1, 1, 1),
        line(1, 1, 1, 1, section=WITH),
        line(1, 1, 1, 1, place="ZA2"),
        line("", "", "", "", section="Section3 Treated"),
    )
    _, reading = recognised(path)
    assert reading.warnings == (
        "section not read, nobody waits in it: Section3 Treated",
        "ZA2 sent one section only for the week that ends on 2025-04-06: people may be missing",
    )


def test_several_weeks_in_one_file_each_keep_their_own(tmp_path: Path) -> None:
    next_week = {"key": "20250413", "ends": "2025-04-13"}
    path = returned(
        tmp_path,
        line(1, 1, 1, 1),
        line(2, 1, 1, 1, section=WITH),
        line(3, 1, 1, 1, **next_week),
        line(4, 1, 1, 1, section=WITH, **next_week),
    )
    release, reading = recognised(path)
    assert release.title == "Weekly cancer waiting list, 2025-W14 to 2025-W15"
    waiting = reading.observations.filter((pl.col("quantity") == "waiting") & (pl.col("band") == "0-28"))
    assert waiting.select("period_end", "value").rows() == [(date(2025, 4, 6), 3), (date(2025, 4, 13), 7)]


def test_other_columns_of_the_return_are_left_out_and_other_encodings_are_read(tmp_path: Path) -> None:
    more = (*COLUMNS, "Referrals Seen", "Day 0-33")
    text = "\n".join(
        [
            "\t".join(more),
            *(f"{row},9,9".replace(",", "\t") for row in (line(1, 2, 3, 4), line(1, 2, 3, 4, section=WITH))),
        ]
    )
    path = written(tmp_path, "ptl.txt", text.encode("utf-16"))
    assert counts(path, "waiting")["all"] == 20


def test_thousands_and_a_week_ending_in_other_words_are_read(tmp_path: Path) -> None:
    path = returned(
        tmp_path, line('"1,234"', 0, 0, 0, ends="06-Apr-25"), line(0, 0, 0, 0, section=WITH, ends="06-Apr-25")
    )
    assert counts(path, "waiting")["0-28"] == 1234


@pytest.mark.parametrize(
    ("wrong", "says"),
    [
        (line(1, 1, 1, 1, key="20250405", ends="05/04/2025"), "line 2: the week does not end on a Sunday."),
        (line(1, 1, 1, 1, ends="13/04/2025"), "line 2: DateKey and Week Ending are different days."),
        (line(1, 1, 1, 1, key="2025-04-06"), "'2025-04-06' is not a day written as 20250330."),
        (line(1, 1, 1, 1, key="20250231"), "'20250231' is not a day written as 20250330."),
        (line(1, 1, 1, 1, key=""), "line 2: has no DateKey."),
        (line(1, 1, 1, 1, section="Section9 Elsewhere"), "line 2: people wait in a section that is neither"),
        (line(1, 1, 1, 1, route="Total"), "line 2: RowType is a total of other rows"),
        (line(1, 1, 1, 1, cancer="All cancers"), "line 2: TumourType is a total of other rows"),
        (line(1, 1, 1, 1, place="England"), "line 2: Org Code is a total of other rows"),
        (line(1, 1, 1, 1, place=""), "line 2: has no Org Code."),
        (line("*", 1, 1, 1), "line 2, column Day 0-28: '*' is not a count."),
        (line("63%", 1, 1, 1), "line 2, column Day 0-28: '63%' is not a count."),
        (line(1, 1, 1), "line 2, has 10 cells where the header has 11."),
    ],
)
def test_a_row_that_cannot_be_so_is_refused(tmp_path: Path, refuse: Refuse, wrong: str, says: str) -> None:
    rows = (wrong, line(1, 1, 1, 1, place="ZA2"), line(1, 1, 1, 1, place="ZA2", section=WITH))
    assert says in refuse(returned(tmp_path, *rows)).what


def test_a_file_without_any_week_is_refused(tmp_path: Path, refuse: Refuse) -> None:
    path = returned(tmp_path, line(1, 1, 1, 1, key="last week"))
    assert refuse(path).what == "ptl.csv has no DateKey like 20250330 below its header."


def test_the_same_people_twice_are_refused(tmp_path: Path, refuse: Refuse) -> None:
    path = returned(tmp_path, line(1, 1, 1, 1), line(1, 1, 1, 1, section=WITH), line(2, 1, 1, 1))
    assert refuse(path).what == "ptl.csv, lines 2, 4: these lines are of the same people."


def test_a_file_without_one_of_the_sections_is_refused(tmp_path: Path, refuse: Refuse) -> None:
    assert refuse(returned(tmp_path, line(1, 1, 1, 1))).what == f"ptl.csv has no rows of the section {WITH}."


def test_a_file_that_lacks_a_column_is_refused_by_its_name(tmp_path: Path, refuse: Refuse) -> None:
    path = returned(tmp_path, line(1, 1, 1), columns=COLUMNS[:-1])
    assert "looks like the weekly waiting list and has no column Day >104." in refuse(path).what


@pytest.mark.parametrize("measure", ["waiting-over-62-days", "waiting-over-104-days"])
def test_its_measures_count_what_it_has(tmp_path: Path, measure: str) -> None:
    found = load_measures()[measure]
    assert (found.source, found.kind, found.better, found.period) == (ABOUT.id, "proportion", "lower", "week")
    assert found.denominator is not None
    table = recognised(small(tmp_path))[1].observations
    band = found.numerator.cut.get("band", ("all",))
    counted = table.filter(
        (pl.col("quantity") == found.numerator.quantity) & pl.col("band").is_in(list(band))
    )
    whole = table.filter((pl.col("quantity") == found.denominator.quantity) & (pl.col("band") == "all"))
    expected = {"waiting-over-62-days": 16, "waiting-over-104-days": 3}[measure]
    assert (counted["value"].sum(), whole["value"].sum()) == (expected, 206)


def test_it_is_loaded_into_a_store(tmp_path: Path) -> None:
    (loaded,) = load([small(tmp_path)], tmp_path / "store", today=date(2025, 5, 1))
    assert (loaded.outcome, loaded.rows) == ("loaded", 16)
