"""What was measured, against what was promised; and a fresh process to measure in."""

from __future__ import annotations

import json
import resource
import statistics
import subprocess
import sys
import time
from collections.abc import Callable
from dataclasses import dataclass

__all__ = ["Measured", "Run", "in_fresh_process", "median_seconds", "report_run"]


@dataclass(frozen=True)
class Run:
    """One job in one process: how long it took once its imports were done, and the most memory it held."""

    seconds: float
    megabytes: float
    result: str


@dataclass(frozen=True)
class Measured:
    """One line of the report. `kept` is None where nothing was promised."""

    what: str
    found: str
    promised: str = ""
    kept: bool | None = None


def in_fresh_process(job: str, *arguments: str) -> Run:
    """Run a job of `benchmarks.jobs` in a process of its own, so that none is warmed by another."""
    command = [sys.executable, "-m", "benchmarks.jobs", job, *arguments]
    told = subprocess.run(command, capture_output=True, text=True, check=False)
    if told.returncode:
        raise RuntimeError(f"{job} failed:\n{told.stderr}")
    return Run(**json.loads(told.stdout.splitlines()[-1]))


def report_run(job: Callable[[], object]) -> None:
    """Time a job in this process and print the run, for `in_fresh_process` to read."""
    start = time.perf_counter()
    result = job()
    seconds = time.perf_counter() - start
    megabytes = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    print(json.dumps({"seconds": seconds, "megabytes": megabytes, "result": str(result)}))


def median_seconds(call: Callable[[], object], times: int) -> float:
    """The median duration of a call, the first (which fills memory) not counted."""
    call()
    durations = []
    for _ in range(times):
        start = time.perf_counter()
        call()
        durations.append(time.perf_counter() - start)
    return statistics.median(durations)
