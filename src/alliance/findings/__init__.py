"""What stands out in an alliance: where it is recorded, since when, and how many patients it is worth."""

from __future__ import annotations

from alliance.findings.model import Finding, Findings, GapCell, Progress
from alliance.findings.progress import FEWEST_PATIENTS, progress
from alliance.findings.standing_out import of

__all__ = ["FEWEST_PATIENTS", "Finding", "Findings", "GapCell", "Progress", "of", "progress"]
