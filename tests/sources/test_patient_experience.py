"""The patient experience survey: published scores in three variants that never meet, absences with their reasons."""

from __future__ import annotations

import gzip
from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import Any

import polars as pl
import pytest

from alliance.ingest import load
from alliance.measures import load_measures
from alliance.observations import check
from alliance.sources import Reading, Release, open_raw, recognise
from alliance.sources.patient_experience import ABOUT
from tests.sources.conftest import Refuse

HEADER = (
    '"Geog","Trust.Code","Trust.Name","Year","Gender","IMD","Cancer.Type","Question.Number","Question.Text",'
    '"adjusted.unadjusted.yearonyear","Number.of.responses","scored.percentage","Lower.95..confidence.interval",'
    '"Upper.95..confidence.interval","Performance.Rating","Performance","Expected.Range..lower.",'
    '"Expected.Range..upper.","Significant.Change.2017.2018","SignificantChangeOverallyears","Significance.test",'
    '"qnum","abrvperformance","CALNCV18NM","cpesqtype"'
)


def row(place: str, code: str, question: str, variant: str, people: Any, score: Any, **more: Any) -> str:
    """One line of the data set; what is not named is empty."""
    cells = [place, code, f"Fictional {code}", more.get("year", 2018), more.get("sex", "Both")]
    cells += [
        more.get("imd", "All"),
        more.get("cancer", "All Cancers"),
        question,
        "How was it, really?",
        variant,
    ]
    cells += [people, score, *more.get("interval", ("", "")), "", "", *more.get("expected", ("", ""))]
    cells += [*more.get("changes", ("", "")), more.get("test", ""), question[1:], more.get("verdict", "")]
    return ",".join(
        f'"{cell}"' if isinstance(cell, str) else str(cell) for cell in [*cells, "Nowhere", "Care"]
    )


ROWS = [
    row("National", "All", "Q59", "unadjusted", 900, 8.8, interval=(8.79, 8.81)),
    row("National", "All", "Q59", "unadjusted", "", 8.7, sex="Male", test="Significant"),
    row("National", "All", "Q59", "unadjusted", "", 8.6, imd="1"),
    row("Cancer Alliance", "E56000007", "Q59", "adjusted", 400, 8.7, interval=(8.6, 8.8), expected=(8.65, 8.9),
        verdict="As Expected"),
    row("CCG", "00C", "Q17", "unadjusted", 40, 91, interval=(85, 97)),
    row("Trust", "ZA1", "Q17", "adjusted", 30, 84, interval=(80, 88), expected=(85, 95), verdict="Below"),
    row("Trust", "ZA1", "Q17", "unadjusted", 30, 83, interval=(79, 87)),
    row("Trust", "ZA1", "Q17", "unadjusted", 12, "", cancer="Colorectal"),
    row("Trust", "ZA1", "Q17", "unadjusted", 25, "", cancer="Haematological"),
    row("Trust", "ZA1", "Q17", "yearonyear", 30, 83, changes=("Up", "Unchanged")),
    row("Trust", "ZA1", "Q17", "yearonyear", "", "", year=2015),
]  # fmt: skip


def small(*rows: str) -> str:
    return "\n".join([HEADER, *(rows or ROWS)]) + "\n"


def written(folder: Path, content: str | bytes, name: str = "renamed.csv") -> Path:
    path = folder / name
    path.write_bytes(content.encode() if isinstance(content, str) else content)
    return path


def taken(path: Path) -> tuple[Release, Reading]:
    file = open_raw(path)
    source, release = recognise(file)
    assert source.ABOUT is ABOUT
    reading = source.read(file, release)
    check(reading.observations, file.name)
    return release, reading


def one(table: pl.DataFrame, **wanted: str) -> dict[str, Any]:
    cuts = dict.fromkeys(("cancer", "sex", "deprivation"), "all") | {"variant": "unadjusted"} | wanted
    found = table.filter(*(pl.col(column) == value for column, value in cuts.items()))
    assert found.height == 1, cuts
    return found.row(0, named=True)


@pytest.fixture(scope="module")
def real(shared: Path) -> pl.DataFrame:
    release, reading = taken(shared / "data/patient_experience/ncpes_dataset_2018.csv.gz")
    assert release.title == "Cancer patient experience, data set 2015 to 2018"
    assert reading.new_labels == ()
    return reading.observations


def in_2018(table: pl.DataFrame) -> pl.DataFrame:
    return table.filter(pl.col("period_start") == date(2018, 1, 1))


def test_england_rated_overall_care_8_80_of_70_942_answers_in_2018(real: pl.DataFrame) -> None:
    score = one(in_2018(real), place="england", quantity="experience-overall")
    assert (score["value"], score["lower"], score["upper"]) == (8.80, 8.79, 8.81)
    people = one(in_2018(real), place="england", quantity="experience-overall-respondents")
    assert people["value"] == 70_942
    other = one(
        in_2018(real), place="england", quantity="experience-overall-respondents", variant="yearonyear"
    )
    assert other["value"] == 70_518, "year on year is of other people: never mixed"


