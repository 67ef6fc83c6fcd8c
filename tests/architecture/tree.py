"""The files of the repository, as the tests of the house see them."""

from __future__ import annotations

import ast
import subprocess
from collections.abc import Iterator
from functools import cache
from pathlib import Path

from tests.conftest import ROOT

__all__ = ["ROOT", "imported", "kept_files", "parsed", "python_files", "read", "strings"]


@cache
def kept_files() -> tuple[Path, ...]:
    """Every file that is in the repository or would be at the next commit, from the repository's root."""
    listed = subprocess.run(
        ["git", "ls-files", "--cached", "--others", "--exclude-standard", "-z"],
        cwd=ROOT,
        check=True,
        capture_output=True,
        text=True,
    ).stdout
    return tuple(Path(name) for name in sorted(set(listed.split("\0"))) if name and (ROOT / name).is_file())


def python_files(*folders: str, migrations: bool = False) -> list[Path]:
    """The Python files under these folders; Django's migrations only when asked for."""
    return [
        path
        for path in kept_files()
        if path.suffix == ".py"
        and any(path.is_relative_to(folder) for folder in folders)
        and (migrations or "migrations" not in path.parts)
    ]


@cache
def read(path: Path) -> str | None:
    """The text of a file, or None where it is not text."""
    try:
        return (ROOT / path).read_text(encoding="utf-8")
    except UnicodeDecodeError:
        return None


@cache
def parsed(path: Path) -> ast.Module:
    """The syntax tree of a Python file."""
    return ast.parse(read(path) or "", filename=str(path))


def imported(path: Path) -> Iterator[tuple[str, int]]:
    """The modules that a file imports by absolute name, with the line."""
    for node in ast.walk(parsed(path)):
        if isinstance(node, ast.Import):
            yield from ((alias.name, node.lineno) for alias in node.names)
        elif isinstance(node, ast.ImportFrom) and not node.level and node.module:
            yield node.module, node.lineno


def strings(path: Path) -> Iterator[tuple[str, int]]:
    """The strings that a file's code uses (docstrings are prose), with the line."""
    prose = {
        id(node.body[0].value)
        for node in ast.walk(parsed(path))
        if isinstance(node, ast.Module | ast.ClassDef | ast.FunctionDef | ast.AsyncFunctionDef)
        and node.body
        and isinstance(node.body[0], ast.Expr)
    }
    for node in ast.walk(parsed(path)):
        if isinstance(node, ast.Constant) and isinstance(node.value, str) and id(node) not in prose:
            yield node.value, node.lineno
