"""`alliance findings` and `alliance pack`."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from types import SimpleNamespace

import pytest

from alliance.cli import extensions as cli_extensions
from tests.unit.cli.conftest import Run

NORTH = "E56900001"


def test_json_has_the_contracts_keys(run: Run, small_store: Path) -> None:
    ran = run("findings", NORTH, "--store", small_store, "--format", "json")
    assert (ran.code, ran.err) == (0, "")
    assert [*ran.told] == [
        *("place", "as_of", "period", "alliance_patients_to_standard", "fewest_gaps_to_standard", "findings"),
    ]
    assert ran.told["period"] == {"from": "2025-01", "to": "2025-03"}
    assert ran.told["alliance_patients_to_standard"]["treatment-62-day"] == 165
    assert {tuple(f) for f in ran.told["findings"]} == {
        (
            *(
                "measure",
                "place",
                "cut",
                "numerator",
                "denominator",
                "value",
                "standard",
                "patients_to_standard",
            ),
            *(
                "share_of_alliance",
                "share_of_activity",
                "since",
                "reasons",
                "sentence",
                "question",
                "citations",
            ),
        )
    }
    gaps = ran.told["fewest_gaps_to_standard"]["treatment-62-day"]
    assert {tuple(gap) for gap in gaps} == {("place", "cut", "patients_to_standard", "cumulative")}


def test_months_measures_and_days_can_be_chosen(run: Run, small_store: Path) -> None:
    words = ("--months", "1", "--measure", "treatment-62-day", "--as-of", "2025-04-30", "--format", "json")
    told = run("findings", NORTH, "--store", small_store, *words).told
    assert (told["as_of"], told["period"]) == ("2025-04-30", {"from": "2025-02", "to": "2025-02"})
    assert [*told["alliance_patients_to_standard"]] == ["treatment-62-day"]


def test_a_table_says_where_to_look_and_blames_nobody(run: Run, small_store: Path) -> None:
    ran = run("findings", NORTH, "--store", small_store, "--most", "1")
    assert "They say where to look, not who is to blame." in ran.out
    assert "Ask next: What changed on the pathway (all cancers) around January 2025" in ran.out
    assert "… and 2 more: --most 3 shows all." in ran.out
    assert "met" in ran.out, "the 31-day standard"


def test_a_place_without_figures_is_told_so_in_a_sentence(run: Run, small_store: Path) -> None:
    closed = run("findings", "ZA9", "--store", small_store)
    assert closed.out.startswith("There are no figures of Old Alder for January 2025 to March 2025: ")
    assert "• `alliance ask treatment-62-day --place ZA9` has what is known of it." in closed.out
    assert "met" not in closed.out.split()
    told = run("findings", "ZA9", "--store", small_store, "--format", "json").told
    assert (told["alliance_patients_to_standard"], told["fewest_gaps_to_standard"]) == ({}, {})
    before = run("findings", NORTH, "--as-of", "2020-01-01", "--store", small_store)
    assert before.out == "No figures that are held to a standard are known of Northern Alliance.\n"


def test_a_pack_is_one_file_of_this_name(run: Run, small_store: Path, tmp_path: Path) -> None:
    ran = run("pack", NORTH, "--out", tmp_path / "board", "--store", small_store)
    assert (ran.code, ran.err) == (0, "")
    assert ran.out == f"Wrote {tmp_path / 'board' / 'pack.html'}\n"
    written = (tmp_path / "board" / "pack.html").read_text(encoding="utf-8")
    assert "Northern Alliance" in written
    assert "165" in written


def test_a_pack_is_written_in_each_format_that_is_asked_for(
    run: Run, small_store: Path, tmp_path: Path
) -> None:
    ran = run("pack", NORTH, "--out", tmp_path, "--store", small_store, "--format", "xlsx", "--format", "pdf")
    assert (ran.code, ran.err) == (0, "")
    assert ran.out == f"Wrote {tmp_path / 'pack.xlsx'}\nWrote {tmp_path / 'pack.pdf'}\n"
    whole = run("pack", NORTH, "--out", tmp_path / "all", "--store", small_store, "--format", "all")
    assert whole.code == 0
    names = {p.name for p in (tmp_path / "all").iterdir()}
    assert names == {"pack.html", "pack.pdf", "pack.xlsx", "pack.pptx"}


@pytest.mark.parametrize(("words", "day"), [((), None), (("--as-of", "2025-04-30"), date(2025, 4, 30))])
def test_what_people_decided_is_asked_for_as_of_the_packs_day(
    run: Run,
    small_store: Path,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    words: tuple[str, ...],
    day: date | None,
) -> None:
    asked: list[date | None] = []
    register = SimpleNamespace(gap_lines=lambda *_, as_of, **__: asked.append(as_of) or ())
    monkeypatch.setattr(cli_extensions, "extensions", lambda: (register,))
    assert run("pack", NORTH, "--out", tmp_path, "--store", small_store, *words).code == 0
    assert asked == [day]


@pytest.mark.parametrize(
    ("words", "setting", "folder"),
    [((), "", None), ((), "set", Path("set")), (("--site-data", "named"), "set", Path("named"))],
)
def test_what_people_decided_is_read_where_the_option_or_the_setting_says(
    run: Run,
    small_store: Path,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    words: tuple[str, ...],
    setting: str,
    folder: Path | None,
) -> None:
    asked: list[Path | None] = []
    register = SimpleNamespace(gap_lines=lambda *_, site_data, **__: asked.append(site_data) or ())
    monkeypatch.setattr(cli_extensions, "extensions", lambda: (register,))
    monkeypatch.setenv("ALLIANCE_SITE_FOLDER", setting)
    assert run("pack", NORTH, "--out", tmp_path, "--store", small_store, *words).code == 0
    assert asked == [folder]


def test_a_format_that_is_not_known_is_refused(run: Run, small_store: Path, tmp_path: Path) -> None:
    ran = run("pack", NORTH, "--out", tmp_path / "no", "--store", small_store, "--format", "docx")
    assert ran.code == 2
    assert "cannot be written as 'docx'. Write one of html, pdf, xlsx, pptx, all." in " ".join(
        ran.err.split()
    )
    assert not (tmp_path / "no").exists()
