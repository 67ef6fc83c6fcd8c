"""The jobs that are compared, each run as `python -m benchmarks.jobs JOB …` in a fresh process.

Two ways to take a folder of workbooks from bytes to a table that can be questioned, and python-calamine's
bare reading of the same cells as the measure of both. Imports come before the clock: they do not grow with
the files.
"""

from __future__ import annotations

import os
import sys
import tempfile
from collections.abc import Callable
from datetime import date
from pathlib import Path

from benchmarks.timing import report_run

__all__ = ["JOBS"]

HEADINGS = 9  # rows above the first row of figures
IMPORTS = {
    "alliance": ("polars", "duckdb", "python_calamine", "alliance.answers", "alliance.ingest"),
    "calamine": ("python_calamine",),
    "openpyxl": ("openpyxl", "pandas"),
    "spc": ("numpy", "alliance.stats.spc"),
    "everything": ("polars", "duckdb", "python_calamine", "alliance.ingest"),
    "combined": ("polars", "duckdb", "alliance.answers", "alliance.ingest"),
    "packs": ("polars", "duckdb", "alliance.answers", "alliance.pages.pack", "alliance.writers.pack"),
}


def _files(folder: str) -> list[Path]:
    return sorted(Path(folder).glob("*.xlsx"))


def load_with_alliance(folder: str, _: str = "") -> object:
    """Recognise, check, store and open: everything that stands between a file and an answer."""
    from alliance.answers import open_desk, over_time
    from alliance.ingest import load

    with tempfile.TemporaryDirectory() as store:
        outcomes = load([Path(folder)], Path(store), today=date(2026, 1, 1))
        answer = over_time(open_desk(Path(store)), "treatment-62-day", "england")
    return f"{sum(found.rows for found in outcomes)} observations, {answer.latest}"


def read_with_calamine(folder: str, _: str = "") -> object:
    """Read every cell on one core, and do nothing with it."""
    from python_calamine import CalamineWorkbook

    os.sched_setaffinity(0, {min(os.sched_getaffinity(0))})
    cells = 0
    for path in _files(folder):
        book = CalamineWorkbook.from_path(str(path))
        for name in book.sheet_names:
            cells += sum(len(row) for row in book.get_sheet_by_name(name).to_python())
    return f"{cells} cells"


def load_with_openpyxl(folder: str, _: str = "") -> object:
    """The usual way: pandas reads through openpyxl (read-only); the long form with each number's cell; one sum.

    Nothing is checked, and nothing is kept on disk.
    """
    import pandas as pd

    parts = []
    for path in _files(folder):
        sheets = pd.read_excel(path, sheet_name=None, header=None, engine="openpyxl")
        for name, table in sheets.items():
            if table.shape[1] > 3:
                figures = table.iloc[HEADINGS:].assign(row=table.index[HEADINGS:] + 1)
                long = figures.melt(id_vars=[0, 1, 2, 3, "row"], var_name="column")
                long["value"] = pd.to_numeric(long["value"], errors="coerce")
                long = long.dropna(subset=["value"]).rename(columns={1: "place"})
                long["ref"] = f"{name}!C" + long["column"].astype(str) + "R" + long["row"].astype(str)
                parts.append(long[["place", "column", "value", "ref"]].assign(sheet=name, file=path.name))
    every = pd.concat(parts, ignore_index=True)
    return f"{len(every)} numbers, {len(every.groupby(['file', 'sheet', 'column'])['value'].sum())} sums"


def chart_many_series(series: str, points: str) -> object:
    """Control limits and signals of many series at once."""
    import numpy as np

    from alliance.stats.spc import xmr

    values = np.random.default_rng(20261122).normal(0.7, 0.05, (int(series), int(points)))
    return int(np.count_nonzero(xmr(values, better="higher", target=0.85).signals))


def load_everything(folder: str, _: str = "") -> object:
    """Load a folder of every kind of file, from nothing."""
    from alliance.ingest import load

    with tempfile.TemporaryDirectory() as store:
        outcomes = load([Path(folder)], Path(store), today=date(2026, 1, 1))
    kinds = [found.outcome for found in outcomes]
    return (
        f"{kinds.count('loaded')} of {len(kinds)} files, {sum(found.rows for found in outcomes)} observations"
    )


def load_combined(folder: str, _: str = "") -> object:
    """A year's Monthly Combined CSV, from its bytes to an answer."""
    from alliance.answers import open_desk, over_time
    from alliance.ingest import load

    with tempfile.TemporaryDirectory() as store:
        (outcome,) = load([Path(folder)], Path(store), today=date(2026, 1, 1))
        if outcome.error:
            raise outcome.error
        over_time(open_desk(Path(store)), "treatment-62-day", "england")
    return f"{outcome.rows} observations"


def write_packs(store: str, place: str) -> object:
    """A pack in its four formats, from a store on disk."""
    from alliance.answers import open_desk
    from alliance.pages import pack
    from alliance.writers.pack import write_all

    with tempfile.TemporaryDirectory() as folder:
        written = write_all(pack.build(open_desk(Path(store)), place), Path(folder), ["all"])
        return ", ".join(f"{path.name} {path.stat().st_size // 1000} kB" for path in written)


JOBS: dict[str, Callable[[str, str], object]] = {
    "alliance": load_with_alliance,
    "calamine": read_with_calamine,
    "openpyxl": load_with_openpyxl,
    "spc": chart_many_series,
    "everything": load_everything,
    "combined": load_combined,
    "packs": write_packs,
}

if __name__ == "__main__":
    name, *given = sys.argv[1:]
    for module in IMPORTS[name]:
        __import__(module)
    report_run(lambda: JOBS[name](*[*given, ""][:2]))
