"""A publisher's table read whole: every cell as text, the row's number beside it, and its faults told by cell.

Text files and sheets become the same kind of table, so that a rule is written once for both.
"""

from __future__ import annotations

import io
import re
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any

from alliance.errors import FileRefused
from alliance.sources.files import cell_name
from alliance.sources.labels import slug_of
from alliance.sources.text import Lines

if TYPE_CHECKING:
    import polars as pl

__all__ = ["AGAIN", "Columns", "Table", "positions", "sheet_table", "text_table", "title_of"]

AGAIN = "Download the file again; if it is the same, the publisher has changed the layout: tell the project."
Columns = Mapping[str, tuple[str, ...]]
"""Our name of each column that is read → the publisher's headings for it, one for each era."""

_NUMBER = r"^[+-]?(\d+|\d{1,3}(,\d{3})+)(\.\d+)?([eE][+-]?\d+)?%?$|^[+-]?\.\d+%?$"
_NOTE_MARK = re.compile(r"\s*(\[note[s]? [^\]]*\]|\(\d+\))\s*$", re.IGNORECASE)
_AGES = re.compile(r".*\d.*")


def title_of(cell: object) -> str:
    """A heading without capitals, line ends and footnote marks."""
    return _NOTE_MARK.sub("", " ".join(str(cell).split())).casefold()


def positions(name: str, cells: Sequence[object], wanted: Columns) -> dict[str, int]:
    """Where each wanted column stands in a header.

    Raises
    ------
    FileRefused
        One is missing, or stands twice.
    """
    found = [title_of(cell) for cell in cells]
    at = {}
    for column, headings in wanted.items():
        places = [i for i, title in enumerate(found) if title in {title_of(h) for h in headings}]
        if len(places) != 1:
            fault = "twice" if places else "not"
            raise FileRefused(f"{name}: the column '{headings[0]}' is {fault} in its header.", AGAIN)
        at[column] = places[0]
    return at


@dataclass(frozen=True)
class Table:
    """The rows of a table: the text of each wanted column, and `row`, the row's number as a reader counts.

    `where` is what stands before and after the row's number in the name of a column's cell.
    """

    name: str
    frame: pl.DataFrame
    where: Mapping[str, tuple[str, str]]

    def ref(self, column: str) -> pl.Expr:
        """The publisher's own cell of this column, row by row."""
        import polars as pl

        before, after = self.where[column]
        return pl.concat_str(pl.lit(before), pl.col("row").cast(pl.String), pl.lit(after))

    def refuse(self, rows: pl.DataFrame, column: str, what: str, next_step: str = AGAIN) -> None:
        """Refuse the file by the first of these rows, if there is one; {cell} in `what` is its text."""
        if rows.height:
            first = rows.row(0, named=True)
            before, after = self.where[column]
            said = what.replace("{cell}", str(first.get(column, "")))
            raise FileRefused(f"{self.name}, {before}{first['row']}{after}: {said}.", next_step)

    def hold_filled(self, *columns: str) -> None:
        """No cell of these columns is empty."""
        import polars as pl

        for column in columns:
            self.refuse(self.frame.filter(pl.col(column) == ""), column, "the cell is empty")

    def numbers(self, *columns: str, absent: Collection[str] = ("",)) -> Table:
        """The table with these columns as numbers (1,234 and 63.2% too); null where a mark says there is none."""
        import polars as pl

        frame = self.frame
        for column in columns:
            cell = pl.col(column).str.replace_all("\u00a0", "").str.replace("−", "-", literal=True)
            marked = cell.str.to_lowercase().is_in(list(absent))
            self.refuse(
                frame.filter(~marked & ~cell.str.contains(_NUMBER)), column, "'{cell}' is not a number"
            )
            plain = cell.str.replace_all(",", "", literal=True).str.strip_suffix("%")
            frame = frame.with_columns(pl.when(~marked).then(plain).cast(pl.Float64).alias(column))
        return replace(self, frame=frame)

    def slugs(self, cut: str, column: str, new: dict[str, None]) -> Table:
        """The table with a cut's slugs beside the publisher's labels; labels that we do not know go into `new`."""
        import polars as pl

        known = {}
        for label in self.frame[column].unique().sort().to_list():
            known[label], met = slug_of(cut, label)
            if not (met or (cut == "age" and _AGES.fullmatch(label))):  # ages say themselves what they are
                new[f"{cut}: {label}"] = None
        slug = pl.col(column).replace_strict(known, return_dtype=pl.String)
        return replace(self, frame=self.frame.with_columns(slug.alias(cut)))

    def mapped(self, column: str, known: Mapping[str, str], target: str, what: str) -> Table:
        """The table with a further column, looked up without regard to capitals; an unknown text is refused."""
        import polars as pl

        cell = pl.col(column).str.to_lowercase()
        self.refuse(self.frame.filter(~cell.is_in(list(known))), column, what)
        found = cell.replace_strict(known, return_dtype=pl.String)
        return replace(self, frame=self.frame.with_columns(found.alias(target)))


