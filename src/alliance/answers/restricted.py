"""For whom alone figures are that are not public, in words: what every writer says of them."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from alliance.answers.model import Citation

__all__ = ["KEPT", "files_in_words", "kept_by", "not_for_publication"]

KEPT = "Not for publication: "  # with what each sentence about figures that are not public begins


def kept_by(citations: Iterable[Citation]) -> tuple[str, ...]:
    """For whom alone figures are that rest on all of these files; nobody where they are public."""
    return tuple(sorted({name for cited in citations for name in cited.kept_for}))


def not_for_publication(names: Sequence[str]) -> str:
    """For whom alone figures are, "Not for publication: for partners"; nothing where they are public."""
    return f"{KEPT}for {' and '.join(names)}" if names else ""


def files_in_words(files: Sequence[Citation]) -> str:
    """How many files, and that they are published where all of them are: "3 files, 1 of them not published"."""
    several = "" if len(files) == 1 else "s"
    kept = sum(bool(cited.kept_for) for cited in files)
    if not kept:
        return f"{len(files)} published file{several}"
    return f"{len(files)} file{several}, {kept} of them not published"
