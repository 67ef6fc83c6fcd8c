"""Whole rows of releases, for those who may see them."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from typing import TYPE_CHECKING

from alliance.observations import SCHEMA
from alliance.store.engine import Engine
from alliance.store.manifest import PUBLIC, Entry
from alliance.store.queries import Seen

if TYPE_CHECKING:
    import polars as pl

__all__ = ["visible_rows"]


def visible_rows(
    engine: Engine,
    entries: Sequence[Entry],
    seen: Seen,
    *,
    places: Collection[str] | None = None,
    quantities: Collection[str] | None = None,
) -> pl.DataFrame:
    """The rows of releases, with the columns of `SCHEMA`; those whose embargo has passed are public.

    `places` and `quantities` None mean all.

    Raises
    ------
    StoreTrouble
        A table is not what it was when it was loaded.
    """
    import polars as pl

    paths = [engine.whole(entry.table) for entry in entries]
    if not paths:
        return pl.DataFrame(schema=dict.fromkeys(SCHEMA, pl.String))
    lifted = pl.col("release").cast(pl.String).is_in(sorted(seen.lifted))
    frame = pl.scan_parquet(paths).filter(
        pl.col("visibility").cast(pl.String).is_in(list(seen.visible)) | lifted
    )
    for column, wanted in (("place", places), ("quantity", quantities)):
        if wanted is not None:
            frame = frame.filter(pl.col(column).cast(pl.String).is_in(sorted(wanted)))
    public = pl.when(lifted).then(pl.lit(PUBLIC)).otherwise(pl.col("visibility").cast(pl.String))
    return frame.with_columns(public.alias("visibility")).select(*SCHEMA).collect()
