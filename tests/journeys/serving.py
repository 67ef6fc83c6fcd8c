"""The site as a newcomer has it: a process of its own, on a free port of this machine, stopped at the end."""

from __future__ import annotations

import os
import re
import signal
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from queue import Empty, Queue
from threading import Thread

from tests.conftest import ROOT

__all__ = ["Site", "alliance", "served"]

SECONDS_TO_START = 90  # it takes 4; both cores may be busy with other tests
SECONDS_TO_STOP = 20
OPENED = re.compile(r"The site is at (http://\S+)")


@dataclass(frozen=True)
class Site:
    """A site that is being served."""

    opens_on: str
    """The address that the command prints for a newcomer, in full."""
    folder: Path
    """Where its register is."""
    said: tuple[str, ...]
    """The lines that the command printed before it served."""
    log: Path
    """What it complained of since then."""

    @property
    def address(self) -> str:
        """Where the site is, without a path: http://localhost:40123."""
        return "/".join(self.opens_on.split("/")[:3])


def alliance(*arguments: str, cwd: Path, **settings: str) -> str:
    """Run `alliance` to its end and return what it printed; a failure fails the test with what it said."""
    command = [sys.executable, "-m", "alliance", *arguments]
    told = subprocess.run(command, cwd=cwd, env=_clean(settings), capture_output=True, text=True)
    assert told.returncode == 0, f"alliance {' '.join(arguments)}: {told.stdout}{told.stderr}"
    return told.stdout


@contextmanager
def served(*arguments: str, folder: Path, complains: bool = False, **settings: str) -> Iterator[Site]:
    """Run `alliance …` on a free port until the block ends; `folder` is where it keeps its register.

    A site that does not complain of what is wrong with it must have nothing to complain of.
    """
    command = [sys.executable, "-m", "alliance", *arguments, "--port", "0"]
    log = folder.with_name(f"{folder.name}-errors.txt")
    with (
        log.open("w") as errors,
        subprocess.Popen(
            command, cwd=folder.parent, env=_clean(settings), stdout=subprocess.PIPE, stderr=errors, text=True
        ) as process,
    ):
        try:
            yield _started(process, folder, log)
        finally:
            _stop(process)
    said = log.read_text()
    assert complains or not said, f"the server complained:\n{said}"


def _clean(settings: dict[str, str]) -> dict[str, str]:
    """The environment without settings of a site that somebody set by hand or that this run's tests set."""
    kept = {
        name: value for name, value in os.environ.items() if not name.startswith(("ALLIANCE_", "DJANGO_"))
    }
    return {**kept, "PYTHONPATH": str(ROOT / "src"), "PYTHONUNBUFFERED": "1", **settings}


def _started(process: subprocess.Popen[str], folder: Path, log: Path) -> Site:
    lines: Queue[str | None] = Queue()
    Thread(target=_read, args=(process, lines), daemon=True).start()
    said: list[str] = []
    while True:
        try:
            line = lines.get(timeout=SECONDS_TO_START)
        except Empty:
            line = None
        assert line is not None, f"the site did not start:\n{''.join(said)}{log.read_text()}"
        found = OPENED.match(line)
        if found:
            return Site(found[1], folder, tuple(said), log)
        said.append(line)


def _read(process: subprocess.Popen[str], lines: Queue[str | None]) -> None:
    assert process.stdout is not None
    for line in process.stdout:
        lines.put(line)
    lines.put(None)


def _stop(process: subprocess.Popen[str]) -> None:
    """As Ctrl+C does; harder only if that is not enough."""
    process.send_signal(signal.SIGINT)
    try:
        process.wait(SECONDS_TO_STOP)
    except subprocess.TimeoutExpired:
        process.kill()
