"""The Board's pack: standards, partner organisations, what stands out, gaps and commitments, patients' experience."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from alliance.answers import Answer, Desk, across_places, over_time
from alliance.answers.restricted import kept_by
from alliance.findings import Findings, of
from alliance.pages.asking import held_to_standards, latest_for_parts, over_months, own_latest
from alliance.pages.beside import beside_blocks, experience_answers, experience_blocks
from alliance.pages.changes import changes_blocks
from alliance.pages.feeds import stopped_notes
from alliance.pages.figures import across_figure, run_figure
from alliance.pages.findings import absent_blocks, measure_blocks
from alliance.pages.glance import glance_table
from alliance.pages.links import place_href
from alliance.pages.model import Block, Cell, Heading, Note, Page, Table, Text
from alliance.pages.notes import cited, said_of
from alliance.pages.partners import parts_of
from alliance.pages.parts import by_cancer, by_icb
from alliance.pages.plans import plans_blocks
from alliance.pages.tables import files_table
from alliance.pages.wording import BREACH_SHARING, data_age, day, fingerprint, period_name
from alliance.places import Place, PlaceKind

__all__ = ["GapLine", "Seals", "build"]

CELLS_IN_PACK = 10
_WITH_FINDINGS = (PlaceKind.ALLIANCE, PlaceKind.REGION, PlaceKind.TRUST, PlaceKind.PROVIDER)
_WITH_PARTS = (PlaceKind.ALLIANCE, PlaceKind.REGION, PlaceKind.ENGLAND)


@dataclass(frozen=True)
class Seals:
    """How a commitment stands, from three sides that are kept apart, each in a few words."""

    organisation: str
    data: str
    patients: str


@dataclass(frozen=True)
class GapLine:
    """One gap with one commitment (or none yet), as it stands on the day of the pack."""

    title: str
    organisation: str
    promise: str
    due: date | None
    seals: Seals
    link: str = ""


def _brief(
    pooled: Sequence[Answer],
    months: Sequence[Answer],
    felt: Sequence[Answer],
    as_of: date | None,
    today: date | None,
) -> list[Block]:
    return [
        Heading("In brief", 2, "brief"),
        glance_table(pooled, [*months, *felt], as_of, beside=felt),
        *(Text(f"{name}: {data_age(a, today)}") for name, a in _newest(months, felt)),
    ]


def build(desk: Desk, place: str, *, gaps: Sequence[GapLine] = (), as_of: date | None = None) -> Page:
    """A pack for one place; what people decided is passed in as `gaps`.

    Patients' experience stands where waits do: in the first table, and in a part of its own beside theirs. The age
    of figures is counted to the day on which the newest of them were known.

    Raises
    ------
    UnknownName
        The place is not known.
    """
    desk = desk.on(as_of)
    where = desk.place(place)
    today = as_of or desk.known_on()
    held = held_to_standards(desk)
    asked = (over_months(desk, m.id, where.code, as_of=as_of) for m in held)
    months = [a for a in asked if a.latest]
    pooled, parts = _pooled(desk, months, as_of), _parts(desk, where, months, as_of)
    felt = experience_answers(desk, where.code, as_of)
    used, checked = [*months, *pooled, *parts], list[Answer]()  # what is drawn, and what it is compared with
    found = of(desk, where.code, as_of=as_of) if where.kind in _WITH_FINDINGS else None
    beside, others = _along_the_pathway(desk, where, months, as_of, today)
    shown = [desk.measures[a.measure] for a in (*months, *felt, *beside)]
    blocks: list[Block] = [
        *_brief(pooled, months, felt, as_of, today),
        Heading("What changed since the release before", 2, "changes"),
        *changes_blocks(desk, where.code, shown, found, as_of, checked),
        Heading("The national standards, month by month", 2, "standards"),
        *(run_figure(a, today=today) for a in months),
        *stopped_notes(desk, months, today),
        Heading("Patients’ experience", 2, "experience"),
        *experience_blocks(desk, where.code, str(where.kind), used, as_of, today),
        *_partners(parts),
        *_by_icb_and_cancer(desk, where, months, used, as_of),
        Heading("Plan beside actual", 2, "plans"),
        *plans_blocks(desk, where.code, str(where.kind), held, as_of, checked),
        *others,
        *_findings(desk, found),
        *_gaps(gaps),
        *_notes([*used, *beside]),
    ]
    kept = _kept_for([*used, *beside, *checked], found)
    return Page(
        f"{where.name}: Board pack",
        _lede(kept),
        tuple(blocks),
        facts=_facts(desk, where, months, as_of),
        kept_for=kept,
    )


def _lede(kept: Sequence[str]) -> str:
    return (
        f"What the {'' if kept else 'published '}figures say, what patients say, what stands out, and what partner "
        "organisations have promised."
    )


def _kept_for(answers: Sequence[Answer], found: Findings | None) -> tuple[str, ...]:
    """For whom alone some of these figures are."""
    return tuple(sorted({*kept_by(cited(answers)), *(found.kept_for if found else ())}))


def _newest(months: Sequence[Answer], felt: Sequence[Answer]) -> list[tuple[str, Answer]]:
    """The two sides whose age is told, waits and experience, where there are figures."""
    return [
        *(("Waiting times", a) for a in months[:1]),
        *(("Patients’ experience", a) for a in felt[:1]),
    ]


def _by_icb_and_cancer(
    desk: Desk, where: Place, months: Sequence[Answer], used: list[Answer], as_of: date | None
) -> list[Block]:
    blocks: list[Block] = []
    for title, anchor, (found, answers) in (
        ("Integrated care boards", "icbs", by_icb(desk, where.code, str(where.kind), months, as_of)),
        ("By cancer", "cancers", by_cancer(desk, months, as_of)),
    ):
        if found:
            blocks += [Heading(title, 2, anchor), *found]
            used += answers
    return blocks


def _along_the_pathway(
    desk: Desk, where: Place, months: Sequence[Answer], as_of: date | None, today: date | None
) -> tuple[list[Answer], list[Block]]:
    """The other measures' answers, and what the pack shows of them."""
    asked = list(months)
    found = beside_blocks(desk, where.code, asked, as_of, today, level=3)
    head = [Heading("Along the pathway", 2, "pathway")] if found else []
    return asked[len(months) :], [*head, *found]