def text_table(lines: Lines, header: int, wanted: Columns) -> Table:
    """The table of a text file below its header, however large.

    Raises
    ------
    FileRefused
        A column is missing, a line has more or fewer cells than the header, or the header stands twice.
    """
    import polars as pl

    text = pl.Series("text", lines.text.split("\n")).str.strip_suffix("\r")
    frame = pl.DataFrame({"text": text}).with_row_index("row", offset=1)
    head = frame.slice(header, 1)["text"].item()
    below = frame.slice(header + 1).filter(pl.col("text").str.strip_chars() != "")
    _hold_lines(lines, head, below)
    cells = _cells(lines, head).row(0)
    at = positions(lines.name, cells, wanted)
    where = {column: ("line ", f", column {cells[i]}") for column, i in at.items()}
    body = _cells(lines, "\n".join(below["text"]))
    read = body.select(body[:, i].alias(column) for column, i in at.items())
    return Table(lines.name, read.with_columns(below["row"].cast(pl.Int64)), where)


def _hold_lines(lines: Lines, head: str, below: pl.DataFrame) -> None:
    import polars as pl

    if not below.height:
        raise FileRefused(f"{lines.name} has a header and no rows.", AGAIN)
    again = below.filter(pl.col("text") == head).head(1)
    if again.height:
        raise FileRefused(
            f"{lines.name}, line {again['row'].item()}, is the header again: two files were joined.",
            "Load the two files as they were published.",
        )
    quotes = pl.col("text").str.count_matches('"', literal=True)
    unclosed = below.filter(quotes % 2 == 1).head(1)
    if unclosed.height:
        raise FileRefused(
            f"{lines.name}, line {unclosed['row'].item()}, has a quotation mark that is not closed on it.",
            "Download the file again, or mend the line.",
        )
    width = pl.col("text").str.replace_all(r'"[^"]*"', "").str.count_matches(lines.separator, literal=True)
    wanted = pl.select(pl.lit(head).alias("text")).select(width).item()
    ragged = below.filter(width != wanted).head(1)
    if ragged.height:
        raise FileRefused(
            f"{lines.name}, line {ragged['row'].item()}, has not as many cells as the header, {wanted + 1}.",
            "The file was cut off or has notes below its table: download it again.",
        )


def _cells(lines: Lines, text: str) -> pl.DataFrame:
    import polars as pl

    try:
        read = pl.read_csv(
            io.BytesIO(text.encode()),
            separator=lines.separator,
            has_header=False,
            infer_schema=False,
        )
    except pl.exceptions.PolarsError as fault:
        raise FileRefused(f"{lines.name} cannot be read as a table: {fault}.", AGAIN) from None
    return read.with_columns(pl.all().fill_null("").str.strip_chars())


def sheet_table(name: str, sheet: str, rows: Sequence[Sequence[Any]], header: int, wanted: Columns) -> Table:
    """The table of a sheet below its header, to its last filled row.

    Raises
    ------
    FileRefused
        A column is missing, or there are no rows.
    """
    import polars as pl

    at = positions(f"{name}, sheet '{sheet}', row {header + 1}", rows[header], wanted)
    kept = [(i, row) for i, row in enumerate(rows[header + 1 :], header + 2) if any(c != "" for c in row)]
    if not kept:
        raise FileRefused(f"{name}, sheet '{sheet}', has a header and no rows.", AGAIN)
    columns = {c: pl.Series(c, [_text(row[i]) for _, row in kept], pl.String) for c, i in at.items()}
    columns["row"] = pl.Series("row", [i for i, _ in kept], pl.Int64)
    where = {column: (f"{sheet}!{cell_name(i, 0)[:-1]}", "") for column, i in at.items()}
    return Table(name, pl.DataFrame(columns), where)


def _text(cell: object) -> str:
    """A cell as a reader sees it: 1 and not 1.0."""
    return str(int(cell)) if isinstance(cell, float) and cell.is_integer() else str(cell).strip()
