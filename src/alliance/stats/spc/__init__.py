"""Statistical process control: XmR charts by Making Data Count's rules, or exactly as a peer draws them."""

from __future__ import annotations

from alliance.stats.spc.chart import Xmr, xmr
from alliance.stats.spc.rules import RULE_SETS, RuleSet
from alliance.stats.spc.terms import Assurance, Direction, Signal, Variation

__all__ = ["RULE_SETS", "Assurance", "Direction", "RuleSet", "Signal", "Variation", "Xmr", "xmr"]
