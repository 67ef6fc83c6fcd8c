"""The commands that need the site: `alliance serve`, and the site's part of `alliance demo`.

The `alliance` command loads this module at every start, so Django is imported inside the functions.
"""

from __future__ import annotations

import os
import socket
from datetime import date
from pathlib import Path
from typing import Annotated, Any

import typer

from alliance.errors import UsageError

__all__ = ["add_commands", "next_month", "show_demo"]

LOOPBACK = ("127.0.0.1", "localhost", "::1")
Host = Annotated[str, typer.Option(help="The address to listen on; only this machine can reach the default.")]
Port = Annotated[int, typer.Option(help="The port to listen on; 0 takes one that is free.")]


def add_commands(app: typer.Typer) -> None:
    """Add `serve` to the alliance command."""
    app.command("serve")(serve)


def serve(
    store: Annotated[
        Path, typer.Option(envvar="ALLIANCE_STORE", help="The folder that holds the loaded files.")
    ] = Path("alliance-store"),
    place: Annotated[
        str | None, typer.Option(envvar="ALLIANCE_PLACE", help="The alliance whose site this is.")
    ] = None,
    host: Host = "127.0.0.1",
    port: Port = 8000,
    site_data: Annotated[
        Path | None,
        typer.Option(help="Where accounts and the register are kept; STORE/site if nothing is said."),
    ] = None,
) -> None:
    """Serve the site over a store of loaded files until Ctrl+C."""
    _check_assets()
    if place is not None:
        place = _check_place(place, store)
    folder = site_data or store / "site"
    _set(ALLIANCE_STORE=store.resolve(), ALLIANCE_SITE_FOLDER=folder.resolve(), ALLIANCE_PLACE=place)
    if host in LOOPBACK:
        os.environ.setdefault("ALLIANCE_HTTPS", "off")
    listening = _listen(host, port)
    _prepare(folder)
    _run(listening, host, "/")


def show_demo(folder: Path, *, host: str = "127.0.0.1", port: int = 8000, serve: bool = True) -> None:
    """Seed the register of the fictional alliance in `folder`, say how to sign in, and serve it.

    Its files are written, and loaded into `folder/store`. A second call changes nothing that people did.

    Raises
    ------
    UsageError
        The assets are not built, or the port is in use.
    """
    _check_assets()
    listening = _listen(host, port) if serve else None
    _prepare_demo(folder)
    from alliance_site.demo_register import seed

    seeded = seed()
    address = f"http://{_shown(host)}:{listening.getsockname()[1] if listening else port}"
    _say_demo(address, seeded)
    if listening is not None:
        _run(listening, host, seeded.story)


def next_month(folder: Path, *, today: date) -> None:
    """After the demonstration's next files were loaded: the register hears of it, and says what changed."""
    _prepare_demo(folder)
    from alliance_site.evidence.services import NextMonth, catch_up

    typer.echo(NextMonth(today, (), catch_up()).seals)


def _prepare_demo(folder: Path) -> None:
    _set(ALLIANCE_DEMO=folder.resolve(), ALLIANCE_STORE=(folder / "store").resolve())
    _set(ALLIANCE_SITE_FOLDER=folder.resolve())
    _prepare(folder)


def _set(**settings: object) -> None:
    """Hand settings to the site, which reads the environment when it starts."""
    os.environ.update({name: str(value) for name, value in settings.items() if value is not None})


def _prepare(folder: Path) -> None:
    from alliance_site.config.start import prepare_site

    prepare_site(folder)


def _check_assets() -> None:
    from alliance_site.assets import assets_are_built

    if not assets_are_built():
        raise UsageError(
            "The site's stylesheet and script are not built.",
            "Build them with: python -m alliance_site.assets",
        )


def _check_place(code: str, store: Path) -> str:
    from alliance.ingest import open_book

    return open_book(store).get(code).code


def _listen(host: str, port: int) -> socket.socket:
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    listening = socket.socket(family, socket.SOCK_STREAM)
    listening.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    try:
        listening.bind((host, port))
    except OSError as fault:
        listening.close()
        raise UsageError(
            f"The site cannot listen on {host}, port {port}: {fault.strerror}.",
            "Choose another with --port.",
        ) from None
    return listening


def _shown(host: str) -> str:
    return f"[{host}]" if ":" in host else "localhost" if host in LOOPBACK else host


def _run(listening: socket.socket, host: str, path: str) -> None:
    import uvicorn

    address = f"http://{_shown(host)}:{listening.getsockname()[1]}{path}"
    typer.echo(f"The site is at {address} (Ctrl+C stops it)")
    config = uvicorn.Config("alliance_site.config.asgi:application", log_level="warning", access_log=False)
    uvicorn.Server(config).run(sockets=[listening])


def _say_demo(address: str, seeded: Any) -> None:
    typer.echo("A fictional alliance: every person and organisation in it is made up.")
    for sign_in in seeded.sign_ins:
        typer.echo(f"  {sign_in}")
    typer.echo(f"Begin with one gap's story: {address}{seeded.story}")
