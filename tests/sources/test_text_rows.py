"""Rows of a text file: the same whether they are read at once or one by one, each with its own line."""

from __future__ import annotations

import pytest

from alliance.errors import FileRefused
from alliance.sources.text import Lines
from alliance.sources.text_rows import TextRows, text_rows

AT = {"code": 0, "total": 2}


def rows_of(text: str, *, by_hand: bool = False) -> TextRows:
    lines = Lines("some.csv", text)
    header = lines.header_row("code") or 0
    return text_rows(lines, header, lines.first_cells(header + 1)[header], AT, by_hand=by_hand)


def told(text: str, *, by_hand: bool = False) -> list[tuple[int, str, str]]:
    return list(rows_of(text, by_hand=by_hand).frame.select("row", *AT).iter_rows())


PLAIN = [(2, "ZA1", "1"), (3, "ZA2", "2")]
WAYS = {
    "as it is": "code,name,total\nZA1,Here,1\nZA2,There,2\n",
    "no line end at the end": "code,name,total\nZA1,Here,1\nZA2,There,2",
    "the line ends of Windows": "code,name,total\r\nZA1,Here,1\r\nZA2,There,2\r\n",
    "the line ends of old Macs": "code,name,total\rZA1,Here,1\rZA2,There,2\r",
    "two kinds of line ends": "code,name,total\r\nZA1,Here,1\nZA2,There,2\n",
    "quoted cells": 'code,name,total\n"ZA1","Here, or near",1\nZA2,"The ""place""",2\n',
    "white space": "code,name,total\n ZA1 ,Here, 1\nZA2,There,2 \n",
    "blank rows at the end": "code,name,total\nZA1,Here,1\nZA2,There,2\n\n,,\n \n",
    "a name over two lines": 'code,name,total\nZA1,Here,1\nZA2,"The\nre",2\n',
    "empty cells beyond the header": "code,name,total\nZA1,Here,1,,\nZA2,There,2\n",
    "empty titles at the end": "code,name,total,,\nZA1,Here,1,,\nZA2,There,2\n",
    "semicolons": "code;name;total\nZA1;Here;1\nZA2;There;2\n",
}


@pytest.mark.parametrize("way", WAYS)
def test_rows_are_the_same_however_they_are_written(way: str) -> None:
    assert told(WAYS[way]) == PLAIN


def test_a_row_below_a_cell_over_two_lines_has_its_own_line() -> None:
    assert told('code,name,total\nZA1,"He\nre",1\nZA2,There,2\n') == [(2, "ZA1", "1"), (4, "ZA2", "2")]


def test_a_row_below_a_blank_one_has_its_own_line() -> None:
    assert told("Made up\n\ncode,name,total\n\nZA1,,\n,,\nZA2,There,2") == [(5, "ZA1", ""), (7, "ZA2", "2")]


def test_a_row_that_is_empty_only_where_it_is_read_is_no_blank_one() -> None:
    assert told("code,name,total\nZA1,Here,1\n,There,\n") == [(2, "ZA1", "1"), (3, "", "")]


def test_the_mark_behind_each_line_is_no_cell_of_it() -> None:
    assert told("code,name,total\nZA1,Here,.\n") == [(2, "ZA1", ".")]
    with pytest.raises(FileRefused, match="line 2, has 2 cells where the header has 3"):
        told("code,name,total\nZA1,.\n")


REFUSED = {
    "a short row": ("ZA1,Here\n", "some.csv, line 2, has 2 cells where the header has 3."),
    "a long row": ("ZA1,Here,1,2\n", "some.csv, line 2, has 4 cells where the header has 3."),
    "a note": ("ZA1,Here,1\n\nMade up\n", "some.csv, line 4, has 1 cell where the header has 3."),
    "a second header": (
        "ZA1,Here,1\ncode,name,total\n",
        "some.csv, line 3, is the header again: two files were joined.",
    ),
    "an open quotation mark": (
        'ZA1,"Here,1\nZA2,There,2\n',
        "some.csv, line 2, cannot be read: a quotation mark is not closed.",
    ),
    "two open quotation marks": (
        'ZA1,"Here,1\nZA2,"There,2\n',
        "some.csv, line 2, cannot be read: a quotation mark stands inside a cell.",
    ),
    "nothing": ("", "some.csv has no rows below its header."),
}


@pytest.mark.parametrize("case", REFUSED)
def test_what_is_no_row_is_refused_with_its_line(case: str) -> None:
    below, said = REFUSED[case]
    with pytest.raises(FileRefused) as refused:
        told(f"code,name,total\n{below}")
    assert refused.value.what == said


@pytest.mark.parametrize("note", ["Source: made up", "Source: made up,,"])
@pytest.mark.parametrize("end", ["", "\n", "\n\n"])
def test_notes_below_a_file_made_by_hand_are_no_rows(note: str, end: str) -> None:
    found = rows_of(f"code,name,total\nZA1,Here,1\n\n{note}{end}", by_hand=True)
    assert found.frame["code"].to_list() == ["ZA1"]
    assert found.notes == (4,)


def test_a_row_below_a_blank_one_is_a_row_in_a_file_made_by_hand() -> None:
    assert told("code,name,total\nZA1,Here,1\n\nZA2,There,2\n", by_hand=True) == [
        (2, "ZA1", "1"),
        (4, "ZA2", "2"),
    ]


def test_a_cell_without_a_title_is_refused_in_a_file_made_by_hand() -> None:
    with pytest.raises(FileRefused, match="line 2, has a cell in a column without a name"):
        told("code,name,total,\nZA1,Here,1,x\n", by_hand=True)
