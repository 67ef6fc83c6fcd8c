"""The fenced blocks of our documentation, and how each is held to the truth.

A fence's first word says what it is: `console` (commands after `$`, and what they print), `python`, `toml`,
`json`, `text`. Commands and Python are run, TOML and JSON are read. What cannot be run says so, and why, on
the fence itself: ```` ```console not-run: needs a network ````. In what a command prints, `…` is anything. A fence
that says `saved-as: PATH` is a file in the folder in which commands run. A command ends well, unless the page shows
the line in which it says that it did not.
"""

from __future__ import annotations

import os
import re
import sys
from dataclasses import dataclass
from pathlib import Path

from tests.conftest import ROOT

__all__ = [
    "LANGUAGES",
    "Fence",
    "Step",
    "all_fences",
    "fences_of",
    "matches",
    "newcomers_surroundings",
    "pages",
    "steps_of",
]

LANGUAGES = {"console", "python", "toml", "json", "text"}
REFUSALS = ("alliance: ", "No source takes it.")  # with which lines a command says that it failed
_OPEN = re.compile(r"^( *)```([^`]*)$")


@dataclass(frozen=True)
class Fence:
    """One fenced block: where it starts, its language, why it is not run or where it is saved, and its text."""

    path: Path
    line: int
    language: str
    not_run: str
    saved_as: str
    text: str

    @property
    def name(self) -> str:
        return f"{self.path.relative_to(ROOT)}:{self.line}"


@dataclass(frozen=True)
class Step:
    """One command of a `console` fence and the lines that it is said to print."""

    command: str
    prints: str

    @property
    def fails(self) -> bool:
        """Whether the page shows that the command ends in an error: its own line, and not what `…` may stand for."""
        return any(line.startswith(REFUSALS) for line in self.prints.splitlines())


def pages() -> list[Path]:
    """Every page of documentation that is kept in the repository."""
    found = [*ROOT.glob("*.md"), *(ROOT / "docs").rglob("*.md")]
    written = {"commands.md", "measures.md", "sources.md"}
    return sorted(path for path in found if not (path.parent.name == "reference" and path.name in written))


def _said(rest: str) -> tuple[str, str]:
    """Why a fence is not run, and where it is saved; either can be empty."""
    word, _, said = rest.partition(":")
    assert word in ("", "not-run", "saved-as"), rest
    return (said.strip() if word == "not-run" else "", said.strip() if word == "saved-as" else "")


def fences_of(path: Path) -> list[Fence]:
    """The fences of one page, in order."""
    found, start, body = [], None, []
    for number, line in enumerate(path.read_text(encoding="utf-8").splitlines(), start=1):
        mark = _OPEN.match(line)
        if start is None and mark:
            start, info, indent, body = number, mark[2].strip(), len(mark[1]), []
        elif start is not None and line.strip() == "```":
            language, _, rest = info.partition(" ")
            found.append(Fence(path, start, language, *_said(rest), "\n".join(body)))
            start = None
        elif start is not None:
            body.append(line[indent:])
    assert start is None, f"{path}:{start} is not closed"
    return found


def all_fences(language: str | None = None) -> list[Fence]:
    """The fences of every page, or those of one language that can be run."""
    every = [fence for path in pages() for fence in fences_of(path)]
    return every if language is None else [f for f in every if f.language == language and not f.not_run]


def steps_of(fence: Fence) -> list[Step]:
    """The commands of a `console` fence, each with what it prints. A line that ends in `\\` goes on."""
    steps: list[tuple[list[str], list[str]]] = []
    for line in fence.text.splitlines():
        if line.startswith("$ "):
            steps.append(([line[2:]], []))
        elif steps and steps[-1][0][-1].endswith("\\") and not steps[-1][1]:
            steps[-1][0].append(line.strip())
        else:
            assert steps, f"{fence.name} prints before its first command"
            steps[-1][1].append(line)
    return [Step("\n".join(command), "\n".join(prints).strip("\n")) for command, prints in steps]


def newcomers_surroundings() -> dict[str, str]:
    """The environment of a terminal in which a newcomer did what the pages say: the store is named, no more."""
    kept = {
        name: value for name, value in os.environ.items() if not name.startswith(("ALLIANCE_", "DJANGO_"))
    }
    programs = os.pathsep.join([str(Path(sys.executable).parent), kept["PATH"]])
    plain = {"COLUMNS": "100", "NO_COLOR": "1", "TERM": "dumb"}
    return {**kept, **plain, "PATH": programs, "ALLIANCE_STORE": ".demo/store"}


def matches(said: str, printed: str) -> bool:
    """Whether a command printed what the page says; runs of spaces count as one, `…` is anything."""
    parts = [re.escape(" ".join(part.split())) for part in said.split("…")]
    return re.fullmatch(" ?.* ?".join(parts), " ".join(printed.split())) is not None
