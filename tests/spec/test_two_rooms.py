"""Two rooms: what is for partners, or for a list until an hour has come, reaches nobody else by any way out.

The strongest test: whoever may not see a file gets from the store, word for word and byte for byte, what they would
get had the file never been loaded. And whoever may see it, sees it.
"""

from __future__ import annotations

from datetime import date, datetime
from pathlib import Path

import pytest

from alliance.answers import Answer, Desk, open_desk, over_time
from alliance.findings import of
from alliance.pages import compare, findings, home, measure, pack, place, sources
from alliance.pages.model import Page
from alliance.writers import html
from alliance.writers.pack import FORMS, write_all
from tests.spec.two_rooms import AFTER, BEFORE, LIST, Rooms, answers_of, as_text, marks_in, text_of
from tests.unit.cli.conftest import Run

ALL = ("public", "partners", "listed")
NORTH, WITH_62 = "E56900001", "treatment-62-day"


@pytest.fixture(scope="module")
def rooms(tmp_path_factory: pytest.TempPathFactory) -> Rooms:
    """The files of the two rooms."""
    return Rooms.make(tmp_path_factory.mktemp("rooms"))


# Who asks, at which hour, and the store in which the files that they may not see never were.
ASKERS = {
    "the public, before the hour": ((), BEFORE, ("public",), False),
    "partners, before the hour": (("partners",), BEFORE, ("public", "partners"), False),
    "the list, before the hour": ((LIST,), BEFORE, ("public", "listed"), False),
    "the public, after the hour": ((), AFTER, ("public", "listed"), True),
}
Everything = tuple[dict[str, Answer | str], object, dict[str, Page]]


def pages_of(desk: Desk) -> dict[str, Page]:
    """The site's pages, as the library makes them."""
    return {
        "home": home.build(desk, NORTH),
        "sources": sources.build(desk),
        "measure": measure.build(desk, WITH_62, "ZA1"),
        "measure, local": measure.build(desk, "fit-returned", "ZA1"),
        "place": place.build(desk, "ZA1"),
        "compare": compare.build(desk, WITH_62, "england", by="alliance"),
        "findings": findings.build(desk, NORTH),
        "pack": pack.build(desk, NORTH),
        "pack of England": pack.build(desk, "england"),
    }


class Asker:
    """Everything that is told to somebody at an hour, asked once however many tests look at it."""

    def __init__(self, rooms: Rooms) -> None:
        self.rooms = rooms
        self.kept: dict[tuple[object, ...], Everything] = {}

    def __call__(
        self, *rooms: str, visible: tuple[str, ...] = (), now: datetime = BEFORE, lifted: bool = False
    ) -> Everything:
        key = (rooms, visible, now, lifted)
        if key not in self.kept:
            desk = self.rooms.desk(*rooms, visible=visible, now=now, lifted=lifted)
            self.kept[key] = dict(answers_of(desk)), of(desk, NORTH).to_json(), pages_of(desk)
        return self.kept[key]


@pytest.fixture(scope="module")
def everything(rooms: Rooms) -> Asker:
    """All that there is to be told."""
    return Asker(rooms)


@pytest.mark.parametrize("asker", ASKERS)
def test_whoever_may_not_see_a_file_gets_what_they_would_had_it_never_been_loaded(
    everything: Asker, asker: str
) -> None:
    visible, hour, would, lifted = ASKERS[asker]
    answers, stands_out, pages = everything(*ALL, visible=visible, now=hour)
    wanted, would_stand_out, would_be = everything(*would, visible=visible, now=hour, lifted=lifted)
    assert len(answers) > 150
    assert [key for key in answers if answers[key] != wanted.get(key)] == []
    assert answers.keys() == wanted.keys()
    assert stands_out == would_stand_out
    assert [name for name in pages if pages[name] != would_be[name]] == []


def test_a_list_does_not_see_what_is_for_another(rooms: Rooms) -> None:
    desk, without = rooms.desk(*ALL, visible=("pre-release-may",)), rooms.desk("public")
    for place_code in ("england", "ZA1"):
        assert over_time(desk, WITH_62, place_code) == over_time(without, WITH_62, place_code)


def hidden_from_the_public(rooms: Rooms) -> set[str]:
    return rooms.marks("partners") | rooms.marks("listed")


def test_the_marks_by_which_a_leak_is_known_are_there(rooms: Rooms) -> None:
    for room in ("partners", "listed"):
        marks = rooms.marks(room)
        assert sum(mark.isdigit() for mark in marks) > 50
        assert sum(len(mark) == 64 for mark in marks) == len(getattr(rooms, room))


def in_words(told: Everything) -> str:
    """All answers, findings and pages in one text."""
    answers, stands_out, pages = told
    said = [*(as_text(answer) for answer in answers.values()), f"{stands_out}"]
    return "\n".join([*said, *(html.document(page, language="en-GB") for page in pages.values())])


