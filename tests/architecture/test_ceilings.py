"""No file and no function grows beyond what one can hold in mind."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from pathlib import Path

from tests.architecture.tree import ROOT, kept_files, parsed, python_files, read

LINES_OF_A_FILE = 400
LINES_OF_A_FUNCTION = 40
LINES_OF_A_JOURNEY = 80  # a test reads from top to bottom, like the tale that it tells
SOURCE = {".py", ".jinja", ".css", ".js", ".sql", ".typ"}


def _functions(path: Path) -> Iterator[tuple[str, int, int]]:
    for node in ast.walk(parsed(path)):
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
            prose = node.body[0] if ast.get_docstring(node, clean=False) is not None else None
            length = (node.end_lineno or node.lineno) - node.lineno + 1
            if prose is not None:
                length -= (prose.end_lineno or prose.lineno) - prose.lineno + 1
            yield node.name, node.lineno, length


def _too_long(ceiling: int, *folders: str) -> list[str]:
    return [
        f"{path}:{line} {name} has {length} lines"
        for path in python_files(*folders)
        for name, line, length in _functions(path)
        if length > ceiling
    ]


def test_no_file_is_longer_than_400_lines() -> None:
    long = [
        f"{path} has {lines} lines"
        for path in kept_files()
        if path.suffix in SOURCE and "migrations" not in path.parts
        for lines in [(read(path) or "").count("\n")]
        if lines > LINES_OF_A_FILE
    ]
    assert not long, "\n".join(long)


def test_no_function_is_longer_than_40_lines_without_its_docstring() -> None:
    long = _too_long(LINES_OF_A_FUNCTION, "src", "benchmarks", "docs")
    assert not long, "\n".join(long)


def test_no_test_is_longer_than_80_lines() -> None:
    long = _too_long(LINES_OF_A_JOURNEY, "tests")
    assert not long, "\n".join(long)


def test_complexity_is_held_by_ruff_and_is_nowhere_excused() -> None:
    import tomllib

    lint = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["tool"]["ruff"]["lint"]
    assert lint["mccabe"]["max-complexity"] == 10
    assert "C90" in lint["select"]
    excused = [str(path) for path in python_files("src") if "noqa: C901" in (read(path) or "")]
    assert not excused, excused
