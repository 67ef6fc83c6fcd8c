"""A command, option, measure, source, setting or word that nobody explains does not pass."""

from __future__ import annotations

import re

import pytest

from alliance.measures import load_measures
from alliance.sources import find_sources
from docs.write_reference import PAGES, commands_page, find_commands, measures_page, sources_page
from tests.architecture.tree import python_files, strings
from tests.conftest import ROOT
from tests.docs.fences import pages

SETTING = re.compile(r"ALLIANCE_[A-Z_]+[A-Z]")
OPTIONS_TO_EXPLAIN = (
    "--as-of",
    "--as-recorded",
    "--audience",
    "--basis",
    "--by",
    "--embargo",
    "--period",
    "--published",
    "--status",
    "--variant",
    "--visibility",
)


def _page(name: str) -> str:
    return (ROOT / name).read_text(encoding="utf-8")


def _written() -> str:
    """All that people wrote: every page but those that are made from the code."""
    return "\n".join(path.read_text(encoding="utf-8") for path in pages())


def test_every_command_says_what_it_does() -> None:
    silent = [name for name, command in find_commands().items() if not (command.help or "").strip()]
    assert not silent, silent


def test_every_option_says_what_it_means() -> None:
    silent = [
        f"alliance {name} {parameter.name}"
        for name, command in find_commands().items()
        for parameter in command.params
        if parameter.name != "help" and not (getattr(parameter, "help", None) or "").strip()
    ]
    assert not silent, "\n".join(silent)


def test_the_reference_has_every_command() -> None:
    assert {f"## `alliance {name}`" for name in find_commands()} <= set(commands_page().splitlines())


def test_the_commands_of_the_contract_are_there() -> None:
    promised = {"load", "sources", "places", "measures", "ask", "findings", "pack", "demo", "serve", "check"}
    promised |= {"fetch", "export", "sources explain", "sources diff"}
    assert promised <= set(find_commands())


@pytest.mark.parametrize("command", find_commands())
def test_a_page_for_people_tells_of_each_command(command: str) -> None:
    """The reference makes itself: this asks that somebody wrote what the command is for."""
    assert re.search(rf"\balliance {command}\b", _written()), f"no page names `alliance {command}`"


@pytest.mark.parametrize("option", OPTIONS_TO_EXPLAIN)
def test_a_page_for_people_explains_each_option_that_changes_what_an_answer_says(option: str) -> None:
    known = {name for command in find_commands().values() for p in command.params for name in p.opts}
    assert option in known, f"no command has {option}"
    assert option in _written(), f"no page explains {option}"


@pytest.mark.parametrize("source", find_sources())
def test_the_pages_on_loading_tell_of_each_source(source: str) -> None:
    told = ("docs/how-to/load-files.md", "docs/how-to/add-local-data.md")
    assert any(f"`{source}`" in _page(page) for page in told), f"neither page tells of {source}"


def test_the_page_on_sources_says_for_whom_and_when() -> None:
    page = sources_page()
    for source in find_sources().values():
        about = source.ABOUT
        assert f"- Visible to: {about.visibility}" in page
        assert all(f"| `{form}` | {means} |" in page for form, means in about.forms.items())


@pytest.mark.parametrize("measure", load_measures().values(), ids=lambda measure: measure.id)
def test_the_reference_has_every_measure_and_who_set_its_standards(measure) -> None:
    page = measures_page()
    assert f"`{measure.id}`" in page
    assert measure.title in page
    assert all(caveat.rstrip(".") in page for caveat in measure.caveats)
    assert all(standard.set_by in page for standard in measure.standards)


def test_the_reference_has_every_source_and_quantity() -> None:
    page = sources_page()
    for source in find_sources().values():
        assert f"`{source.ABOUT.id}`" in page
        assert all(f"`{quantity.id}`" in page and quantity.means for quantity in source.ABOUT.quantities)


def test_every_setting_that_the_code_reads_is_documented_and_no_other() -> None:
    said = (text for path in python_files("src") for text, _ in strings(path))
    read_by_code = {text for text in said if SETTING.fullmatch(text)}
    documented = set(SETTING.findall(_page("docs/reference/settings.md")))
    assert read_by_code == documented, read_by_code ^ documented


def test_generated_pages_are_not_committed() -> None:
    ignored = _page(".gitignore").splitlines()
    assert all(f"/docs/reference/{name}" in ignored for name in PAGES)


def test_the_glossary_is_in_order_and_explains_each_word_once() -> None:
    words = re.findall(r"^\*\*(.+?)\*\*", _page("GLOSSARY.md"), re.MULTILINE)
    assert words == sorted(set(words), key=str.lower)


def test_the_reference_names_no_page_for_files_that_are_not_published() -> None:
    page = sources_page()
    assert "- Where: <>" not in page
    assert page.count("- Where: not published") == sum(not s.ABOUT.url for s in find_sources().values()) == 3
