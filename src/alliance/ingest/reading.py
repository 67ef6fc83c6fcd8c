"""Everything about one file that can be done before the store is touched: read, checked, written aside."""

from __future__ import annotations

from collections.abc import Mapping, Set
from dataclasses import dataclass, field, replace
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Any

from alliance.errors import FileRefused
from alliance.ingest.audience import PUBLIC, Audience
from alliance.measures import load_measures
from alliance.observations import check, hold_periods
from alliance.places import PlaceBook
from alliance.sources import About, RawFile, Reading, Release, Source, open_raw, recognise
from alliance.store.manifest import Coverage
from alliance.store.snapshots import keep
from alliance.store.writing import coverage_of, cuts_of, write_table

if TYPE_CHECKING:
    import polars as pl

__all__ = ["Job", "Prepared", "prepare"]


@dataclass(frozen=True)
class Prepared:
    """A file that has been read and checked, its table and snapshot written, not yet on the manifest."""

    file: str
    sha256: str = ""
    release: Release | None = None
    about: About | None = None
    snapshot: str = ""
    table: str = ""
    rows: int = 0
    coverage: tuple[Coverage, ...] = ()
    cuts: Mapping[str, Mapping[str, tuple[str, ...]]] | None = None
    names: Mapping[str, str] | None = None
    new_labels: tuple[str, ...] = ()
    warnings: tuple[str, ...] = ()
    kinds: tuple[str, ...] = ()
    audience: Audience = field(default_factory=Audience)
    error: FileRefused | None = None

    @property
    def status(self) -> str:
        found = sorted({c.status for c in self.coverage})
        return " and ".join(found)

    def facts(self, published: date | None, today: date) -> dict[str, Any]:
        """The manifest's entry for this file."""
        if self.release is None or self.about is None:
            raise TypeError("a file that was not read has no entry")
        stated = published or self.release.published_on
        embargo = self.audience.embargo
        known = stated or today
        known = max(known, embargo.date()) if embargo else known  # before that hour only its list knew
        return {
            "id": self.sha256,
            "source": self.release.source,
            "form": self.release.form,
            "level": self.release.level,
            "title": self.release.title,
            "basis": self.release.basis,
            "file": self.file,
            "snapshot": self.snapshot,
            "table": self.table,
            "rows": self.rows,
            "publisher": self.release.publisher or self.about.publisher,
            "licence": self.release.licence or self.about.licence,
            "url": self.about.url,
            "published_on": stated,
            "known_since": known,
            "loaded_on": today,
            "coverage": self.coverage,
            "cuts": self.cuts or {},
            "names": dict(self.names or {}),
            "embargo": embargo,
            "kinds": self.kinds,
            "label": self.about.label,
        }


@dataclass(frozen=True)
class Job:
    """What holds for every file of one loading: the store and its book, what it has, what the loader asked for."""

    store: Path
    book: PlaceBook
    today: date
    known: Set[str] = frozenset()
    status: str | None = None
    audience: Audience = field(default_factory=Audience)
    published: date | None = None


def prepare(path: Path, job: Job) -> Prepared:
    """Read and check one file and write its table and snapshot aside; a refusal is kept, not raised.

    Raises
    ------
    StoreTrouble
        The store cannot be written.
    """
    try:
        file = open_raw(path)
        if file.sha256 in job.known:
            return Prepared(file.name, file.sha256)
        source, release = recognise(file)
        reading = source.read(file, release)
        hold_places = getattr(source, "hold_places", None)
        if hold_places is not None:  # a source whose rows depend on who is there when: plans
            hold_places(reading.observations, job.book, file.name)
        return _written(file, source, release, reading, job)
    except FileRefused as error:
        return Prepared(path.name, error=error)


def _written(file: RawFile, source: Source, release: Release, reading: Reading, job: Job) -> Prepared:
    """The reading, held to the rules that every source shares, written aside."""
    seen_by = job.audience.for_source(source.ABOUT.visibility)
    observations, names = _canonical(reading, job.book)
    hold_audience = getattr(source, "hold_audience", None)
    if hold_audience is not None and (seen_by.visibility == PUBLIC or seen_by.embargo):
        hold_audience(observations, file.name)  # small numbers made from records are not published
    _hold_published(file.name, release, job)
    hold_periods(observations, file.name, job.today, source.ABOUT.years_ahead)
    observations = check(_as_asked(observations, job.status, seen_by), file.name)
    snapshot = f"{file.sha256}{file.path.suffix.lower()}"
    keep(file.content, snapshot, job.store / "snapshots")
    return Prepared(
        file=file.name,
        sha256=file.sha256,
        release=replace(release, status=job.status) if job.status else release,
        about=source.ABOUT,
        snapshot=snapshot,
        table=write_table(observations, job.store),
        rows=observations.height,
        coverage=coverage_of(observations),
        cuts=cuts_of(observations),
        names=names,
        new_labels=reading.new_labels,
        warnings=(*reading.warnings, *_unknown_measures(source, observations, job.store)),
        kinds=tuple(sorted({str(job.book.find(code).kind) for code in names} | _england(observations))),
        audience=seen_by,
    )


def _unknown_measures(source: Source, observations: pl.DataFrame, store: Path) -> tuple[str, ...]:
    """What a source whose rows name measures has to say of those that neither the catalogue nor the store has."""
    tell = getattr(source, "unknown_measures", None)
    if tell is None:
        return ()
    try:
        return tuple(tell(observations, load_measures(store / "measures")))
    except FileRefused as fault:  # a definition that cannot be read is no fault of this file
        return (f"the measures of this store cannot be read: {fault}",)


def _hold_published(file: str, release: Release, job: Job) -> None:
    """A file that states the day on which it was published was published by today, or is for a list until then."""
    stated = release.published_on
    if job.published is None and stated and stated > job.audience.latest_published(job.today):
        raise FileRefused(
            f"{file} states that it was published on {stated}, after today, {job.today}.",
            "Load it on that day, or with --visibility and --embargo for those who may see it before.",
        )


def _as_asked(observations: pl.DataFrame, status: str | None, seen_by: Audience) -> pl.DataFrame:
    import polars as pl

    said = {"visibility": seen_by.visibility, **({"status": status} if status else {})}
    return observations.with_columns(pl.lit(word, pl.Categorical).alias(name) for name, word in said.items())


def _england(observations: pl.DataFrame) -> set[str]:
    return {"england"} if (observations["place"] == "england").any() else set()


def _canonical(reading: Reading, book: PlaceBook) -> tuple[pl.DataFrame, dict[str, str]]:
    """The observations and names under the book's own codes, whichever code system the file uses."""
    import polars as pl

    codes = {code: book.canonical(code) for code in reading.observations["place"].unique().to_list()}
    other = {code: canonical for code, canonical in codes.items() if code != canonical}
    names = {codes.get(code, code): name for code, name in reading.names.items()}
    if not other:
        return reading.observations, names
    place = pl.col("place").cast(pl.String).replace(other).cast(pl.Categorical)
    return reading.observations.with_columns(place), names
