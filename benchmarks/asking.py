"""How soon an open store answers, the command answers from cold, and a public page arrives."""

from __future__ import annotations

import http.client
import os
import socket
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from benchmarks.timing import Measured, median_seconds

__all__ = ["measure_answers", "measure_command", "measure_pages"]

QUESTION = ("treatment-62-day", "E56000007")
PAGES = (
    "/",
    "/places/E56000007/",
    "/places/RRK/",
    "/places/E56000007/findings/",
    "/measures/treatment-62-day/?place=E56000007",
)


def measure_answers(store: Path) -> Measured:
    """An answer over all months of an alliance, from an open desk that holds the store in memory."""
    from alliance.answers import open_desk, over_time

    desk = open_desk(store, in_memory=True)
    median = median_seconds(lambda: over_time(desk, *QUESTION, cut={"cancer": "lung"}), 200)
    return Measured(
        "an answer from an open desk, median of 200", f"{median * 1000:.1f} ms", "15 ms", median < 0.015
    )


def measure_command(store: Path) -> Measured:
    """`alliance ask` as a new process, the interpreter's start included."""
    command = [str(Path(sys.executable).with_name("alliance")), "ask", QUESTION[0], "--place", QUESTION[1]]
    median = median_seconds(
        lambda: subprocess.run(
            [*command, "--store", str(store), "--format", "json"], check=True, stdout=subprocess.DEVNULL
        ),
        7,
    )
    return Measured("`alliance ask` from cold, median of 7", f"{median:.2f} s", "1.00 s", median < 1.0)


@contextmanager
def _served(store: Path, folder: Path) -> Iterator[int]:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    own = {"ALLIANCE_STORE": str(store), "ALLIANCE_SITE_FOLDER": str(folder), "ALLIANCE_PLACE": QUESTION[1]}
    surroundings = {**os.environ, **own, "ALLIANCE_HTTPS": "off"}
    site = [sys.executable, "-m", "alliance_site", "migrate", "--verbosity", "0"]
    subprocess.run(site, check=True, env=surroundings)
    server = [
        sys.executable,
        "-m",
        "uvicorn",
        "alliance_site.config.asgi:application",
        "--log-level",
        "error",
    ]
    with subprocess.Popen([*server, "--port", str(port)], env=surroundings) as running:
        try:
            yield port
        finally:
            running.terminate()


def _fetch(connection: http.client.HTTPConnection, page: str) -> None:
    connection.request("GET", page, headers={"Host": "localhost"})
    answer = connection.getresponse()
    body = answer.read()
    if answer.status != 200:
        raise RuntimeError(f"{page} answered {answer.status}: {body[:200]!r}")


def _connect(port: int) -> http.client.HTTPConnection:
    for _ in range(100):
        try:
            connection = http.client.HTTPConnection("127.0.0.1", port, timeout=60)
            connection.connect()
            return connection
        except OSError:
            time.sleep(0.2)
    raise RuntimeError("the site did not start")


def measure_pages(store: Path) -> list[Measured]:
    """Public pages over HTTP from a server of its own, each asked for once before the clock starts."""
    found = []
    with tempfile.TemporaryDirectory() as folder, _served(store, Path(folder)) as port:
        connection = _connect(port)
        for page in PAGES:
            median = median_seconds(lambda page=page: _fetch(connection, page), 30)  # type: ignore[misc]
            found.append((page, median))
    lines = [
        Measured(f"page {page}, warm, median of 30", f"{median * 1000:.0f} ms") for page, median in found
    ]
    middle = statistics.median(median for _, median in found)
    return [
        *lines,
        Measured("a public page, warm, median", f"{middle * 1000:.0f} ms", "60 ms", middle < 0.06),
    ]
