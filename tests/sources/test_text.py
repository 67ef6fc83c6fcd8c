"""Text as publishers and spreadsheets save it: every encoding, line end and way to write a number."""

from __future__ import annotations

import codecs
import csv
import io
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from alliance.errors import FileRefused
from alliance.sources.text import Lines, day_of, decode, number_of

TABLE = "place,period,people\nZA1,2025-03,12\nZA2,2025-03,7\n"
ROWS = [["place", "period", "people"], ["ZA1", "2025-03", "12"], ["ZA2", "2025-03", "7"]]


def rows(text: str) -> list[list[str]]:
    return Lines("file.csv", text).rows


# what a file is written in


@pytest.mark.parametrize(
    "encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-16-le", "utf-16-be", "utf-32", "cp1252"]
)
def test_a_table_is_the_same_in_every_encoding(encoding: str) -> None:
    assert decode(TABLE.encode(encoding)) == TABLE


def test_a_mark_of_byte_order_is_no_part_of_the_first_column_even_if_it_stands_twice() -> None:
    assert decode(codecs.BOM_UTF8 * 2 + TABLE.encode()) == TABLE
    assert decode(codecs.BOM_UTF16_BE + TABLE.encode("utf-16-be")) == TABLE


def test_a_name_in_the_encoding_of_windows_is_kept() -> None:
    assert decode("Hôpital – Général,3\n".encode("cp1252")) == "Hôpital – Général,3\n"


@pytest.mark.parametrize(
    "content",
    [
        b"place,people\nZA1\0,12\n",
        b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR",
        codecs.BOM_UTF16_LE + TABLE.encode("utf-16-le")[:-1],
        b"\x81\x8d\x8f\x90\x9d" * 20,
        codecs.BOM_UTF8 + b"place,\xff\xfe",
    ],
)
def test_what_holds_a_nought_or_breaks_off_in_a_character_is_no_text(content: bytes) -> None:
    assert decode(content) is None


@given(st.binary(max_size=200))
def test_no_bytes_whatever_break_the_decoder(content: bytes) -> None:
    text = decode(content)
    assert text is None or "\0" not in text


@given(st.text(st.characters(codec="utf-8", exclude_characters="\0\ufeff"), max_size=80))
def test_text_with_its_mark_comes_back_as_it_was(text: str) -> None:
    assert decode(text.encode("utf-8-sig")) == text
    assert decode(text.encode("utf-16")) == text


# rows and cells


@pytest.mark.parametrize("end", ["\n", "\r\n", "\r"])
def test_every_line_end_ends_a_line(end: str) -> None:
    assert rows(TABLE.replace("\n", end)) == ROWS


def test_a_character_that_only_looks_like_a_line_end_ends_no_line() -> None:
    assert rows("place,note\nZA1,one\u2028two\x0bthree\x0cfour\x85five\n") == [
        ["place", "note"],
        ["ZA1", "one\u2028two\x0bthree\x0cfour\x85five"],
    ]


def test_a_quoted_cell_may_hold_a_line_end_and_the_lines_below_keep_their_numbers() -> None:
    lines = Lines("file.csv", 'place,note\nZA1,"first\nsecond"\nZA2,third\n')
    assert lines.rows == [["place", "note"], ["ZA1", "first\nsecond"], ["ZA2", "third"]]
    assert [lines.line_number(index) for index in range(3)] == [1, 2, 4]
    assert Lines("file.csv", lines.text).line_number(2) == 4  # asked before any row was read


def test_blank_lines_are_rows_without_cells() -> None:
    assert rows("place,people\n\nZA1,12\n") == [["place", "people"], [], ["ZA1", "12"]]


@pytest.mark.parametrize(
    ("text", "line"),
    [
        ('place,note\nZA1,"never closed\nZA2,x\n', 2),
        ('place,note\nZA1,"closed"too soon\n', 2),
        (f"place,note\nZA1,x\nZA2,{'9' * 200_000}\n", 3),
    ],
)
def test_a_line_that_cannot_be_read_is_named(text: str, line: int) -> None:
    with pytest.raises(FileRefused, match=rf"file\.csv, line {line}, cannot be read"):
        rows(text)


def test_a_file_of_one_endless_line_is_looked_at_quickly_and_has_no_header() -> None:
    assert Lines("file.csv", "a" * 5_000_000).header_row("place") is None
    assert Lines("file.csv", '"' + "a" * 5_000_000).header_row("place") is None


@pytest.mark.parametrize("separator", [",", "\t", ";", "|"])
def test_every_separator_is_known_by_its_evenness(separator: str) -> None:
    assert rows(TABLE.replace(",", separator)) == ROWS


