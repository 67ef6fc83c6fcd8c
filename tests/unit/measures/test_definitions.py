"""A definition in TOML is read once into a Measure, or refused with the file and the field."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from alliance.errors import FileRefused
from alliance.measures import Standard, load_measures, read_measure

GOOD = """
id = "told-in-a-week"
title = "Told within a week"
kind = "proportion"
better = "higher"
stage = "diagnosis"
source = "cancer-waiting-times"
why = "A week is long."
caveats = ["Made up."]
owner = "Nobody"
reviewed_on = 2026-01-01
numerator = { quantity = "faster-diagnosis", band = "0-14", means = "people told soon" }
denominator = { quantity = "faster-diagnosis", means = "people told" }
[[standards]]
value = 0.5
kind = "standard"
from = 2024-01-01
set_by = "The test"
"""


def written(folder: Path, text: str, name: str = "told-in-a-week") -> Path:
    path = folder / f"{name}.toml"
    path.write_text(text, encoding="utf-8")
    return path


def test_a_definition_is_read_whole(tmp_path: Path) -> None:
    measure = read_measure(written(tmp_path, GOOD))
    assert (measure.title, measure.short_title, measure.unit) == (
        "Told within a week",
        "Told within a week",
        "proportion",
    )
    assert measure.numerator.cut == {"band": ("0-14",)}
    assert measure.denominator is not None
    assert measure.denominator.cut == {}
    assert measure.standards == (Standard(0.5, "standard", date(2024, 1, 1), None, "The test", True),)


def test_an_alliances_own_folder_adds_to_the_catalogue(tmp_path: Path) -> None:
    written(tmp_path, GOOD)
    assert set(load_measures(tmp_path)) == {*load_measures(), "told-in-a-week"}


@pytest.mark.parametrize(
    ("from_", "to", "why"),
    [
        ('better = "higher"', "", "has no better"),
        ('quantity = "faster-diagnosis", band', "band", "has no quantity"),
        ('kind = "proportion"', 'kind = "share"', "kind 'share' is not one of proportion, rate"),
        ('better = "higher"', 'better = "up"', "better 'up' is not one of higher"),
        ('stage = "diagnosis"', 'stage = "waiting"', "stage 'waiting' is not one of prevention"),
        ("denominator = {", "aside = {", "a proportion needs a denominator"),
        ('set_by = "The test"', 'set_by = ""', "a standard must say who set it"),
        ('id = "told-in-a-week"', 'id = "other"', "the id 'other' is not the file's name"),
        ('title = "Told', "title = Told", "is not a TOML file"),
        ("value = 0.5", 'value = "half"', "has a value of the wrong kind"),
        ("numerator = {", 'numerator = "all"\naside = {', "has a value of the wrong kind"),
        ('kind = "standard"', 'kind = "hope"', "a target is one of standard, ambition, trajectory"),
    ],
)
def test_a_fault_is_named_with_its_file(tmp_path: Path, from_: str, to: str, why: str) -> None:
    assert from_ in GOOD
    with pytest.raises(FileRefused) as refused:
        read_measure(written(tmp_path, GOOD.replace(from_, to, 1)))
    assert refused.value.what.startswith("told-in-a-week.toml")
    assert why in refused.value.what
    assert refused.value.next_step


def test_an_id_has_small_letters_digits_and_hyphens(tmp_path: Path) -> None:
    path = written(tmp_path, GOOD.replace('id = "told-in-a-week"', 'id = "Told"'), "Told")
    with pytest.raises(FileRefused, match="small letters, digits and hyphens"):
        read_measure(path)


def test_what_is_not_utf_8_is_not_toml(tmp_path: Path) -> None:
    path = tmp_path / "told-in-a-week.toml"
    path.write_bytes(GOOD.encode("utf-16"))
    with pytest.raises(FileRefused, match="is not a TOML file"):
        read_measure(path)


def test_a_count_needs_no_denominator_and_has_its_unit(tmp_path: Path) -> None:
    text = GOOD.replace('kind = "proportion"', 'kind = "count"').replace("denominator = {", "aside = {")
    measure = read_measure(written(tmp_path, text))
    assert (measure.unit, measure.denominator) == ("count", None)
