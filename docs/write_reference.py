"""Writes the reference pages that follow from the code: `make docs`.

The pages go to `docs/reference/` and are never committed, so they cannot lag behind; the pages there that are
committed (`json.md`, `settings.md`) are promises, written by hand and held by tests.
"""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterable, Iterator
from pathlib import Path
from typing import Any

from alliance.measures import Measure, load_measures
from alliance.sources import Source, find_sources

__all__ = ["PAGES", "commands_page", "measures_page", "sources_page", "write_pages"]

REFERENCE = Path(__file__).parent / "reference"


def _table(heading: tuple[str, ...], rows: Iterable[tuple[str, ...]]) -> Iterator[str]:
    yield "| " + " | ".join(heading) + " |"
    yield "|" + " --- |" * len(heading)
    for row in rows:
        yield "| " + " | ".join(" ".join(cell.split()).replace("|", "\\|") for cell in row) + " |"
    yield ""


def find_commands() -> dict[str, Any]:
    """The commands of `alliance`, those that the site adds included, as click commands by name."""
    import typer

    from alliance.cli import make_app

    command = typer.main.get_command(make_app())
    return dict(sorted(command.commands.items()))  # type: ignore[attr-defined]


def _parameters(command: Any) -> Iterator[tuple[str, str]]:
    for parameter in command.params:
        names = parameter.opts if parameter.param_type_name == "option" else [parameter.name.upper()]
        yield ", ".join(f"`{name}`" for name in names), getattr(parameter, "help", None) or ""


def commands_page() -> str:
    """Every command with its arguments and options, as `--help` has them."""
    lines = ["# Commands", ""]
    for name, command in find_commands().items():
        lines += [f"## `alliance {name}`", "", (command.help or "").strip(), ""]
        lines += _table(("Argument or option", "Meaning"), _parameters(command))
    return "\n".join(lines)


def _standards(measure: Measure) -> Iterator[tuple[str, ...]]:
    for standard in measure.standards:
        yield (
            f"{standard.value:.0%}" if measure.unit == "proportion" else f"{standard.value:g}",
            standard.kind + ("" if standard.verified else ", not yet confirmed"),
            standard.start.isoformat() if standard.start else "",
            standard.end.isoformat() if standard.end else "",
            standard.set_by,
        )


def _measure(measure: Measure) -> Iterator[str]:
    yield from (f"## {measure.title}", "", f"`{measure.id}`: {measure.why}", "")
    yield f"- Counted: {measure.numerator.means}"
    if measure.denominator:
        yield f"- Of: {measure.denominator.means}"
    yield f"- Kind: {measure.kind}; unit: {measure.unit}; better: {measure.better}; stage: {measure.stage}"
    yield f"- From: {measure.source}"
    yield from (f"- Mind: {caveat}" for caveat in measure.caveats)
    yield from (f"- Kept by: {measure.owner}; reviewed on {measure.reviewed_on.isoformat()}", "")
    if measure.standards:
        yield from _table(("Level", "Kind", "From", "To", "Set by"), _standards(measure))


def measures_page() -> str:
    """Every measure of the catalogue, with its dated standards and who set them."""
    lines = ["# Measures", ""]
    for measure in load_measures().values():
        lines += _measure(measure)
    return "\n".join(lines)


def _source(source: Source) -> Iterator[str]:
    about = source.ABOUT
    yield from (f"## {about.title}", "")
    yield from (f"`{about.id}`, published by {about.publisher}, {about.cadence}.", "")
    yield f"- Licence: {about.licence}"
    yield f"- Where: <{about.url}>"
    yield from (f"- Form: {form}" for form in about.forms.values())
    yield from (*(f"- Mind: {caveat}" for caveat in about.caveats), "")
    quantities = ((f"`{q.id}`", q.unit, q.means) for q in about.quantities)
    yield from _table(("Quantity", "Unit", "Meaning"), quantities)


def sources_page() -> str:
    """Every publisher's release family that can be loaded, and what is counted in it."""
    lines = ["# Sources", ""]
    for source in find_sources().values():
        lines += _source(source)
    return "\n".join(lines)


PAGES: dict[str, Callable[[], str]] = {
    "commands.md": commands_page,
    "measures.md": measures_page,
    "sources.md": sources_page,
}


def write_pages(folder: Path) -> list[Path]:
    """Write every generated page into a folder; return their paths."""
    folder.mkdir(parents=True, exist_ok=True)
    written = [folder / name for name in PAGES]
    for path in written:
        path.write_text(PAGES[path.name](), encoding="utf-8")
    return written


if __name__ == "__main__":
    for page in write_pages(Path(sys.argv[1]) if sys.argv[1:] else REFERENCE):
        print(page)
