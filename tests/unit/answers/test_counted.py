"""A measure counts what its source publishes: a field that names something else is refused by its name."""

from __future__ import annotations

import shutil
from datetime import date
from pathlib import Path

import pytest

from alliance.answers import Desk, open_desk, over_time
from alliance.answers.counted import hold_counted
from alliance.errors import AllianceError
from alliance.ingest import load
from alliance.measures import load_measures
from alliance.sources import find_sources
from tests.unit.answers.own_measure import SOON, write_measure

WITHIN = '{ quantity = "treated-62-day", band = "0-31", means = "patients treated within a month" }'
OF = '{ quantity = "treated-62-day", means = "patients treated" }'


@pytest.mark.parametrize(
    ("before", "after", "what", "instead"),
    [
        (
            'source = "cancer-',
            'source = "tea-leaves-',
            "counts what 'tea-leaves-waiting",
            "`alliance sources`",
        ),
        (
            OF,
            OF.replace("treated-62-day", "cured"),
            "soon, denominator: no file of cancer-waiting-times publishes the quantity 'cured'.",
            "`alliance sources --format json` lists",
        ),
        (
            WITHIN,
            WITHIN.replace("treated-62-day", "treated-62-dya"),
            "soon, numerator: no file of cancer-waiting-times publishes the quantity 'treated-62-dya'.",
            "The nearest is 'treated-62-day'.",
        ),
        (
            WITHIN,
            WITHIN.replace("0-31", "0-30"),
            "soon, numerator: there is no band '0-30' of 'treated-62-day'.",
            "Known are: 0-31, 32-38, 39-48, 49-62, 63-76, 77-90, 91-104, over-104.",
        ),
        (
            WITHIN,
            WITHIN.replace('band = "0-31"', 'cancer = ["lung", "moon"]'),
            "soon, numerator: there is no cancer 'moon' of 'treated-62-day'.",
            "Known are: ",
        ),
        (
            WITHIN,
            WITHIN.replace('band = "0-31"', 'tumour_stage = "1"'),
            "soon, numerator: 'treated-62-day' is not published by tumour_stage.",
            "Take the field out.",
        ),
        (
            WITHIN,
            WITHIN.replace("62-day", "62-day-within"),
            "soon, numerator: 'treated-62-day-within' is not published by band.",
            "Take the field out.",
        ),
    ],
)
def test_a_measure_of_what_nobody_publishes_is_one_sentence_that_names_its_field(
    small_store: Path, tmp_path: Path, before: str, after: str, what: str, instead: str
) -> None:
    store = shutil.copytree(small_store, tmp_path / "store")
    assert before in SOON
    write_measure(store, SOON.replace(before, after))
    with pytest.raises(AllianceError) as refused:
        over_time(open_desk(store), "soon", "ZA1")
    assert what in refused.value.what
    assert refused.value.next_step.startswith(instead)


def test_what_is_published_and_not_loaded_is_no_fault_of_the_measure(desk: Desk) -> None:
    for measure in load_measures().values():
        hold_counted(desk, measure)


LOCAL = """FICTIONAL figures

place,period,measure,numerator,denominator,band
ZA1,2025-07,letters,40,52,
ZA1,2025-07,letters,12,,same-day
"""


def test_what_only_a_loaded_file_can_say_is_left_to_it(small_store: Path, tmp_path: Path) -> None:
    store = shutil.copytree(small_store, tmp_path / "store")
    words = SOON.replace('"cancer-waiting-times"', '"local-data"').replace('"treated-62-day"', '"letters"')
    words = words.replace('{ quantity = "letters", band', '{ quantity = "letters-numerator", band')
    write_measure(store, words.replace("0-31", "same-day"))
    public = over_time(open_desk(store), "soon", "ZA1")
    assert public.sentence == "Alder Hospital: no published file that is loaded has this measure for it."

    file = tmp_path / "letters.csv"
    file.write_text(LOCAL, encoding="utf-8")
    (loaded,) = load([file], store, today=date(2025, 11, 3))
    assert loaded.error is None, loaded.error
    partners = open_desk(store, visible=("public", "partners"))
    assert [(p.numerator, p.denominator) for p in over_time(partners, "soon", "ZA1").points] == [(12, 52)]
    assert over_time(open_desk(store), "soon", "ZA1").digest() == public.digest()


def test_a_part_that_no_loaded_local_file_has_is_refused_with_those_that_they_have(
    small_store: Path, tmp_path: Path
) -> None:
    store = shutil.copytree(small_store, tmp_path / "store")
    words = SOON.replace('"cancer-waiting-times"', '"local-data"').replace('"treated-62-day"', '"letters"')
    write_measure(
        store, words.replace('{ quantity = "letters", band', '{ quantity = "letters-numerator", band')
    )
    file = tmp_path / "letters.csv"
    file.write_text(LOCAL, encoding="utf-8")
    load([file], store, today=date(2025, 11, 3))
    with pytest.raises(AllianceError) as refused:
        over_time(open_desk(store, visible=("public", "partners")), "soon", "ZA1")
    assert refused.value.what == "soon, numerator: there is no band '0-31' of 'letters-numerator'."
    assert refused.value.next_step == "Known are: same-day."


def test_every_band_that_a_file_of_the_fictional_alliance_has_is_declared(built_demo: Path) -> None:
    releases = open_desk(built_demo / "alliance-store", visible=("public", "partners")).releases
    seen = set()
    for entry in releases:
        about = find_sources()[entry.source].ABOUT
        for name, cuts in entry.cuts.items():
            quantity = about.quantity(name)
            assert quantity is not None, name
            if quantity.bands is not None:
                seen |= set(cuts.get("band", ()))
                assert set(cuts.get("band", ())) <= set(quantity.bands), (entry.form, name)
    assert {"over-28", "over-104", "5-6-weeks"} <= seen
