"""`alliance person`: asks for a password only where one is needed, and says what becomes of those that are given."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from typer.testing import CliRunner, Result

from alliance.cli import make_app
from alliance.errors import UsageError
from alliance_site import commands
from alliance_site.accounts.models import User

pytestmark = pytest.mark.django_db
GOOD, OTHER = "a long enough word", "quite another long word"
NEW = ("--name", "Sam Example", "--organisation", "RRK", "--role", "partner")
SECOND = ("--organisation", "E56000007", "--role", "analyst")
Command = Callable[..., Result]


@pytest.fixture
def person(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Command:
    """Run the command for one address, over the tests' own tables; `typed` is what somebody types."""
    monkeypatch.setattr(commands, "_set", lambda **_: None)
    monkeypatch.setattr(commands, "_prepare", lambda _: None)

    def run(*words: str, typed: str = "") -> Result:
        asked = ["person", "sam@example.org", *words, "--store", str(tmp_path)]
        return CliRunner().invoke(make_app(), asked, input=typed)

    return run


def test_a_new_account_asks_for_its_password_twice(person: Command) -> None:
    ran = person(*NEW, typed=f"{GOOD}\n{GOOD}\n")
    assert ran.exit_code == 0, ran.output
    assert ran.output.endswith(
        "sam@example.org may sign in, as partner of University Hospitals Birmingham NHS "
        "Foundation Trust (RRK).\n"
    )
    assert GOOD not in ran.output
    assert User.objects.get().check_password(GOOD)


def test_a_second_role_asks_for_nothing_and_says_what_the_account_keeps(person: Command) -> None:
    assert person(*NEW, "--password", GOOD).exit_code == 0
    ran = person(*SECOND)
    assert ran.exit_code == 0, ran.output
    kept = "sam@example.org has an account already: it keeps its password and its name, Sam Example."
    assert ran.output.startswith(f"{kept}\n")
    assert "as analyst of West Midlands Cancer Alliance" in ran.output
    assert {m.role for m in User.objects.get().memberships.all()} == {"partner", "analyst"}


def test_a_password_for_an_account_that_is_there_is_said_to_be_unused(person: Command) -> None:
    assert person(*NEW, "--password", GOOD).exit_code == 0
    ran = person(*SECOND, "--name", "Somebody Else", "--password", OTHER)
    assert (
        "keeps its password and its name, Sam Example. The password that was given is not used." in ran.output
    )
    assert OTHER not in ran.output
    assert User.objects.get().check_password(GOOD)


@pytest.mark.parametrize("words", [(*NEW, "--password", "zq9!"), SECOND])
def test_what_opens_no_account_is_refused(person: Command, words: tuple[str, ...]) -> None:
    ran = person(*words)
    assert isinstance(ran.exception, UsageError)
    assert "zq9!" not in f"{ran.output}{ran.exception}"
    assert not User.objects.exists()
