"""A table in a text file, one thing a row: its columns by name, each cell with its line, read or refused."""

from __future__ import annotations

from collections.abc import Callable, Collection, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, TypeVar

from alliance.errors import FileRefused, UsageError
from alliance.observations import CUTS
from alliance.periods import Period, parse_period
from alliance.sources.labels import cut_slugs, slug_of
from alliance.sources.text import Lines, number_of

if TYPE_CHECKING:
    import polars as pl

__all__ = ["BASES", "Tidy", "cut_columns", "one_basis", "read_tidy"]

BASES = ("provider", "commissioner", "resident", "none")
_MEND = "Correct the file and load it again."
_Read = TypeVar("_Read")


@dataclass(frozen=True)
class Tidy:
    """The rows under a header: `table` has a text column for each column asked for and `line`, the file's own line.

    `notes` is the lines below the table that hold words alone, such as where the figures come from.
    """

    file: str
    table: pl.DataFrame
    notes: tuple[int, ...] = ()

    def has(self, column: str) -> bool:
        """Whether the file has the column and something in it."""
        return column in self.table.columns and bool((self.table[column] != "").any())

    def filled(self, column: str) -> None:
        """Refuse the first row that has nothing in a column which says what the row is about."""
        self.refuse_where(self.table[column] == "", f"has no {column}")

    def texts(self, column: str) -> pl.Series:
        """A column's cells as they are written; an empty cell is null, and so is each of a column not there."""
        import polars as pl

        if column in self.table.columns:
            return self.table.select(pl.col(column).replace("", None)).to_series()
        return pl.Series(column, [None] * self.table.height, dtype=pl.String)

    def read(self, column: str, reading: Callable[[str], _Read | None], means: str) -> pl.Series:
        """A column's cells as `reading` reads them; an empty cell is null, and so is each of a column not there.

        Raises
        ------
        FileRefused
            A cell cannot be read: the line, the column and what stands there; `means` is what should.
        """
        import polars as pl

        texts = self.texts(column).fill_null("")
        read = {text: reading(text) if text else None for text in texts.unique().to_list()}
        bad = [text for text, value in read.items() if value is None and text]
        if bad:
            line, text = self.table.filter(pl.col(column).is_in(bad)).select("line", column).row(0)
            raise FileRefused(f"{self.file}, line {line}, column {column}: '{_short(text)}' {means}.", _MEND)
        return pl.Series(column, [read[text] for text in texts.to_list()])

    def counts(self, column: str) -> pl.Series:
        """A column of counts: numbers that are neither negative nor shares; null where a cell is empty."""
        import polars as pl

        return self.read(column, _count, "is not a count").cast(pl.Float64)

    def numbers(self, column: str) -> pl.Series:
        """A column of numbers in a unit of their own; null where a cell is empty."""
        import polars as pl

        return self.read(column, _plain, "is not a plain number").cast(pl.Float64)

    def periods(self) -> dict[str, Period]:
        """What each label of the column `period` means.

        Raises
        ------
        FileRefused
            A label is none of the contract's, with its line.
        """
        found: dict[str, Period] = {}
        for label in self.table["period"].unique(maintain_order=True).to_list():
            try:
                found[label] = parse_period(label)
            except UsageError as error:
                line = self.table.filter(self.table["period"] == label)["line"][0]
                raise FileRefused(f"{self.file}, line {line}: {error.what}", error.next_step) from None
        return found

    def said_of_notes(self) -> tuple[str, ...]:
        """A warning where lines below the table were taken for notes."""
        lines = ", ".join(map(str, self.notes))
        return (f"below the table, read as notes and not as figures: line {lines}",) if lines else ()

    def refuse_where(self, wrong: pl.Series, what: str, next_step: str = _MEND) -> None:
        """Refuse the file if any row is wrong, naming the first lines that are."""
        lines = self.table.filter(wrong)["line"].to_list()
        if lines:
            more = f" and {len(lines) - 5} more" if len(lines) > 5 else ""
            named = ", ".join(str(line) for line in lines[:5])
            raise FileRefused(f"{self.file}, line{'s' * (len(lines) > 1)} {named}{more}: {what}.", next_step)


def _short(text: str) -> str:
    return text if len(text) <= 60 else f"{text[:60]}…"


def _plain(text: str) -> float | None:
    return None if "%" in text else number_of(text)


def _count(text: str) -> float | None:
    number = _plain(text)
    return None if number is None or number < 0 else number


