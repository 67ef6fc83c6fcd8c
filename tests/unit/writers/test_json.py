"""JSON that is the contract's and reads back."""

from __future__ import annotations

import json
from dataclasses import replace

import pytest

from alliance.answers import Desk
from alliance.findings import of
from alliance.writers.json import text
from tests.unit.answers_by_hand import answer, no_figure, point, steady


def test_an_answer_reads_back_to_its_own_object() -> None:
    plain = steady()
    assert json.loads(text(plain)) == plain.to_json()


def test_findings_read_back_to_their_own_object(desk: Desk) -> None:
    found = of(desk, "E56999001", measures=["treatment-62-day"])
    assert json.loads(text(found)) == json.loads(json.dumps(found.to_json()))


def test_an_absent_number_is_null() -> None:
    told = json.loads(text(answer([no_figure("2025-03")])))
    assert told["points"][0]["value"] is None


def test_a_number_that_is_none_is_refused() -> None:
    broken = replace(point("2025-03", 1, 2), value=float("nan"))
    with pytest.raises(ValueError, match="JSON compliant"):
        text(answer([broken]))
