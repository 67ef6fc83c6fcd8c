"""A page in several forms at once: all of its files, or none."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from pathlib import Path

from alliance.errors import UsageError
from alliance.pages.model import Page
from alliance.writers.files import put_all

__all__ = ["FORMS", "chosen", "write_all"]

FORMS = ("html", "pdf", "xlsx", "pptx")


def write_all(page: Page, folder: Path, forms: Sequence[str] = ("html",)) -> list[Path]:
    """Write the page as `pack.html`, `pack.pdf`, `pack.xlsx` and `pack.pptx`, as far as they are asked for.

    Nothing is written before all forms are made: a folder never holds half a pack, or a new form beside an old
    one. The same page gives the same bytes in each form. "all" means every form.

    Raises
    ------
    UsageError
        A form is not known, or the folder cannot be written to.
    """
    return put_all(folder, {f"pack.{form}": _content(page, form) for form in chosen(forms)})


def chosen(forms: Sequence[str]) -> tuple[str, ...]:
    """The forms that are asked for, each once.

    Raises
    ------
    UsageError
        A form is not known.
    """
    for form in forms:
        if form not in (*FORMS, "all"):
            raise UsageError(
                f"A pack cannot be written as '{form}'.", f"Write one of {', '.join((*FORMS, 'all'))}."
            )
    return FORMS if "all" in forms else tuple(dict.fromkeys(forms))


def _content(page: Page, form: str) -> bytes:
    """One form's bytes; what draws it is imported only where it is asked for."""
    from alliance.writers import html, pdf, pptx, xlsx

    made: dict[str, Callable[[Page], bytes]] = {
        "html": lambda p: html.document(p, language=p.language).encode(),
        "pdf": pdf.content,
        "xlsx": xlsx.content,
        "pptx": pptx.content,
    }
    return made[form](page)
