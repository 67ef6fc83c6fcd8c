"""Ten years of everything, simulated: how an answer, the disk and loading behave at 60 million observations."""

from __future__ import annotations

import hashlib
import statistics
import time
from datetime import date
from pathlib import Path
from typing import Any

import numpy as np
import polars as pl

from alliance.answers import open_desk, over_time
from alliance.observations import conform
from alliance.periods import add_months, month_of
from alliance.store.gathering import gather
from alliance.store.writing import add_release, coverage_of, cuts_of, lock, write_table

__all__ = ["MONTHS", "ROWS", "scale"]

MONTHS, ROWS = 120, 500_000  # 60 million in all
PLACES = 260
QUANTITIES = tuple(
    f"{quantity}{part}"
    for quantity in ("treated-62-day", "treated-31-day", "faster-diagnosis", "first-seen-urgent")
    for part in ("", "-within")
)


def scale(folder: Path, months: int = MONTHS, rows: int = ROWS) -> dict[str, Any]:
    """Fill a store release by release as the loader does, then ask it; seconds, bytes and milliseconds."""
    cells = _cells(rows)
    took = []
    with lock(folder):
        for number in range(months):
            before = time.perf_counter()
            _release(folder, cells, add_months(date(2015, 4, 1), number), number)
            gather(folder)
            took.append(time.perf_counter() - before)
    third = max(1, months // 3)
    size = sum(path.stat().st_size for path in folder.rglob("*.parquet"))
    return {
        "observations": months * cells.height,
        "seconds a release, first third": statistics.fmean(took[:third]),
        "seconds a release, last third": statistics.fmean(took[-third:]),
        "megabytes on disk": size / 1e6,
        **_answers(folder),
    }


def _cells(rows: int) -> pl.DataFrame:
    """The cells of one month, whole ones and by cancer, route, stage and band: the same in every month."""
    whole = pl.DataFrame({"place": ["england", *(f"Z{n:03d}" for n in range(PLACES))]}).join(
        pl.DataFrame({"quantity": QUANTITIES}), how="cross"
    )
    cuts = {
        "cancer": pl.DataFrame({"cancer": [f"cancer-{n:02d}" for n in range(24)]}),
        "route": pl.DataFrame({"route": ["all", "screening", "urgent", "upgrade"]}),
        "band": pl.DataFrame({"band": ["all", "0-31", "32-38", "39-48", "49-62", "63-76", "over-104"]}),
    }
    parts = whole
    for frame in cuts.values():
        parts = parts.join(frame, how="cross")
    both = pl.concat([whole, parts.head(rows - whole.height)], how="diagonal")
    return both.with_columns(pl.col("cancer", "route", "band").fill_null("all"))


def _release(folder: Path, cells: pl.DataFrame, month: date, number: int) -> None:
    release = hashlib.sha256(str(number).encode()).hexdigest()
    add_release(folder, **_facts(release, month, _table(cells, release, month, number), folder))


def _table(cells: pl.DataFrame, release: str, month: date, number: int) -> pl.DataFrame:
    luck = np.random.default_rng(number)
    within = cells["quantity"].str.ends_with("-within").to_numpy()
    value = np.where(within, luck.binomial(30, 0.65, cells.height), 30 + luck.poisson(4, cells.height)) / 2
    return conform(
        cells.with_columns(
            pl.Series("value", value),
            pl.lit("cancer-waiting-times").alias("source"),
            pl.lit(release).alias("release"),
            pl.lit("provider").alias("basis"),
            pl.lit("final").alias("status"),
            pl.lit(month).alias("period_start"),
            pl.lit(month_of(month).end).alias("period_end"),
            pl.concat_str(pl.lit("62-DAY (BY CANCER)!E"), pl.int_range(pl.len()).cast(pl.String)).alias(
                "ref"
            ),
        )
    )


def _facts(release: str, month: date, table: pl.DataFrame, folder: Path) -> dict[str, Any]:
    known = add_months(month, 2)
    return dict(
        id=release,
        source="cancer-waiting-times",
        form="monthly-workbook",
        level="organisation",
        title=f"Simulated {month:%Y-%m}",
        basis="provider",
        file=f"{month:%Y-%m}.xlsx",
        snapshot="none",
        table=write_table(table, folder),
        rows=table.height,
        publisher="Nobody",
        licence="none",
        url="",
        published_on=known,
        known_since=known,
        loaded_on=known,
        coverage=coverage_of(table),
        cuts=cuts_of(table),
        names={code: code for code in table["place"].unique().to_list()},
        kinds=("england",),
    )


def _answers(folder: Path) -> dict[str, float]:
    desk = open_desk(folder)
    found = {}
    for name, place, cut in (
        ("trust", "Z042", {}),
        ("trust, one cancer", "Z042", {"cancer": "cancer-07"}),
        ("England", "england", {}),
    ):
        over_time(desk, "treatment-62-day", place, cut=cut)
        took = []
        for _ in range(15):
            before = time.perf_counter()
            answer = over_time(desk, "treatment-62-day", place, cut=cut)
            took.append((time.perf_counter() - before) * 1000)
        assert len([p for p in answer.points if p.value is not None]) == len(desk.releases)
        found[f"milliseconds an answer, {name}"] = statistics.median(took)
    return found


if __name__ == "__main__":
    import sys
    import tempfile

    with tempfile.TemporaryDirectory() as place:
        months = int(sys.argv[1]) if len(sys.argv) > 1 else MONTHS
        for name, value in scale(Path(place) / "store", months).items():
            print(f"{name}: {value:,.3f}")
