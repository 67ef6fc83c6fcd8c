"""`alliance places` and `alliance measures`."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from alliance.measures import load_measures
from tests.unit.answers.own_measure import SOON, write_measure
from tests.unit.cli.conftest import Run


def test_a_place_is_found_by_any_of_its_codes_or_by_words(run: Run, tmp_path: Path) -> None:
    for text in ("E56000007", "N45", "west midlands cancer"):
        told = run("places", text, "--store", tmp_path, "--format", "json").told
        assert told[0]["code"] == "E56000007", text
        assert [*told[0]] == ["code", "name", "kind", "opened", "closed", "verified", "note", "source"]
    assert "West Midlands Cancer Alliance" in run("places", "E56000007", "--store", tmp_path).out


def test_places_can_be_listed_by_kind(run: Run, tmp_path: Path) -> None:
    told = run("places", "--kind", "alliance", "--store", tmp_path, "--format", "json").told
    assert len(told) == 20
    assert {place["kind"] for place in told} == {"alliance"}
    assert "20 places" in run("places", "--kind", "alliance", "--store", tmp_path).out


def test_places_are_listed_as_they_were_on_a_day(run: Run, tmp_path: Path) -> None:
    for on, count in (("2018-07-31", 19), ("2020-05-01", 21), ("2026-11-26", 20)):
        told = run(
            "places", "--kind", "alliance", "--as-at", on, "--store", tmp_path, "--format", "json"
        ).told
        assert len(told) == count
        assert [*told[0]][-1] == "code_then"
    out = run("places", "--kind", "alliance", "--as-at", "2018-07-31", "--store", tmp_path).out
    assert "19 places on 2018-07-31" in out
    assert "Code then" in out
    assert "E57000001" in out


def test_a_place_that_was_not_there_on_the_day_is_not_listed(run: Run, tmp_path: Path) -> None:
    told = run("places", "QHL", "--as-at", "2018-07-31", "--store", tmp_path, "--format", "json").told
    assert told == []


def test_a_place_is_called_as_it_was_on_the_day_whatever_it_is_asked_by(run: Run, tmp_path: Path) -> None:
    for code in ("E56000026", "Humber, Coast"):
        words = ("places", code, "--kind", "alliance", "--as-at", "2020-05-01", "--store", tmp_path)
        (told,) = run(*words, "--format", "json").told
        assert told["name"] == "Humber, Coast and Vale Cancer Alliance"


def test_unasked_a_list_has_todays_areas_and_those_of_a_kind_that_has_ended(run: Run, tmp_path: Path) -> None:
    kinds = {"icb": 36, "sub_icb": 106, "stp": 50, "ccg": 142}
    for kind, count in kinds.items():
        told = run("places", "--kind", kind, "--store", tmp_path, "--format", "json").told
        assert len(told) == count, kind
    everything = run("places", "--store", tmp_path, "--format", "json").told
    assert {"RAP", "E56000022"} & {place["code"] for place in everything} == {"RAP"}


def test_a_store_has_its_own_book(run: Run, small_store: Path) -> None:
    told = run("places", "--kind", "trust", "--store", small_store, "--format", "json").told
    assert [place["code"] for place in told] == ["ZA1", "ZA2", "ZA3", "ZA4", "ZA9"]
    assert (told[3]["opened"], told[4]["closed"]) == ("2024-03-01", "2024-02-29")


def test_measures_are_listed_and_explained(run: Run) -> None:
    assert "treated-after-104-days" in run("measures").out
    one = run("measures", "treatment-62-day").out
    assert "Standard: 85% from 2023-10-01" in one
    assert "Ambition: 70% from 2024-04-01 to 2025-03-31" in one
    assert "Of: patients first treated after" in one
    count = run("measures", "cancer-treatments").out
    assert "Of:" not in count


def test_measures_are_json_with_their_dated_standards(run: Run) -> None:
    told = run("measures", "--format", "json").told
    assert {one["id"] for one in told} == set(load_measures())
    (one,) = run("measures", "treatment-62-day", "--format", "json").told
    assert one["standards"][0]["from"] == "2023-10-01"
    assert one["reviewed_on"]


def test_a_stores_own_measures_are_listed_and_explained(
    run: Run, small_store: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    store = shutil.copytree(small_store, tmp_path / "store")
    write_measure(store, SOON)
    told = run("measures", "--store", store, "--format", "json").told
    assert {one["id"] for one in told} == {*load_measures(), "soon"}
    monkeypatch.setenv("ALLIANCE_STORE", str(store))
    assert "Counted: patients treated within a month" in run("measures", "soon").out


def test_measures_need_no_store(run: Run, tmp_path: Path) -> None:
    ran = run("measures", "--store", tmp_path / "nowhere", "--format", "json")
    assert (ran.code, {one["id"] for one in ran.told}) == (0, set(load_measures()))
    unknown = run("measures", "soon", "--store", tmp_path / "nowhere")
    assert (unknown.code, "There is no measure 'soon'." in unknown.err) == (3, True)
