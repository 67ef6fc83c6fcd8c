"""Run a command against a PostgreSQL server of its own: `python -m tests.private_postgres COMMAND …`.

The server lives in a temporary folder, listens on loopback alone, belongs to an unprivileged user and is gone
when the command ends. The command finds it in `ALLIANCE_DATABASE_URL`. Where PostgreSQL is not installed the
command is not run: the reason is printed, and it is a failure only where `ALLIANCE_REQUIRE_POSTGRES=1`.
"""

from __future__ import annotations

import os
import pwd
import shutil
import socket
import subprocess
import sys
import tempfile
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path

from tests.required import is_required

__all__ = ["find_programs", "private_server"]


def find_programs() -> Path | None:
    """The folder of `initdb` and `pg_ctl`: Debian keeps them out of the path, a folder a version."""
    newest = sorted(Path("/usr/lib/postgresql").glob("*/bin/initdb"), key=lambda p: int(p.parts[-3]))
    found = newest[-1] if newest else shutil.which("initdb")
    return Path(found).parent if found else None


def _unprivileged() -> pwd.struct_passwd | None:
    """Whom the server runs as: PostgreSQL refuses root."""
    if os.geteuid() != 0:
        return None
    names = {user.pw_name: user for user in pwd.getpwall()}
    return names.get("postgres") or names["nobody"]


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


@contextmanager
def private_server(programs: Path) -> Iterator[str]:
    """Start a server and yield the address of an empty database in it; stop it and remove it afterwards."""
    user = _unprivileged()
    who = {"user": user.pw_uid, "group": user.pw_gid, "extra_groups": []} if user else {}
    port = _free_port()
    with tempfile.TemporaryDirectory(prefix="alliance-postgres-") as name:
        folder = Path(name)
        if user:
            os.chown(folder, user.pw_uid, user.pw_gid)

        def run(*command: str) -> None:
            with (folder / "log").open("ab") as log:
                subprocess.run(command, check=True, cwd=folder, stdout=log, stderr=log, **who)

        cluster = str(folder / "cluster")
        run(
            str(programs / "initdb"),
            "-D",
            cluster,
            "-U",
            "alliance",
            "--auth=trust",
            "-E",
            "UTF8",
            "--no-sync",
        )
        # fsync: a test's records need not survive a power cut
        options = f"-p {port} -c listen_addresses=127.0.0.1 -c unix_socket_directories= -c fsync=off"
        run(
            str(programs / "pg_ctl"),
            "-D",
            cluster,
            "-w",
            "-o",
            options,
            "-l",
            str(folder / "server"),
            "start",
        )
        try:
            yield f"postgresql://alliance@127.0.0.1:{port}/postgres"
        finally:
            run(str(programs / "pg_ctl"), "-D", cluster, "-m", "immediate", "stop")


def main(command: Sequence[str]) -> int:
    """Run the command with a server, or say why it is not run; return its exit code."""
    programs = find_programs()
    if programs is None:
        required = is_required("postgres")
        outcome = "Failed" if required else "Skipped"
        print(f"{outcome}: PostgreSQL is not installed here. Not run: {' '.join(command)}")
        return int(required)
    with private_server(programs) as address:
        return subprocess.run(command, env={**os.environ, "ALLIANCE_DATABASE_URL": address}).returncode


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
