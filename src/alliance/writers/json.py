"""An answer or findings as the contract's JSON text."""

from __future__ import annotations

import json

from alliance.answers.model import Answer
from alliance.findings.model import Findings

__all__ = ["text"]


def text(found: Answer | Findings) -> str:
    """The contract's JSON object, indented, in UTF-8 letters; a number that does not exist is null, never NaN."""
    return json.dumps(found.to_json(), ensure_ascii=False, allow_nan=False, indent=2) + "\n"
