"""What the tests of the statistics may ask for."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.unit.stats.peers import Case, cases_of


@pytest.fixture(scope="session")
def oracles(shared: Path) -> Path:
    """Numbers that other people's software computed."""
    return shared / "oracles"


@pytest.fixture(scope="session")
def plotthedots(oracles: Path) -> list[Case]:
    """The 142 series charted by NHSRplotthedots 0.2.2."""
    return cases_of(oracles, "spc_plotthedots")


@pytest.fixture(scope="session")
def powerbi(oracles: Path) -> list[Case]:
    """Those without a rebase, charted by the Power BI visual with shift 7 and trend 7 switched on."""
    return cases_of(oracles, "spc_powerbi_visual")
