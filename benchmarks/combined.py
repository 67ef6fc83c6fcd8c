"""A Monthly Combined CSV of a whole year, made up and true to itself, for measuring how it is read."""

from __future__ import annotations

from itertools import product
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np

from alliance.sources.cancer_waiting_times.combined_layout import COLUMNS, ITEMS, Item
from alliance.sources.labels import cut_slugs

if TYPE_CHECKING:
    import polars as pl

__all__ = ["write_combined"]

ROWS_OF_ONE = 200  # of one organisation in one month: every item in every block
_ALL = ("ALL CANCERS", {"route": "ALL ROUTES", "treatment_stage": "ALL STAGES"}, "ALL MODALITIES")
_BLOCKS = ((), ("second",), ("cancer",), ("cancer", "second"), ("modality",), ("modality", "second"))
_TREATED = ("Anti-cancer drug regimen", "Radiotherapy", "Surgery", "Other")
_SECOND = {
    "FDS": ("URGENT SUSPECTED CANCER", "NATIONAL SCREENING PROGRAMME", "BREAST SYMPTOMATIC, CANCER NOT SUSPECTED"),
    "31D": ("First Treatment", "Subsequent"),
    "62D": ("Urgent Suspected Cancer", "Screening", "Consultant Upgrade", "Breast Symptomatic"),
}  # fmt: skip


def write_combined(path: Path, rows: int = 325_000, *, first_year: int = 2025) -> int:
    """Write a year of made-up months, April to March, of at least so many rows; say how many there are.

    Every organisation has patients of every kind, so that no row is left out; the organisations sum to England, and
    every group is the sum of its parts.
    """
    import polars as pl

    organisations = -(-rows // (12 * ROWS_OF_ONE)) - 2
    whose = {"Provider": organisations * 3 // 4, "Commissioner": organisations - organisations * 3 // 4}
    random = np.random.default_rng(20261126)
    parts = []
    for number, (basis, many) in product(range(12), whose.items()):
        month = f"{first_year + (number > 8)}-{(number + 3) % 12 + 1:02d}-01"
        made = [_item(item, basis, many, random) for item in ITEMS]
        parts.append(pl.concat(made).with_columns(Period=pl.lit(month), Basis=pl.lit(basis)))
    table = pl.concat(parts)
    absent = [pl.lit(None).alias(name) for name in COLUMNS if name not in table.columns]
    table.with_columns(absent).select(COLUMNS).write_csv(path)
    return table.height


def _item(item: Item, basis: str, many: int, random: np.random.Generator) -> pl.DataFrame:
    """The rows of one item in one month: of each organisation and of England, in every block."""
    import polars as pl

    bands = [next(c for c in COLUMNS if c.upper() == column) for column in item.bands]
    groups = _groups(item, basis, many)
    counts = random.poisson(3, (groups.height, len(bands)))
    finest = groups.with_columns(pl.Series(band, counts[:, i]) for i, band in enumerate(bands))
    whole = finest.with_columns(Org_Code=pl.lit("Total"), Org_Name=pl.lit("England"))
    every = pl.concat([finest, whole])
    rows = pl.concat([_block(every, item, block, bands) for block in _blocks(item)])
    return _performance(rows, item, bands)


def _groups(item: Item, basis: str, many: int) -> pl.DataFrame:
    import polars as pl

    codes = [f"Z{basis[0]}{number:03d}" for number in range(many)]
    cancers = cut_slugs("cancer", item.sheet.quantity) or ("ALL CANCERS",)
    rows = [
        (code, f"MADE-UP ORGANISATION {code}", cancer, second, _TREATED[place % 4])
        for code in codes
        for place, (cancer, second) in enumerate(product(cancers, _SECOND.get(item.code, ("",))))
    ]
    columns = ["Org_Code", "Org_Name", "cancer", "second", "modality"]
    return pl.DataFrame(rows, schema=columns, orient="row")


def _blocks(item: Item) -> tuple[tuple[str, ...], ...]:
    if item.code in ("31D", "62D"):
        return _BLOCKS
    if item.code == "FDS":
        return ((), ("cancer", "second"))
    return (("cancer", "second"),)


def _block(groups: pl.DataFrame, item: Item, block: tuple[str, ...], bands: list[str]) -> pl.DataFrame:
    import polars as pl

    cancer, second, modality = _ALL
    whole = {"cancer": cancer, "second": second[item.second], "modality": modality}
    if item.code not in ("31D", "62D"):
        whole["modality"] = ""
    summed = groups.group_by("Org_Code", "Org_Name", *block, maintain_order=True).agg(pl.col(bands).sum())
    return summed.select(
        pl.lit("North of the Moon").alias("Parent_Org"),
        "Org_Code",
        "Org_Name",
        pl.lit(item.code).alias("Standard_or_Item"),
        *(
            pl.col(cut).alias(name) if cut in block else pl.lit(whole[cut]).alias(name)
            for cut, name in zip(("cancer", "second", "modality"), COLUMNS[6:9], strict=True)
        ),
        *bands,
    )


def _performance(rows: pl.DataFrame, item: Item, bands: list[str]) -> pl.DataFrame:
    """The rows with their total, and those within the standard where one holds; wide, for putting below others."""
    import polars as pl

    total, within = pl.sum_horizontal(bands), pl.lit(None, pl.Int64)
    if item.sheet.within:
        within = pl.sum_horizontal(bands[: item.sheet.bands_within])
    told = rows.with_columns(
        Total=total, Within=within, After=total - within, Performance=(within / total).round(4)
    )
    waits = [pl.lit(None, pl.Int64).alias(name) for name in COLUMNS[13:] if name not in bands]
    return told.with_columns(waits).select(name for name in COLUMNS if name not in ("Period", "Basis"))
