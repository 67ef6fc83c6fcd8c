"""`make bench`: load, answer, chart and serve, each beside what was promised; a broken promise fails it."""

from __future__ import annotations

import argparse
import sys
import tempfile
from collections.abc import Iterator
from datetime import date
from pathlib import Path

from benchmarks.asking import measure_answers, measure_command, measure_pages
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


def main() -> int:
    """Print each line as it is found; 1 where a promise is broken."""
    parser = argparse.ArgumentParser(prog="make bench ARGS=…", description=__doc__)
    parser.add_argument("--workbooks", type=Path, default=WORKBOOKS, help="a folder of monthly workbooks")
    parser.add_argument("--repeats", type=int, default=3, help="runs of each way to load")
    asked = parser.parse_args()
    if not any(asked.workbooks.glob("*.xlsx")):
        print(f"{asked.workbooks} holds no workbooks. Name a folder of NHS England's: --workbooks FOLDER")
        return 2
    broken = 0
    for line in measure_everything(asked.workbooks, asked.repeats):
        verdict = {None: "", True: "kept", False: "NOT KEPT"}[line.kept]
        print(f"{line.what:<55} {line.found:<40} {line.promised:<15} {verdict}".rstrip(), flush=True)
        broken += line.kept is False
    return int(bool(broken))


if __name__ == "__main__":
    sys.exit(main())
