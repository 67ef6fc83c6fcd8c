"""The fictional workbooks: every part adds up, in the published layout, the same bytes each time."""

from __future__ import annotations

from pathlib import Path

import pytest

from alliance.demo.folder import write_files
from alliance.demo.layout import SHEETS
from alliance.demo.schedule import releases
from tests.unit.demo.conftest import WAITING_TIMES
from tests.unit.demo.reading_back import Line, anatomy, lines, sheets, summed

BOTH = pytest.mark.parametrize("basis", ["provider", "commissioner"])
WITHIN = {"28": 2, "31": 1, "62": 4}
Read = dict[str, list[Line]]


@pytest.fixture(scope="module")
def read(newest_day: dict[str, Path]) -> dict[str, Read]:
    """The final files of August 2025, by basis and sheet."""
    found = {}
    for basis in ("provider", "commissioner"):
        book = sheets(newest_day[f"{basis} final"])
        found[basis] = {sheet.name: list(lines(book[sheet.name])) for sheet in SHEETS}
    return found


@BOTH
def test_organisations_sum_to_england_in_every_part_of_every_sheet(read: dict[str, Read], basis: str) -> None:
    for name, found in read[basis].items():
        organisations = [line for line in found if line.code]
        england = [line for line in found if not line.code]
        assert england, name
        assert summed(organisations, "part", "labels") == summed(england, "part", "labels"), name


@BOTH
def test_waits_sum_to_the_total_and_short_ones_to_those_in_time(read: dict[str, Read], basis: str) -> None:
    for name, found in read[basis].items():
        for line in found:
            total, *rest = line.numbers
            if name[:2] in WITHIN:
                within, after, *bands = rest
                assert within + after == total, (name, line)
                assert sum(bands[: WITHIN[name[:2]]]) == within, (name, line)
            else:
                bands = rest
            assert sum(bands) == total > 0, (name, line)


@BOTH
def test_routes_and_stages_sum_to_the_first_part(read: dict[str, Read], basis: str) -> None:
    for name, found in read[basis].items():
        if name[:2] in ("31", "62"):
            whole = [line for line in found if line.part.startswith("PART A")]
            parts = [line for line in found if not line.part.startswith("PART A")]
            assert summed(whole, "code", "last") == summed(parts, "code", "last"), name


@BOTH
@pytest.mark.parametrize("cut", ["BY CANCER", "BY TREATMENT MODALITY"])
@pytest.mark.parametrize("standard", ["31", "62"])
def test_cancers_and_treatments_sum_to_all(
    read: dict[str, Read], basis: str, standard: str, cut: str
) -> None:
    whole = summed(read[basis][f"{standard}-DAY (ALL CANCER)"], "part", "code", "first")
    assert summed(read[basis][f"{standard}-DAY ({cut})"], "part", "code", "first") == whole


@BOTH
def test_suspected_cancers_sum_to_all_routes(read: dict[str, Read], basis: str) -> None:
    whole = summed(read[basis]["28-DAY FDS (ALL ROUTES)"], "code")
    assert summed(read[basis]["28-DAY FDS (BY ROUTE)"], "code") == whole


def test_both_bases_have_the_same_england(read: dict[str, Read]) -> None:
    for sheet in SHEETS:
        provider, commissioner = ([x for x in read[b][sheet.name] if not x.code] for b in read)
        assert summed(provider, "part", "labels") == summed(commissioner, "part", "labels")


def test_only_62_day_provider_counts_have_halves(read: dict[str, Read]) -> None:
    for basis, book in read.items():
        for name, found in book.items():
            halves = any(n % 1 for line in found for n in line.numbers)
            assert halves == (basis == "provider" and name.startswith("62")), (basis, name)


def test_a_merged_trust_is_in_no_later_file_and_unknown_commissioners_are(
    read: dict[str, Read],
) -> None:
    assert all(line.code != "ZA4" for found in read["provider"].values() for line in found)
    assert all(any(line.code == "UNKNOWN" for line in found) for found in read["commissioner"].values())


def test_a_provisional_month_has_fewer_patients_than_its_final_form(tmp_path: Path) -> None:
    august = [r for r in releases() if f"{r.month}" == "2025-08-01" and r.kind == "commissioner"]
    write_files(tmp_path, august)
    by_status = {}
    for release in august:
        book = sheets(tmp_path / release.file)
        assert book["Frontpage"][4][0] == f"Status: {release.status.title()} Official Statistics"
        england = next(line for line in lines(book["62-DAY (ALL CANCER)"]) if not line.code)
        by_status[release.status] = england.numbers[0]
    assert 0.96 * by_status["final"] < by_status["provisional"] < by_status["final"]


def test_the_same_bytes_come_each_time(tmp_path: Path, newest_day: dict[str, Path]) -> None:
    day = [r for r in releases() if r.published.isoformat() == "2025-11-13" and r.kind in WAITING_TIMES]
    write_files(tmp_path, day)
    for release in day:
        first = newest_day[f"{release.kind} {release.status}".strip()]
        assert (tmp_path / release.file).read_bytes() == first.read_bytes(), release.file


def test_every_file_says_that_it_is_fictional(newest_day: dict[str, Path]) -> None:
    for path in newest_day.values():
        first = next(iter(sheets(path).values()))
        assert path.name.startswith("FICTIONAL-")
        assert any("FICTIONAL: every place" in str(cell) for row in first for cell in row)


@BOTH
def test_a_workbook_has_the_anatomy_of_a_real_one(
    newest_day: dict[str, Path], workbooks: Path, basis: str
) -> None:
    real = sheets(workbooks / f"MARCH-2025-CWT-CRS-{basis.upper()}-WORKBOOK-FINAL.xlsx")
    ours = sheets(newest_day[f"{basis} final"])
    assert list(ours) == list(real)
    for name in list(real)[1:]:
        assert anatomy(ours[name]) == anatomy(real[name]), name
        assert ours[name][8] == real[name][8], name
        assert [x.labels for x in lines(ours[name])][-1] in {x.labels for x in lines(real[name])}
        assert all(row[0] == "" for row in ours[name][9:] if isinstance(row[-1], float)), name
    labels = {x.labels for n in real for x in (lines(real[n]) if n != "Frontpage" else ())}
    written = {x.labels for n in ours for x in (lines(ours[n]) if n != "Frontpage" else ())}
    assert written <= labels