def test_no_mark_of_a_hidden_file_stands_in_anything_that_the_public_is_told(
    rooms: Rooms, everything: Asker
) -> None:
    assert marks_in(in_words(everything(*ALL)), hidden_from_the_public(rooms)) == set()


def test_the_detector_finds_a_leak_where_a_desk_is_opened_for_more_than_the_public(
    rooms: Rooms, everything: Asker
) -> None:
    """The rule is broken on purpose: had the test above passed whatever was told, it would pass here too."""
    leaking = in_words(everything(*ALL, visible=("partners", LIST)))
    for room in ("partners", "listed"):
        found = marks_in(leaking, rooms.marks(room))
        assert {path.name for path in getattr(rooms, room)} <= found
        assert sum(mark.replace(",", "").isdigit() for mark in found) > 10
    assert "Hidden Hospital" in leaking
    assert "Hidden Board" in leaking


def test_those_for_whom_a_file_is_see_it_and_it_is_said_that_it_is_not_for_publication(rooms: Rooms) -> None:
    partners, listed = (rooms.desk(*ALL, visible=(who,)) for who in ("partners", LIST))
    january = over_time(partners, WITH_62, "ZA1", start="2024-01", end="2024-01")
    assert [c.file for c in january.citations] == ["partners-own-january.xlsx", "secret-plan.csv"]
    assert any("Not for publication: seen by partners" in caveat for caveat in january.caveats)
    assert {s.kind for s in january.standards} >= {"trajectory"}
    march = over_time(listed, WITH_62, "ZH9", start="2024-03", end="2024-03")
    assert march.place.name == "Hidden Hospital"
    assert march.points[0].value is not None
    waiting = over_time(partners, "waiting-over-62-days", "ZA1")
    assert waiting.points[-1].denominator == 52_153 + 4_127 + 3_121 + 2_111 + 1_201 + 1_301 + 1_409 + 1_511
    assert any("management information" in caveat.lower() for caveat in waiting.caveats)


def test_a_hidden_release_that_would_win_leaves_no_hole_for_those_who_may_not_see_it(rooms: Rooms) -> None:
    """January is final for partners, February for the list: the public keeps the provisional months that it had."""
    for visible, files in (
        ((), ["open-1.xlsx", "open-2.xlsx"]),
        (("partners",), ["partners-own-january.xlsx", "open-2.xlsx", "secret-plan.csv"]),
        ((LIST,), ["open-1.xlsx", "embargoed-2.xlsx", "embargoed-3.xlsx"]),
    ):
        answer = over_time(rooms.desk(*ALL, visible=visible), WITH_62, "ZA1")
        assert [c.file for c in answer.citations] == files
        assert all(point.value is not None for point in answer.points)


def test_when_the_hour_has_come_everybody_sees_what_the_list_saw(rooms: Rooms, everything: Asker) -> None:
    before, after = rooms.desk(*ALL), rooms.desk(*ALL, now=AFTER)
    assert [p.period for p in over_time(before, WITH_62, "ZA1").points] == ["2024-01", "2024-02"]
    answer = over_time(after, WITH_62, "ZA1")
    assert [p.period for p in answer.points] == ["2024-01", "2024-02", "2024-03"]
    assert not any("Not for publication" in caveat for caveat in answer.caveats)
    leaked = marks_in(in_words(everything(*ALL, now=AFTER)), rooms.marks("partners"))
    assert leaked == set(), "what is for partners stays theirs"


def test_on_a_day_before_the_hour_it_was_not_known_though_it_is_asked_after_it(rooms: Rooms) -> None:
    after = rooms.desk(*ALL, now=AFTER)
    day = date(2024, 5, 8)
    assert dict(answers_of(after, as_of=day)) == dict(answers_of(rooms.desk("public"), as_of=day))


# ----------------------------------------------------------------------------------------------- the command itself


