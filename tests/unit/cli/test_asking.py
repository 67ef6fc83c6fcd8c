"""`alliance ask`: the contract's JSON, CSV, a readable table."""

from __future__ import annotations

import csv
import io
from pathlib import Path

import pytest

from tests.unit.cli.conftest import Run

ANSWER = [
    *("measure", "place", "basis", "cut", "variant", "unit", "as_of", "standards", "points", "spc", "series"),
    *("sentence", "method", "caveats", "citations"),
]
POINT = [
    *("period", "numerator", "denominator", "value", "lower", "upper", "status", "absence", "known_since"),
    *("mean", "lower_limit", "upper_limit", "signal", "signals", "direction"),
]
ASK = ("ask", "treatment-62-day", "--place")


def test_json_has_the_contracts_keys_and_no_nan(run: Run, small_store: Path) -> None:
    ran = run(*ASK, "ZA1", "--store", small_store, "--format", "json")
    assert (ran.code, ran.err) == (0, "")
    assert [*ran.told] == ANSWER
    assert {tuple(point) for point in ran.told["points"]} == {tuple(POINT)}
    assert ran.told["place"] == {"code": "ZA1", "name": "Alder Hospital", "kind": "trust"}
    assert (ran.told["as_of"], ran.told["series"], ran.told["cut"]) == (None, None, {})
    last = ran.told["points"][-1]
    assert (last["period"], last["numerator"], last["denominator"], last["value"]) == (
        "2025-03",
        29,
        100,
        0.29,
    )
    assert (last["signal"], last["direction"], last["status"]) == ("astronomical", "concern", "provisional")
    assert set(last["signals"]) >= {"astronomical"}
    assert [*ran.told["spc"]] == ["rules", "variation", "assurance", "mean", "lower_limit", "upper_limit"]


def test_numbers_that_are_not_there_are_null_with_a_reason(run: Run, small_store: Path) -> None:
    told = run(*ASK, "ZA1", "--store", small_store, "--format", "json", "--period", "year").told
    assert [(p["period"], p["absence"], p["value"], p["lower"]) for p in told["points"]] == [
        ("2024", None, pytest.approx(842 / 1200), pytest.approx(0.675, abs=0.001)),
        ("2025", "not_published", None, None),
    ]
    nobody = run(*ASK, "ZA2", "--store", small_store, "--format", "json", "--from", "2025-03").told
    assert [nobody["points"][0][key] for key in ("numerator", "denominator", "value", "absence")] == [
        *(0, 0, None, "no_activity"),
    ]


def test_several_places_are_a_list_of_answers(run: Run, small_store: Path) -> None:
    told = run(*ASK, "ZA1", "--place", "E56900002", "--store", small_store, "--format", "json").told
    assert [answer["place"]["code"] for answer in told] == ["ZA1", "E56900002"]


def test_a_cut_a_span_and_a_day(run: Run, small_store: Path) -> None:
    words = ("--cancer", "lung", "--from", "2024-02", "--to", "2024-Q2", "--as-of", "2024-07-01")
    told = run(*ASK, "ZA1", "--store", small_store, "--format", "json", *words).told
    assert (told["cut"], told["as_of"]) == ({"cancer": "lung"}, "2024-07-01")
    assert [p["period"] for p in told["points"]] == ["2024-02", "2024-03", "2024-04"]


@pytest.mark.parametrize(
    ("by", "place", "key", "parts"),
    [
        ("cancer", "ZA1", "cut", [{"cancer": "breast"}, {"cancer": "lung"}]),
        ("band", "ZA1", "cut", [{"band": "0-31"}, {"band": "32-38"}, {"band": "over-104"}]),
        ("alliance", "england", "place", ["E56900001", "E56900002", "unmapped"]),
        ("icb", "england", "place", ["QZ1", "QZ2"]),
    ],
)
def test_by_something_gives_its_parts_and_never_a_total(
    run: Run, small_store: Path, by: str, place: str, key: str, parts: list[object]
) -> None:
    told = run(*ASK, place, "--by", by, "--store", small_store, "--format", "json").told
    found = [s["cut"] if key == "cut" else s["place"]["code"] for s in told["series"]]
    assert found == parts
    assert {tuple(s) for s in told["series"]} == {(key, "points", "spc")}


