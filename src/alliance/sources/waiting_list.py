"""The weekly waiting-list return: how many people wait, and how long they have waited, by trust and tumour.

Its layout is known from public code that reads it, not from a file: it is checked strictly. A person stands in one
of two sections, without or with a decision to treat, so the two together are all who wait.
"""

from __future__ import annotations

import re
from datetime import date
from typing import TYPE_CHECKING

from alliance.errors import FileRefused
from alliance.observations import Absence, check, conform
from alliance.periods import week_of
from alliance.sources.fictional import made_up
from alliance.sources.files import RawFile
from alliance.sources.labels import cut_slugs, slug_of
from alliance.sources.release import About, Quantity, Reading, Release
from alliance.sources.text import day_of
from alliance.sources.tidy import Tidy, read_tidy

if TYPE_CHECKING:
    import polars as pl

__all__ = ["ABOUT", "BANDS", "COLUMNS", "FORM", "NEEDS", "SECTIONS", "read", "recognise"]

FORM = "weekly-return"
BANDS = {"Day 0-28": "0-28", "Day 29-62": "29-62", "Day 63-104": "63-104", "Day >104": "over-104"}
SECTIONS = {
    "Section1 Without DTT": "waiting-without-decision",
    "Section2 With DTT": "waiting-with-decision",
}
_OPENING = ("Week Ending", "Org Code", "Section", "TumourType")
COLUMNS = ("DateKey", "Week Ending", "Org Code", "Org Name", "Section", "RowType", "TumourType", *BANDS)
NEEDS = f"It has no header row with the columns {', '.join(COLUMNS)}."
_TOTALS = r"(grand )?totals?( .*)?|all( (cancers?|tumours?|types?|routes?|providers?))?|england"
_AGAIN = "Ask whoever sent the return; its layout is known from other people's programs only."
_BY = frozenset({"cancer", "route"})
_OVER_62 = "waiting-over-62"
_MEANS = {
    "waiting": "people waiting on an urgent cancer pathway at the end of the week, cancer or not",
    _OVER_62: "people waiting who have waited more than 62 days",
    "waiting-without-decision": "people waiting without a decision to treat",
    "waiting-with-decision": "people waiting with a decision to treat",
}

ABOUT = About(
    id="waiting-list",
    title="Weekly cancer waiting list",
    publisher="NHS trusts, collected by NHS England",
    licence="None: management information for the alliance's partners, not published by trust and week",
    url="",
    cadence="weekly; not revised",
    forms={FORM: "the weekly return as CSV, by trust, route and tumour"},
    quantities=tuple(
        Quantity(
            name, "people", means, {FORM: (_BY,)}, bands=() if name == _OVER_62 else tuple(BANDS.values())
        )
        for name, means in _MEANS.items()
    ),
    caveats=(
        "Management information: not checked as official statistics are, and not revised. Visible to partners only.",
        "The urgent suspected cancer backlog is the people who have waited more than 62 days from an urgent suspected "
        "cancer referral, those included who will turn out not to have cancer: ask with that route.",
        "People with non-specific symptoms are counted, as a cancer of their own ('Non site specific symptoms'); "
        "some alliances leave them out, so their totals are smaller.",
        "Those who wait are a stock, not a flow: weeks are never added up.",
        "The return's other columns (treated, passing a day, referrals) are not read. A week that a trust did not "
        "send is missing, not filled in from the week before.",
    ),
    visibility="partners",
    everywhere=False,
    label="management information",
)


def recognise(file: RawFile) -> Release | None:
    """A text file with the return's columns; None where it is of another kind.

    Raises
    ------
    FileRefused
        It has the first columns and lacks others, or a week in it is none.
    """
    header = file.lines.header_row(*_OPENING) if file.lines else None
    if header is None:
        return None
    *above, head = file.held_lines.first_cells(header + 1)
    titles = {title.casefold() for title in head}
    missing = [column for column in COLUMNS if column.casefold() not in titles]
    if missing:
        raise FileRefused(
            f"{file.name} looks like the weekly waiting list and has no column {missing[0]}.", _AGAIN
        )
    weeks = [week_of(day) for day in _days_of(file, header)]
    if not weeks:
        raise FileRefused(f"{file.name} has no DateKey like 20250330 below its header.", _AGAIN)
    first, last = min(weeks), max(weeks)
    release = Release(
        ABOUT.id,
        FORM,
        f"Weekly cancer waiting list, {first}{f' to {last}' if last != first else ''}",
        "provider",
        first.start,
        last.end,
        because=f"Line {header + 1} has the columns of the weekly waiting list, "
        f"{', '.join(BANDS)} among them.",
    )
    return made_up(release, above, "the weekly waiting list")


