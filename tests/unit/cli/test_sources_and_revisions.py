"""`alliance sources`, `sources explain` and `sources diff`: what there is, what a file is, what a revision changed."""

from __future__ import annotations

from datetime import UTC, date, datetime
from pathlib import Path

import pytest

from alliance.answers import open_desk
from alliance.pages.feeds import feed_of_source
from alliance.periods import add_months
from tests.sources.small_workbook import Group, national_sheets, sheets, small_workbook, some_groups, write
from tests.sources.test_extracts import small_extract
from tests.unit.cli.conftest import Run

SERIES = {date(2024, 1, 1): {"28": (164.0, 134.0), "31": (34.0, 26.0), "62": (36.0, 26.0)}}
TODAY = date.today()  # noqa: DTZ011 (the command looks at the clock)


@pytest.fixture(scope="module")
def revised(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A store that holds January 2024 twice: a provisional extract, and the workbook in which more were treated."""
    from alliance.ingest import load
    from tests.spec.small_england import write_book

    folder = tmp_path_factory.mktemp("revised")
    write_book(folder / "store" / "book")
    write(folder / "early.xlsx", small_extract(date(2024, 1, 1)))
    more = [*some_groups(), Group("62", "ZA1", "Screening", "Breast", (10, 0, 0, 0, 0, 0, 0, 0))]
    write(folder / "final.xlsx", sheets(more, date(2024, 1, 1)))
    for name, day in (("early", date(2024, 3, 14)), ("final", date(2024, 10, 10))):
        (loaded,) = load([folder / f"{name}.xlsx"], folder / "store", today=day, published=day)
        assert loaded.error is None
    return folder / "store"


# ---------------------------------------------------------------------------------------------------------- feeds


@pytest.mark.parametrize(
    ("months_ago", "state", "said"),
    [
        (2, "on_time", "are expected about"),
        (4, "late", "and are not here yet"),
        (12, "stopped", "later releases were expected and are not here"),
    ],
)
def test_a_feed_is_on_time_or_late_or_has_stopped(
    run: Run, tmp_path: Path, months_ago: int, state: str, said: str
) -> None:
    month = add_months(TODAY.replace(day=1), -months_ago)
    small_workbook(tmp_path / "files" / "month.xlsx", month)
    run("load", tmp_path / "files", "--store", tmp_path / "store")
    told = run("sources", "--store", tmp_path / "store", "--format", "json").told
    feeds = {feed["source"]: feed for feed in told["feeds"]}
    feed = feeds["cancer-waiting-times"]
    assert [*feed] == [
        *("source", "title", "last_period", "last_known_since", "next_period", "next_expected", "state"),
        *("missed", "sentence"),
    ]
    assert (feed["state"], feed["last_period"]) == (state, f"{month:%Y-%m}")
    assert said in feed["sentence"]
    assert {f["state"] for name, f in feeds.items() if name != "cancer-waiting-times"} == {"empty"}
    out = run("sources", "--store", tmp_path / "store").out
    assert feed["sentence"] in out.replace("\n", " ")
    assert out.count("nothing is loaded yet") == 0, "what is not here is not a complaint"


def test_a_revision_of_an_earlier_month_is_an_update(run: Run, tmp_path: Path) -> None:
    for month, group, day in ((1, "ZA1", "2024-07-11"), (2, "ZA1", "2024-04-11"), (1, "ZA2", "2024-03-14")):
        path = tmp_path / f"{month}-{group}.xlsx"
        write(path, sheets(some_groups(group), date(2024, month, 1)))
        run("load", path, "--store", tmp_path / "store", "--published", day)
    words = ("--visibility", "partners", "--embargo", "2099-05-14T09:30+01:00")
    write(tmp_path / "kept.xlsx", sheets(some_groups("ZA3"), date(2024, 1, 1)))
    run("load", tmp_path / "kept.xlsx", "--store", tmp_path / "store", *words)
    write(tmp_path / "series.xlsx", national_sheets(SERIES))
    run("load", tmp_path / "series.xlsx", "--store", tmp_path / "store", "--published", "2024-08-08")
    told = run("sources", "--store", tmp_path / "store", "--format", "json").told
    (feed,) = (feed for feed in told["feeds"] if feed["source"] == "cancer-waiting-times")
    assert (feed["last_period"], feed["last_known_since"]) == ("2024-02", "2024-07-11")
    assert "no update since 11 July 2024, figures to February 2024;" in feed["sentence"]
    desk = open_desk(tmp_path / "store", now=datetime.now(UTC))
    assert feed_of_source(desk, "cancer-waiting-times", TODAY).sentence == feed["sentence"]


def test_the_table_names_each_release_and_for_whom_it_is(run: Run, revised: Path) -> None:
    out = run("sources", "--store", revised).out
    assert "2 releases in" in out
    for head in ("Hash", "Basis", "Period", "Status", "Known since", "For whom", "Numbers", "File"):
        assert head in out
    assert "early.xlsx" in out
    assert "_" not in "".join(line for line in out.splitlines() if "Hash" in line)
    (first, _) = run("sources", "--store", revised, "--format", "json").told["releases"]
    assert [*first] == [
        *("id", "source", "form", "title", "basis", "from", "to", "status", "published_on", "known_since"),
        *("visibility", "embargo", "rows", "file", "publisher", "licence"),
    ]
    assert (first["visibility"], first["embargo"], first["known_since"]) == ("public", None, "2024-03-14")


# -------------------------------------------------------------------------------------------------------- explain


def test_a_file_is_explained_and_nothing_is_loaded(run: Run, tmp_path: Path) -> None:
    book = small_workbook(tmp_path / "renamed.tmp")
    ran = run("sources", "explain", book)
    assert (ran.code, ran.err) == (0, "")
    assert ran.out.splitlines()[1] == (
        "It is taken for Cancer waiting times, provider based, 2024-01 (cancer-waiting-times, monthly-workbook)."
    )
    told = run("sources", "explain", book, "--format", "json").told
    assert [*told] == ["file", "kind", "source", "form", "title", "because", "refused", "candidates"]
    assert (told["source"], told["form"], told["refused"]) == (
        "cancer-waiting-times",
        "monthly-workbook",
        None,
    )
    assert [path.name for path in tmp_path.iterdir()] == ["renamed.tmp"]


def test_a_reference_file_is_explained_as_what_loading_takes_it_for(run: Run, tmp_path: Path) -> None:
    path = tmp_path / "corrections.csv"
    path.write_text(
        "what,code,other,kind,name,basis,primary,from,to,reason,author,decided_on\n"
        "place,ZA8,,trust,Fir Hospital,,,2020-01-01,,Agreed,A. Analyst,2024-05-01\n"
    )
    ran = run("sources", "explain", path)
    assert (ran.code, ran.err) == (0, "")
    assert "reference file of the book of places: local corrections" in ran.out
    told = run("sources", "explain", path, "--format", "json").told
    assert (told["source"], told["form"], told["candidates"]) == ("book-of-places", "local-corrections", [])
    assert "Reference (local-corrections)" in run("load", path, "--store", tmp_path / "store").out


def test_what_nobody_takes_is_told_with_what_each_looked_for(run: Run, tmp_path: Path) -> None:
    path = tmp_path / "letter.csv"
    path.write_text("Dear all,\nplease find attached\n")
    ran = run("sources", "explain", path)
    assert (ran.code, ran.err) == (4, "")
    assert "No source takes it." in ran.out
    assert ran.out.splitlines()[-1].startswith("As a reference file it is neither the ODS list of trusts")
    told = run("sources", "explain", path, "--format", "json").told
    assert told["source"] is None
    assert {*told["candidates"][0]} == {"source", "title", "form", "missed", "fits", "lacks"}


def test_a_file_that_nearly_fits_names_what_is_missing(run: Run, tmp_path: Path) -> None:
    path = tmp_path / "plan.csv"
    path.write_text("measure,place,period,value\ntreatment-62-day,ZA1,2025-04,72%\n")
    ran = run("sources", "explain", path)
    assert ran.code == 4
    assert (
        "It was known as trajectories, and refused: plan.csv looks like trajectories and has no column set_by."
        in (ran.out)
    )


@pytest.mark.parametrize(
    ("name", "content", "said"),
    [
        ("none.csv", None, "none.csv does not exist."),
        ("empty.csv", b"", "empty.csv is empty."),
        ("page.xlsx", b"<!DOCTYPE html><html></html>", "page.xlsx is a web page, not a data file."),
    ],
)
def test_a_file_that_cannot_be_opened_is_one_sentence(
    run: Run, tmp_path: Path, name: str, content: bytes | None, said: str
) -> None:
    if content is not None:
        (tmp_path / name).write_bytes(content)
    ran = run("sources", "explain", tmp_path / name)
    assert (ran.code, ran.out) == (4, "")
    sentence, next_step = ran.err.splitlines()
    assert sentence.endswith(said)
    assert next_step


# ----------------------------------------------------------------------------------------------------------- diff


def test_a_revision_is_told_by_sums_places_and_cells(run: Run, revised: Path) -> None:
    told = run("sources", "diff", "early", "final", "--store", revised, "--format", "json").told
    assert [*told] == ["old", "new", "cells", "places", "sums", "changed"]
    sums = {(row["quantity"], row["basis"]): (row["old"], row["new"]) for row in told["sums"]}
    assert sums == {
        ("treated-62-day", "provider"): (36, 46),
        ("treated-62-day-within", "provider"): (26, 36),
    }, "though the extract says it by cancer and by treatment alone"
    assert told["places"] == [{"place": "ZA1", "cells": 2}, {"place": "england", "cells": 2}]
    assert told["cells"]["changed"] == len(told["changed"])
    cell = next(c for c in told["changed"] if c["quantity"] == "treated-62-day" and "cancer" in c["cut"])
    assert {*cell} == {"place", "basis", "start", "end", "quantity", "cut", "old", "new"}
    assert (cell["place"], cell["start"], cell["new"] - cell["old"]) == ("ZA1", "2024-01-01", 10)


def test_the_table_of_a_revision_can_be_cut_short(run: Run, revised: Path) -> None:
    ran = run("sources", "diff", "early", "final", "--store", revised, "--most", "1")
    assert (ran.code, ran.err) == (0, "")
    assert ran.out.startswith("early.xlsx (unknown) → final.xlsx (final)\n")
    assert "Sums that differ" in ran.out
    assert "more cells: --format json has all." in ran.out


def test_a_release_differs_from_itself_in_nothing(run: Run, revised: Path) -> None:
    ran = run("sources", "diff", "final", "final", "--store", revised)
    assert ran.code == 0
    assert "Nothing differs" in ran.out


@pytest.mark.parametrize(
    ("words", "code", "said"),
    [
        (("nothing", "final"), 3, "No release's hash or file name begins with 'nothing'."),
        (("", "final"), 3, "2 releases begin with ''"),
        (("early", "0" * 64), 3, "No release's hash or file name begins with"),
    ],
)
def test_a_release_that_nobody_knows(
    run: Run, revised: Path, words: tuple[str, str], code: int, said: str
) -> None:
    ran = run("sources", "diff", *words, "--store", revised)
    assert (ran.code, ran.out) == (code, "")
    assert said in ran.err.splitlines()[0]
    assert len(ran.err.splitlines()) == 2


def test_two_bases_of_one_month_are_not_compared_and_the_sentence_says_that_it_is_the_basis(
    run: Run, tmp_path: Path
) -> None:
    small_workbook(tmp_path / "files" / "providers.xlsx")
    small_workbook(tmp_path / "files" / "payers.xlsx", basis="commissioner")
    run("load", tmp_path / "files", "--store", tmp_path / "store")
    ran = run("sources", "diff", "providers", "payers", "--store", tmp_path / "store")
    assert (ran.code, ran.out) == (2, "")
    sentence, next_step = ran.err.splitlines()
    assert sentence.startswith(
        "alliance: providers.xlsx has provider figures, payers.xlsx has commissioner figures:"
    )
    assert "period" not in sentence
    assert next_step.startswith("Compare two releases of one basis;")


def test_releases_that_count_different_things_are_not_compared(run: Run, tmp_path: Path) -> None:
    for name in ("first", "second"):
        (tmp_path / f"{name}.csv").write_text(
            f"place,period,measure,numerator,denominator\nZA1,2024-01,measure-{name},11,22\n"
        )
    run("load", tmp_path / "first.csv", tmp_path / "second.csv", "--store", tmp_path / "store")
    ran = run("sources", "diff", "first", "second", "--store", tmp_path / "store")
    assert (ran.code, ran.out) == (2, "")
    assert "count nothing in common in the periods that they share." in ran.err


def test_releases_that_have_nothing_in_common_are_not_compared(run: Run, tmp_path: Path) -> None:
    for number in (1, 2):
        small_workbook(tmp_path / "files" / f"book-{number}.xlsx", date(2024, number, 1))
    (tmp_path / "files" / "local.csv").write_text(
        "place,period,measure,numerator,denominator\nZA1,2024-01,fit-returned,1,2\n"
    )
    store = tmp_path / "store"
    run("load", tmp_path / "files", "--store", store)
    for other, said in (("book-2", "speak of no period in common."), ("local", "local.csv of local-data.")):
        ran = run("sources", "diff", "book-1", other, "--store", store)
        assert (ran.code, ran.out) == (2, "")
        assert said in ran.err
