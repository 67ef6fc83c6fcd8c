"""A fictional alliance, written in the publisher's own layout and loaded like any other."""

from __future__ import annotations

from alliance.demo.folder import build, clear, next_month, write
from alliance.demo.schedule import TODAY
from alliance.demo.story import Scenario, read_scenario

__all__ = ["TODAY", "Scenario", "build", "clear", "next_month", "read_scenario", "write"]