def _facts(desk: Desk, where: Place, months: Sequence[Answer], as_of: date | None) -> dict[str, str]:
    known = as_of or desk.known_on()
    newest = max((a.latest.period for a in months if a.latest), default="")
    return {
        "Place": f"{where.name} ({where.code})",
        "Latest month": period_name(newest) if newest else "None",
        "As known on": day(known) if known else "–",
        "State of the store": fingerprint(desk.state_on(as_of)),
    }


def _pooled(desk: Desk, months: Sequence[Answer], as_of: date | None) -> list[Answer]:
    """Each standard in the place's own newest whole quarter."""
    return [
        over_time(desk, a.measure, a.place.code, period=grain, start=label, end=label, as_of=as_of)
        for a in months
        for grain, label in [own_latest(desk, a) or ("month", a.points[-1].period)]
    ]


def _parts(desk: Desk, where: Place, months: Sequence[Answer], as_of: date | None) -> list[Answer]:
    """Each standard at the place's parts, in the newest quarter for which organisations' figures are there."""
    if where.kind not in _WITH_PARTS:
        return []
    by = parts_of(where)
    return [
        across_places(desk, a.measure, where.code, by=by, period=grain, start=label, end=label, as_of=as_of)
        for a in months
        for grain, label in [latest_for_parts(desk, a, as_of) or ("month", a.points[-1].period)]
    ]


def _partners(parts: Sequence[Answer]) -> list[Block]:
    if not parts:
        return []
    name = "Alliances" if parts[0].by == "alliance" else "Partner organisations"
    return [
        Heading(name, 2, "partners"),
        Note(BREACH_SHARING),
        *(
            across_figure(
                a,
                a.points[-1].period,
                href=lambda s: place_href(s.place.code) if s.place else "",
                name=name.removesuffix("s"),
            )
            for a in parts
            if a.points
        ),
    ]


def _findings(desk: Desk, found: Findings | None) -> list[Block]:
    blocks: list[Block] = [Heading("What stands out", 2, "findings")]
    if found is None:
        return [*blocks, Text("Findings are made for alliances and organisations; see their own packs.")]
    for measure in found.alliance_patients_to_standard:
        blocks += measure_blocks(desk, found, measure, cells=CELLS_IN_PACK, level=3)
    return blocks + absent_blocks(desk, found)


def _gaps(gaps: Sequence[GapLine]) -> list[Block]:
    blocks: list[Block] = [Heading("Gaps and commitments", 2, "gaps")]
    if not gaps:
        return [*blocks, Text("No gap has been agreed for this place yet.")]
    rows = tuple(
        (
            Cell(g.title, href=g.link, header=True),
            Cell(g.organisation or "No organisation yet"),
            Cell(g.promise or "No commitment yet"),
            Cell(day(g.due) if g.due else "–"),
            *(Cell(seal or "–") for seal in (g.seals.organisation, g.seals.data, g.seals.patients)),
        )
        for g in gaps
    )
    columns = (
        "Gap",
        "Partner organisation",
        "Commitment",
        "Due",
        "The organisation says",
        "The data show",
        "Patients say",
    )
    three = "Three seals are kept apart: what the organisation says, what the data show, and whether patients agree."
    return [*blocks, Text(three), Table("Gaps and commitments", columns, rows)]


def _notes(answers: Sequence[Answer]) -> list[Block]:
    files = cited(answers)
    return [
        Heading("Notes on the data", 2, "notes"),
        *(Text(text) for text in said_of(answers)),
        *([files_table(files, whole_hash=True)] if files else []),
    ]
