"""Submitted trajectories: what a place planned for a measure, month by month, beside what came of it."""

from __future__ import annotations

from alliance.answers.model import StandardInForce
from alliance.answers.question import Question
from alliance.store.precedence import Winner
from alliance.store.queries import targets

__all__ = ["SOURCE", "targets_of"]

SOURCE = "trajectories"


def targets_of(question: Question) -> tuple[list[StandardInForce], list[Winner]]:
    """The trajectory of the question's place, and the releases behind it; nothing for a part of its patients."""
    desk, quantity = question.desk, f"trajectory-{question.measure.id}"
    if question.cut or question.by_cut or not desk.plans_for(question.measure.id):
        return [], []
    bases = {
        c.basis for e in desk.releases if e.source == SOURCE for c in e.coverage if c.quantity == quantity
    }
    won = [w for basis in sorted(bases) for w in desk.winners(SOURCE, quantity, basis, question.as_of)]
    rows = targets(desk.engine, quantity, question.place.code, won, desk.seen)
    used = {(release, start, end) for start, end, _, _, release in rows}
    planned = [StandardInForce(value, "trajectory", start, end, by) for start, end, value, by, _ in rows]
    return planned, [w for w in won if (w.entry.id, *w.span) in used]
