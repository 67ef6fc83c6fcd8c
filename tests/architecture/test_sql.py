"""SQL lives in one room: the store."""

from __future__ import annotations

import re

from tests.architecture.tree import imported, python_files, strings

SQL = re.compile(
    r"^\s*(with\s+\w+\s+as\s*\(|select\s.+\sfrom\s|insert\s+into\s|update\s+\w+\s+set\s|delete\s+from\s"
    r"|create\s+(or\s+replace\s+)?(temp\s+)?(table|view)\s|copy\s+\w+\s+(to|from)\s)",
    re.IGNORECASE | re.DOTALL,
)
STORE = "src/alliance/store"


def test_no_statement_of_sql_stands_outside_the_store() -> None:
    outside = [
        f"{path}:{line} {text.strip()[:60]!r}"
        for path in python_files("src", migrations=True)
        if not path.is_relative_to(STORE)
        for text, line in strings(path)
        if SQL.match(text)
    ]
    assert not outside, "\n".join(outside)


def test_only_the_store_imports_duckdb() -> None:
    outside = [
        f"{path}:{line}"
        for path in python_files("src")
        if not path.is_relative_to(STORE)
        for name, line in imported(path)
        if name.split(".")[0] == "duckdb"
    ]
    assert not outside, "\n".join(outside)


def test_the_search_for_sql_finds_a_statement() -> None:
    assert SQL.match("SELECT place, sum(value)\nFROM observations")
    assert SQL.match("  insert into releases values (?)")
    assert not SQL.match("Choose a trust from the list below")
