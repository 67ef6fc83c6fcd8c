"""`load --visibility --embargo` and `ask --audience`: for whom figures are, and who sees them."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from tests.sources.small_workbook import small_workbook
from tests.spec.small_england import write_book
from tests.unit.cli.conftest import Run

FUTURE, PAST = "2099-05-14T09:30+01:00", "2024-05-14T09:30+01:00"
ASK = ("ask", "treatment-62-day", "--place", "ZA1", "--format", "json")


@pytest.fixture
def store(tmp_path: Path) -> Path:
    """A store with the small England's book, and January's workbook beside it."""
    write_book(tmp_path / "store" / "book")
    small_workbook(tmp_path / "january.xlsx", date(2024, 1, 1))
    return tmp_path / "store"


def seen(run: Run, store: Path, *audience: str) -> int:
    """How many months somebody sees."""
    who = [word for name in audience for word in ("--audience", name)]
    return len(run(*ASK, "--store", store, *who).told["points"])


@pytest.mark.parametrize(
    ("words", "who", "others"),
    [
        ((), (), ()),
        (("--visibility", "public"), (), ()),
        (("--visibility", "partners"), ("partners",), ("pre-release-may",)),
        (("--visibility", "pre-release-may"), ("pre-release-may",), ("partners",)),
        (("--visibility", "partners", "--embargo", FUTURE), ("partners",), ("pre-release-may",)),
        (("--visibility", "partners", "--embargo", PAST), (), ()),
    ],
    ids=str,
)
def test_those_for_whom_it_is_see_it_and_nobody_else(
    run: Run, store: Path, words: tuple[str, ...], who: tuple[str, ...], others: tuple[str, ...]
) -> None:
    assert run("load", store.parent / "january.xlsx", "--store", store, *words).code == 0
    assert seen(run, store, *who) == 1
    assert seen(run, store, *others, *who) == 1, "may be repeated"
    if who:
        assert seen(run, store) == 0
        assert seen(run, store, *others) == 0
    held = run("sources", "--store", store, "--format", "json").told["releases"][0]
    assert held["visibility"] == (words[1] if words else "public")
    assert (held["embargo"] is None) == ("--embargo" not in words)


def test_an_embargo_is_kept_in_universal_time_and_figures_are_known_since_its_day(
    run: Run, store: Path
) -> None:
    words = ("--visibility", "list-a", "--embargo", "2099-05-14T00:30+01:00", "--published", "2024-03-14")
    run("load", store.parent / "january.xlsx", "--store", store, *words)
    held = run("sources", "--store", store, "--format", "json").told["releases"][0]
    assert held["embargo"] == "2099-05-13T23:30:00+00:00"
    assert held["known_since"] == "2099-05-13"


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (("--visibility", "Partners"), "'Partners' cannot be the name of a list."),
        (("--visibility", "a list"), "'a list' cannot be the name of a list."),
        (("--visibility", "-x-"), "'-x-' cannot be the name of a list."),
        (("--embargo", FUTURE), "An embargo needs a list of those who may see the figures before it ends."),
        (
            ("--visibility", "public", "--embargo", FUTURE),
            "An embargo needs a list of those who may see the figures before it ends.",
        ),
        (("--visibility", "x", "--embargo", "2099-05-14"), "--embargo: '2099-05-14' has no hour."),
        (("--visibility", "x", "--embargo", "noon"), "--embargo: 'noon' is not a day and an hour."),
        (("--visibility", "x", "--embargo", "2099-02-30T09:00"), "is not a day and an hour."),
    ],
    ids=str,
)
def test_a_wrong_list_or_hour_is_refused_before_anything_is_loaded(
    run: Run, store: Path, words: tuple[str, ...], said: str
) -> None:
    ran = run("load", store.parent / "january.xlsx", "--store", store, *words)
    assert (ran.code, ran.out) == (2, "")
    sentence, next_step = ran.err.splitlines()
    assert said in sentence
    assert next_step
    assert not (store / "manifest.json").exists()


@pytest.mark.parametrize("name", ["Partners!", "", " ", "everybody else"])
@pytest.mark.parametrize("command", ["ask", "findings", "pack", "export"])
def test_an_audience_that_cannot_be_one_is_refused(
    run: Run, small_store: Path, tmp_path: Path, command: str, name: str
) -> None:
    words = {
        "ask": ASK,
        "findings": ("findings", "E56900001"),
        "pack": ("pack", "E56900001", "--out", tmp_path / "out"),
        "export": ("export", "--out", tmp_path / "out"),
    }[command]
    ran = run(*words, "--store", small_store, "--audience", name)
    assert (ran.code, ran.out) == (2, "")
    assert len(ran.err.splitlines()) == 2
    assert not (tmp_path / "out").exists()


def test_what_a_source_is_for_holds_unless_the_loader_says_otherwise(run: Run, store: Path) -> None:
    plan = store.parent / "plan.csv"
    plan.write_text("measure,place,period,value,set_by\ntreatment-62-day,ZA1,2024-01,72%,Board of Nowhere\n")
    run("load", plan, store.parent / "january.xlsx", "--store", store)
    kinds = [s["kind"] for s in run(*ASK, "--store", store).told["standards"]]
    assert "trajectory" not in kinds
    for_partners = run(*ASK, "--store", store, "--audience", "partners").told
    assert "trajectory" in [s["kind"] for s in for_partners["standards"]]
    assert [c["file"] for c in for_partners["citations"]] == ["january.xlsx", "plan.csv"]


def test_a_file_that_everybody_sees_is_not_restricted_by_loading_it_again_and_its_line_says_so(
    run: Run, store: Path
) -> None:
    run("load", store.parent / "january.xlsx", "--store", store)
    words = ("--visibility", "list-a", "--embargo", FUTURE)
    ran = run("load", store.parent / "january.xlsx", "--store", store, *words)
    assert ran.code == 0
    assert "for everybody, as it was first loaded, and not as --visibility list-a --embargo 2099-" in ran.out
    assert "1 file: 1 already loaded. 1 warning." in ran.out
    assert seen(run, store) == 1
