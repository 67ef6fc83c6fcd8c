"""What the register holds. Every row is written once; a state is what the latest row says."""

from __future__ import annotations

from alliance_site.register.models.commitment import Commitment, CommitmentEvent, Update
from alliance_site.register.models.gap import Gap, GapAudience, GapEvent
from alliance_site.register.models.seals import DataSeal, OrganisationSeal, PatientSeal

__all__ = [
    "Commitment",
    "CommitmentEvent",
    "DataSeal",
    "Gap",
    "GapAudience",
    "GapEvent",
    "OrganisationSeal",
    "PatientSeal",
    "Update",
]
