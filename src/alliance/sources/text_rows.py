"""The rows of a text file below its header: read at once where each is a line of its own, one by one where not.

What makes a row no row of its table is told here and nowhere else, with its line.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from alliance.errors import FileRefused
from alliance.sources.text import Lines

if TYPE_CHECKING:
    import polars as pl

__all__ = ["AGAIN", "TextRows", "text_rows"]

AGAIN = "Download the file again; if it is the same, the publisher has changed the layout: tell the project."
_LOOK = "Look at that line: the file was cut off or damaged, or a note stands below its table."
_END = "."  # written behind each line, so that a line with too few cells has none in the last column


@dataclass(frozen=True)
class TextRows:
    """`frame` has the text of each column asked for, and `row`, the line on which each row begins.

    `notes` are the lines below the table that hold words alone, such as where the figures come from.
    """

    titles: tuple[str, ...]
    frame: pl.DataFrame
    notes: tuple[int, ...] = ()


def text_rows(
    lines: Lines, header: int, titles: Sequence[str], at: Mapping[str, int], *, by_hand: bool = False
) -> TextRows:
    """The columns that stand at these places, white space taken off; blank rows are passed over.

    A file that was made `by_hand` may have notes below its table, after a blank line; a cell below an empty title is
    refused in it.

    Raises
    ------
    FileRefused
        A row has more or fewer cells than the header, or is the header again; there are no rows; or a quotation mark
        is not closed.
    """
    frame = None if by_hand and "" in titles else _at_once(lines, header, titles, at, by_hand)
    notes: tuple[int, ...] = ()
    if frame is None:
        frame, notes = _one_by_one(lines, header, at, by_hand)
    if not frame.height:
        raise FileRefused(f"{lines.name} has no rows below its header.", "Check that it is the whole file.")
    return TextRows(tuple(titles), frame, notes)


def _at_once(
    lines: Lines, header: int, titles: Sequence[str], at: Mapping[str, int], by_hand: bool
) -> pl.DataFrame | None:
    """The rows if there is nothing about them to be told; None where one must be looked at by itself."""
    import polars as pl

    body = _ended(lines)
    names = [str(place) for place in range(len(titles) + 1)]
    if body is None:
        return None
    try:
        found = (
            pl.scan_csv(
                body, separator=lines.separator, has_header=False, schema=dict.fromkeys(names, pl.String),
                skip_lines=header + 1, row_index_name="row", row_index_offset=header + 2,
            )
            .select(
                pl.col("row").cast(pl.Int64),
                *(pl.col(names[place]).fill_null("").str.strip_chars().alias(name) for name, place in at.items()),
                whole=pl.col(names[-1]).is_not_null(),
            )
            .collect()
        )  # fmt: skip
    except pl.exceptions.PolarsError:
        return None
    if found.height != body.count(b"\n") - header - 1:
        return None  # a quoted cell holds a line end
    if found.select(
        pl.all_horizontal(pl.col(name) == titles[place] for name, place in at.items()).any()
    ).item():
        return None  # the header again, perhaps
    return _without_blanks(found, lines, list(at), by_hand)


def _ended(lines: Lines) -> bytes | None:
    """The text with an end written behind each line, in one way; None where its lines end in more than one."""
    body = lines.text.encode()
    end = f"{lines.separator}{_END}\n".encode()
    if b"\r" not in body:
        return body.replace(b"\n", end) if body.endswith(b"\n") else body.replace(b"\n", end) + end
    pairs = body.count(b"\r\n")
    if pairs != body.count(b"\r") or pairs != body.count(b"\n"):
        return None
    return body.replace(b"\r\n", end) if body.endswith(b"\n") else body.replace(b"\r\n", end) + end


def _without_blanks(
    found: pl.DataFrame, lines: Lines, columns: Sequence[str], by_hand: bool
) -> pl.DataFrame | None:
    """The rows that are not blank; None where one is short, or stands below a blank one in a file made by hand."""
    import polars as pl

    empty = pl.all_horizontal(pl.col(column) == "" for column in columns)
    doubtful = found.filter(~pl.col("whole") | empty)
    found = found.drop("whole")
    if not doubtful.height:
        return found
    written = lines.text.split("\n")
    blanks = []
    for row, whole in doubtful.select("row", "whole").iter_rows():
        if not written[row - 1].replace(lines.separator, "").replace('"', "").strip():
            blanks.append(row)
        elif not whole:
            return None
    found = found.filter(~pl.col("row").is_in(blanks))
    if by_hand and blanks and found.height and found["row"][-1] > blanks[0]:
        return None
    return found


def _one_by_one(
    lines: Lines, header: int, at: Mapping[str, int], by_hand: bool
) -> tuple[pl.DataFrame, tuple[int, ...]]:
    import polars as pl

    kept, notes = _table_rows(lines, header, by_hand)
    rows = lines.rows
    found = {name: [rows[index][place] for index in kept] for name, place in at.items()}
    numbers = pl.Series("row", [lines.line_number(index) for index in kept], dtype=pl.Int64)
    return pl.DataFrame(found, schema=dict.fromkeys(found, pl.String)).with_columns(numbers), notes


def _table_rows(lines: Lines, header: int, by_hand: bool) -> tuple[list[int], tuple[int, ...]]:
    """Which rows hold the table, and on which lines notes stand below it, after a blank line."""
    rows = lines.rows
    kept: list[int] = []
    notes: list[int] = []
    blank = False
    for index in range(header + 1, len(rows)):
        row = rows[index]
        if not any(row):
            blank = True
        elif by_hand and blank and row[0] and not any(row[1:]):
            notes.append(lines.line_number(index))
        else:
            _hold_row(lines, index, rows[header], by_hand=by_hand, after_notes=bool(notes))
            kept.append(index)
    return kept, tuple(notes)


def _width(titles: Sequence[str]) -> int:
    """How many cells a row must have: those below the titles, not those below nothing at the header's end."""
    return max((place for place, title in enumerate(titles, 1) if title), default=0)


def _hold_row(lines: Lines, index: int, titles: Sequence[str], *, by_hand: bool, after_notes: bool) -> None:
    row = lines.rows[index]
    fault = ""
    if after_notes:
        fault = "stands below the notes of the table: is it a second table?"
    elif row == titles:
        fault = "is the header again: two files were joined."
    elif len(row) < _width(titles) or any(row[len(titles) :]):
        fault = f"has {len(row)} cell{'s' * (len(row) != 1)} where the header has {len(titles)}."
    elif by_hand and any(cell and not title for cell, title in zip(row, titles, strict=False)):
        fault = "has a cell in a column without a name."
    if fault:
        raise FileRefused(f"{lines.name}, line {lines.line_number(index)}, {fault}", _LOOK)
