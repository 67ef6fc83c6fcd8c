"""What every page says beside its numbers: the day that it looks back to, its caveats, its files."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date

from alliance.answers.model import Answer, Citation
from alliance.answers.restricted import KEPT
from alliance.pages.model import Block, Link, Note
from alliance.pages.wording import day, whose

__all__ = ["as_of_note", "caveats_note", "cited", "no_figures", "said_of"]

HOW = Link("How the numbers are made", "/how-numbers-are-made/")


def as_of_note(as_of: date | None) -> list[Block]:
    """That a page shows what was known on a day, if one was asked for."""
    if as_of is None:
        return []
    return [Note(f"This page shows what was known on {day(as_of)}. Figures may have been revised since.")]


def caveats_note(answers: Iterable[Answer]) -> list[Block]:
    """All that a reader must know of the answers on a page, each caveat once, and how they were made."""
    answers = [a for a in answers if a.latest]
    said = said_of(answers)
    return (
        [Note("\n".join(said), "details", "What to keep in mind, and how it was counted", (HOW,))]
        if said
        else []
    )


def said_of(answers: Iterable[Answer]) -> list[str]:
    """What is said of several answers together, each sentence once; one about restricted figures names them."""
    answers = list(answers)
    return list(dict.fromkeys(_naming(answers, a, text) for a in answers for text in (*a.caveats, a.method)))


def _naming(answers: Sequence[Answer], answer: Answer, text: str) -> str:
    """A sentence about restricted figures, with the measure and every place of which it is said."""
    if not text.startswith(KEPT):
        return text
    alike = dict.fromkeys(whose(a) for a in answers if a.measure == answer.measure and text in a.caveats)
    return f"{KEPT}{answer.title}, {', '.join(alike)}: {text.removeprefix(KEPT)}"


def cited(answers: Iterable[Answer]) -> tuple[Citation, ...]:
    """The files behind several answers, each once, in the order of first use."""
    return tuple(dict.fromkeys(c for a in answers for c in a.citations))


def no_figures(name: str) -> Note:
    """That no loaded file speaks of a place."""
    return Note(f"No published file that is loaded here has figures for {name}.", "warning")
