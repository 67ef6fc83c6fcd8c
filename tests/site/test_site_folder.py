"""One folder for the site's records: the option, then the setting, then `site` in the store; never another."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from pathlib import Path

import pytest

from alliance.cli import make_app
from alliance.errors import StoreTrouble
from alliance_site import commands
from tests.site.people import World

WHO = ("--name", "Jo", "--organisation", "RRK", "--role", "partner", "--password", "a long enough word")
COMMANDS = {
    "serve": ("serve", "--port", "0"),
    "person": ("person", "jo@example.org", *WHO),
    "release-list": ("release-list", "early", "--organisation", "E56000007"),
}
Told = Callable[..., Path]


class PreparedError(Exception):
    """A command came as far as to open the folder of the site."""


@pytest.fixture
def store(tmp_path: Path) -> Path:
    """A store, as far as a command looks before it opens the site."""
    (tmp_path / "store").mkdir()
    (tmp_path / "store" / "manifest.json").write_text("{}")
    return tmp_path / "store"


@pytest.fixture
def opened(monkeypatch: pytest.MonkeyPatch) -> list[Path]:
    """Which folders were opened, and no site behind them; the environment of this process stays as it is."""
    found: list[Path] = []
    monkeypatch.delenv("ALLIANCE_SITE_FOLDER", raising=False)
    monkeypatch.delenv("ALLIANCE_DATABASE_URL", raising=False)
    monkeypatch.setattr(commands, "_check_assets", lambda: None)
    monkeypatch.setattr(commands, "_listen", lambda *_: None)
    monkeypatch.setattr(commands, "_set", lambda **_: None)
    monkeypatch.setattr(commands, "_prepare", found.append)
    return found


@pytest.fixture
def ran(opened: list[Path], store: Path, monkeypatch: pytest.MonkeyPatch) -> Told:
    """Run a command until it opens the site; which folder it told the site, and opened."""
    told: dict[str, object] = {}

    def stop(folder: Path) -> None:
        opened.append(folder)
        raise PreparedError

    monkeypatch.setattr(commands, "_set", lambda **named: told.update(named))
    monkeypatch.setattr(commands, "_prepare", stop)
    monkeypatch.setenv("ALLIANCE_HTTPS", "off")

    def run(command: str, *words: object) -> Path:
        with pytest.raises(PreparedError):
            make_app()([*COMMANDS[command], "--store", str(store), *map(str, words)])
        assert told["ALLIANCE_SITE_FOLDER"] == opened[-1].resolve()
        return opened[-1]

    return run


@pytest.mark.parametrize("command", COMMANDS)
def test_the_option_goes_before_the_setting_and_the_setting_before_the_store(
    ran: Told, store: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, command: str
) -> None:
    assert ran(command) == store / "site"
    monkeypatch.setenv("ALLIANCE_SITE_FOLDER", str(tmp_path / "elsewhere"))
    assert ran(command) == tmp_path / "elsewhere"
    assert ran(command, "--site-data", tmp_path / "named") == tmp_path / "named"


def with_register(folder: Path) -> Path:
    """A folder that holds a register, as far as a pack looks before it opens the site."""
    folder.mkdir(exist_ok=True)
    (folder / commands.REGISTER).touch()
    return folder


def test_a_pack_finds_the_register_of_a_site_that_is_kept_elsewhere(
    world: World, opened: list[Path], store: Path, tmp_path: Path
) -> None:
    world.agreed()
    elsewhere = with_register(tmp_path / "elsewhere")
    asked = (store, world.alliance.code)
    assert commands.gap_lines(*asked) == (), "no site is beside the store, and none is named"
    (line,) = commands.gap_lines(*asked, site_data=elsewhere, as_of=date(2025, 6, 19))
    assert line.promise == "No commitment yet"
    assert commands.gap_lines(*asked, site_data=elsewhere, as_of=date(2025, 6, 18)) == ()
    assert opened == [elsewhere, elsewhere]


@pytest.mark.usefixtures("world")
def test_a_pack_of_a_demonstration_has_its_own_register_unless_another_is_named(
    opened: list[Path], store: Path, tmp_path: Path
) -> None:
    with_register(tmp_path)
    (tmp_path / "scenario.json").write_text("{}")
    elsewhere = with_register(tmp_path / "elsewhere")
    commands.gap_lines(store, "E56000999")
    commands.gap_lines(store, "E56000999", site_data=elsewhere)
    assert opened == [tmp_path, elsewhere]


def test_a_folder_that_is_named_and_holds_no_register_is_refused(
    opened: list[Path], store: Path, tmp_path: Path
) -> None:
    with pytest.raises(StoreTrouble, match=r"no register of gaps in .*nowhere") as refused:
        commands.gap_lines(store, "E56000999", site_data=tmp_path / "nowhere")
    assert "--site-data" in refused.value.next_step
    assert opened == []
