"""How a measure's definition is read from a TOML file."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from alliance.errors import FileRefused
from alliance.measures.fields import SEE, hold_complete, hold_fields
from alliance.measures.model import Break, Measure, Part, Standard
from alliance.measures.rules import hold

__all__ = ["read_measure", "read_measures"]


def read_measure(path: Path) -> Measure:
    """Read a file that defines one measure.

    Raises
    ------
    FileRefused
        As `read_measures`; or it defines a family of them.
    """
    found = read_measures(path)
    if len(found) != 1:
        raise FileRefused(f"{path.name} defines {len(found)} measures.", "Read it as a family.")
    return found[0]


def read_measures(path: Path) -> list[Measure]:
    """Read a definition and hold it to its rules: one measure, or a family with a `[[members]]` table each.

    A member takes from the file what it does not state itself.

    Raises
    ------
    FileRefused
        The file is not TOML, has a field that is not known, misses one, or its values do not hold together.
    """
    try:
        raw = tomllib.loads(path.read_text(encoding="utf-8"))
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as fault:
        raise FileRefused(
            f"{path.name} is not a TOML file: {fault}.", "Mend the line and try again."
        ) from None
    hold_fields(raw, path.name)
    members = raw.pop("members", None)
    if members is None:
        return [_measure(raw, path)]
    found = [
        _measure({**raw, **member}, path, family=path.stem, member=number)
        for number, member in enumerate(members, 1)
    ]
    ids = [measure.id for measure in found]
    for twice in (name for name in ids if ids.count(name) > 1):
        raise FileRefused(f"{path.name}: two members have the id '{twice}'.", SEE)
    return found


def _measure(raw: Mapping[str, Any], path: Path, *, family: str = "", member: int = 0) -> Measure:
    """One measure, whole and held to its rules; `member` is which of a family it is."""
    hold_complete(raw, f"{path.name}, members {member}" if family else path.name)
    measure = Measure(
        id=raw["id"],
        title=raw["title"],
        short_title=raw.get("short_title", raw["title"]),
        kind=raw["kind"],
        unit=raw.get("unit", {"proportion": "proportion", "count": "count"}.get(raw["kind"], "rate")),
        better=raw["better"],
        stage=raw["stage"],
        source=raw["source"],
        numerator=_part(raw["numerator"]),
        denominator=_part(raw["denominator"]) if "denominator" in raw else None,
        standards=tuple(_standard(s) for s in raw.get("standards", ())),
        why=raw["why"],
        caveats=tuple(raw["caveats"]),
        owner=raw["owner"],
        reviewed_on=raw["reviewed_on"],
        period=raw.get("period", "month"),
        variant=raw.get("variant", "none"),
        breaks=tuple(Break(b["on"], b["why"]) for b in raw.get("breaks", ())),
        stock=raw.get("stock", False),
        family=family,
    )
    hold(measure, path.name)
    return measure


def _part(raw: Mapping[str, Any]) -> Part:
    cut = {
        k: tuple(v) if isinstance(v, list) else (v,) for k, v in raw.items() if k not in ("quantity", "means")
    }
    return Part(quantity=raw["quantity"], means=raw["means"], cut=cut)


def _standard(raw: Mapping[str, Any]) -> Standard:
    return Standard(
        float(raw["value"]),
        raw["kind"],
        raw.get("from"),
        raw.get("to"),
        raw["set_by"],
        raw.get("verified", True),
    )