@pytest.fixture(scope="module")
def future(rooms: Rooms, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The same rooms, but the embargo lies far ahead: the command looks at the clock."""
    import shutil

    store = tmp_path_factory.mktemp("future") / "store"
    shutil.copytree(rooms.store(*ALL), store)
    manifest = store / "manifest.json"
    manifest.write_text(manifest.read_text().replace("2024-05-09T08:30:00", "2099-05-09T08:30:00"))
    return store


def outputs(run: Run, store: Path, out: Path, *audience: str) -> dict[str, bytes]:
    """Everything that `ask`, `findings`, `export` and `pack` print and write for an audience."""
    who = [word for name in audience for word in ("--audience", name)]
    found: dict[str, bytes] = {}
    for asked in (
        (WITH_62, "--place", "ZA1"),
        (WITH_62, "--place", "england", "--by", "alliance"),
        ("fit-returned", "--place", "ZA1"),
        ("waiting-over-62-days", "--place", "ZA1"),
        (WITH_62, "--place", "ZH9"),
    ):
        for form in ("json", "csv", "table"):
            ran = run("ask", *asked, "--format", form, "--store", store, *who)
            found[f"ask {asked} {form}"] = f"{ran.code} {ran.out} {ran.err}".encode()
    for form in ("json", "table"):
        found[f"findings {form}"] = run(
            "findings", NORTH, "--store", store, "--format", form, *who
        ).out.encode()
    for number, words in enumerate(((), ("--place", NORTH))):
        folder = out / f"export-{number}"
        assert run("export", "--out", folder, "--store", store, *words, *who).code == 0
        found |= {f"export {number} {path.name}": path.read_bytes() for path in sorted(folder.iterdir())}
    assert run("pack", NORTH, "--out", out / "pack", "--format", "all", "--store", store, *who).code == 0
    found |= {f"pack {path.name}": path.read_bytes() for path in sorted((out / "pack").iterdir())}
    return found


@pytest.fixture
def public_outputs(run: Run, future: Path, tmp_path: Path) -> dict[str, bytes]:
    return outputs(run, future, tmp_path / "public")


def test_what_the_command_writes_for_the_public_is_what_it_would_had_the_rest_never_been_loaded(
    run: Run, rooms: Rooms, public_outputs: dict[str, bytes], tmp_path: Path
) -> None:
    without = outputs(run, rooms.store("public"), tmp_path / "without")
    assert public_outputs.keys() == without.keys()
    assert [name for name in without if public_outputs[name] != without[name]] == []
    assert {f"pack pack.{form}" for form in FORMS} <= without.keys()
    marks = hidden_from_the_public(rooms)
    assert {name: marks_in(text_of(name, content), marks) for name, content in without.items()} == {
        name: set() for name in without
    }


def test_in_every_format_those_on_the_list_find_what_the_public_does_not(
    run: Run, rooms: Rooms, future: Path, tmp_path: Path
) -> None:
    found = outputs(run, future, tmp_path / "list", LIST, "partners")
    marks = hidden_from_the_public(rooms)
    silent = [name for name, content in found.items() if not marks_in(text_of(name, content), marks)]
    assert {name.split(" ")[-1].rpartition("/")[2] for name in silent} <= {
        *("data-dictionary.csv", "data-dictionary.md", "places.csv", "places.parquet"),
    }


def test_operators_commands_are_for_whoever_has_the_stores_disk_and_show_everything(
    run: Run, future: Path
) -> None:
    """`sources`, `sources diff`, `check` and `load` look after the store itself: they have no audience."""
    listed = run("sources", "--store", future, "--format", "json").told["releases"]
    seen = {row["file"]: (row["visibility"], row["embargo"]) for row in listed}
    assert seen["embargoed-3.xlsx"] == (LIST, "2099-05-09T08:30:00+00:00")
    assert seen["secret-plan.csv"] == ("partners", None)
    assert "embargoed-3.xlsx" in run("sources", "--store", future).out.replace("\n", "")
    assert run("check", "--store", future).code == 0


# ------------------------------------------------------------------------------------------- April's pack in December


def test_aprils_pack_is_the_same_to_the_byte_in_december(rooms: Rooms, tmp_path: Path) -> None:
    """After later releases of the same months, other files, and a page of the book that moves and renames hospitals."""
    import shutil

    from alliance.ingest import load

    store, april = tmp_path / "store", date(2024, 4, 30)
    shutil.copytree(rooms.store("public"), store)
    then = {}
    for name in ("E56900001", "england", "ZA1"):
        desk = open_desk(store, now=BEFORE)
        write_all(
            pack.build(desk, name, as_of=april),
            tmp_path / "april" / name,
            FORMS if name == NORTH else ("html",),
        )
        then[name] = {p.name: p.read_bytes() for p in (tmp_path / "april" / name).iterdir()}
    december = date(2024, 12, 12)
    changed = tmp_path / "moved.csv"
    changed.write_text(
        "what,code,other,kind,name,basis,primary,from,to,reason,author,decided_on\n"
        "end,ZA1,E56900001,,,,,,2023-12-31,Moved,A. Nother,2024-12-01\n"
        "membership,ZA1,E56900002,,,provider,yes,2024-01-01,,Moved,A. Nother,2024-12-01\n"
        "place,ZH9,,trust,Found Hospital,,,2020-01-01,,Found,A. Nother,2024-12-01\n"
        "membership,ZH9,E56900001,,,provider,yes,2020-01-01,,Found,A. Nother,2024-12-01\n"
    )
    results = load([changed, *rooms.listed, *rooms.partners[:1]], store, today=december)
    assert [r.outcome for r in results] == ["loaded"] * 4
    for name, files in then.items():
        desk = open_desk(store, now=AFTER.replace(year=2025), visible=("public", "partners"))
        forms = FORMS if name == NORTH else ("html",)
        write_all(pack.build(desk, name, as_of=april), tmp_path / "december" / name, forms)
        again = {p.name: p.read_bytes() for p in (tmp_path / "december" / name).iterdir()}
        assert [form for form in files if files[form] != again[form]] == []
        assert pack.build(desk, name) != pack.build(desk, name, as_of=april)
