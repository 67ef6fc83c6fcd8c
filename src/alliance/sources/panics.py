"""What the workbook reader prints when it panics is held back: whoever loads the file is told in one sentence.

The reader is Rust. It writes its panic to file descriptor 2 itself, before Python learns of it, and only the old format
(XLS) has no checksum by which a damaged file is known before it is read.
"""

from __future__ import annotations

import os
import re
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager, suppress
from tempfile import TemporaryFile
from threading import Lock
from typing import IO

__all__ = ["panics_held_back"]

STDERR = 2  # the descriptor: what the reader prints does not pass through sys.stderr
_ONE_AT_A_TIME = Lock()
_PANIC = re.compile(rb"(?m)^\n?thread '.*' (?:\(\d+\) )?panicked at .*\n.*\n")  # where, and what
_TRACE = re.compile(
    rb"(?m)^(?:stack backtrace:|note: |[ \t]).*\n"
)  # what RUST_BACKTRACE adds, and how to have it


@contextmanager
def panics_held_back() -> Iterator[None]:
    """Keep a panic of the reader from standard error; what other threads print meanwhile is printed afterwards."""
    with _ONE_AT_A_TIME, ExitStack() as ends:
        with suppress(OSError):  # no standard error, or nowhere to hold it: then as it is
            printed = ends.enter_context(TemporaryFile())
            own = os.dup(STDERR)
            ends.callback(_print_rest, printed, own)
            os.dup2(printed.fileno(), STDERR)
        yield


def _print_rest(printed: IO[bytes], own: int) -> None:
    """Give standard error back, and print what was held and is no panic."""
    os.dup2(own, STDERR)
    os.close(own)
    printed.seek(0)
    said, panics = _PANIC.subn(b"", printed.read())
    with suppress(OSError):
        os.write(STDERR, _TRACE.sub(b"", said) if panics else said)
