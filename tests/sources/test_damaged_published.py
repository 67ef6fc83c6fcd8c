"""Survival, screening, Fingertips and rapid registration damaged at random: a sentence or numbers, no traceback."""

from __future__ import annotations

from collections.abc import Callable
from functools import cache
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from alliance.errors import FileRefused
from alliance.observations import check
from alliance.sources import RawFile, recognise
from tests.sources.small_published import (
    FINGERTIPS,
    RAPID,
    REGIONS,
    adult_row,
    adult_sheets,
    fingertips_row,
    index_row,
    index_sheets,
    rapid_row,
    screening_row,
    screening_text,
    text,
    write_sheets,
    write_text,
)

WRITERS: dict[str, Callable[[Path], Path]] = {
    "adult survival": lambda path: write_sheets(path, adult_sheets([adult_row(), adult_row(years=5)])),
    "index of survival": lambda path: write_sheets(path, index_sheets([index_row(), index_row(years=5)])),
    "screening": lambda path: write_text(
        path, screening_text([screening_row(code) for code in REGIONS]), "utf-16-le"
    ),
    "fingertips": lambda path: write_text(path, text(FINGERTIPS, [fingertips_row(), fingertips_row("ZA2")])),
    "rapid registration": lambda path: write_text(path, text(RAPID, [rapid_row(), rapid_row("Near")])),
}


@cache
def whole(kind: str) -> bytes:
    with TemporaryDirectory() as folder:
        return WRITERS[kind](Path(folder) / "whole").read_bytes()


@pytest.mark.parametrize("kind", WRITERS)
@settings(max_examples=40)
@given(where=st.floats(0, 1), taken_out=st.integers(0, 40), put_in=st.binary(max_size=3))
def test_a_damaged_file_is_refused_in_a_sentence_or_read(
    kind: str, where: float, taken_out: int, put_in: bytes
) -> None:
    content = bytearray(whole(kind))
    start = int(where * len(content))
    content[start : start + taken_out] = put_in
    refused, rows = read(RawFile(Path("damaged"), bytes(content)))
    if refused:
        assert refused.what.startswith("damaged")
        assert refused.next_step
    else:
        assert rows


def read(file: RawFile) -> tuple[FileRefused | None, int]:
    """The refusal, or how many numbers were read."""
    try:
        source, release = recognise(file)
        return None, check(source.read(file, release).observations, file.name).height
    except FileRefused as refused:
        return refused, 0
