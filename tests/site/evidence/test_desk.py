"""One desk a process, opened again when the store changes; and what a visitor sees when there is none."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest
from django.test import Client
from pytest_django import Settings

from alliance.errors import StoreTrouble
from alliance_site.evidence import desk
from alliance_site.evidence.remembered import Remembered


@pytest.fixture(autouse=True)
def _no_desk_is_left_open() -> Iterator[None]:
    yield
    desk.forget()


@pytest.mark.usefixtures("figures")
def test_the_same_store_is_opened_once() -> None:
    assert desk.open_to(None) is desk.open_to(None)


@pytest.mark.usefixtures("figures")
def test_many_threads_share_one_desk() -> None:
    desk.forget()
    with ThreadPoolExecutor(8) as pool:
        desks = list(pool.map(lambda _: desk.open_to(None), range(16)))
    assert len({id(each) for each in desks}) == 1


def test_a_changed_manifest_opens_the_store_again(figures: Path, tmp_path: Path, settings: Settings) -> None:
    store = shutil.copytree(figures, tmp_path / "store", dirs_exist_ok=True)
    settings.ALLIANCE_STORE = store
    before = desk.open_to(None)
    changed = tmp_path / "manifest"
    shutil.copyfile(store / "manifest.json", changed)
    changed.replace(store / "manifest.json")
    assert desk.open_to(None) is not before


def test_while_one_thread_reopens_the_others_keep_the_desk_that_they_have(
    figures: Path, tmp_path: Path, settings: Settings
) -> None:
    store = shutil.copytree(figures, tmp_path / "store", dirs_exist_ok=True)
    settings.ALLIANCE_STORE = store
    before = desk.open_to(None)
    (store / "manifest.json").touch()
    with desk._opening:  # another thread is at it
        assert desk.open_to(None) is before
    assert desk.open_to(None) is not before


def test_another_store_is_another_desk(figures: Path, tmp_path: Path, settings: Settings) -> None:
    before = desk.open_to(None)
    settings.ALLIANCE_STORE = shutil.copytree(figures, tmp_path / "store", dirs_exist_ok=True)
    assert desk.open_to(None) is not before


def test_no_store_in_the_settings_is_said_plainly(settings: Settings) -> None:
    settings.ALLIANCE_STORE = None
    with pytest.raises(StoreTrouble, match="alliance serve --store"):
        desk.open_to(None)


@pytest.mark.django_db
def test_before_any_file_is_loaded_the_front_page_says_how_to_load_one(client: Client) -> None:
    answer = client.get("/")
    assert answer.status_code == 200
    assert "alliance load FOLDER --store store" in answer.content.decode()


@pytest.mark.django_db
def test_before_any_file_is_loaded_other_pages_say_so_as_unavailable(client: Client) -> None:
    answer = client.get("/sources/")
    assert answer.status_code == 503
    assert "alliance load" in answer.content.decode()


@pytest.mark.django_db
def test_a_damaged_store_is_a_plain_page_too(client: Client, settings: Settings) -> None:
    settings.ALLIANCE_STORE.mkdir()
    (settings.ALLIANCE_STORE / "manifest.json").write_text("{")
    for path in ("/", "/places/", "/accessibility/"):
        answer = client.get(path)
        assert answer.status_code == (200 if path == "/accessibility/" else 503)
        assert "cannot be read" in answer.content.decode() or "damaged" in answer.content.decode()


def test_the_least_recently_used_result_is_forgotten_first() -> None:
    made: list[str] = []
    kept: Remembered[str] = Remembered(2)

    def ask(key: str) -> str:
        return kept.get(key, lambda: made.append(key) or key)

    for key in ("a", "b", "a", "c", "a", "b"):
        assert ask(key) == key
    assert made == ["a", "b", "c", "b"]
