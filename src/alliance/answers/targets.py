"""Submitted trajectories: what a place planned for a measure, month by month, beside what came of it."""

from __future__ import annotations

from alliance.answers.model import StandardInForce
from alliance.answers.question import Question
from alliance.store.precedence import Winner
from alliance.store.queries import targets

__all__ = ["SOURCE", "targets_of"]

SOURCE = "trajectories"


def targets_of(question: Question) -> tuple[list[StandardInForce], list[Winner]]:
    """The trajectory of the question's place, and the releases behind it; nothing for a part of its patients.

    Each organisation submits its own, and changes a month by submitting it again: for each place and period the plan
    that was known last is the one that holds, however many files there are and whatever else stands in them.
    """
    desk, quantity = question.desk, f"trajectory-{question.measure.id}"
    if question.cut or question.by_cut or not desk.plans_for(question.measure.id):
        return [], []
    files = sorted((e for e in desk.releases if e.source == SOURCE), key=lambda e: e.known_since)
    told = [Winner(e, c) for e in files for c in e.coverage if c.quantity == quantity and desk.may_see(e, c)]
    order = {entry.id: position for position, entry in enumerate(files)}
    rows = targets(desk.engine, quantity, question.place.code, told, desk.seen)
    last = {(row[0], row[1]): row for row in sorted(rows, key=lambda row: order[row[-1]])}
    kept = [last[span] for span in sorted(last)]
    used = {(release, start, end) for start, end, _, _, release in kept}
    planned = [StandardInForce(value, "trajectory", start, end, by) for start, end, value, by, _ in kept]
    return planned, [w for w in told if (w.entry.id, *w.span) in used]