def test_csv_has_one_heading_however_many_places(run: Run, small_store: Path) -> None:
    ran = run(*ASK, "ZA1", "--place", "ZA3", "--store", small_store, "--format", "csv", "--from", "2025-02")
    rows = list(csv.DictReader(io.StringIO(ran.out)))
    assert len(rows) == 4
    assert ran.out.count("numerator") == 1
    assert {row["denominator"] for row in rows} == {"100"}


def test_a_table_reads_as_a_person_would_say_it(run: Run, small_store: Path) -> None:
    ran = run(*ASK, "ZA1", "--store", small_store, "--from", "2025-01")
    assert "Alder Hospital, March 2025: 29.0% (29 of 100) were first treated within 62 days." in ran.out
    assert "astronomical concern" in ran.out
    assert "From 3 published files;" in ran.out
    counted = run("ask", "cancer-treatments", "--place", "ZA1", "--store", small_store, "--from", "2025-03")
    assert "134" in counted.out
    assert "Usual low" in counted.out


def test_what_no_loaded_file_has_is_one_sentence_and_no_empty_table(run: Run, small_store: Path) -> None:
    ran = run("ask", "survival-1-year", "--place", "england", "--store", small_store)
    assert (ran.code, ran.err) == (0, "")
    assert ran.out.splitlines() == [
        "England: no published file that is loaded has this measure for it.",
        "`alliance sources` lists what can be loaded, and what this store holds.",
    ]


def test_figures_are_called_by_whose_they_are(run: Run, small_store: Path) -> None:
    for place, whose in (("ZA1", "(provider figures)"), ("QZ1", "(commissioner figures)")):
        assert whose in run(*ASK, place, "--store", small_store).out


def test_a_table_of_parts_shows_the_newest_of_each(run: Run, small_store: Path) -> None:
    ran = run(*ASK, "england", "--by", "alliance", "--store", small_store)
    for name in ("Northern Alliance", "Southern Alliance", "Providers with no"):
        assert name in ran.out
    cancers = run(*ASK, "ZA1", "--by", "cancer", "--store", small_store)
    assert "Lung" in cancers.out


def test_a_table_says_why_there_is_no_number(run: Run, small_store: Path) -> None:
    ran = run(*ASK, "ZA4", "--store", small_store, "--to", "2024-03")
    assert "no place" in ran.out
    assert "no activity" in ran.out


def test_the_store_may_be_named_by_the_surroundings(
    run: Run, small_store: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("ALLIANCE_STORE", str(small_store))
    assert run(*ASK, "ZA1", "--format", "json").told["place"]["code"] == "ZA1"
    assert run("findings", "E56900001", "--format", "json").told["period"]["to"] == "2025-03"


def test_an_ods_code_and_an_ons_code_give_the_same_answer(run: Run, real_store: Path) -> None:
    words = (
        "--store",
        real_store,
        "--format",
        "json",
        "--period",
        "quarter",
        "--from",
        "2025-Q1",
        "--to",
        "2025-Q1",
    )
    ons, ods = (run(*ASK, code, *words).told for code in ("E56000007", "N45"))
    assert ons == ods
    assert ons["place"]["code"] == "E56000007"
    assert (ons["points"][0]["numerator"], ons["points"][0]["denominator"]) == (5281, 8344)


def test_a_real_answer_names_the_files_and_their_hashes(run: Run, real_store: Path) -> None:
    told = run(*ASK, "RRK", "--store", real_store, "--format", "json", "--from", "2025-03").told
    (cited,) = told["citations"]
    assert [*cited] == ["sha256", "file", "publisher", "published_on", "licence", "status"]
    assert cited["file"] == "MARCH-2025-CWT-CRS-PROVIDER-WORKBOOK-FINAL.xlsx"
    assert (len(cited["sha256"]), cited["publisher"], cited["status"]) == (64, "NHS England", "final")
