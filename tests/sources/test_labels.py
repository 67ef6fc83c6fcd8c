"""One shipped table gives each publisher's label its slug, and each slug its name."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from alliance.sources import cut_name, cut_slugs
from alliance.sources.labels import _rows, slug_of


@pytest.mark.parametrize(
    ("cut", "label", "slug"),
    [
        ("cancer", "Lung", "lung"),
        ("cancer", "Suspected lung cancer", "lung"),
        ("cancer", " lung ", "lung"),
        ("cancer", "Urological - Prostate", "prostate"),
        ("cancer", "ALL CANCERS", "all"),
        ("route", "NATIONAL SCREENING PROGRAMME", "screening"),
        ("route", "Screening", "screening"),
        ("modality", "Other", "other"),
        ("treatment_stage", "Subsequent", "subsequent"),
        ("treatment_stage", "Subsequent Treatment", "subsequent"),
    ],
)
def test_a_known_label_has_one_slug_however_it_is_capitalised(cut: str, label: str, slug: str) -> None:
    assert slug_of(cut, label) == (slug, True)


def test_a_new_label_keeps_its_own_words_and_is_reported() -> None:
    assert slug_of("cancer", "Suspected cancer of the Moon (b)") == ("suspected-cancer-of-the-moon-b", False)
    assert slug_of("cancer", "???") == ("not-stated", False)


@given(label=st.text(max_size=40))
def test_no_label_is_dropped_or_taken_for_the_whole(label: str) -> None:
    slug, known = slug_of("modality", label)
    assert slug
    assert known or slug == "all" or set(slug) <= set("abcdefghijklmnopqrstuvwxyz0123456789-")


def test_groups_that_mean_different_people_have_different_slugs() -> None:
    assert slug_of("cancer", "Other (a)")[0] != slug_of("cancer", "Suspected other cancer")[0]
    assert slug_of("cancer", "Urological - Other (a)")[0] != slug_of("cancer", "Urological - Prostate")[0]


def test_slugs_are_shown_in_words() -> None:
    assert cut_name("cancer", "lower-gi") == "Lower gastrointestinal"
    assert cut_name("band", "63-76") == "63 to 76 days"
    assert cut_name("band", "over-104") == "Over 104 days"
    assert cut_name("band", "0-1-weeks") == "Under 1 week"
    assert cut_name("band", "5-6-weeks") == "5 to under 6 weeks"
    assert cut_name("band", "from-13-weeks") == "13 weeks or more"
    assert cut_name("cancer", "cancer-of-the-moon") == "Cancer of the moon"


def test_each_cut_lists_its_slugs_once() -> None:
    assert cut_slugs("route", "treated-62-day") == (
        *("urgent-suspected-cancer", "breast-symptomatic", "screening", "consultant-upgrade"),
    )
    assert cut_slugs("band") == ()


def test_no_label_of_a_cut_has_two_slugs_and_no_slug_two_names() -> None:
    rows = {(row["cut"], row["label"].casefold(), row["slug"]) for row in _rows()}
    assert len(rows) == len({(cut, label) for cut, label, _ in rows})
    names = {(row["cut"], row["slug"], row["name"]) for row in _rows()}
    assert len(names) == len({(cut, slug) for cut, slug, _ in names})
