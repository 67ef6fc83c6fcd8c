"""A damaged XLS makes the reader panic: the sentence alone is printed, and nothing that others print is lost."""

from __future__ import annotations

import io
import os
import struct
import threading
from pathlib import Path

import pytest
import python_calamine

from alliance.errors import FileRefused
from alliance.sources import open_raw
from alliance.sources.panics import panics_held_back
from tests.unit.cli.test_what_goes_wrong import alliance

FREE, END, TABLE = 0xFFFFFFFF, 0xFFFFFFFE, 0xFFFFFFFD


def cut_off() -> bytes:
    """A compound file whose directory goes on in a sector of which the file has only the beginning."""
    head = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(16) + struct.pack("<5H", 62, 3, 0xFFFE, 9, 6)
    head += (
        bytes(10) + struct.pack("<9I", 1, 1, 0, 4096, END, 0, END, 0, 0) + struct.pack("<108I", *[FREE] * 108)
    )
    table = struct.pack("<128I", TABLE, 2, END, *[FREE] * 125)
    return head + table + bytes(512) + bytes(100)


def test_the_reader_does_panic_over_such_a_file(capfd: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(BaseException, match="out of range") as raised:
        python_calamine.CalamineWorkbook.from_filelike(io.BytesIO(cut_off()))
    assert type(raised.value).__name__ == "PanicException"
    assert "panicked at" in capfd.readouterr().err


def test_a_panic_is_not_printed(tmp_path: Path, capfd: pytest.CaptureFixture[str]) -> None:
    (tmp_path / "cut.xls").write_bytes(cut_off())
    for _ in range(2):
        with pytest.raises(FileRefused, match=r"cut\.xls cannot be read as a workbook: it is damaged\."):
            _ = open_raw(tmp_path / "cut.xls").workbook
    os.write(2, b"and standard error is there again\n")
    assert capfd.readouterr().err == "and standard error is there again\n"


PANIC = "\nthread '<unnamed>' (7) panicked at calamine/src/cfb.rs:305:41:\nslice index starts at 9\n"
TRACE = "stack backtrace:\n   0: panic_fmt\n             at library/core/panicking.rs:75:14\n"
NOTE = "note: run with `RUST_BACKTRACE=1` environment variable to display a backtrace\n"
LINE = "alliance: another file was refused.\n"


@pytest.mark.parametrize(
    ("printed", "left"),
    [
        (LINE, LINE),
        (f"  {LINE}", f"  {LINE}"),
        (f"{PANIC}{NOTE}", ""),
        (f"{LINE}{PANIC}{NOTE}", LINE),
        (f"{PANIC}{LINE}{NOTE}{LINE}", LINE * 2),
        (f"{LINE}{PANIC}{LINE}{TRACE}{LINE}{NOTE}", LINE * 3),
    ],
)
def test_what_others_print_meanwhile_is_printed_afterwards(
    capfd: pytest.CaptureFixture[str], printed: str, left: str
) -> None:
    with panics_held_back():
        os.write(2, printed.encode())
        assert capfd.readouterr().err == ""
    assert capfd.readouterr().err == left


def test_many_files_at_once(tmp_path: Path, capfd: pytest.CaptureFixture[str]) -> None:
    (tmp_path / "cut.xls").write_bytes(cut_off())

    def read() -> None:
        for _ in range(50):
            with pytest.raises(FileRefused):
                _ = open_raw(tmp_path / "cut.xls").workbook

    readers = [threading.Thread(target=read) for _ in range(3)]
    for reader in readers:
        reader.start()
    for reader in readers:
        reader.join()
    os.write(2, b"the end\n")
    assert capfd.readouterr().err == "the end\n"


def test_a_process_prints_the_sentence_alone(tmp_path: Path) -> None:
    (tmp_path / "cut.xls").write_bytes(cut_off())
    ran = alliance("load", str(tmp_path / "cut.xls"), "--store", str(tmp_path / "store"))
    assert ran.returncode == 4
    assert ran.stderr == (
        "alliance: cut.xls cannot be read as a workbook: it is damaged. Download the file again from its publisher.\n"
    )
