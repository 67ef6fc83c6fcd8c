"""A process that loads a folder again and again in children of its own, each killed as it is told.

Run as `python -m tests.unit.ingest.killed_loader FOLDER`; it reads a line for each child, a store and then
`step 7` (killed by itself just before the seventh step that makes something lasting), `after 0.05` (killed from
outside so many seconds after it began) or `whole`, and answers each with a line: `killed` or `done` and a status.
One process for all of them, because starting Python takes longer than loading.
"""

from __future__ import annotations

import os
import select
import signal
import sys
import time
from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import Any

import alliance.ingest


def _counted(call: Callable[..., Any], left: list[int]) -> Callable[..., Any]:
    def counted(*args: Any, **named: Any) -> Any:
        left[0] -= 1
        if left[0] == 0:
            os.kill(os.getpid(), signal.SIGKILL)
        return call(*args, **named)

    return counted


def _load(folder: Path, store: Path, order: str, ready: int) -> None:
    """In the child: load, killed before one of its lasting steps if so ordered."""
    import polars  # noqa: F401 (before the clock starts)

    if order.startswith("step "):
        left = [int(order.split()[1])]
        os.fsync = _counted(os.fsync, left)
        Path.replace = _counted(Path.replace, left)  # type: ignore[method-assign]
    os.write(ready, b"!")
    alliance.ingest.load([folder], store, today=date(2024, 6, 13))


def _child(folder: Path, store: Path, order: str) -> str:
    reading, writing = os.pipe()
    child = os.fork()
    if child == 0:
        status = 1
        try:
            _load(folder, store, order, writing)
            status = 0
        finally:
            os._exit(status)
    os.close(writing)
    select.select([reading], [], [])
    if order.startswith("after "):
        time.sleep(float(order.split()[1]))
        os.kill(child, signal.SIGKILL)
    os.close(reading)
    _, status = os.waitpid(child, 0)
    return "killed" if os.WIFSIGNALED(status) else f"done {os.WEXITSTATUS(status)}"


def main() -> None:
    for line in sys.stdin:
        store, order = line.strip().split("\t")
        print(_child(Path(sys.argv[1]), Path(store), order), flush=True)


if __name__ == "__main__":
    main()
