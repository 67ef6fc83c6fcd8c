"""What a site asks of programs in its robots.txt, read as RFC 9309 has it."""

from __future__ import annotations

import re
from dataclasses import dataclass
from urllib.parse import urlsplit

__all__ = ["Robots", "parse_robots"]

_LONGEST = 512 * 1024  # RFC 9309, 2.5: at least 500 kibibytes are read


@dataclass(frozen=True)
class Robots:
    """The rules of one site for this program: paths with whether they are allowed, and the pause it asks for."""

    rules: tuple[tuple[str, bool], ...] = ()
    delay: float = 0.0

    def allow(self, url: str) -> bool:
        """Whether an address may be asked for: the longest rule that fits decides, allowing ones first."""
        parts = urlsplit(url)
        path = (parts.path or "/") + (f"?{parts.query}" if parts.query else "")
        fitting = [(len(rule), allowed) for rule, allowed in self.rules if _fits(rule, path)]
        return max(fitting)[1] if fitting else True


def _fits(rule: str, path: str) -> bool:
    """Whether a path begins as a rule has it; `*` is anything, a last `$` the end."""
    first, *middle = rule.removesuffix("$").split("*")
    if not path.startswith(first):
        return False
    at = len(first)
    last = middle.pop() if rule.endswith("$") and middle else None
    for part in middle:
        found = path.find(part, at)
        if found < 0:
            return False
        at = found + len(part)
    if last is not None:
        return path.endswith(last) and len(path) - len(last) >= at
    return not rule.endswith("$") or at == len(path)


def parse_robots(text: str, agent: str) -> Robots:
    """The rules for a program of this name; those for `*` where none are for it by name."""
    groups = _groups(text[:_LONGEST])
    own = [lines for names, lines in groups if agent.lower() in names]
    chosen = own or [lines for names, lines in groups if "*" in names]
    lines = [line for group in chosen for line in group]
    rules = tuple((value, field == "allow") for field, value in lines if field != "crawl-delay" and value)
    delays = [float(value) for field, value in lines if field == "crawl-delay" and _is_number(value)]
    return Robots(rules, max(delays, default=0.0))


def _is_number(text: str) -> bool:
    return re.fullmatch(r"\d{1,6}(\.\d+)?", text) is not None


def _groups(text: str) -> list[tuple[set[str], list[tuple[str, str]]]]:
    """Each group's program names and its lines."""
    groups: list[tuple[set[str], list[tuple[str, str]]]] = []
    naming = False
    for line in text.splitlines():
        field, _, value = (part.strip() for part in line.partition("#")[0].partition(":"))
        field = field.lower()
        if field == "user-agent":
            if not naming:
                groups.append((set(), []))
            groups[-1][0].add(value.split("/")[0].strip().lower())
            naming = True
        elif field in ("allow", "disallow", "crawl-delay") and groups:
            groups[-1][1].append((field, value))
            naming = False
    return groups
