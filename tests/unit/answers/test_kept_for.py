"""What an answer says of those for whom alone its figures are: with each file, as far as the asker sees it."""

from __future__ import annotations

import json
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import pytest

from alliance.answers import Answer, answer_from_json, open_desk, over_time
from alliance.answers.released import behind
from alliance.findings import of
from alliance.ingest import Audience, load
from tests.sources.small_workbook import small_workbook
from tests.spec.small_england import telling, write_store

HOUR = datetime(2024, 4, 11, 8, 30, tzinfo=UTC)
ALL = ("public", "partners", "pre-release")
MIXED = telling(
    """
    release | known
    --------+-----------
    january | 2024-03-14
    """,
    """
    release | place | month   | total | within | visibility
    --------+-------+---------+-------+--------+-----------
    january | ZA1   | 2024-01 | 10    | 6      |
    january | ZA2   | 2024-01 | 4     | 4      | partners
    """,
)


@pytest.fixture
def store(tmp_path: Path) -> Path:
    """January for everybody, February for a list until an hour."""
    files = [small_workbook(tmp_path / f"{m}.xlsx", date(2024, m, 1)) for m in (1, 2)]
    load(files[:1], tmp_path / "store", today=date(2024, 3, 14))
    kept = Audience("pre-release", HOUR)
    load(files[1:], tmp_path / "store", today=date(2024, 4, 10), audience=kept)
    return tmp_path / "store"


def asked(store: Path, *visible: str, now: datetime | None = None) -> Answer:
    return over_time(open_desk(store, visible=visible, now=now), "treatment-62-day", "england")


def kept(answer: Answer) -> list[tuple[tuple[str, ...], datetime | None]]:
    return [(cited.kept_for, cited.embargo) for cited in answer.citations]


def test_a_file_for_a_list_says_so_until_its_hour_and_then_nothing(store: Path) -> None:
    before = asked(store, "public", "pre-release", now=HOUR - timedelta(seconds=1))
    assert kept(before) == [((), None), (("pre-release",), HOUR)]
    assert "Not for publication: seen by pre-release." in before.caveats
    for visible in (("public",), ALL):
        after = asked(store, *visible, now=HOUR)
        assert kept(after) == [((), None), ((), None)]
        assert not any("Not for publication" in caveat for caveat in after.caveats)


def test_what_is_kept_is_frozen_with_the_answer_and_not_in_the_contract(store: Path) -> None:
    answer = asked(store, *ALL)
    again = answer_from_json(json.loads(json.dumps(answer.frozen())))
    assert kept(again) == kept(answer)
    assert again.digest() == answer.digest()
    assert all(set(row) == set(answer.to_json()["citations"][0]) for row in answer.to_json()["citations"])
    assert "kept_for" not in json.dumps(answer.to_json())


def test_a_public_answer_is_frozen_as_it_always_was(store: Path) -> None:
    answer = asked(store, "public")
    assert answer.frozen()["citations"] == answer.to_json()["citations"]


def test_a_finding_cites_its_files_with_whom_they_are_for(store: Path) -> None:
    found = of(open_desk(store, visible=ALL), "unmapped").findings
    assert found
    assert {cited.kept_for for f in found for cited in f.citations} == {(), ("pre-release",)}
    assert "kept_for" not in json.dumps([f.to_json() for f in found])


def test_a_file_of_which_only_some_rows_are_kept_says_so_to_those_who_see_these(tmp_path: Path) -> None:
    store = write_store(MIXED, tmp_path / "store")
    for visible, names in ((("public",), ()), (ALL, ("partners",))):
        answer = over_time(open_desk(store, visible=visible), "treatment-62-day", "E56900001")
        assert [cited.kept_for for cited in answer.citations] == [names]
        assert any("seen by partners" in caveat for caveat in answer.caveats) is bool(names)


def test_findings_on_restricted_files_say_so_in_the_sentence_of_each_and_once_for_all(store: Path) -> None:
    said = "Not for publication: for pre-release."
    found = of(open_desk(store, visible=ALL), "unmapped")
    told = found.to_json()
    assert found.restriction == said
    assert told["caveats"] == [said]
    assert told["findings"]
    assert all(one["sentence"].endswith(f" {said}") for one in told["findings"])
    public = of(open_desk(store), "unmapped")
    assert public.restriction == ""
    assert "caveats" not in public.to_json()
    assert "Not for publication" not in json.dumps(public.to_json())


def test_who_sees_a_release_before_its_embargo_ends_knows_it_since_it_was_shared(store: Path) -> None:
    shared, before = date(2024, 4, 10), HOUR - timedelta(seconds=1)
    desk = open_desk(store, visible=("public", "pre-release"), now=before)
    assert [e.known_since for e in desk.releases] == [date(2024, 3, 14), shared]
    for day, months in ((date(2024, 4, 9), 1), (shared, 2)):
        found = over_time(desk, "treatment-62-day", "england", as_of=day)
        assert [point.period for point in found.points] == ["2024-01", "2024-02"][:months]
    assert found.points[-1].known_since == shared
    lifted = open_desk(store, visible=("public", "pre-release"), now=HOUR)
    assert [e.known_since for e in lifted.releases] == [date(2024, 3, 14), date(2024, 4, 11)]


def test_the_day_that_a_publisher_states_counts_only_once_it_has_come(store: Path) -> None:
    manifest = open_desk(store, visible=ALL).engine.manifest
    kept = next(e for e in manifest.entries if e.embargo)
    for stated, known in ((date(2024, 4, 8), date(2024, 4, 8)), (date(2024, 4, 11), date(2024, 4, 10))):
        desk = open_desk(store, visible=ALL, now=HOUR - timedelta(days=1))
        told = desk._as_shared(replace(kept, published_on=stated, known_since=date(2024, 4, 11)))
        assert told.known_since == known


def test_every_release_is_cited_with_whom_it_is_for(store: Path) -> None:
    assert [c.visibility for c in behind(open_desk(store, visible=ALL))] == ["public", "pre-release"]
    assert [c.visibility for c in behind(open_desk(store, visible=ALL, now=HOUR))] == ["public", "public"]
