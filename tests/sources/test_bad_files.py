"""A file that is not a workbook, or is broken, gets one sentence; the store stays as it was."""

from __future__ import annotations

import io
import zipfile
from contextlib import AbstractContextManager
from pathlib import Path

import pytest

from alliance.errors import FileRefused
from alliance.sources import files, open_raw
from alliance.sources.files import cell_name
from tests.sources.conftest import Refuse
from tests.sources.small_workbook import small_workbook, write

OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"


def rewritten(path: Path, change: dict[str, tuple[bytes, bytes]]) -> Path:
    """The workbook with one piece of a member's XML replaced, its checksums right."""
    made = io.BytesIO()
    with zipfile.ZipFile(path) as old, zipfile.ZipFile(made, "w", zipfile.ZIP_DEFLATED) as new:
        for name in old.namelist():
            before, after = change.get(name, (b"", b""))
            assert before in old.read(name)
            new.writestr(name, old.read(name).replace(before, after, 1) if before else old.read(name))
    path.write_bytes(made.getvalue())
    return path


@pytest.mark.parametrize("share", [0.02, 0.5, 0.98])
def test_a_truncated_workbook(tmp_path: Path, refuse: Refuse, share: float) -> None:
    path = small_workbook(tmp_path / "cut.xlsx")
    path.write_bytes(path.read_bytes()[: int(path.stat().st_size * share)])
    assert "damaged or was cut off" in refuse(path).what


def test_a_workbook_behind_a_password(tmp_path: Path, refuse: Refuse) -> None:
    path = tmp_path / "locked.xlsx"
    path.write_bytes(OLE + b"\0" * 600 + "EncryptedPackage".encode("utf-16-le") + b"\0" * 600)
    assert refuse(path).what == "locked.xlsx is locked by a password."


@pytest.mark.parametrize("opening", [b"<!DOCTYPE html>\n<html>", b"\n  <HTML lang='en'>"])
def test_a_web_page_named_xlsx(tmp_path: Path, refuse: Refuse, opening: bytes) -> None:
    path = tmp_path / "page.xlsx"
    path.write_bytes(opening + b"<body>Sorry, you need to sign in</body></html>")
    assert refuse(path).what == "page.xlsx is a web page, not a data file."


def test_an_empty_file(tmp_path: Path, refuse: Refuse) -> None:
    path = tmp_path / "nothing.xlsx"
    path.touch()
    assert refuse(path).what == "nothing.xlsx is empty."


def test_a_file_of_another_kind(tmp_path: Path, refuse: Refuse) -> None:
    for name, content in (
        ("letter.txt", b"Dear all"),
        ("picture.png", b"\x89PNG"),
    ):
        (tmp_path / name).write_bytes(content)
        assert "is not a file that any source here knows" in refuse(tmp_path / name).what


def test_an_old_workbook_that_is_none(tmp_path: Path, refuse: Refuse) -> None:
    (tmp_path / "old.xls").write_bytes(OLE + b"\0" * 600)
    assert "old.xls cannot be read as a workbook" in refuse(tmp_path / "old.xls").what


def test_a_workbook_of_something_else(tmp_path: Path, refuse: Refuse) -> None:
    path = write(tmp_path / "budget.xlsx", {"Sheet1": [["Item", "Cost"], ["Biscuits", 3]]})
    assert "is not a file that any source here knows" in refuse(path).what


def test_a_zip_that_is_not_a_workbook(tmp_path: Path, refuse: Refuse) -> None:
    path = tmp_path / "parcel.xlsx"
    with zipfile.ZipFile(path, "w") as parcel:
        parcel.writestr("letter.txt", "Dear all")
    assert "cannot be read as a workbook" in refuse(path).what


def test_a_file_that_would_unpack_to_more_than_any_workbook(
    tmp_path: Path, refuse: Refuse, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(files, "MOST_UNPACKED", 8 * 1024 * 1024)
    path = tmp_path / "bomb.xlsx"
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as bomb:
        bomb.writestr("xl/worksheets/sheet1.xml", b"\0" * (9 * 1024 * 1024))
    assert path.stat().st_size < 20_000
    assert refuse(path).what == "bomb.xlsx unpacks to more than 8 MB."


def test_a_file_larger_than_any_published_one(
    tmp_path: Path, refuse: Refuse, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(files, "MOST_BYTES", 1024 * 1024)
    path = tmp_path / "large.xlsx"
    path.write_bytes(b"\0" * (2 * 1024 * 1024))
    assert refuse(path).what == "large.xlsx is 2 MB; the most that is read is 1 MB."


def test_something_left_in_a_far_corner_of_a_sheet(tmp_path: Path, refuse: Refuse) -> None:
    """A reader that made room for all the cells before it would need more memory than there is."""
    path = rewritten(
        small_workbook(tmp_path / "corner.xlsx"),
        {
            "xl/worksheets/sheet2.xml": (
                b"</sheetData>",
                b'<row><c r="XFD1048576"><v>1</v></c></row></sheetData>',
            )
        },
    )
    assert "corner.xlsx has something in cell XFD1048576" in refuse(path).what


def test_a_far_corner_that_is_only_coloured_does_no_harm(tmp_path: Path) -> None:
    path = rewritten(
        small_workbook(tmp_path / "colour.xlsx"),
        {"xl/worksheets/sheet2.xml": (b"</sheetData>", b'<row><c r="AMJ1048576" s="1"/></row></sheetData>')},
    )
    assert open_raw(path).workbook is not None


def test_a_sheet_whose_xml_is_not_xml(tmp_path: Path, refuse: Refuse) -> None:
    path = rewritten(
        small_workbook(tmp_path / "torn.xlsx"),
        {"xl/worksheets/sheet2.xml": (b"<sheetData>", b"<sheetData")},
    )
    assert "sheet '28-DAY FDS (ALL ROUTES)', cannot be read" in refuse(path).what


class PanicException(BaseException):
    """What Python gets when the reader, which is Rust, panics: no Exception, and of a type without a name here."""


def test_a_reader_that_panics_is_a_refused_file_and_nothing_else_is() -> None:
    with pytest.raises(FileRefused, match=r"book\.xlsx cannot be read: it is damaged\."), _reading():
        raise PanicException
    with pytest.raises(KeyboardInterrupt), _reading():
        raise KeyboardInterrupt


def _reading() -> AbstractContextManager[None]:
    return files._refusing("book.xlsx cannot be read")


def test_a_part_that_the_workbook_names_and_does_not_have(tmp_path: Path, refuse: Refuse) -> None:
    path = rewritten(
        small_workbook(tmp_path / "part.xlsx"),
        {"xl/_rels/workbook.xml.rels": (b"worksheets/sheet3.xml", b"worksheets/sheet99.xml")},
    )
    assert "sheet '28-DAY FDS (BY ROUTE)', cannot be read" in refuse(path).what


def test_a_folder_in_the_place_of_a_file_and_a_file_that_is_not_there(tmp_path: Path) -> None:
    with pytest.raises(FileRefused, match="is not a file that can be read"):
        open_raw(tmp_path)
    with pytest.raises(FileRefused, match=r"gone\.xlsx does not exist"):
        open_raw(tmp_path / "gone.xlsx")


@pytest.mark.parametrize(
    ("cell", "name"), [((0, 0), "A1"), ((1, 9), "B10"), ((26, 0), "AA1"), ((701, 1), "ZZ2")]
)
def test_a_cell_has_its_spreadsheets_name(cell: tuple[int, int], name: str) -> None:
    assert cell_name(*cell) == name
