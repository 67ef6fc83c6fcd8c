"""Whole packs: all forms or none, and the same bytes from the same page."""

from __future__ import annotations

import hashlib
import os
import pickle
import subprocess
import sys
from pathlib import Path
from types import ModuleType

import pytest

from alliance.errors import UsageError
from alliance.pages.model import Page
from alliance.writers import pdf, pptx, xlsx
from alliance.writers.pack import FORMS, write_all

NAMES = [f"pack.{form}" for form in ("html", "pdf", "xlsx", "pptx")]


def _hashes(folder: Path) -> dict[str, str]:
    return {path.name: hashlib.sha256(path.read_bytes()).hexdigest() for path in sorted(folder.iterdir())}


def test_all_forms_have_the_names_that_are_promised(pack_page: Page, tmp_path: Path) -> None:
    written = write_all(pack_page, tmp_path / "board", ["all"])
    assert [path.name for path in written] == NAMES
    assert sorted(p.name for p in (tmp_path / "board").iterdir()) == sorted(NAMES)


def test_another_process_makes_the_same_bytes(pack_page: Page, tmp_path: Path) -> None:
    write_all(pack_page, tmp_path / "here", FORMS)
    (tmp_path / "page").write_bytes(pickle.dumps(pack_page))
    code = (
        "import pickle, pathlib, sys; from alliance.writers.pack import write_all;"
        "root = pathlib.Path(sys.argv[1]);"
        "write_all(pickle.loads((root / 'page').read_bytes()), root / 'there', ['all'])"
    )
    paths = {**os.environ, "PYTHONHASHSEED": "7", "PYTHONPATH": os.pathsep.join(sys.path)}
    subprocess.run([sys.executable, "-c", code, str(tmp_path)], check=True, env=paths)
    assert _hashes(tmp_path / "here") == _hashes(tmp_path / "there")


def test_edges_are_written_in_every_form(odd_page: Page, tmp_path: Path) -> None:
    assert len(write_all(odd_page, tmp_path, FORMS)) == 4


def test_a_form_is_written_once_however_often_it_is_asked_for(small_page: Page, tmp_path: Path) -> None:
    assert [p.name for p in write_all(small_page, tmp_path, ["xlsx", "html", "xlsx"])] == [
        "pack.xlsx",
        "pack.html",
    ]


def test_a_form_that_is_not_known_is_refused_and_nothing_is_written(small_page: Page, tmp_path: Path) -> None:
    with pytest.raises(UsageError, match="cannot be written as 'docx'"):
        write_all(small_page, tmp_path / "new", ["html", "docx"])
    assert not (tmp_path / "new").exists()


def test_where_one_file_cannot_be_written_none_is(small_page: Page, tmp_path: Path) -> None:
    (tmp_path / "pack.pptx").mkdir()
    (tmp_path / "pack.html").write_text("the last meeting's")
    with pytest.raises(UsageError, match="cannot be written"):
        write_all(small_page, tmp_path, ["html", "pptx"])
    assert sorted(p.name for p in tmp_path.iterdir()) == ["pack.html", "pack.pptx"]
    assert (tmp_path / "pack.html").read_text() == "the last meeting's"


@pytest.mark.parametrize("form", [pdf, pptx, xlsx])
def test_one_form_alone_has_the_same_bytes_as_among_all(
    form: ModuleType, small_page: Page, tmp_path: Path
) -> None:
    written: Path = form.write(small_page, tmp_path / "alone")
    (among,) = write_all(small_page, tmp_path / "among", [written.suffix.removeprefix(".")])
    assert written.name == among.name == form.FILE
    assert written.read_bytes() == among.read_bytes()