def test_expected_ranges_stand_on_adjusted_scores_only(real: pl.DataFrame) -> None:
    scores = real.filter(~pl.col("quantity").cast(pl.String).str.ends_with("-respondents"))
    with_limits = scores.filter(pl.col("lower").is_not_null())
    counted = dict(with_limits.group_by(pl.col("variant").cast(pl.String)).len().iter_rows())
    assert counted == {"adjusted": 10_084 + 988 + 7_346, "unadjusted": 10_084 + 988 + 52 + 7_351}
    alliance = one(in_2018(real), place="E56000014", quantity="experience-overall", variant="adjusted")
    assert (alliance["value"], alliance["lower"], alliance["upper"]) == (8.89, 8.71, 8.90)


def test_every_row_of_the_real_file_is_there_with_a_number_or_a_reason(real: pl.DataFrame) -> None:
    assert real.height == 2 * 361_868
    why = dict(real.group_by(pl.col("absence").cast(pl.String)).len().iter_rows())
    assert why == {None: 561_620, "too_few": 151_987, "suppressed": 809, "not_published": 9_320}
    shown = real.filter(pl.col("value").is_not_null())
    assert shown.filter(pl.col("quantity") == "experience-overall")["value"].max() <= 10


def test_alliances_are_about_other_people_than_trusts(real: pl.DataFrame) -> None:
    people = in_2018(real).filter(
        pl.col("quantity") == "experience-overall-respondents", pl.col("variant") == "unadjusted",
        *(pl.col(cut) == "all" for cut in ("cancer", "sex", "deprivation")),
    ).with_columns(pl.col("place").cast(pl.String))  # fmt: skip
    alliances = people.filter(pl.col("place").str.contains(r"^E5[67]"))
    trusts = people.filter(pl.col("place").str.contains(r"^R"))
    assert (alliances.height, alliances["value"].sum()) == (19, 70_518)
    assert trusts["value"].sum() == 70_942


def test_a_small_data_set_is_read_line_by_line(tmp_path: Path) -> None:
    release, reading = taken(written(tmp_path, gzip.compress(small().encode()), "renamed.bin"))
    assert (release.basis, release.first, release.last) == ("none", date(2015, 1, 1), date(2018, 12, 31))
    table = reading.observations
    assert table.height == 2 * len(ROWS)
    score = one(table, place="E56000007", quantity="experience-overall", variant="adjusted")
    assert (score["value"], score["lower"], score["upper"]) == (8.7, 8.65, 8.9)
    assert score["note"] == "Publisher: as expected; 95% interval 8.6 to 8.8."
    assert score["ref"] == "line 5, column scored.percentage"
    below = one(table, place="ZA1", quantity="experience-q17", variant="adjusted")
    assert below["note"].startswith("Publisher: below the expected range;")
    male = one(table, place="england", quantity="experience-overall", sex="male")
    assert (male["value"], male["note"]) == (8.7, "Publisher: difference between groups significant.")
    assert (
        one(table, place="england", quantity="experience-overall", deprivation="quintile-1")["value"] == 8.6
    )
    assert reading.names["00C"] == "Fictional 00C"
    assert reading.names["england"] == "England"
    assert reading.new_labels == ()


def test_each_absence_has_its_reason(tmp_path: Path) -> None:
    table = taken(written(tmp_path, small()))[1].observations
    score = {"place": "ZA1", "quantity": "experience-q17"}
    assert one(table, **score, cancer="lower-gi")["absence"] == "too_few"
    assert one(table, **score, cancer="blood")["absence"] == "suppressed"
    earlier = table.filter(pl.col("period_start") == date(2015, 1, 1))
    assert set(earlier["absence"]) == {"not_published"}
    assert earlier["value"].null_count() == 2
    people = one(table, place="england", quantity="experience-overall-respondents", sex="male")
    assert (people["value"], people["absence"]) == (None, "not_published")


def test_a_code_that_nobody_knows_is_kept_and_reported(tmp_path: Path) -> None:
    (loaded,) = load([written(tmp_path, small())], tmp_path / "store", today=date(2026, 1, 1))
    assert loaded.outcome == "loaded"
    assert "unknown organisation ZA1 (Fictional ZA1): kept, and counted in England" in loaded.warnings


def test_a_new_group_and_a_new_question_are_kept_and_reported(tmp_path: Path) -> None:
    rows = [ROWS[0], row("Trust", "ZA1", "Q60", "unadjusted", 30, 50, cancer="Cancer of the Moon")]
    _, reading = taken(written(tmp_path, small(*rows)))
    assert reading.new_labels == ("cancer: Cancer of the Moon", "question: Q60")
    assert "experience-q60" in reading.observations["quantity"].unique()


