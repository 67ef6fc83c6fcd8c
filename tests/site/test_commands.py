"""`alliance serve`: one line with the address, pages behind it, and plain words when it cannot start."""

from __future__ import annotations

import os
import re
import shutil
import signal
import socket
import subprocess
import sys
import urllib.request
from pathlib import Path

import pytest

from alliance.errors import UsageError
from alliance_site import assets, commands

ROOT = Path(__file__).resolve().parents[2]


def serving(*options: str) -> subprocess.Popen[str]:
    """`alliance serve` with these options, in a process of its own."""
    kept = {
        name: value for name, value in os.environ.items() if not name.startswith(("ALLIANCE_", "DJANGO_"))
    }
    return subprocess.Popen(
        [sys.executable, "-m", "alliance", "serve", *options],
        env={**kept, "PYTHONPATH": str(ROOT / "src")},
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    )


def test_it_says_where_the_site_is_and_serves_it_under_the_alliances_name(
    built_demo: Path, tmp_path: Path
) -> None:
    if not assets.assets_are_built():
        pytest.skip("the assets are not built here: python -m alliance_site.assets")
    store = shutil.copytree(built_demo / "alliance-store", tmp_path / "store")
    with serving("--store", str(store), "--place", "E56999001", "--port", "0") as server:
        try:
            line = server.stdout.readline()
            address = re.search(r"http://localhost:\d+/", line)[0]
            with urllib.request.urlopen(address) as answer:
                text = answer.read().decode()
        finally:
            server.send_signal(signal.SIGINT)
        rest = server.stderr.read()
    assert "Ctrl+C stops it" in line
    assert "– Alder Vale Cancer Alliance</title>" in text
    assert "Load next month" not in text
    assert rest == ""
    assert (store / "site" / "register.sqlite3").exists()


@pytest.mark.parametrize(
    ("options", "status", "words"),
    [(("--place", "NOWHERE"), 3, "NOWHERE"), (("--host", "192.0.2.1"), 2, "--port")],
)
def test_what_cannot_be_served_is_one_sentence_and_a_next_step(
    tmp_path: Path, options: tuple[str, ...], status: int, words: str
) -> None:
    with serving("--store", str(tmp_path), *options) as server:
        said = server.stderr.read()
    assert server.returncode == status
    assert words in said
    assert "Traceback" not in said


def test_a_port_in_use_is_said_with_what_to_do() -> None:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        with pytest.raises(UsageError, match="Choose another with --port"):
            commands._listen("127.0.0.1", taken.getsockname()[1])


def test_assets_that_are_not_built_are_named_with_the_command_that_builds_them(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setattr(assets.assets_are_built, "__defaults__", (tmp_path,))
    with pytest.raises(UsageError, match=r"python -m alliance_site\.assets"):
        commands._check_assets()
