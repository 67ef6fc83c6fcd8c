"""A flat file's numbers must agree with each other before any of them is kept."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import combinations
from typing import TYPE_CHECKING

from alliance.errors import FileRefused
from alliance.sources.cancer_waiting_times.flat import Flat
from alliance.sources.cancer_waiting_times.workbook import NATIONAL
from alliance.sources.labels import cut_name

if TYPE_CHECKING:
    import polars as pl

__all__ = ["COARSE", "Counts", "hold_counts", "hold_parts"]

_NEXT = "The file contradicts itself and nothing of it was loaded: download it again or ask its publisher."
_WHEN = ("period_start", "basis")
# What older vintages count in one, and newer ones apart: a sum over both would count the same patients twice.
COARSE = {
    "haematological-all": ("lymphoma", "haematological-other"),
    "haematological": ("lymphoma", "haematological-other"),
    "urological": ("prostate", "urological-other"),
    "upper-gi": ("hepatobiliary", "oesophago-gastric"),
}


@dataclass(frozen=True)
class Counts:
    """Rows that count one thing. `table` has `row`, `period_start`, `basis`, `place`, the cuts and the counts.

    The counts are `total`, `within` and `after` (null where not published), `share`, and the `bands` of days
    waited, of which the first `bands_within` are within the standard.
    """

    flat: Flat
    what: str
    table: pl.DataFrame
    cuts: tuple[str, ...]
    bands: tuple[str, ...] = ()
    bands_within: int = 0

    @property
    def summed(self) -> list[str]:
        """The counts that add up over groups of patients."""
        return [name for name in ("total", "within", *self.bands) if name in self.table.columns]


def hold_counts(counts: Counts) -> None:
    """The rules that a row can be held to by itself, and that no two rows say the same.

    Raises
    ------
    FileRefused
        The first rule that is broken, with the lines or cells.
    """
    import polars as pl

    rules = _rules(counts) | _band_rules(counts)
    if not counts.table.select(pl.any_horizontal(rules.values()).any()).item():
        return
    for what, rule in rules.items():
        counts.flat.refuse_rows(
            counts.table.filter(rule).sort("row"), f"{counts.what}: {what}", next_step=_NEXT
        )


def _rules(counts: Counts) -> dict[str, pl.Expr]:
    import polars as pl

    c = pl.col
    number = [*counts.summed, "after"] if "after" in counts.table.columns else counts.summed
    rules = {
        "the total is missing": c("total").is_null(),
        "a count is negative": pl.any_horizontal(c(number) < 0),
        "the same organisation and group stand twice": pl.struct(
            *_WHEN, "place", *counts.cuts
        ).is_duplicated(),
    }
    if "within" in counts.table.columns:
        rules |= {
            "more within the standard than in all": c("within") > c("total"),
            "within and after do not sum to the total": c("within") + c("after") != c("total"),
            "the number within or after is missing": c("within").is_null() | c("after").is_null(),
        }
    if "share" in counts.table.columns:  # published to the per cent at least
        apart = (c("within") / c("total") - c("share")).abs() > 5.1e-3
        rules["the percentage is not that of its counts"] = (c("total") > 0) & apart
    return rules


def _band_rules(counts: Counts) -> dict[str, pl.Expr]:
    """A row has every band or none, and all rows of a month and basis alike."""
    import polars as pl

    if not counts.bands:
        return {}
    some = pl.any_horizontal(pl.col(counts.bands).is_not_null())
    every = pl.all_horizontal(pl.col(counts.bands).is_not_null())
    short = pl.sum_horizontal(counts.bands[: counts.bands_within])
    rules = {
        "the number of one wait is missing": ~every & some.max().over(_WHEN),
        "the waits do not sum to the total": every & (pl.sum_horizontal(counts.bands) != pl.col("total")),
    }
    if "within" in counts.table.columns:
        rules["the short waits do not sum to those within the standard"] = every & (short != pl.col("within"))
    return rules


def hold_parts(counts: Counts, blocks: Sequence[frozenset[str]], *, england: bool) -> None:
    """Organisations sum to England, and every group to the groups that divide it, as far as a month holds both.

    `blocks` are the cuts that answers rely on: rows of each must be there in every month and basis. `england` says
    whether the layout states England.

    Raises
    ------
    FileRefused
        The first group that its parts contradict, or what is missing.
    """
    import polars as pl

    table = counts.table.with_columns(_pattern(counts.cuts))
    present = {
        tuple(sorted(block)): _there(table, block, counts.cuts) for block in _subsets(table, counts.cuts)
    }
    _hold_blocks(counts, table, blocks, present)
    _hold_vintage(counts)
    doubts = [_divided(counts, table, few, many) for few in present for many in present if {*few} < {*many}]
    doubts += [_twice(counts, table, one, other) for one, other in _crossing(present)]
    if england:
        doubts.append(_nation(counts, table))
    broken = pl.collect_all([frame.head(1) for frame, _ in doubts])
    for (_, what), rows in zip(doubts, broken, strict=True):
        if rows.height:
            raise FileRefused(
                f"{counts.flat.name}: {_sentence(counts, what, rows.row(0, named=True))}.", _NEXT
            )


def _pattern(cuts: Sequence[str]) -> pl.Expr:
    """Which cuts a row is divided by, as a number: a bit a cut."""
    import polars as pl

    return pl.sum_horizontal(
        ((pl.col(cut) != "all").cast(pl.UInt8) * (1 << place) for place, cut in enumerate(cuts)),
    ).alias("pattern")


def _bits(block: Sequence[str] | frozenset[str], cuts: Sequence[str]) -> int:
    return sum(1 << cuts.index(cut) for cut in block)


def _subsets(table: pl.DataFrame, cuts: Sequence[str]) -> Iterator[frozenset[str]]:
    for pattern in sorted(table["pattern"].unique()):
        yield frozenset(cut for place, cut in enumerate(cuts) if pattern >> place & 1)


def _there(table: pl.DataFrame, block: frozenset[str], cuts: Sequence[str]) -> pl.DataFrame:
    return table.filter(table["pattern"] == _bits(block, cuts)).select(_WHEN).unique()


def _hold_blocks(
    counts: Counts,
    table: pl.DataFrame,
    blocks: Sequence[frozenset[str]],
    present: Mapping[tuple[str, ...], pl.DataFrame],
) -> None:
    months = table.select(_WHEN).unique()
    for block in blocks:
        there = present.get(tuple(sorted(block)))
        absent = months if there is None else months.join(there, on=_WHEN, how="anti")
        if absent.height:
            first = absent.sort(_WHEN).row(0, named=True)
            rows = (
                f"rows by {' and '.join(_words(cut) for cut in sorted(block))}"
                if block
                else "rows of the whole"
            )
            raise FileRefused(
                f"{counts.flat.name} has no {rows} for {counts.what}, {_month(first)}: it is not the whole file.",
                "Load the file as it was published, or ask its publisher.",
            )


def _hold_vintage(counts: Counts) -> None:
    """No month counts a group of cancers in one and in parts."""
    import polars as pl

    if "cancer" not in counts.cuts:
        return
    for coarse, parts in COARSE.items():
        rows = counts.table.filter(pl.col("cancer").is_in([coarse, *parts]).fill_null(False))
        both = (pl.col("cancer") == coarse).any() & (pl.col("cancer") != coarse).any()
        mixed = rows.filter(both.over(_WHEN)).sort("row")
        names = f"'{cut_name('cancer', coarse)}' stands beside '{cut_name('cancer', parts[0])}', which is a part of it"
        counts.flat.refuse_rows(
            mixed.filter(mixed["cancer"] == coarse), f"{counts.what}: {names}", next_step=_NEXT
        )


def _divided(
    counts: Counts, table: pl.DataFrame, few: Sequence[str], many: Sequence[str]
) -> tuple[pl.LazyFrame, str]:
    """Groups whose parts do not sum to them, in the months and bases that have both."""
    import polars as pl

    whole, parts = (table.lazy().filter(pl.col("pattern") == _bits(b, counts.cuts)) for b in (few, many))
    whole = whole.join(parts.select(_WHEN).unique(), on=_WHEN, how="semi")
    parts = parts.join(whole.select(_WHEN).unique(), on=_WHEN, how="semi")
    by = " and ".join(_words(cut) for cut in sorted({*many} - {*few}))
    return _unlike(
        counts, whole, parts, ["place", *few]
    ), f"the rows by {by} do not sum to the group that they divide"


def _crossing(present: Mapping[tuple[str, ...], object]) -> Iterator[tuple[tuple[str, ...], tuple[str, ...]]]:
    """Blocks that divide the same people in two ways, where no row states what both divide."""
    for one, other in combinations(present, 2):
        common = {*one} & {*other}
        if common not in ({*one}, {*other}) and tuple(sorted(common)) not in present:
            yield one, other


def _twice(
    counts: Counts, table: pl.DataFrame, one: Sequence[str], other: Sequence[str]
) -> tuple[pl.LazyFrame, str]:
    """Groups that are counted twice, divided in two ways, and do not come to the same."""
    import polars as pl

    common = sorted({*one} & {*other})
    first, second = (table.lazy().filter(pl.col("pattern") == _bits(b, counts.cuts)) for b in (one, other))
    stated = first.group_by([*_WHEN, "place", *common]).agg(pl.col(counts.summed).sum())
    stated = stated.join(second.select(_WHEN).unique(), on=_WHEN, how="semi")
    second = second.join(stated.select(_WHEN).unique(), on=_WHEN, how="semi")
    names = [" and ".join(_words(cut) for cut in sorted({*b} - {*common})) for b in (other, one)]
    what = f"the rows by {names[0]} do not sum to the same as those by {names[1]}"
    return _unlike(counts, stated, second, ["place", *common]), what


def _nation(counts: Counts, table: pl.DataFrame) -> tuple[pl.LazyFrame, str]:
    import polars as pl

    england = pl.col("place") == NATIONAL
    rows = table.lazy()
    return (
        _unlike(counts, rows.filter(england), rows.filter(~england), [*counts.cuts]),
        "the organisations do not sum to England",
    )


def _unlike(counts: Counts, whole: pl.LazyFrame, parts: pl.LazyFrame, keys: list[str]) -> pl.LazyFrame:
    import polars as pl

    by = [*_WHEN, *keys]
    sums = parts.group_by(by).agg(pl.col(counts.summed).sum().name.suffix("_sum"))
    both = whole.select([*by, *counts.summed]).join(sums, on=by, how="full", coalesce=True)
    unlike = pl.any_horizontal(
        pl.col(n).fill_null(0) != pl.col(f"{n}_sum").fill_null(0) for n in counts.summed
    )
    return both.filter(unlike).sort(pl.col(by).cast(pl.String))  # the same sentence each time


def _sentence(counts: Counts, what: str, row: Mapping[str, object]) -> str:
    name = next(n for n in counts.summed if (row[n] or 0) != (row[f"{n}_sum"] or 0))
    groups = [str(row[key]) for key in ("place", *counts.cuts) if row.get(key) not in (None, "all")]
    figure = {"total": "", "within": "within the standard "}.get(name, f"{name} days ")
    found, stated = (f"{float(str(row[key] or 0)):.12g}" for key in (f"{name}_sum", name))
    return f"{counts.what}, {', '.join([_month(row), *groups])}: {what} ({figure}{found} against {stated})"


def _month(row: Mapping[str, object]) -> str:
    return f"{str(row['period_start'])[:7]}, {row['basis']}"


def _words(cut: str) -> str:
    return cut.replace("_", " ")
