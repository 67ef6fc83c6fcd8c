"""A workbook's numbers must agree with each other before any of them is kept."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from alliance.errors import FileRefused
from alliance.sources.cancer_waiting_times.layout import SHEETS, Sheet
from alliance.sources.cancer_waiting_times.workbook import NATIONAL
from alliance.sources.files import cell_name

if TYPE_CHECKING:
    import polars as pl

__all__ = ["NEXT", "Doubt", "ask", "beside", "hold", "row_fault", "sum_doubt"]

NEXT = "The file contradicts itself and nothing of it was loaded: download it again or ask its publisher."
# Which sheet's parts must sum to which sheet: (parts, whole).
_SUMS = (
    ("28-DAY FDS (BY ROUTE)", "28-DAY FDS (ALL ROUTES)"),
    ("31-DAY (BY CANCER)", "31-DAY (ALL CANCER)"),
    ("31-DAY (BY TREATMENT MODALITY)", "31-DAY (ALL CANCER)"),
    ("62-DAY (BY CANCER)", "62-DAY (ALL CANCER)"),
    ("62-DAY (BY TREATMENT MODALITY)", "62-DAY (ALL CANCER)"),
)


@dataclass(frozen=True)
class Doubt:
    """A question put to a table: rows that answer it break a rule. All doubts of a file are asked at once.

    A row has the `keys` of its group, what its `parts` sum to, and by how much `total` that differs from what is
    stated. `sheet` is empty where the file has none.
    """

    rows: pl.LazyFrame
    sheet: str
    what: str
    keys: tuple[str, ...]


def hold(file: str, tables: Mapping[str, pl.DataFrame]) -> None:
    """Every rule, within each sheet and across sheets.

    No negative count; within ≤ total; waits and after sum to the total; percentages are those of their counts;
    nothing stands twice; organisations sum to England, stages and routes to their whole, and cancers, treatments
    and routes to the sheet that does not divide them.

    Raises
    ------
    FileRefused
        The first rule that is broken, with the cells or the group.
    """
    for sheet in SHEETS:
        _hold_rows(file, sheet, tables[sheet.name])
    doubts = [d for sheet in SHEETS for d in _within(sheet, tables[sheet.name])]
    ask(file, [*doubts, *(_across(parts, whole, tables) for parts, whole in _SUMS)])


def ask(file: str, doubts: Sequence[Doubt]) -> None:
    """Put all doubts at once; refuse the file by the first that rows answer.

    Raises
    ------
    FileRefused
        Sums differ from what is stated; the sentence names the group and both figures.
    """
    import polars as pl

    for doubt, rows in zip(doubts, pl.collect_all([d.rows.head(1) for d in doubts]), strict=True):
        if rows.height:
            first = rows.row(0, named=True)
            group = ", ".join(str(first[key]) for key in doubt.keys) or "England"
            where = f"{file}, sheet '{doubt.sheet}'" if doubt.sheet else file
            figures = f"{group}: {first['parts']} against {first['parts'] - first['total']}"
            raise FileRefused(f"{where}: {doubt.what} ({figures}).", NEXT)


def _hold_rows(file: str, sheet: Sheet, table: pl.DataFrame) -> None:
    """The rules that a row can be held to by itself, and that no two rows say the same."""
    bands = [band for _, band in sheet.bands]
    fault = row_fault(table, ("place", *sheet.cuts), bands, sheet.bands_within, within=bool(sheet.within))
    if fault:
        what, broken = fault
        letter = cell_name(3 + len(sheet.labels), 0)[:-1]
        cells = ", ".join(f"{letter}{row + 1}" for row in broken)
        raise FileRefused(f"{file}, sheet '{sheet.name}', {cells}: {what}.", NEXT)


def row_fault(
    table: pl.DataFrame,
    keys: Sequence[str],
    bands: Sequence[str] = (),
    bands_within: int = 0,
    *,
    within: bool = True,
) -> tuple[str, list[int]] | None:
    """The first rule that rows break by themselves, and which rows (`row`, five at most); None where all hold.

    `keys` are what no two rows share, `bands` the waits that sum to the total, the first `bands_within` of them to
    `within`. `within` is False where the table has neither `within`, `after` nor `share`.
    """
    import polars as pl

    c = pl.col
    counts = ["total", *(["within", "after"] if within else []), *bands]
    rules = {
        "a count is missing or negative": ~pl.all_horizontal(c(counts).is_not_null() & (c(counts) >= 0)),
        "the same organisation and group stand twice": pl.struct(keys).is_duplicated(),
    }
    if bands:
        rules["the waits do not sum to the total"] = pl.sum_horizontal(bands) != c("total")
    if within:
        rules |= {
            "more within the standard than in all": c("within") > c("total"),
            "within and after do not sum to the total": c("within") + c("after") != c("total"),
            "the percentage is not that of its counts": (c("total") > 0)
            & ((c("within") / c("total") - c("share")).abs() > 5e-4),
        }
    if within and bands:
        short = pl.sum_horizontal(bands[:bands_within])
        rules["the short waits do not sum to those within the standard"] = short != c("within")
    if not table.select(pl.any_horizontal(rules.values()).any()).item():
        return None
    return next(
        (what, broken)
        for what, rule in rules.items()
        if (broken := table.filter(rule)["row"].head(5).to_list())
    )


def _counts(sheet: Sheet) -> list[str]:
    return ["total", *(["within", "after"] if sheet.within else []), *(band for _, band in sheet.bands)]


def _within(sheet: Sheet, table: pl.DataFrame) -> Iterator[Doubt]:
    """Organisations sum to England; stages or routes sum to the part that does not divide them."""
    import polars as pl

    rows, england = table.lazy(), pl.col("place") == NATIONAL
    yield sum_doubt(
        sheet.name, "the organisations do not sum to England", sheet.cuts, _counts(sheet), rows, england
    )  # fmt: skip
    split = sheet.cuts[0] if sheet.cuts else ""
    if split in ("treatment_stage", "route") and 0 < (table[split] == "all").sum() < table.height:
        what, keys = "the parts do not sum to the first part", ("place", *sheet.cuts[1:])
        yield sum_doubt(sheet.name, what, keys, _counts(sheet), rows, pl.col(split) == "all")


def _across(parts: str, whole: str, tables: Mapping[str, pl.DataFrame]) -> Doubt:
    split = "treatment_stage" if parts.startswith("31") else "route"
    keys = ("place",) if parts.startswith("28") else ("place", split)
    what = f"the rows do not sum to sheet '{whole}'"
    return sum_doubt(parts, what, keys, *beside(tables[parts], tables[whole], keys, ["total", "within"]))


def beside(
    parts: pl.DataFrame, whole: pl.DataFrame, keys: Sequence[str], counts: list[str]
) -> tuple[list[str], pl.LazyFrame, pl.Expr]:
    """Two sheets in one, as `sum_doubt` takes them: the counts, the rows of both, and which are the whole's."""
    import polars as pl

    both = [
        table.lazy().select(*keys, *counts, pl.lit(stated).alias("stated"))
        for table, stated in ((parts, False), (whole, True))
    ]
    return counts, pl.concat(both), pl.col("stated")


def sum_doubt(
    sheet: str, what: str, keys: tuple[str, ...], counts: list[str], rows: pl.LazyFrame, stated: pl.Expr
) -> Doubt:
    """Whether the rows that are not `stated` sum to those that are, for every group of `keys`.

    A group on one side only is a fault. Halves of patients are exact, so the difference of two equal sums is zero.
    """
    import polars as pl

    sign = pl.when(stated).then(-1).otherwise(1)
    figures = [(pl.col(name) * sign).alias(name) for name in counts]
    signed = rows.select(*keys, *figures, pl.col("total").alias("parts") * (sign > 0))
    sums = signed.group_by(keys).agg(pl.all().sum()) if keys else signed.sum()
    return Doubt(sums.filter(pl.any_horizontal(pl.col(counts) != 0)), sheet, what, keys)
