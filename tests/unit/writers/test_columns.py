"""Widths of columns, in letters."""

from __future__ import annotations

from alliance.pages.model import Cell, Table
from alliance.writers.columns import weights


def _table(*columns: tuple[str, str]) -> Table:
    return Table("T", tuple(name for name, _ in columns), (tuple(Cell(text) for _, text in columns),))


def test_where_there_is_room_every_cell_stands_on_one_line() -> None:
    texts = ("September 2024", "A name of some length, longer than most", "1,684.5")
    found = weights(_table(*((f"C{n}", text) for n, text in enumerate(texts))), 200)
    assert all(width > len(text) for width, text in zip(found, texts, strict=True))


def test_a_sentence_gives_way_before_a_short_cell_does() -> None:
    short, long = weights(
        _table(("Period", "September 2024"), ("To ask", "A question of many words. " * 6)), 80
    )
    assert short > len("September 2024")
    assert long < 80


def test_where_there_is_no_room_words_are_whole_and_sentences_have_most() -> None:
    numbers = tuple((f"Patients needed {n}", "1,684.5 of 2,000") for n in range(9))
    *others, long = weights(_table(*numbers, ("To ask", "A question of many words. " * 4)), 110)
    assert min(others) > len("needed") * 1.3
    assert long > max(others)


def test_a_table_of_headings_alone_has_widths_too() -> None:
    assert all(width > 0 for width in weights(Table("T", ("One", "Two"), ()), 100))


def test_a_hash_does_not_take_the_whole_width() -> None:
    name, digest = weights(_table(("File", "workbook.xlsx"), ("SHA-256", "a" * 64)), 60)
    assert digest < 50 < name + digest
