"""Settings, the key, the clock, the database's address and the plain pages of what went wrong."""

from __future__ import annotations

import logging
import os
import stat
import subprocess
import sys
from datetime import UTC, date, datetime
from pathlib import Path

import pytest
from django.core.management import call_command
from django.db import connection
from django.test import Client, RequestFactory
from pytest_django import Settings

from alliance.errors import AllianceError, FileRefused, NotAllowed, StoreTrouble, UnknownName, UsageError
from alliance_site.config import clock
from alliance_site.config.database import database_of
from alliance_site.config.middleware import AllianceErrorMiddleware
from alliance_site.config.secret_key import keep_secret_key, secret_key_of
from alliance_site.config.told import told_in

SOURCE = Path(__file__).resolve().parents[3] / "src"


def test_the_key_is_made_once_for_its_owner_alone(tmp_path: Path) -> None:
    folder = tmp_path / "site"
    kept = keep_secret_key(folder)
    first = kept.read_text()
    assert stat.S_IMODE(kept.stat().st_mode) == 0o600
    assert len(first) > 50
    assert keep_secret_key(folder).read_text() == first
    assert [path.name for path in folder.iterdir()] == ["secret-key"]
    assert secret_key_of(folder, None) == first
    assert secret_key_of(folder, "given") == "given"


def test_without_a_kept_key_each_run_has_its_own_and_nothing_is_written(tmp_path: Path) -> None:
    assert secret_key_of(tmp_path, None) != secret_key_of(tmp_path, None)
    assert list(tmp_path.iterdir()) == []


def test_a_database_is_named_by_its_address(tmp_path: Path) -> None:
    found = database_of("postgresql://us%40er:p%2Fw@db.internal:5433/register?sslmode=require", tmp_path)
    assert found["ENGINE"] == "django.db.backends.postgresql"
    named = [found[name] for name in ("NAME", "USER", "PASSWORD", "HOST", "PORT")]
    assert named == ["register", "us@er", "p/w", "db.internal", "5433"]
    assert found["OPTIONS"] == {"sslmode": "require"}


def test_without_an_address_the_register_is_a_file(tmp_path: Path) -> None:
    assert database_of(None, tmp_path)["NAME"] == tmp_path / "register.sqlite3"
    assert database_of("sqlite:////srv/a.sqlite3", tmp_path)["NAME"] == Path("/srv/a.sqlite3")


def test_another_kind_of_database_is_refused(tmp_path: Path) -> None:
    with pytest.raises(UsageError, match="mysql"):
        database_of("mysql://somewhere/else", tmp_path)


def settings_of(tmp_path: Path, **env: str) -> dict[str, str]:
    """Settings as another process reads them from its environment."""
    names = ("DEBUG", "DEMO", "ALLOWED_HOSTS", "SESSION_COOKIE_SECURE", "SITE_NAME", "ALLIANCE_PLACE")
    code = "from alliance_site.config import settings as s\n" + "\n".join(
        f"print({name!r}, s.{name}, sep='=')" for name in names
    )
    clean = {k: v for k, v in os.environ.items() if not k.startswith("ALLIANCE_")}
    clean |= {"PYTHONPATH": str(SOURCE), "ALLIANCE_STORE": str(tmp_path / "store"), **env}
    told = subprocess.run([sys.executable, "-c", code], env=clean, capture_output=True, text=True, check=True)
    return dict(line.split("=", 1) for line in told.stdout.splitlines())


def test_defaults_are_safe_and_importing_them_writes_nothing(tmp_path: Path) -> None:
    assert settings_of(tmp_path) == {
        "DEBUG": "False",
        "DEMO": "False",
        "ALLOWED_HOSTS": "['localhost', '127.0.0.1', '[::1]']",
        "SESSION_COOKIE_SECURE": "True",
        "SITE_NAME": "Cancer Alliance",
        "ALLIANCE_PLACE": "None",
    }
    assert list(tmp_path.iterdir()) == []


