"""`make bench`: load, answer, chart and serve, each beside what was promised; a broken promise fails it."""

from __future__ import annotations

import argparse
import sys
import tempfile
from collections.abc import Iterator
from datetime import date
from itertools import chain
from pathlib import Path

from benchmarks.asking import measure_answers, measure_command, measure_pages
from benchmarks.combined import write_combined
from benchmarks.scale import scale
from benchmarks.timing import Measured, Run, in_fresh_process

ROOT = Path(__file__).resolve().parents[1]
WORKBOOKS = ROOT.parent / "shared" / "data" / "cwt" / "workbooks"


def measure_loading(workbooks: Path, repeats: int) -> Iterator[Measured]:
    """The ways to load the same files, the quickest of several runs of each, in turns."""
    jobs = {"alliance": repeats, "calamine": repeats, "openpyxl": 1}
    runs: dict[str, list[Run]] = {job: [] for job in jobs}
    for turn in range(repeats):
        for job, times in jobs.items():
            if turn < times:
                runs[job].append(in_fresh_process(job, str(workbooks)))
    best = {job: min(found, key=lambda run: run.seconds) for job, found in runs.items()}
    ours, bare, usual = best["alliance"], best["calamine"], best["openpyxl"]
    for name, run in (
        ("alliance load", ours),
        ("calamine, cells only", bare),
        ("openpyxl and pandas", usual),
    ):
        yield Measured(name, f"{run.seconds:.1f} s, {run.megabytes:.0f} MB ({run.result.split(',')[0]})")
    to_bare, to_usual = ours.seconds / bare.seconds, usual.seconds / ours.seconds
    yield Measured("load, beside reading the cells", f"{to_bare:.2f} ×", "at most 1.5 ×", to_bare <= 1.5)
    yield Measured("openpyxl and pandas, beside load", f"{to_usual:.1f} ×", "at least 8 ×", to_usual >= 8)


def measure_charting() -> Measured:
    """Control charts of 100 000 series of 36 months."""
    run = min((in_fresh_process("spc", "100000", "36") for _ in range(3)), key=lambda run: run.seconds)
    found = f"{run.seconds:.2f} s, {run.megabytes:.0f} MB"
    return Measured("control charts of 100 000 × 36", found, "1.00 s", run.seconds < 1.0)


def measure_combined() -> Measured:
    """A Monthly Combined CSV of a year: 325 000 rows of 30 columns."""
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "2025-26-Apr-Mar-Monthly-Combined-CSV-Final.csv"
        rows = write_combined(path)
        run = in_fresh_process("combined", str(path))
    found = f"{run.seconds:.1f} s, {run.megabytes:.0f} MB ({rows:,} rows)"
    kept = run.seconds < 6 and run.megabytes < 1500
    return Measured("a year's combined CSV, raw to an answer", found, "6 s, 1500 MB", kept)


def measure_whole(workbooks: Path, store: Path) -> Iterator[Measured]:
    """Every shared file from nothing, and a pack in four formats from what was loaded."""
    everything = workbooks.parents[1]
    run = in_fresh_process("everything", str(everything))
    yield Measured(
        "every file, from nothing", f"{run.seconds:.1f} s ({run.result})", "60 s", run.seconds < 60
    )
    pack = in_fresh_process("packs", str(store), "E56000007")
    yield Measured("a pack in four formats", f"{pack.seconds:.1f} s", "10 s", pack.seconds < 10)


def measure_scale() -> Iterator[Measured]:
    """Sixty million observations, simulated: answers from files, the disk, and whether loading stays linear."""
    with tempfile.TemporaryDirectory() as folder:
        found = scale(Path(folder) / "store")
    for name in (name for name in found if name.startswith("milliseconds")):
        yield Measured(name, f"{found[name]:.0f} ms", "40 ms", found[name] < 40)
    size = found["megabytes on disk"]
    yield Measured(f"{found['observations']:,} observations", f"{size:.0f} MB", "1000 MB", size < 1000)
    grown = found["seconds a release, last third"] / found["seconds a release, first third"]
    yield Measured(
        "a release's loading, last third beside first", f"{grown:.2f} ×", "at most 1.5 ×", grown <= 1.5
    )


def measure_everything(workbooks: Path, repeats: int) -> Iterator[Measured]:
    """Every line of the report, as it is found."""
    from alliance.ingest import load

    yield measure_charting()
    yield from measure_loading(workbooks, repeats)
    with tempfile.TemporaryDirectory() as folder:
        store = Path(folder)
        load([workbooks], store, today=date(2026, 1, 1))
        yield measure_answers(store)
        yield measure_command(store)
        yield from measure_pages(store)
        yield measure_combined()
        yield from measure_whole(workbooks, store)


def main() -> int:
    """Print each line as it is found; 1 where a promise is broken."""
    parser = argparse.ArgumentParser(prog="make bench ARGS=…", description=__doc__)
    parser.add_argument("--workbooks", type=Path, default=WORKBOOKS, help="a folder of monthly workbooks")
    parser.add_argument("--scale", action="store_true", help="ten years of everything too: some minutes")
    parser.add_argument("--repeats", type=int, default=3, help="runs of each way to load")
    asked = parser.parse_args()
    if not any(asked.workbooks.glob("*.xlsx")):
        print(f"{asked.workbooks} holds no workbooks. Name a folder of NHS England's: --workbooks FOLDER")
        return 2
    broken = 0
    lines = measure_everything(asked.workbooks, asked.repeats)
    for line in chain(lines, measure_scale() if asked.scale else ()):
        verdict = {None: "", True: "kept", False: "NOT KEPT"}[line.kept]
        print(f"{line.what:<55} {line.found:<40} {line.promised:<15} {verdict}".rstrip(), flush=True)
        broken += line.kept is False
    return int(bool(broken))


if __name__ == "__main__":
    sys.exit(main())
