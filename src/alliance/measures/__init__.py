"""The measures: one TOML file each in `catalogue/`, found by walking the folder."""

from __future__ import annotations

from functools import cache
from pathlib import Path

from alliance.errors import UnknownName
from alliance.measures.definition import read_measure, read_measures
from alliance.measures.model import KINDS, STAGES, Break, Measure, Part, Standard

__all__ = [
    "KINDS",
    "STAGES",
    "Break",
    "Measure",
    "Part",
    "Standard",
    "find_measure",
    "load_measures",
    "measures_of",
    "read_measure",
    "read_measures",
]

CATALOGUE = Path(__file__).parent / "catalogue"


@cache
def load_measures(*folders: Path) -> dict[str, Measure]:
    """Every measure of the catalogue, and of an alliance's own folders after it, by id."""
    paths = [path for folder in (CATALOGUE, *folders) for path in sorted(folder.glob("*.toml"))]
    return {measure.id: measure for path in paths for measure in read_measures(path)}


def measures_of(store: Path) -> dict[str, Measure]:
    """What can be asked of a store: the catalogue, and the definitions in its own folder `measures`, if it has one."""
    own = store / "measures"
    return load_measures(own) if own.is_dir() else load_measures()


def find_measure(name: str, measures: dict[str, Measure]) -> Measure:
    """The measure of this id.

    Raises
    ------
    UnknownName
        There is none; the sentence lists those that there are.
    """
    if name in measures:
        return measures[name]
    raise UnknownName(f"There is no measure '{name}'.", f"The measures are: {', '.join(sorted(measures))}.")
