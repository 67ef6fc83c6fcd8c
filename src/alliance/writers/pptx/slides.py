"""Which slides a page becomes: one idea a slide, its title its own, its sources in the notes."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from math import ceil
from textwrap import wrap
from typing import TYPE_CHECKING, Any

from alliance.answers.model import Answer, Citation
from alliance.answers.restricted import files_in_words
from alliance.charts.palette import MUTED
from alliance.pages.model import Figure, Heading, Note, Page, Table, Text
from alliance.writers.pptx.across_chart import ROWS, draw_across, key_of_across, rows_of
from alliance.writers.pptx.drawing import Box
from alliance.writers.pptx.look import FOOT, LEFT, TOP, WIDE, new_slide, say, say_below
from alliance.writers.pptx.run_chart import draw_run, key_of_run
from alliance.writers.pptx.tables import add_table, shares
from alliance.writers.standing_alone import blocks_apart, files_behind, lines_of, restriction

if TYPE_CHECKING:
    from pptx.presentation import Presentation
    from pptx.slide import Slide

__all__ = ["Deck"]

LETTERS = 900  # of words on one slide
SHORT = 260  # letters of words that stand beside a table, not on a slide of their own
BRIEF = 140  # letters of words that stand under a chart
_SENTENCE = 0.85  # inches for a sentence under the title


@dataclass
class Foot:
    """The room under a chart or a table for the words that follow it, as long as they are few."""

    slide: Slide
    top: float
    most: int
    said: str = ""
    frame: Any = None

    def say(self, words: str) -> bool:
        """Write the words there, if there is room for them beside what was written already."""
        said = f"{self.said} {words}".strip()
        if len(said) > self.most:
            return False
        if self.frame is None:
            self.frame = say(
                self.slide, "", self.top, 0.3, size=12, colour=MUTED, name="Words after", short=True
            )
        self.frame.paragraphs[0].runs[0].text = self.said = said
        return True


@dataclass
class Deck:
    """A deck in the making: the words that wait for a slide, and the titles that are taken."""

    file: Presentation
    page: Page
    heading: str = ""
    waiting: list[str] = field(default_factory=list)
    taken: set[str] = field(default_factory=set)
    foot: Foot | None = None
    kept: str = field(init=False)  # for whom alone the page is

    def __post_init__(self) -> None:
        self.kept = restriction(self.page)

    def lay_out(self) -> None:
        """Every block of the page, in its order."""
        self._opening()
        for block in blocks_apart(self.page):
            if isinstance(block, Heading):
                self._say_waiting()
                self.heading, self.foot = block.text, None
            elif isinstance(block, Text | Note):
                self._wait(block)
            elif isinstance(block, Figure):
                self._say_waiting()
                self._figure(block)
            else:
                self._table(block)
        self._say_waiting()
        self._sources(files_behind(self.page))
        if self.kept:
            for slide in self.file.slides:
                say_below(slide, self.kept)

    def _opening(self) -> None:
        slide = new_slide(self.file, "Title Slide", self._title(self.page.title))
        facts = [f"{name}: {value}" for name, value in (self.page.facts or {}).items()]
        frame: Any = slide.placeholders[1]
        kept = [self.kept] if self.kept else []
        frame.text_frame.text = "\n".join((*kept, self.page.lede, *facts))
        files = files_behind(self.page)
        _note(
            slide, [*kept, self.page.lede, *facts, f"Made from {files_in_words(files)}: see the last slide."]
        )

    def _wait(self, block: Text | Note) -> None:
        lines = lines_of(block)
        if not lines:
            return
        if self.waiting or self.foot is None or not self.foot.say(" ".join(lines)):
            self.waiting += lines

    def _say_waiting(self) -> None:
        """The words that wait, on as many slides as they need."""
        for lines in _portions(self.waiting):
            slide = new_slide(self.file, "Title and Content", self._title(self.heading or self.page.title))
            frame: Any = slide.placeholders[1]
            frame.text_frame.text = "\n".join(lines)
            _space(frame.text_frame)
            _note(slide, list(self._behind(None)))
        self.waiting = []

    def _figure(self, block: Figure) -> None:
        answer = block.chart.answer
        if block.chart.kind == "run":
            slide = self._charted(block, block.title, key_of_run(answer))
            draw_run(slide, block.chart, _chart_box())
            self.foot = Foot(slide, FOOT, BRIEF)
        else:
            self._across(block, answer)
        if block.table and block.chart.kind == "across":
            self._table(block.table)

    def _across(self, block: Figure, answer: Answer) -> None:
        rows = rows_of(answer)
        slides = ceil(len(rows) / ROWS) or 1
        each = ceil(len(rows) / slides)
        runs = [rows[n * each : (n + 1) * each] for n in range(slides)]
        for n, run in enumerate(runs, 1):
            part = f" ({n} of {len(runs)})" if len(runs) > 1 else ""
            slide = self._charted(block, block.title + part, key_of_across(answer))
            if run:
                draw_across(slide, block.chart, run, _chart_box())

    def _charted(self, block: Figure, title: str, key: str) -> Slide:
        slide = new_slide(self.file, "Title Only", self._title(title))
        say(slide, block.sentence, TOP, _SENTENCE, name="Sentence")
        if key:
            say(slide, key, FOOT - 0.3, 0.3, size=12, colour=MUTED, name="Key")
        _note(
            slide,
            [block.sentence, f"What the chart shows: {block.chart.alt}", *self._behind(block.chart.answer)],
        )
        return slide

    def _table(self, table: Table) -> None:
        if table.about == "files" or not table.rows:
            return
        lead = " ".join(self.waiting)
        if len(lead) > SHORT:
            self._say_waiting()
            lead = ""
        self.waiting = []
        top = TOP + 0.1 + (0.55 if lead else 0.0)
        runs = shares(table, FOOT - 0.6 - top)
        for n, rows in enumerate(runs, 1):
            part = f" ({n} of {len(runs)})" if len(runs) > 1 else ""
            slide = new_slide(self.file, "Title Only", self._title(table.caption + part))
            if lead:
                say(slide, lead, TOP, 0.5, name="Words before the table")
            add_table(slide, table, rows, top)
            _note(slide, [table.caption, *([lead] if lead else []), *self._behind(None)])
            self.foot = Foot(slide, FOOT - 0.55, SHORT)

    def _sources(self, files: Sequence[Citation]) -> None:
        if not files:
            return
        slide = new_slide(self.file, "Title and Content", self._title("Where the numbers come from"))
        frame: Any = slide.placeholders[1]
        frame.text_frame.text = (
            f"{_where_from(files)}\n"
            "The notes of this slide name each file with its SHA-256, by which anybody can check it."
        )
        _space(frame.text_frame)
        _note(slide, [_file(f) for f in files])

    def _behind(self, answer: Answer | None) -> Iterator[str]:
        """What a speaker needs to be asked about: caveats, method, and each file with its hash."""
        if answer is None:
            yield "Files and hashes: see the notes of the last slide."
            return
        yield from answer.caveats
        yield answer.method
        yield "Sources:"
        yield from (_file(c) for c in answer.citations)

    def _title(self, words: str) -> str:
        """A title that no other slide has."""
        found = next(t for t in (words, *(f"{words} ({n})" for n in range(2, 1000))) if t not in self.taken)
        self.taken.add(found)
        return found


def _chart_box() -> Box:
    top = TOP + _SENTENCE + 0.05
    return Box(LEFT, top, WIDE, FOOT - 0.35 - top)


def _portions(lines: Sequence[str]) -> Iterator[list[str]]:
    """Lines in runs that each fit a slide, as few as can be and about as long as one another.

    A line that is too long for a slide is parted after sentences or the items of a list, and only a single one that
    is too long between words.
    """
    pieces = [piece for line in lines for piece in _pieces(line)]
    runs = _runs(pieces, LETTERS)
    even = sum(map(len, pieces)) // max(1, len(runs))
    rooms = (n for n in range(even, LETTERS, 20) if len(_runs(pieces, n)) == len(runs))
    yield from _runs(pieces, next(rooms, LETTERS))


def _runs(pieces: Sequence[str], room: int) -> list[list[str]]:
    found: list[list[str]] = []
    for piece in pieces:
        if found and sum(map(len, found[-1])) + len(piece) <= room:
            found[-1].append(piece)
        else:
            found.append([piece])
    return found


def _pieces(line: str) -> list[str]:
    """A line in pieces of which each fits a slide."""
    if len(line) <= LETTERS:
        return [line]
    found = [""]
    for part in re.split(r"(?<=[.;?!]) ", line):
        for words in wrap(part, LETTERS):
            said = f"{found[-1]} {words}".strip()
            if len(said) <= LETTERS:
                found[-1] = said
            else:
                found.append(words)
    return found


def _space(frame: Any) -> None:
    from pptx.util import Pt

    for paragraph in frame.paragraphs:
        paragraph.space_after = Pt(9)


def _where_from(files: Sequence[Citation]) -> str:
    """Published files with their publishers and licences; then those that are not, whom they are for and why."""
    found: list[str] = []
    for names in sorted({f.kept_for for f in files}):
        group = [f for f in files if f.kept_for == names]
        publishers = ", ".join(dict.fromkeys(f.publisher for f in group))
        counted = f"{len(group)} file{'' if len(group) == 1 else 's'}"
        if names:
            found.append(f"{counted} of {publishers}, not published: for {' and '.join(names)} alone.")
        else:
            found.append(f"{files_in_words(group)} of {publishers}.")
        found += [f"{licence}." for licence in dict.fromkeys(f.licence for f in group)]
    return "\n".join(found)


def _file(citation: Citation) -> str:
    when = f", published {citation.published_on.isoformat()}" if citation.published_on else ""
    if citation.kept_for:
        when = f", not published: for {' and '.join(citation.kept_for)} alone"
    return f"{citation.file} ({citation.publisher}{when}, {citation.status}): SHA-256 {citation.sha256}"


def _note(slide: Slide, lines: Sequence[str]) -> None:
    frame = slide.notes_slide.notes_text_frame
    if frame is None:
        raise LookupError("the notes have no place for words")
    frame.text = "\n".join(lines)
