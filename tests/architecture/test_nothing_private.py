"""The repository names no registry's host, no machine's path, no secret, and holds no publisher's file.

The patterns are written so that this file does not match itself.
"""

from __future__ import annotations

import re

import pytest

from tests.architecture.tree import kept_files, read

FORBIDDEN = {
    "a package registry's host": re.compile(
        r"pypi[.]org|pythonhosted[.]org|registry[.]npmjs|npmjs[.]org|deb[.]debian[.]org|yarnpkg[.]com|"
        r"extra-index[-_]url|--index[-_]url|[^-]index[-_]url\s*=",
        re.IGNORECASE,
    ),
    "a path of one machine": re.compile(r"(?<![\w.<}])/(work|root|home|Users|opt)/\w|[A-Z]:\\\\\w"),
    "a secret": re.compile(
        r"-----BEGIN [A-Z ]*PRIVATE K[E]Y|\bAKIA[0-9A-Z]{16}\b|\bgh[pousr]_\w{36}|\bxox[abp]-\w{10}|"
        r"\beyJ[\w-]{10,}[.]eyJ[\w-]{10,}[.]",
    ),
    "a note to come back": re.compile(r"\b(TO[D]O|FIX[M]E|X{3})\b"),
}
BINARY = {".xlsx", ".xls", ".xlsm", ".parquet", ".duckdb", ".sqlite3", ".zip", ".gz", ".pdf", ".pptx", ".pkl"}


@pytest.mark.parametrize("what", FORBIDDEN)
def test_no_kept_file_holds(what: str) -> None:
    found = [
        f"{path}:{number}"
        for path in kept_files()
        for number, line in enumerate((read(path) or "").splitlines(), start=1)
        if FORBIDDEN[what].search(line)
    ]
    assert not found, f"{what}: " + ", ".join(found)


def test_no_workbook_or_store_is_kept() -> None:
    kept = [str(path) for path in kept_files() if path.suffix.lower() in BINARY]
    assert not kept, f"made by tests or read from ../shared, never committed: {kept}"


def test_pictures_are_few_and_small() -> None:
    from tests.conftest import ROOT

    pictures = [path for path in kept_files() if path.suffix in {".png", ".jpg", ".gif"}]
    assert all(path.is_relative_to("docs/images") for path in pictures), pictures
    assert sum((ROOT / path).stat().st_size for path in pictures) < 3_000_000


@pytest.mark.parametrize(
    ("what", "line"),
    [
        ("a path of one machine", "open('/" + "home/ann/file')"),
        ("a secret", "-----BEGIN RSA PRIVATE " + "KEY-----"),
        ("a package registry's host", "https://" + "pypi." + "org/simple"),
        ("a note to come back", "# " + "TO" + "DO later"),
    ],
)
def test_the_search_finds_what_it_looks_for(what: str, line: str) -> None:
    assert FORBIDDEN[what].search(line)
