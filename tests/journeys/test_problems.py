"""When something is wrong, a plain page says what, and what to do next."""

from __future__ import annotations

import shutil
from collections.abc import Callable
from pathlib import Path

import pytest

from tests.journeys.looking import faults_here
from tests.journeys.serving import Site, served
from tests.journeys.steps import Person

Arrives = Callable[..., Person]


@pytest.mark.parametrize(
    ("path", "status", "words"),
    [
        ("/places/Thistlewik/", 404, "'Thistlewik' is not the code of a place"),
        ("/measures/treatment-62/", 404, "The measures are: "),
        ("/measures/treatment-62-day/?place=ZA99", 404, "'ZA99' is not the code of a place"),
        ("/measures/treatment-62-day/?cancer=toe", 404, "no cancer 'toe'"),
        ("/measures/treatment-62-day/?period=fortnight", 400, "'fortnight' is not a kind of period"),
        ("/places/ZA2/?as_of=2025-13-01", 400, "'2025-13-01' is not a day. Write as_of as"),
        ("/measures/treatment-62-day/data.csv?as_of=soon", 400, "'soon' is not a day"),
        ("/gaps/99/", 404, "There is no page at this address"),
        ("/no/such/page/", 404, "There is no page at this address"),
    ],
)
def test_a_question_that_cannot_be_answered_says_why(
    shown: Site, arrives: Arrives, path: str, status: int, words: str
) -> None:
    visitor = arrives(shown).opens(path).is_told(status)
    visitor.reads_heading("Page not found" if status == 404 else "The question cannot be asked in this way")
    visitor.sees(words.split(". ")[0]).sees(*words.split(". ")[1:])


def test_a_place_that_is_not_found_by_its_code_is_found_by_its_name(shown: Site, arrives: Arrives) -> None:
    visitor = arrives(shown).opens("/places/Thistlewick/").is_told(404).follows("Find a place by its name")
    visitor.fills({"Search by name or code": "thistle"}).presses("Search").follows(
        "Thistlewick Hospitals Trust"
    )
    visitor.is_on("/places/ZA2/").reads_heading("Thistlewick Hospitals Trust")


def test_without_figures_the_site_says_how_to_load_some_and_keeps_its_other_pages(
    arrives: Arrives, first_day: Path, tmp_path: Path
) -> None:
    own = shutil.copytree(first_day, tmp_path / "demo")
    with served("demo", "--folder", "demo", folder=own, complains=True) as site:
        (own / "store" / "manifest.json").unlink()
        visitor = arrives(site).opens("/").reads_heading("No figures are loaded yet").sees("alliance load")
        assert not faults_here(visitor)
        visitor.opens("/findings/").is_told(503).reads_heading("The figures cannot be read now")
        visitor.sees("alliance load").does_not_see(str(tmp_path))
        assert not faults_here(visitor)
        visitor.follows("Gaps and commitments").is_told(200).sees("Thistlewick Hospitals Trust")
        assert "There is no store in" in site.log.read_text()


def test_while_the_store_is_damaged_promises_can_still_be_read(demo: Site, arrives: Arrives) -> None:
    manifest = demo.folder / "store" / "manifest.json"
    whole = manifest.read_bytes()
    visitor = arrives(demo).opens("/gaps/2/").sees("44.6% (66.5 of 149)")
    manifest.write_bytes(whole[:100])
    visitor.opens("/gaps/2/").is_told(200).sees("A second room, open on Tuesdays and Thursdays", "Says done")
    visitor.sees("The figures cannot be read now.", within="What the figures say")
    manifest.write_bytes(whole)
    visitor.opens("/gaps/2/").sees("45.8% (22 of 48)", within="What the figures say")