def read_tidy(lines: Lines, header: int, columns: Collection[str], *, others: bool = False) -> Tidy:
    """The table under the row `header`, its columns named as in `columns` (capitals do not count).

    A column of the file that is not in `columns` is left out with `others`, and refused without: a name that is
    written wrong would otherwise be lost. A column that the file does not have is not there.

    Raises
    ------
    FileRefused
        A column is there twice or unknown; a row has more or fewer cells than the header, or is the header again.
    """
    import polars as pl

    names = _names(lines, header, columns, others)
    kept, notes = _table_rows(lines, header)
    if not kept:
        raise FileRefused(f"{lines.name} has no rows below its header.", "Check that it is the whole file.")
    rows = lines.rows
    found = {name: [rows[index][at] for index in kept] for at, name in enumerate(names) if name}
    found_lines = pl.Series("line", [lines.line_number(index) for index in kept], dtype=pl.Int64)
    return Tidy(
        lines.name,
        pl.DataFrame(found, schema=dict.fromkeys(found, pl.String)).with_columns(found_lines),
        notes,
    )


def _names(lines: Lines, header: int, columns: Collection[str], others: bool) -> list[str | None]:
    """For each cell of the header, which of the columns it names."""
    known = {column.casefold(): column for column in columns}
    titles = lines.rows[header]
    names = [known.get(title.casefold()) for title in titles]
    where = f"{lines.name}, line {lines.line_number(header)}"
    twice = sorted({name for name in names if name and names.count(name) > 1})
    if twice:
        raise FileRefused(f"{where}: the column {twice[0]} is there twice.", "Take one of the two out.")
    strange = [title for title, name in zip(titles, names, strict=True) if title and not name]
    if strange and not others:
        raise FileRefused(
            f"{where}: there is no column '{_short(strange[0])}' in this layout.",
            f"Correct its name or take it out; the columns are {', '.join(columns)}.",
        )
    return names


def _table_rows(lines: Lines, header: int) -> tuple[list[int], tuple[int, ...]]:
    """Which rows hold the table, and on which lines notes stand below it, after a blank line."""
    rows, titles = lines.rows, lines.rows[header]
    strict = "" in titles  # then a cell may stand in a column without a name
    kept: list[int] = []
    notes: list[int] = []
    blank = False
    for index in range(header + 1, len(rows)):
        row = rows[index]
        if not any(row):
            blank = True
        elif blank and row[0] and not any(row[1:]):
            notes.append(lines.line_number(index))
        else:
            if strict or notes or len(row) != len(titles) or row == titles:
                _hold_row(lines, index, titles, bool(notes))
            kept.append(index)
    return kept, tuple(notes)


def _hold_row(lines: Lines, index: int, titles: Sequence[str], after_notes: bool) -> None:
    row = lines.rows[index]
    fault = ""
    if after_notes:
        fault = "stands below the notes of the table: is it a second table?"
    elif list(row) == list(titles):
        fault = "is the header again: were two files put together?"
    elif len(row) < len(titles) or any(row[len(titles) :]):
        fault = f"has {len(row)} cells where the header has {len(titles)}."
    elif any(cell and not title for cell, title in zip(row, titles, strict=False)):
        fault = "has a cell in a column without a name."
    if fault:
        raise FileRefused(
            f"{lines.name}, line {lines.line_number(index)}, {fault}",
            "Look at that line; save the file again if it was cut off.",
        )


def cut_columns(tidy: Tidy) -> tuple[list[pl.Series], tuple[str, ...]]:
    """The slugs of each cut that the file has a column for (`all` where a cell is empty), and labels new to us."""
    import polars as pl

    found, new = [], []
    for cut in CUTS:
        if cut in tidy.table.columns:
            texts = tidy.table[cut]
            slugs = {text: _slug(cut, text) for text in texts.unique(maintain_order=True).to_list()}
            new += [f"{cut}: {text}" for text, (_, known) in slugs.items() if not known]
            found.append(pl.Series(cut, [slugs[text][0] for text in texts.to_list()], dtype=pl.String))
    return found, tuple(new)


def _slug(cut: str, text: str) -> tuple[str, bool]:
    """A cell's slug: it may be a publisher's label or the slug itself; nothing means all."""
    if text.casefold() in ("", "all"):
        return "all", True
    slug, known = slug_of(cut, text)
    return slug, known or slug in cut_slugs(cut) or cut == "band"


def one_basis(tidy: Tidy) -> str:
    """The basis of a file's figures, `provider` where it does not say.

    Raises
    ------
    FileRefused
        It is none of the four, or the file has more than one.
    """
    if not tidy.has("basis"):
        return "provider"
    tidy.filled("basis")
    said = tidy.read(
        "basis",
        lambda text: text.casefold() if text.casefold() in BASES else None,
        f"is not one of {', '.join(BASES)}",
    )
    found = sorted(said.unique().to_list())
    if len(found) > 1:
        raise FileRefused(
            f"{tidy.file} has figures on more than one basis: {', '.join(found)}.",
            "They describe the same people twice and are never added: make one file of each.",
        )
    return str(found[0])
