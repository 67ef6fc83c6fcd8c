"""Writes the reference pages that follow from the code: `make docs`.

The pages go to `docs/reference/` and are never committed, so they cannot lag behind; the pages there that are
committed (`json.md`, `settings.md`) are promises, written by hand and held by tests.
"""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterable, Iterator, Sequence
from itertools import groupby
from pathlib import Path
from typing import Any

from alliance.measures import Measure, load_measures
from alliance.sources import About, Quantity, Source, find_sources

__all__ = ["PAGES", "commands_page", "find_commands", "measures_page", "sources_page", "write_pages"]

REFERENCE = Path(__file__).parent / "reference"
_PERIODS = {"fy": "financial year", "fyq": "quarter of the financial year"}


def _table(heading: tuple[str, ...], rows: Iterable[tuple[str, ...]]) -> Iterator[str]:
    yield "| " + " | ".join(heading) + " |"
    yield "|" + " --- |" * len(heading)
    for row in rows:
        yield "| " + " | ".join(" ".join(cell.split()).replace("|", "\\|") for cell in row) + " |"
    yield ""


def find_commands() -> dict[str, Any]:
    """The commands of `alliance` and their own commands (`sources explain`), those that the site adds included."""
    import typer

    from alliance.cli import make_app

    return dict(sorted(_commands(typer.main.get_command(make_app()), "")))


def _commands(group: Any, within: str) -> Iterator[tuple[str, Any]]:
    for name, command in getattr(group, "commands", {}).items():
        yield within + name, command
        yield from _commands(command, f"{within}{name} ")


def _parameters(command: Any) -> Iterator[tuple[str, str]]:
    for parameter in command.params:
        if parameter.param_type_name != "option":
            yield f"`{parameter.name.upper()}`", getattr(parameter, "help", None) or ""
            continue
        names = [*parameter.opts, *parameter.secondary_opts]
        yield ", ".join(f"`{name}`" for name in names), parameter.help or ""


def commands_page() -> str:
    """Every command with its arguments and options, as `--help` has them."""
    lines = ["# Commands", "", "`alliance COMMAND --help` says the same in a terminal.", ""]
    for name, command in find_commands().items():
        lines += [f"## `alliance {name}`", "", " ".join((command.help or "").split()), ""]
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


def _counted(measure: Measure) -> Iterator[str]:
    published = measure.kind == "published"
    yield f"- {'Estimated by its publisher' if published else 'Counted'}: {measure.numerator.means}"
    if measure.denominator:
        yield f"- {'About' if published else 'Of'}: {measure.denominator.means}"


def _facts(measures: Sequence[Measure]) -> Iterator[str]:
    """What a family of measures is, or one measure alone; where members differ, all that they are."""

    def every(name: str) -> str:
        return ", ".join(dict.fromkeys(str(getattr(measure, name)) for measure in measures))

    first = measures[0]
    yield f"- Kind: {every('kind')}; unit: {every('unit')}; better: {every('better')}; stage: {every('stage')}"
    variant = "" if first.variant == "none" else f"; variant: {first.variant} unless another is asked for"
    yield f"- From: {first.source}, by {_PERIODS.get(first.period, first.period)}{variant}"
    yield from (
        f"- From {known.on.isoformat()} it means something else: {known.why}" for known in first.breaks
    )


def _measure(measure: Measure) -> Iterator[str]:
    yield from (f"## {measure.title}", "", f"`{measure.id}`: {measure.why}", "")
    yield from (*_counted(measure), *_facts([measure]))
    yield from (f"- Mind: {caveat}" for caveat in measure.caveats)
    yield from (f"- Kept by: {measure.owner}; reviewed on {measure.reviewed_on.isoformat()}", "")
    if measure.standards:
        yield from _table(("Level", "Kind", "From", "To", "Set by"), _standards(measure))


def _shared(members: Sequence[Measure]) -> list[str]:
    """The caveats that every measure of a family has."""
    return [c for c in members[0].caveats if all(c in member.caveats for member in members)]