def _days_of(file: RawFile, header: int) -> list[date]:
    """The days that a file's DateKeys are, at a glance: `read` holds each row to its own."""
    keys = read_tidy(file.held_lines, header, ("DateKey",), others=True).frame["DateKey"].unique()
    return [day for key in keys if (day := _key_day(key))]


def _weeks_end(tidy: Tidy) -> pl.Series:
    """The Sunday of each row. DateKey (yyyymmdd) says it, and Week Ending must be the same day where it is one."""
    import polars as pl

    tidy.filled("DateKey")
    keys = tidy.read_if_there("DateKey", _key_day, "is not a day written as 20250330")
    ends = tidy.frame["Week Ending"]
    stated = {text: day_of(text) for text in ends.unique().to_list()}
    differ = pl.Series([stated[text] for text in ends.to_list()], dtype=pl.Date) != keys
    tidy.refuse_where(differ.fill_null(False), "DateKey and Week Ending are different days", _AGAIN)
    tidy.refuse_where(keys.dt.weekday() != 7, "the week does not end on a Sunday", _AGAIN)
    return keys.alias("period_end")


def _key_day(text: str) -> date | None:
    return day_of(f"{text[:4]}-{text[4:6]}-{text[6:]}") if re.fullmatch(r"\d{8}", text, re.ASCII) else None


def read(file: RawFile, release: Release) -> Reading:
    """The people waiting, by days waited, of each trust, route and tumour; the two sections, and both together.

    Raises
    ------
    FileRefused
        A section is missing or unknown, a count is none, or a row says what another does or sums others up.
    """
    import polars as pl

    header = file.held_lines.header_row(*_OPENING)
    tidy = read_tidy(file.held_lines, header or 0, COLUMNS, others=True)
    rows, new = _rows(tidy)
    rows, passed_over = _in_sections(tidy, rows)
    both = _together(rows)
    table = pl.concat([_long(rows), _long(both), _over_62(both)]).with_columns(
        (pl.col("period_end") - pl.duration(days=6)).alias("period_start"),
        pl.when(pl.col("value").is_null()).then(pl.lit(str(Absence.NOT_PUBLISHED))).alias("absence"),
        pl.lit(release.source).alias("source"),
        pl.lit(file.sha256).alias("release"),
        pl.lit(release.basis).alias("basis"),
        pl.lit(ABOUT.visibility).alias("visibility"),
    )
    names = dict(rows.select("place", "name").unique("place", keep="last", maintain_order=True).iter_rows())
    warnings = (*passed_over, *_one_sided(rows), *tidy.said_of_notes())
    return Reading(check(conform(table), file.name), names, new, warnings)


def _rows(tidy: Tidy) -> tuple[pl.DataFrame, tuple[str, ...]]:
    """One typed row for each row of the file; a row that sums others up is refused, for it would count them twice."""
    import polars as pl

    for column in ("Org Code", "Section", "RowType"):
        tidy.filled(column)
    for column in ("Org Code", "RowType", "TumourType"):
        sums = tidy.frame[column].str.contains(f"(?i)^({_TOTALS})$")
        tidy.refuse_where(sums, f"{column} is a total of other rows, and the return has none", _AGAIN)
    labels = {
        cut: {text: slug_of(cut, text) for text in tidy.frame[column].unique(maintain_order=True).to_list()}
        for cut, column in (("route", "RowType"), ("cancer", "TumourType"))
    }
    new = tuple(
        f"{cut}: {text}"
        for cut, slugs in labels.items()
        for text, (slug, known) in slugs.items()
        if text and not known and slug not in cut_slugs(cut)
    )
    section = {name.casefold(): quantity for name, quantity in SECTIONS.items()}
    columns = [
        tidy.frame["row"],
        _weeks_end(tidy),
        tidy.frame["Org Code"].str.to_uppercase().alias("place"),
        tidy.frame["Org Name"].alias("name"),
        pl.Series("quantity", [section.get(t.casefold(), "") for t in tidy.frame["Section"].to_list()]),
        pl.Series("route", [labels["route"][text][0] for text in tidy.frame["RowType"].to_list()]),
        pl.Series("cancer", [labels["cancer"][text][0] for text in tidy.frame["TumourType"].to_list()]),
        *(tidy.counts(column).alias(column) for column in BANDS),
    ]
    return pl.DataFrame(columns).with_columns(pl.format("line {}", "row").alias("where")), new