def test_a_demonstration_is_named_as_its_story_says(tmp_path: Path) -> None:
    (tmp_path / "scenario.json").write_text('{"alliance": "E5", "alliance_name": "A made-up alliance"}')
    found = settings_of(tmp_path, ALLIANCE_DEMO=str(tmp_path))
    assert (found["DEMO"], found["SESSION_COOKIE_SECURE"]) == ("True", "False")
    assert (found["SITE_NAME"], found["ALLIANCE_PLACE"]) == ("A made-up alliance", "E5")


def test_a_folder_without_a_story_tells_nothing(tmp_path: Path) -> None:
    assert told_in(None) == {}
    assert told_in(tmp_path) == {}


def test_a_demonstrations_today_is_the_day_that_it_has_reached(tmp_path: Path, settings: Settings) -> None:
    settings.DEMO_FOLDER = tmp_path
    (tmp_path / clock.TODAY_FILE).write_text("2026-03-12\n")
    assert clock.today() == date(2026, 3, 12)


def test_what_visitors_do_in_a_demonstration_comes_after_its_story_of_that_day(
    tmp_path: Path, settings: Settings
) -> None:
    settings.DEMO_FOLDER = tmp_path
    (tmp_path / clock.TODAY_FILE).write_text("2026-03-12\n")
    first, second = clock.now(), clock.now()
    assert datetime(2026, 3, 12, 12, tzinfo=UTC) <= first < second < datetime(2026, 3, 13, tzinfo=UTC)


@pytest.mark.parametrize(
    ("fault", "status"),
    [
        (UsageError("What?", "Ask so."), 400),
        (UnknownName("No such place.", "Look."), 404),
        (FileRefused("Broken.", "Mend it."), 422),
        (NotAllowed("Not yours.", "Ask."), 403),
    ],
)
@pytest.mark.django_db
def test_an_anticipated_error_is_a_plain_page_with_its_status(fault: AllianceError, status: int) -> None:
    middleware = AllianceErrorMiddleware(lambda _: pytest.fail("the view is not called here"))
    answered = middleware.process_exception(RequestFactory().get("/"), fault)
    assert answered is not None
    assert answered.status_code == status
    page = answered.content.decode()
    assert fault.what in page
    assert fault.next_step in page


@pytest.mark.django_db
def test_trouble_with_the_store_is_told_to_whoever_runs_the_site_and_not_to_its_visitors(
    caplog: pytest.LogCaptureFixture, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(logging.getLogger("django.request"), "propagate", True)
    middleware = AllianceErrorMiddleware(lambda _: pytest.fail("the view is not called here"))
    trouble = StoreTrouble("store/manifest.json is damaged.", "Restore it.")
    answered = middleware.process_exception(RequestFactory().get("/"), trouble)
    assert answered is not None
    assert answered.status_code == 503
    assert "The figures cannot be read now" in answered.content.decode()
    assert "Restore it." in answered.content.decode()
    assert "manifest" not in answered.content.decode()
    assert "store/manifest.json is damaged. Restore it." in caplog.text


def test_any_other_fault_stays_a_fault() -> None:
    middleware = AllianceErrorMiddleware(lambda _: pytest.fail("the view is not called here"))
    assert middleware.process_exception(RequestFactory().get("/"), ValueError("a fault of ours")) is None


@pytest.mark.django_db
def test_a_page_that_is_not_there_says_so_plainly(client: Client) -> None:
    answered = client.get("/no-such-page/")
    assert answered.status_code == 404
    assert "There is no page at this address" in answered.content.decode()


@pytest.mark.django_db
def test_a_form_without_its_token_changes_nothing_and_says_what_to_do() -> None:
    answered = Client(enforce_csrf_checks=True).post("/accounts/login/", {"login": "a@example.org"})
    assert answered.status_code == 403
    assert "send the form again" in answered.content.decode()


@pytest.mark.django_db
def test_the_tables_are_as_the_migrations_make_them() -> None:
    call_command("makemigrations", check=True, dry_run=True, verbosity=0)
    assert connection.vendor in ("sqlite", "postgresql")