def _family(name: str, members: Sequence[Measure]) -> Iterator[str]:
    """A definition of many measures: what they share once, and a row for each."""
    yield from (f"## The family `{name}`", "", f"{len(members)} measures from one definition.", "")
    reasons = dict.fromkeys(member.why for member in members)
    yield from (f"- Why: {why}" for why in reasons if len(reasons) == 1)
    yield from _facts(members)
    shared = _shared(members)
    yield from (f"- Mind: {caveat}" for caveat in shared)
    yield from (f"- Kept by: {members[0].owner}; reviewed on {members[0].reviewed_on.isoformat()}", "")
    yield from _table(
        ("Measure", "Title", "What it says"), (_member(m, shared, len(reasons) > 1) for m in members)
    )
    standards = ((f"`{m.id}`", *row) for m in members for row in _standards(m))
    if any(m.standards for m in members):
        yield from _table(("Measure", "Level", "Kind", "From", "To", "Set by"), standards)


def _member(measure: Measure, shared: Sequence[str], own_reason: bool) -> tuple[str, str, str]:
    said = [measure.numerator.means]
    if measure.denominator:
        said[0] += f"; {'about' if measure.kind == 'published' else 'of'}: {measure.denominator.means}"
    said += [measure.why] if own_reason else []
    said += [caveat for caveat in measure.caveats if caveat not in shared]
    return f"`{measure.id}`", measure.title, ". ".join(part.rstrip(".") for part in said) + "."


def measures_page() -> str:
    """Every measure of the catalogue, families folded, with dated standards and who set them."""
    lines = ["# Measures", ""]
    for family, members in groupby(load_measures().values(), key=lambda measure: measure.family):
        if family:
            lines += _family(family, list(members))
        else:
            lines += [line for measure in members for line in _measure(measure)]
    return "\n".join(lines)


def _rhythm(about: About) -> str:
    """When the next release is expected, as `alliance sources` reckons; nothing where there is no rhythm."""
    if not about.every_months or about.after_days is None:
        return "no day is known for the next: never late"
    every = "month" if about.every_months == 1 else f"{about.every_months} months"
    return f"every {every}, {about.after_days} days after the period has ended; late a week after that"


def _source(source: Source) -> Iterator[str]:
    about = source.ABOUT
    fetched = "by `alliance fetch`" if getattr(source, "LANDING", ()) else "by hand"
    yield from (f"## {about.title}", "")
    yield from (f"`{about.id}`, published by {about.publisher}, {about.cadence}.", "")
    yield f"- Licence: {about.licence}"
    yield f"- Where: <{about.url}>, fetched {fetched}" if about.url else "- Where: not published"
    yield f"- Expected: {_rhythm(about)}"
    yield f"- Visible to: {about.visibility}, unless the loader says otherwise"
    if about.label:
        yield f"- Labelled: {about.label}"
    yield from (*(f"- Mind: {caveat}" for caveat in about.caveats), "")
    yield from _table(("Form", "What it is"), ((f"`{form}`", means) for form, means in about.forms.items()))
    yield from _table(("Quantity", "Unit", "Meaning", "Divided by"), _quantities(about.quantities))


def _quantities(quantities: Sequence[Quantity]) -> Iterator[tuple[str, ...]]:
    """A row for each quantity, with those that are named after it: `waiting`, and beside it `waiting-over-62`."""
    folded: dict[str, list[Quantity]] = {}
    for quantity in quantities:
        head = next((name for name in folded if quantity.id.startswith(f"{name}-")), quantity.id)
        folded.setdefault(head, []).append(quantity)
    for named in folded.values():
        first = named[0]
        means = [
            first.means,
            *(q.means.removesuffix(f": {first.means}").removesuffix(" of") for q in named[1:]),
        ]
        yield (
            ", ".join(f"`{q.id}`" for q in named),
            ", ".join(dict.fromkeys(q.unit for q in named)),
            "; ".join(dict.fromkeys(means)),
            ", ".join(sorted({cut for blocks in first.blocks.values() for block in blocks for cut in block})),
        )


def sources_page() -> str:
    """Every publisher's release family that can be loaded, and what is counted in it."""
    lines = ["# Sources", "", "What a quantity is divided by is not always published together.", ""]
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