def test_semicolons_are_known_where_numbers_have_decimal_commas() -> None:
    assert rows("a;b;c\n" + "1,5;2,5;3,5\n" * 30)[1] == ["1,5", "2,5", "3,5"]


def test_tabs_are_known_where_numbers_have_commas_and_a_sentence_stands_above() -> None:
    text = "One, two, three, four, five, six\ncode\tpeople\tshare\n" + "ZA1\t1,234,567\t63.2%\n" * 30
    assert rows(text)[2] == ["ZA1", "1,234,567", "63.2%"]


def test_commas_are_known_where_a_note_has_semicolons() -> None:
    assert rows("a,b\n" + "1,one; two; three\n" * 30)[1] == ["1", "one; two; three"]


_CELL = st.text(st.characters(codec="utf-8", exclude_characters="\0"), max_size=12).map(str.strip)


@given(st.lists(st.lists(_CELL, min_size=3, max_size=3), max_size=8), st.sampled_from(["\n", "\r\n"]))
def test_what_a_spreadsheet_writes_is_what_is_read(table: list[list[str]], end: str) -> None:
    written = io.StringIO(newline="")
    csv.writer(written, lineterminator=end, quoting=csv.QUOTE_ALL).writerows([["a", "b", "c"], *table])
    assert rows(written.getvalue()) == [["a", "b", "c"], *table]


# the header


def test_the_header_is_found_below_what_stands_above_it_and_capitals_do_not_count() -> None:
    lines = Lines("file.csv", "Made in March\n\nPLACE,Period\nZA1,2025-03\n")
    assert lines.header_row("place", "period") == 2
    assert lines.header_row("place", "people") is None
    assert lines.header_row("place", within=1) is None


def test_a_header_is_found_in_a_file_whose_rows_go_on_beyond_what_is_looked_at() -> None:
    assert Lines("file.csv", "place,period\n" + "ZA1,2025-03\n" * 50_000).header_row("place", "period") == 0


# numbers and days


@pytest.mark.parametrize(
    ("text", "number"),
    [
        ("1234", 1234),
        ("1,234", 1234),
        ("1,234,567.5", 1_234_567.5),
        ("1 234", 1234),
        ("1\u00a0234\u00a0567", 1_234_567),
        ("1\u202f234,5", None),
        ("63.2%", 63.2),
        ("63.2 %", 63.2),
        ("63.2\u00a0%", 63.2),
        (".5", 0.5),
        ("-3", -3),
        ("−3", -3),
        ("+3", 3),
        ("0012", 12),
        (" 7 ", 7),
    ],
)
def test_numbers_as_publishers_write_them(text: str, number: float | None) -> None:
    assert number_of(text) == number


@pytest.mark.parametrize(
    "text",
    [
        "",
        "-",
        "*",
        "..",
        "n/a",
        "nan",
        "inf",
        "1e5",
        "12 34",
        "1,23",
        "63,2",
        "0,723",
        "1,2345",
        "1.234.567",
        "(3)",
        *("12 people", "%", "3%%", "٣", "³", "9" * 400, "1, 234", "£3"),
    ],
)
def test_what_is_no_number_is_none_and_never_a_guess(text: str) -> None:
    assert number_of(text) is None


@given(st.floats(min_value=-1e12, max_value=1e12))
def test_a_number_written_with_its_thousands_apart_is_that_number(number: float) -> None:
    assert number_of(f"{number:,.3f}") == float(f"{number:.3f}")


@given(st.text(max_size=20))
def test_no_text_whatever_breaks_the_readers_of_numbers_and_days(text: str) -> None:
    number = number_of(text)
    assert number is None or abs(number) < float("inf")
    assert day_of(text) is None or isinstance(day_of(text), date)


@pytest.mark.parametrize(
    "text",
    [
        "2025-03-31",
        "31/03/2025",
        "2025-3-31",
        "31/3/2025",
        "2025-03-31T00:00:00",
        "2025-03-31 00:00",
        " 31/03/2025 ",
    ],
)
def test_days_as_publishers_write_them(text: str) -> None:
    assert day_of(text) == date(2025, 3, 31)


@pytest.mark.parametrize(
    "text",
    [
        "",
        "2025-03",
        "2025-02-30",
        "31/13/2025",
        "03/31/2025",
        "2025-03-311",
        "31/03/20255",
        "31/03/25",
        "mars 2025",
        *("31 mars 2025", "avr-25", "31-Mar-25", "20250331", "2025-03-31x", "31.03.2025"),
    ],
)
def test_what_is_no_day_is_none_months_in_french_among_it(text: str) -> None:
    assert day_of(text) is None
