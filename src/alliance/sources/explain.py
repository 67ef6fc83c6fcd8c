"""What a file was taken for and why, or what each source missed in it: for `alliance sources explain FILE`."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from alliance.errors import FileRefused
from alliance.sources import Source, find_sources
from alliance.sources.files import RawFile
from alliance.sources.release import Release

__all__ = ["Candidate", "Explained", "explain", "lines_of"]

_NEAREST = 5
_ROWS = 20
_SHEETS = 12
_QUOTED = re.compile(r"'([^']+)'|\"([^\"]+)\"|`([^`]+)`")
_LISTED = re.compile(r"columns? ([^.;:]+)")


@dataclass(frozen=True)
class Candidate:
    """One layout of one source, held against the file: `missed` says what it looked for.

    `fits` is the share of the columns and sheets by which it is known that the file has, from 0 to 1; `lacks` is the
    others of them.
    """

    source: str
    title: str
    form: str
    missed: str
    fits: float
    lacks: tuple[str, ...] = ()


@dataclass(frozen=True)
class Explained:
    """What a file is, and what it was taken for.

    `taken` and `title` are empty where no source takes it; then `refused` is the sentence of the one that knew it and
    found parts missing, if one did. `candidates` is what the others missed, the nearest first.
    """

    file: str
    kind: str
    source: str = ""
    release: Release | None = None
    refused: FileRefused | None = None
    candidates: tuple[Candidate, ...] = ()


def explain(file: RawFile) -> Explained:
    """Try a file on every source, as loading does, and say what came of it. Nothing is loaded."""
    try:
        kind = _kind(file)
        words = _words(file)
    except FileRefused as error:
        return Explained(file.name, "a file that cannot be opened", refused=error)
    tried = [(name, source, _tried(source.recognise, file)) for name, source in find_sources().items()]
    for name, _, outcome in tried:  # the first that speaks, in the order in which loading asks them
        if isinstance(outcome, Release):
            return Explained(file.name, kind, name, outcome)
        if isinstance(outcome, FileRefused):
            return Explained(file.name, kind, name, refused=outcome)
    found = [candidate for _, source, _ in tried for candidate in _candidates(source, file, words)]
    nearest = sorted(found, key=lambda c: (-c.fits, c.source, c.form))
    return Explained(file.name, kind, candidates=tuple(nearest))


def _tried(recognise: Callable[[RawFile], Release | None], file: RawFile) -> Release | FileRefused | None:
    try:
        return recognise(file)
    except FileRefused as error:
        return error


def _candidates(source: Source, file: RawFile, words: frozenset[str]) -> Iterator[Candidate]:
    """A source's layouts one by one where it tells them apart, else the source as a whole."""
    about = source.ABOUT
    told: Callable[[RawFile], Mapping[str, str]] | None = getattr(source, "explain", None)
    whole = getattr(source, "NEEDS", f"It has nothing by which {about.title} is known.")
    missed = told(file) if told else {next(iter(about.forms)): whole}
    for form, sentence in missed.items():
        columns = () if told else getattr(source, "COLUMNS", ())
        sought = _sought(sentence, columns)
        lacks = tuple(word for word in sought if word.casefold() not in words)
        fits = 1 - len(lacks) / len(sought) if sought else 0.0
        yield Candidate(about.id, about.title, form, sentence, fits, lacks)


def _sought(sentence: str, columns: Iterable[Any]) -> tuple[str, ...]:
    """The columns and sheets by which a layout is known: those that its sentence names, else those that it can have."""
    named = [word for found in _QUOTED.findall(sentence) for word in found if word]
    for listed in _LISTED.findall(sentence):
        named += re.split(r", | and ", listed)
    return tuple(dict.fromkeys(word.strip().strip("'\"`") for word in named or map(str, columns)))


def _words(file: RawFile) -> frozenset[str]:
    """The names of a workbook's sheets and what stands in their first rows; the cells of a text's first rows."""
    if file.workbook is not None:
        sheets = file.workbook.sheets
        heads = [row for sheet in sheets[:_SHEETS] for row in file.workbook.rows(sheet)[:_ROWS]]
        cells = (cell for row in heads for cell in row if isinstance(cell, str))
        return frozenset(" ".join(word.split()).casefold() for word in (*sheets, *cells) if word.strip())
    return frozenset().union(*file.lines.first_rows(_ROWS)) if file.lines else frozenset()


def _kind(file: RawFile) -> str:
    if file.workbook is not None:
        sheets = file.workbook.sheets
        more = f" and {len(sheets) - 3} more" if len(sheets) > 3 else ""
        return f"a workbook with the sheets {', '.join(sheets[:3])}{more}"
    if file.lines is None:
        return "neither a workbook nor text in an encoding that is known"
    mark = {",": "commas", "\t": "tabs", ";": "semicolons", "|": "bars"}[file.lines.separator]
    return f"a text file, its cells divided by {mark}"


def lines_of(explained: Explained) -> list[str]:
    """The explanation in sentences, a line each, ready to be printed."""
    lines = [f"{explained.file} is {explained.kind}."]
    if explained.release is not None:
        lines += [
            f"It is taken for {explained.release.title} ({explained.source}, {explained.release.form}).",
            explained.release.because or f"That is how {explained.source} is known.",
        ]
    elif explained.refused is not None:
        known = (
            f"It was known as {explained.source}, and refused: " if explained.source else "It was refused: "
        )
        lines += [f"{known}{explained.refused.what}", explained.refused.next_step]
    else:
        lines.append("No source takes it. What each looked for, the nearest first:")
        for candidate in explained.candidates[:_NEAREST]:
            lacks = f" Of these it lacks {', '.join(candidate.lacks)}." if candidate.fits else ""
            lines.append(
                f"  {candidate.title} ({candidate.source}, {candidate.form}): {candidate.missed}{lacks}"
            )
        others = len(explained.candidates) - _NEAREST
        if others > 0:
            lines.append(f"  And {others} other layout{'s' * (others > 1)}, no nearer.")
    return [line for line in lines if line]