CASES: dict[str, tuple[Callable[[str], str], str]] = {
    "a column is missing": (
        lambda text: text.replace('"scored.percentage"', '"score"'),
        "line 1: the column 'scored.percentage' is not in its header.",
    ),
    "a year is of another questionnaire": (
        lambda text: text.replace(",2015,", ",2021,"),
        "line 12, column Year: '2021' is no year of this questionnaire (2015 to 2018).",
    ),
    "an expected range stands on an unadjusted score": (
        lambda text: text.replace('40,91,85,97,"","","",""', '40,91,85,97,"","",80,95'),
        "line 6, column Expected.Range..lower.: an expected range stands beside a score that is not adjusted.",
    ),
    "an adjusted score has no expected range": (
        lambda text: text.replace("8.65,8.9", '"",""'),
        "line 5, column Expected.Range..lower.: an adjusted score has no expected range.",
    ),
    "limits are exchanged": (
        lambda text: text.replace("85,97", "97,85"),
        "line 6, column Lower.95..confidence.interval: the lower limit is not below the upper one.",
    ),
    "a rating is beyond ten": (
        lambda text: text.replace("900,8.8", "900,88"),
        "line 2, column scored.percentage: 88.0 is not on the question's scale.",
    ),
    "a score is words": (
        lambda text: text.replace("40,91", '40,"good"'),
        "line 6, column scored.percentage: 'good' is not a number.",
    ),
    "people are a half": (
        lambda text: text.replace("40,91", "40.5,91"),
        "line 6, column Number.of.responses: 40.5 is no number of people.",
    ),
    "a score is of nobody": (
        lambda text: text.replace("40,91", "0,91"),
        "line 6, column scored.percentage: there is a score of no answers.",
    ),
    "a variant is new": (
        lambda text: text.replace('"yearonyear",30', '"weighted",30'),
        "line 11, column adjusted.unadjusted.yearonyear: 'weighted' is not one of unadjusted, adjusted, yearonyear.",
    ),
    "a kind of place is new": (
        lambda text: text.replace('"CCG"', '"Parish"'),
        "line 6, column Geog: 'Parish' is not one of National, Cancer Alliance, CCG, Trust.",
    ),
    "a question has no number": (
        lambda text: text.replace('"00C","Fictional 00C",2018,"Both","All","All Cancers","Q17"',
                                  '"00C","Fictional 00C",2018,"Both","All","All Cancers","Overall"'),
        "line 6, column Question.Number: 'Overall' is no question like Q59.",
    ),
    "a code is empty": (
        lambda text: text.replace('"00C"', '""'),
        "line 6, column Trust.Code: the cell is empty.",
    ),
    "a score stands twice": (
        lambda text: text + ROWS[4] + "\n",
        "line 6, column scored.percentage",
    ),
    "there are two headers": (lambda text: text + HEADER + "\n", "line 13, is the header again"),
    "a wide footer follows": (lambda text: text + "Source" + "," * 24 + "\n", "line 13, column Year: '' is"),
    "a footer follows": (lambda text: text + "Source: nobody\n", "line 13, has 1 cell where the header has 25."),
    "there are no rows": (lambda text: text[: len(HEADER)] + "\n", "has no rows below its header."),
    "it was cut off in a row": (lambda text: text[:-50], "line 12, has 13 cells where the header has 25."),
}  # fmt: skip


@pytest.mark.parametrize("case", CASES)
def test_a_data_set_is_refused_when(tmp_path: Path, refuse: Refuse, case: str) -> None:
    spoil, sentence = CASES[case]
    spoilt = spoil(small())
    assert spoilt != small()
    what = refuse(written(tmp_path, spoilt)).what
    assert what.startswith("renamed.csv")
    assert sentence in what


def test_a_packed_file_that_was_cut_off_is_refused(tmp_path: Path, refuse: Refuse) -> None:
    packed = gzip.compress((small() * 50).encode())
    assert "damaged or was cut off" in refuse(written(tmp_path, packed[:-30], "short.csv.gz")).what


def test_the_surveys_table_of_places_is_no_result(tmp_path: Path, refuse: Refuse) -> None:
    text = "geog,CCG18CDH,CCG18NM,CALNCV18NM\ntrust,ZA1,Fictional,Nowhere\n"
    assert "holds no results" in refuse(written(tmp_path, text, "lookup.csv")).what


def test_the_measures_of_the_survey_are_published_ones_in_one_variant() -> None:
    measures = {m.id: m for m in load_measures().values() if m.source == ABOUT.id}
    overall = measures.pop("patient-experience-overall")
    assert (overall.kind, overall.unit, overall.variant, overall.period) == (
        *("published", "score-0-10", "unadjusted", "year"),
    )
    assert [b.on for b in overall.breaks] == [date(2021, 1, 1)]
    assert len(measures) == 51
    assert {(m.kind, m.unit, m.variant, m.family) for m in measures.values()} == {
        ("published", "percent", "unadjusted", "patient-experience-question")
    }
    assert len({m.title for m in measures.values()}) == 51
