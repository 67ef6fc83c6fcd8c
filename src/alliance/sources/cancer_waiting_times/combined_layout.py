"""How NHS England lays out its Monthly Combined CSV: the thirty columns, and what each standard fills of them."""

from __future__ import annotations

from dataclasses import dataclass

from alliance.sources.cancer_waiting_times.flat import Layout, canonical
from alliance.sources.cancer_waiting_times.layout import SHEETS, Sheet

__all__ = ["BASES", "COLUMNS", "CUTS", "ITEMS", "LAYOUT", "PERIOD", "WAITS", "Item"]

COLUMNS = (
    *("Period", "Basis", "Org_Code", "Parent_Org", "Org_Name", "Standard_or_Item", "Cancer_Type"),
    *("Referral_Route_or_Stage", "Treatment_Modality", "Total", "Within", "After", "Performance"),
    *("Within_14_days", "In_15_to_28_days", "In_29_to_42_days", "In_43_to_62_days", "After_62_days"),
    *("Within_31_days", "In_32_to_38_days", "In_39_to_48_days", "In_49_to_62_days", "In_63_to_76_days"),
    *("In_77_to_90_days", "In_91_to_104_days", "After_104_days"),
    *("In_15_to_16_days", "In_17_to_21_days", "In_22_to_28_days", "After_28_days"),
)
PERIOD, *_OTHERS = (canonical(title) for title in COLUMNS)
WAITS = _OTHERS[12:]
CUTS = ("CANCER_TYPE", "REFERRAL_ROUTE_OR_STAGE", "TREATMENT_MODALITY")
BASES = ("provider", "commissioner")
LAYOUT = Layout(
    "a Monthly Combined CSV",
    frozenset({"STANDARD_OR_ITEM", "REFERRAL_ROUTE_OR_STAGE"}),
    tuple(_OTHERS),
    (PERIOD,),
)
_SYMPTOMS = "Exhibited (non-cancer) breast symptoms - cancer not initially suspected"


@dataclass(frozen=True)
class Item:
    """One value of Standard_or_Item, as the monthly workbooks' `sheet` counts it.

    `second` is the cut that Referral_Route_or_Stage is. `repeats` are labels that only say again what the item is
    about and are no cut; what is empty there does not apply.
    """

    code: str
    sheet: Sheet
    second: str
    repeats: dict[str, tuple[str, ...]]

    @property
    def bands(self) -> dict[str, str]:
        """The columns of days waited, the shortest wait first, and each one's band."""
        return {canonical(title): band for title, band in self.sheet.bands}


_UNDIVIDED = {"TREATMENT_MODALITY": ("", "all modalities")}
ITEMS = (
    Item("FDS", SHEETS[0], "route", {**_UNDIVIDED, "CANCER_TYPE": ("",)}),
    Item("31D", SHEETS[2], "treatment_stage", {}),
    Item("62D", SHEETS[5], "route", {}),
    Item("Urgent Suspected Cancer referral", SHEETS[8], "route",
         {**_UNDIVIDED, "REFERRAL_ROUTE_OR_STAGE": ("", "all routes", "urgent suspected cancer")}),
    Item("Urgent Breast Symptomatic referral", SHEETS[9], "route",
         {**_UNDIVIDED, "CANCER_TYPE": ("", "all cancers", _SYMPTOMS.casefold()),
          "REFERRAL_ROUTE_OR_STAGE": ("", "all routes", "breast symptomatic", _SYMPTOMS.casefold())}),
)  # fmt: skip
