"""What files say is printed as it stands: a bracket or a colon in a name is one, and no markup."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from tests.sources.small_workbook import sheets, some_groups, write
from tests.unit.cli.conftest import Run

UNKNOWN, KNOWN = "AIRE[/red]DALE :cat:", "Fir [bold]Hospital [/]"


@pytest.fixture
def store(run: Run, tmp_path: Path) -> Path:
    """A store of a file, an organisation and a corrected name with brackets in them, in a folder with brackets."""
    (tmp_path / "corrections.csv").write_text(
        "what,code,other,kind,name,basis,primary,from,to,reason,author,decided_on\n"
        f"place,ZA8,,trust,{KNOWN},,,2020-01-01,,Agreed,A. Analyst,2024-05-01\n"
    )
    for month in (1, 2, 3):
        told = sheets(some_groups("ZA8", "ZA9"), date(2024, month, 1), names={"ZA9": UNKNOWN})
        write(tmp_path / f"Data {month} [draft].xlsx", told)
    store = tmp_path / "the [red]store"
    loaded = run("load", *sorted(tmp_path.glob("*.*")), "--store", store)
    assert (loaded.code, loaded.err) == (0, "")
    assert f"unknown organisation ZA9 ({UNKNOWN})" in loaded.out
    return store


def test_an_answer_names_a_place_as_its_file_does(run: Run, store: Path) -> None:
    ran = run("ask", "treatment-62-day", "--place", "ZA9", "--store", store)
    assert (ran.code, ran.err) == (0, "")
    assert ran.out.startswith(f"{UNKNOWN}, March 2024: ")
    assert ran.out.count(UNKNOWN) == 2, "in the sentence, and in the table's title"


def test_a_table_of_releases_names_each_file_and_the_store(run: Run, store: Path) -> None:
    ran = run("sources", "--store", store)
    assert (ran.code, ran.err) == (0, "")
    assert "Data 1 [draft].xlsx" in " ".join(ran.out.split())
    assert "[red]store" in "".join(ran.out.split())


def test_a_table_of_places_and_findings_name_a_place_as_it_is_called(run: Run, store: Path) -> None:
    for words in (("places", "ZA8"), ("findings", "ZA8"), ("ask", "treatment-62-day", "--place", "ZA8")):
        ran = run(*words, "--store", store)
        assert (ran.code, ran.err) == (0, "")
        assert KNOWN in ran.out
