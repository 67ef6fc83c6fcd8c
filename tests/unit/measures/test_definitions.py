"""A definition in TOML is read once into a Measure, or refused with the file and the field."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from alliance.errors import FileRefused
from alliance.measures import Standard, load_measures, read_measure, read_measures

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


COUNTED_OUT_OF = 'denominator = { quantity = "faster-diagnosis", means = "people told" }\n'


@pytest.mark.parametrize(
    ("from_", "to", "why"),
    [
        ('better = "higher"', "", "has no better"),
        ('quantity = "faster-diagnosis", band', "band", ", numerator has no quantity"),
        ('kind = "proportion"', 'kind = "share"', "kind 'share' is not one of proportion, rate"),
        ('better = "higher"', 'better = "up"', "better 'up' is not one of higher"),
        ('stage = "diagnosis"', 'stage = "waiting"', "stage 'waiting' is not one of prevention"),
        (COUNTED_OUT_OF, "", "a proportion needs a denominator"),
        ('kind = "proportion"', 'kind = "count"', "a count has no denominator"),
        (COUNTED_OUT_OF, "denominator = {}\n", ", denominator has no quantity"),
        ('set_by = "The test"', 'set_by = ""', ", standards 1: set_by is not a text that says something"),
        ('set_by = "The test"', "", ", standards 1 has no set_by"),
        ('id = "told-in-a-week"', 'id = "other"', "the id 'other' is not the file's name"),
        ('title = "Told', "title = Told", "is not a TOML file"),
        ("value = 0.5", 'value = "half"', ", standards 1: value is not a number"),
        ("value = 0.5", "value = true", ", standards 1: value is not a number"),
        ("value = 0.5", "value = nan", ", standards 1: value is not a number"),
        ("= { quantity", '= "all"\naside = { quantity', "numerator is not one table"),
        ('kind = "standard"', 'kind = "hope"', "kind 'hope' of standards 1 is not one of standard, ambition"),
        ('caveats = ["Made up."]', 'caveats = "Made up."', "caveats is not a list of texts"),
        ('band = "0-14"', "band = 14", ", numerator: band is not one slug"),
        ('band = "0-14"', "band = []", ", numerator: band is not one slug"),
        ("[[standards]]", "[standards]", "standards is not tables, each under a line in double brackets"),
        ("from = 2024-01-01", "verified = 1", ", standards 1: verified is not true or false"),
        ("why =", 'unit = "percent"\nwhy =', "unit 'percent' of a measure of kind proportion is not prop"),
        ("why =", 'period = "day"\nwhy =', "period 'day' is not one of week, month"),
        ("why =", 'variant = "raw"\nwhy =', "variant 'raw' is not one of none, unadjusted"),
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
    text = GOOD.replace('kind = "proportion"', 'kind = "count"').replace(COUNTED_OUT_OF, "")
    measure = read_measure(written(tmp_path, text))
    assert (measure.unit, measure.denominator) == ("count", None)


@pytest.mark.parametrize("kind", ["standard", "ambition", "trajectory"])
@pytest.mark.parametrize(
    ("unit", "value", "span"),
    [
        ("proportion", "10", "from 0 to 1"),
        ("proportion", "-0.1", "from 0 to 1"),
        ("percent", "101", "from 0 to 100"),
        ("score-0-10", "10.5", "from 0 to 10"),
        ("rate", "-1", "0 or more"),
    ],
)
def test_a_target_lies_in_the_unit_of_its_measure(
    tmp_path: Path, kind: str, unit: str, value: str, span: str
) -> None:
    text = GOOD.replace('kind = "proportion"', f'kind = "published"\nunit = "{unit}"')
    text = text.replace('kind = "standard"', f'kind = "{kind}"').replace("0.5", value)
    with pytest.raises(FileRefused) as refused:
        read_measure(written(tmp_path, text))
    said = (
        f"told-in-a-week.toml: value {value} of standards 1 is not {span}, as the measure's unit ({unit}) is."
    )
    assert refused.value.what == said


def test_a_percentage_where_a_share_belongs_is_told_what_to_write(tmp_path: Path) -> None:
    with pytest.raises(FileRefused) as refused:
        read_measure(written(tmp_path, GOOD.replace("0.5", "10")))
    assert refused.value.next_step.startswith("For 10% write 0.1.")
    for good in ("0", "1", "0.005"):
        assert read_measure(written(tmp_path, GOOD.replace("0.5", good))).standards[0].value == float(good)


@pytest.mark.parametrize(
    ("line", "why"),
    [
        (
            'from = "2024-01-01"',
            ", standards 1: from is not a day such as 2025-04-01, without quotation marks",
        ),
        ("from = 2024-01-01T09:00:00", ", standards 1: from is not a day"),
        ("from = 2024-02-30", "is not a TOML file"),
        (
            "from = 2024-01-01\nto = 2023-12-31",
            "the last day of standards 1 (to 2023-12-31) comes before its first (from 2024-01-01)",
        ),
    ],
)
def test_a_day_is_a_day_and_a_span_has_a_length(tmp_path: Path, line: str, why: str) -> None:
    with pytest.raises(FileRefused) as refused:
        read_measure(written(tmp_path, GOOD.replace("from = 2024-01-01", line)))
    assert why in refused.value.what


def test_two_national_standards_never_hold_on_the_same_day(tmp_path: Path) -> None:
    second = '[[standards]]\nvalue = 0.6\nkind = "standard"\nfrom = 2025-01-01\nset_by = "The test"\n'
    with pytest.raises(FileRefused, match=r"standards 0\.5 and 0\.6 both hold on the same day"):
        read_measure(written(tmp_path, GOOD + second))
    ended = GOOD.replace("from = 2024-01-01", "from = 2024-01-01\nto = 2024-12-31")
    assert len(read_measure(written(tmp_path, ended + second)).standards) == 2
    assert (
        len(read_measure(written(tmp_path, GOOD + second.replace('"standard"', '"ambition"'))).standards) == 2
    )


@pytest.mark.parametrize(
    ("from_", "to", "what", "instead"),
    [
        ("[[standards]]", "[[standard]]", "there is no field 'standard'", "The nearest is 'standards'."),
        (
            "[[standards]]",
            '[[break]]\non = 2024-01-01\nwhy = "New."\n[[standards]]',
            "there is no field 'break'",
            "The nearest is 'breaks'.",
        ),
        ("why =", 'shorttitle = "Told"\nwhy =', "no field 'shorttitle'", "The nearest is 'short_title'."),
        ("from = 2024", "form = 2024", ", standards 1: there is no field 'form'", "The nearest is 'from'."),
        ("band = ", "bands = ", ", numerator: there is no field 'bands'", "The nearest is 'band'."),
        (
            "value = 0.5",
            'value = 0.5\nowner = "Me"',
            "no field 'owner'",
            "It is the measure's own: write it above",
        ),
        ("why =", 'zzz = "?"\nwhy =', "there is no field 'zzz'", "The fields here are id, title,"),
    ],
)
def test_a_field_that_nobody_knows_is_refused_with_the_nearest_one(
    tmp_path: Path, from_: str, to: str, what: str, instead: str
) -> None:
    with pytest.raises(FileRefused) as refused:
        read_measure(written(tmp_path, GOOD.replace(from_, to, 1)))
    assert refused.value.what.startswith("told-in-a-week.toml")
    assert what in refused.value.what
    assert refused.value.next_step.startswith(instead)


MEMBER = """
[[members]]
id = "told-{0}"
title = "Told, {0}"
numerator = {{ quantity = "faster-diagnosis", band = "0-14", means = "people told soon" }}
denominator = {{ quantity = "faster-diagnosis", means = "people told" }}
"""
SHARED = """
kind = "proportion"
better = "higher"
stage = "diagnosis"
source = "cancer-waiting-times"
why = "A week is long."
caveats = []
owner = "Nobody"
reviewed_on = 2026-01-01
"""


@pytest.mark.parametrize(
    ("from_", "to", "what"),
    [
        ('title = "Told, b"', 'titel = "Told, b"', "told.toml, members 2: there is no field 'titel'."),
        ('title = "Told, b"\n', "", "told.toml, members 2 has no title."),
        ('"told-b"', '"told-a"', "told.toml: two members have the id 'told-a'."),
        (
            'title = "Told, b"',
            'title = "Told, b"\nbetter = "up"',
            "told.toml, told-b: better 'up' is not one of higher, lower, neutral.",
        ),
    ],
)
def test_a_fault_in_a_family_is_named_with_its_member(tmp_path: Path, from_: str, to: str, what: str) -> None:
    text = SHARED + MEMBER.format("a") + MEMBER.format("b")
    assert [m.id for m in read_measures(written(tmp_path, text, "told"))] == ["told-a", "told-b"]
    with pytest.raises(FileRefused) as refused:
        read_measures(written(tmp_path, text.replace(from_, to), "told"))
    assert refused.value.what == what
