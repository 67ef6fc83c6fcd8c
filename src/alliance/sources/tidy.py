"""A table that people made themselves: what is true of such files on top of what is true of every table.

Notes may stand below it, an unknown column is refused because its name may be written wrong, a cut may be given by its
label or by its slug, and a fault is the maker's to mend.
"""

from __future__ import annotations

from collections.abc import Callable, Collection
from dataclasses import dataclass
from typing import TYPE_CHECKING, TypeVar

from alliance.errors import FileRefused, UsageError
from alliance.observations import CUTS
from alliance.periods import Period, parse_period
from alliance.sources.labels import cut_slugs, slug_of
from alliance.sources.tables import Table, of_text
from alliance.sources.text import Lines, number_of
from alliance.sources.text_rows import text_rows

if TYPE_CHECKING:
    import polars as pl

__all__ = ["BASES", "Tidy", "cut_columns", "one_basis", "read_tidy"]

BASES = ("provider", "commissioner", "resident", "none")
_MEND = "Correct the file and load it again."
_Read = TypeVar("_Read")


@dataclass(frozen=True)
class Tidy(Table):
    """The rows under a header, a column for each that was asked for and is there.

    `notes` is the lines below the table that hold words alone, such as where the figures come from.
    """

    notes: tuple[int, ...] = ()

    def says(self, column: str) -> bool:
        """Whether the file has the column and something in it."""
        return self.has(column) and bool((self.frame[column] != "").any())

    def filled(self, column: str) -> None:
        """Refuse the rows that have nothing in a column which says what the row is about."""
        self.refuse_where(self.frame[column] == "", f"has no {column}")

    def texts(self, column: str) -> pl.Series:
        """A column's cells as they are written; an empty cell is null, and so is each of a column not there."""
        import polars as pl

        if self.has(column):
            return self.frame.select(pl.col(column).replace("", None)).to_series()
        return pl.Series(column, [None] * self.frame.height, dtype=pl.String)

    def read_if_there(self, column: str, reading: Callable[[str], _Read | None], fault: str) -> pl.Series:
        """As `read`; null throughout where the column is not there."""
        return self.read(column, reading, fault, _MEND) if self.has(column) else self.texts(column)

    def counts(self, column: str) -> pl.Series:
        """A column of counts: numbers that are neither negative nor shares; null where a cell is empty."""
        import polars as pl

        return self.read_if_there(column, _count, "is not a count").cast(pl.Float64)

    def plain_numbers(self, column: str) -> pl.Series:
        """A column of numbers in a unit of their own; null where a cell is empty."""
        import polars as pl

        return self.read_if_there(column, _plain, "is not a plain number").cast(pl.Float64)

    def periods(self) -> dict[str, Period]:
        """What each label of the column `period` means.

        Raises
        ------
        FileRefused
            A label is none of the contract's, with its line.
        """
        found: dict[str, Period] = {}
        for label in self.frame["period"].unique(maintain_order=True).to_list():
            try:
                found[label] = parse_period(label)
            except UsageError as error:
                line = self.frame.filter(self.frame["period"] == label)["row"][0]
                raise FileRefused(f"{self.name}, line {line}: {error.what}", error.next_step) from None
        return found

    def said_of_notes(self) -> tuple[str, ...]:
        """A warning where lines below the table were taken for notes."""
        lines = ", ".join(map(str, self.notes))
        return (f"below the table, read as notes and not as figures: line {lines}",) if lines else ()

    def refuse_where(self, wrong: pl.Series, what: str, next_step: str = _MEND) -> None:
        """Refuse the file if any row is wrong, naming the first lines that are."""
        self.refuse_rows(self.frame.filter(wrong), what, next_step=next_step)


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
    titles = lines.first_cells(header + 1)[header]
    at = _places(lines.name, header, titles, columns, others)
    rows = text_rows(lines, header, titles, at, by_hand=True)
    table = of_text(lines, rows, at)
    return Tidy(table.name, table.frame, table.titles, table.cells, notes=rows.notes)


def _places(
    name: str, header: int, titles: list[str], columns: Collection[str], others: bool
) -> dict[str, int]:
    """Where each of the columns stands that the header has."""
    known = {column.casefold(): column for column in columns}
    names = [known.get(title.casefold()) for title in titles]
    where = f"{name}, line {header + 1}"
    twice = sorted({name for name in names if name and names.count(name) > 1})
    if twice:
        raise FileRefused(f"{where}: the column {twice[0]} is there twice.", "Take one of the two out.")
    strange = [title for title, name in zip(titles, names, strict=True) if title and not name]
    if strange and not others:
        raise FileRefused(
            f"{where}: there is no column '{strange[0][:60]}' in this layout.",
            f"Correct its name or take it out; the columns are {', '.join(columns)}.",
        )
    return {column: place for place, column in enumerate(names) if column}


def cut_columns(tidy: Tidy) -> tuple[list[pl.Series], tuple[str, ...]]:
    """The slugs of each cut that the file has a column for (`all` where a cell is empty), and labels new to us."""
    import polars as pl

    found, new = [], []
    for cut in CUTS:
        if cut in tidy.titles:
            texts = tidy.frame[cut]
            slugs = {text: _slug(cut, text) for text in texts.unique(maintain_order=True).to_list()}
            new += [f"{cut}: {text}" for text, (_, known) in slugs.items() if not known]
            known_as = {text: slug for text, (slug, _) in slugs.items()}
            found.append(texts.replace_strict(known_as, return_dtype=pl.String))
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
    if not tidy.says("basis"):
        return "provider"
    tidy.filled("basis")
    said = tidy.read_if_there(
        "basis",
        lambda text: text.casefold() if text.casefold() in BASES else None,
        f"is not one of {', '.join(BASES)}",
    )
    found = sorted(said.unique().to_list())
    if len(found) > 1:
        raise FileRefused(
            f"{tidy.name} has figures on more than one basis: {', '.join(found)}.",
            "They describe the same people twice and are never added: make one file of each.",
        )
    return str(found[0])
