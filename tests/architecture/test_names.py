"""Public names are listed, exist and are explained; words are the field's own."""

from __future__ import annotations

import ast
import importlib
import re
from pathlib import Path

import pytest

from tests.architecture.tree import imported, parsed, python_files

EMPTY_WORDS = re.compile(r"(^|_)(utils?|helpers?|managers?|common|core|misc|stuff)($|_)")
VAGUE_VERBS = re.compile(
    r"^_?(process|handle|manage|do)_(?!(request|response|view|exception)$)"
)  # Django's own four
LIBRARY = [
    path for path in python_files("src/alliance") if not path.stem.startswith("_") or path.stem == "__init__"
]
PUBLIC = python_files("src/alliance", "src/alliance_site")


def _module(path: Path) -> str:
    return ".".join(path.relative_to("src").with_suffix("").parts).removesuffix(".__init__")


def _listed(path: Path) -> list[str] | None:
    for node in parsed(path).body:
        if isinstance(node, ast.Assign) and any(
            isinstance(t, ast.Name) and t.id == "__all__" for t in node.targets
        ):
            return list(ast.literal_eval(node.value))
    return None


def _defined(path: Path) -> list[str]:
    kinds = (ast.FunctionDef, ast.AsyncFunctionDef, ast.ClassDef)
    return [
        node.name for node in parsed(path).body if isinstance(node, kinds) and not node.name.startswith("_")
    ]


@pytest.mark.parametrize("path", LIBRARY, ids=str)
def test_every_name_that_a_module_lists_exists(path: Path) -> None:
    module = importlib.import_module(_module(path))
    absent = [name for name in _listed(path) or [] if not hasattr(module, name)]
    assert not absent, absent


def test_every_public_module_of_the_library_lists_its_names() -> None:
    unlisted = [str(path) for path in LIBRARY if _defined(path) and _listed(path) is None]
    assert not unlisted, "\n".join(unlisted)


def test_every_module_says_what_it_is_for() -> None:
    silent = [str(path) for path in PUBLIC if parsed(path).body and not ast.get_docstring(parsed(path))]
    assert not silent, "\n".join(silent)


def test_every_public_function_and_class_of_the_library_is_documented() -> None:
    silent = [
        f"{path}:{node.lineno} {node.name}"
        for path in LIBRARY
        for node in parsed(path).body
        if isinstance(node, ast.FunctionDef | ast.ClassDef)
        and node.name in (_listed(path) or [])
        and not ast.get_docstring(node)
    ]
    assert not silent, "\n".join(silent)


def test_modules_and_functions_bear_whole_words_of_the_field() -> None:
    vague = [str(path) for path in PUBLIC if EMPTY_WORDS.search(path.stem)]
    vague += [
        f"{path}:{node.lineno} {node.name}"
        for path in PUBLIC
        for node in ast.walk(parsed(path))
        if isinstance(node, ast.FunctionDef) and VAGUE_VERBS.match(node.name)
    ]
    assert not vague, "\n".join(vague)


def test_the_library_reads_no_clock() -> None:
    clocks = {
        ("date", "today"),
        ("datetime", "now"),
        ("datetime", "today"),
        ("datetime", "utcnow"),
        ("time", "time"),
    }
    inside = [
        f"{path}:{node.lineno}"
        for path in python_files("src/alliance")
        if "cli" not in path.with_suffix("").parts  # the command is where time enters
        for node in ast.walk(parsed(path))
        if isinstance(node, ast.Attribute)
        and isinstance(node.value, ast.Name)
        and (node.value.id, node.attr) in clocks
    ]
    assert not inside, "\n".join(inside)


def test_no_test_stands_in_for_our_own_functions_with_a_mock() -> None:
    mocks = [
        f"{path}:{line}"
        for path in python_files("tests")
        for name, line in imported(path)
        if name.split(".")[:2] == ["unittest", "mock"] or name == "pytest_mock"
    ]
    assert not mocks, "\n".join(mocks)