def _in_sections(tidy: Tidy, rows: pl.DataFrame) -> tuple[pl.DataFrame, list[str]]:
    """The rows of the two sections of people who wait. Others are passed over only if nobody waits in them."""
    import polars as pl

    other = rows["quantity"] == ""
    somebody = rows.select(pl.any_horizontal(pl.col(band).is_not_null() for band in BANDS)).to_series()
    tidy.refuse_where(
        other & somebody, f"people wait in a section that is neither {' nor '.join(SECTIONS)}", _AGAIN
    )
    kept = rows.filter(~other)
    missing = [name for name, quantity in SECTIONS.items() if quantity not in kept["quantity"]]
    if missing:
        raise FileRefused(f"{tidy.name} has no rows of the section {missing[0]}.", _AGAIN)
    key = ["period_end", "place", "quantity", "route", "cancer"]
    tidy.refuse_where(~other & rows.select(key).is_duplicated(), "these lines are of the same people", _AGAIN)
    passed_over = sorted(tidy.frame.filter(other)["Section"].unique().to_list())
    return kept, [f"section not read, nobody waits in it: {name}" for name in passed_over]


def _together(rows: pl.DataFrame) -> pl.DataFrame:
    """Both sections of each trust, route and tumour added: everybody who waits. Unknown where a part is."""
    import polars as pl

    key = ["period_end", "place", "route", "cancer"]
    lines = pl.col("row").cast(pl.String)
    where = (
        pl.when(pl.len() > 1)
        .then(pl.format("lines {}", lines.str.join(" and ")))
        .otherwise(pl.col("where").first())
    )
    bands = (pl.when(pl.col(band).null_count() == 0).then(pl.col(band).sum()).alias(band) for band in BANDS)
    return (
        rows.group_by(key, maintain_order=True)
        .agg(*bands, where.alias("where"))
        .with_columns(pl.lit("waiting").alias("quantity"))
    )


def _sum(*bands: str) -> pl.Expr:
    """The sum of some columns, unknown where one of them is."""
    import polars as pl

    return pl.sum_horizontal(bands, ignore_nulls=False)


def _long(rows: pl.DataFrame) -> pl.DataFrame:
    """One row for each band, and one for all of them."""
    import polars as pl

    parts = [(f"column {column}", band, pl.col(column)) for column, band in BANDS.items()]
    parts.append((f"columns {next(iter(BANDS))} to {list(BANDS)[-1]}", "all", _sum(*BANDS)))
    return pl.concat([_part(rows, columns, band, value) for columns, band, value in parts])


def _over_62(both: pl.DataFrame) -> pl.DataFrame:
    import polars as pl

    over = list(BANDS)[2:]
    named = both.with_columns(pl.lit(_OVER_62).alias("quantity"))
    return _part(named, f"columns {' and '.join(over)}", "all", _sum(*over))


def _part(rows: pl.DataFrame, columns: str, band: str, value: pl.Expr) -> pl.DataFrame:
    import polars as pl

    return rows.select(
        "place",
        "period_end",
        "quantity",
        "route",
        "cancer",
        pl.lit(band).alias("band"),
        value.alias("value"),
        pl.format("{}, {}", "where", pl.lit(columns)).alias("ref"),
    )


def _one_sided(rows: pl.DataFrame) -> list[str]:
    """Trusts that sent one of the two sections of a week only: the other's people may be missing."""
    import polars as pl

    sent = rows.group_by("period_end", "place", maintain_order=True).agg(pl.col("quantity").n_unique())
    alone = sent.filter(pl.col("quantity") == 1)
    return [
        f"{place} sent one section only for the week that ends on {end}: people may be missing"
        for end, place in alone.select("period_end", "place").iter_rows()
    ]
