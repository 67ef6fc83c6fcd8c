"""The commands that need the site: `alliance serve`, and the site's part of `alliance demo`.

The `alliance` command loads this module at every start, so Django is imported inside the functions.
"""

from __future__ import annotations

import os
import socket
from collections.abc import Sequence
from datetime import date
from pathlib import Path
from typing import Annotated, Any

import typer

from alliance.errors import StoreTrouble, UsageError

__all__ = ["add_commands", "gap_lines", "next_month", "show_demo"]

REGISTER = "register.sqlite3"
LOOPBACK = ("127.0.0.1", "localhost", "::1")
Host = Annotated[str, typer.Option(help="The address to listen on; only this machine can reach the default.")]
DEFAULT_STORE = Path("alliance-store")
Store = Annotated[Path, typer.Option(envvar="ALLIANCE_STORE", help="The folder that holds the loaded files.")]
SiteData = Annotated[
    Path | None,
    typer.Option(
        envvar="ALLIANCE_SITE_FOLDER",
        help="Where accounts and the register are kept; STORE/site if nothing is said.",
        show_envvar=True,
    ),
]
Port = Annotated[int, typer.Option(help="The port to listen on; 0 takes one that is free.")]
RoleName = Annotated[
    str,
    typer.Option(
        help="alliance_manager, analyst, clinical_lead, partner, patient_representative or board_secretary."
    ),
]
PersonsName = Annotated[str, typer.Option(help="The person's name; an account that is there keeps its own.")]
Password = Annotated[
    str, typer.Option(help="At least 12 characters; asked for if not given, and only for a new account.")
]


def add_commands(app: typer.Typer) -> None:
    """Add `serve`, `person` and `release-list` to the alliance command."""
    app.command("serve")(serve)
    app.command("person")(person)
    app.command("release-list")(release_list)


def serve(
    store: Store = DEFAULT_STORE,
    place: Annotated[
        str | None, typer.Option(envvar="ALLIANCE_PLACE", help="The alliance whose site this is.")
    ] = None,
    host: Host = "127.0.0.1",
    port: Port = 8000,
    site_data: SiteData = None,
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
    if not (store / "manifest.json").exists():
        raise StoreTrouble(
            f"There is no store in {store}.", "Load files first: alliance load FILE… --store FOLDER."
        )
    _prepare(folder)
    _run(listening, host, "/")


def person(
    email: Annotated[str, typer.Argument(help="The address with which the person signs in.")],
    organisation: Annotated[str, typer.Option(help="The code of an alliance or a partner organisation.")],
    role: RoleName,
    name: PersonsName = "",
    store: Store = DEFAULT_STORE,
    site_data: SiteData = None,
    password: Password = "",
) -> None:
    """Open an account for a person, who acts for one organisation in one role; again, for a further role."""
    folder = site_data or store / "site"
    _set(ALLIANCE_STORE=store.resolve(), ALLIANCE_SITE_FOLDER=folder.resolve())
    _prepare(folder)
    from django.utils import timezone

    from alliance.ingest import open_book
    from alliance_site.accounts.opening import account_of, account_open

    known = account_of(email)
    if known is None and name.strip() and not password:
        password = typer.prompt("Password", hide_input=True, confirmation_prompt=True)
    opened, acts_for = account_open(
        email=email,
        name=name,
        password=password,
        organisation=organisation,
        role=role,
        book=open_book(store),
        on=timezone.localdate(),
    )
    if known is not None:
        unused = " The password that was given is not used." if password else ""
        typer.echo(
            f"{known.email} has an account already: it keeps its password and its name, {known}.{unused}"
        )
    typer.echo(
        f"{opened.email} may sign in, as {role.replace('_', ' ')} of {acts_for.name} ({acts_for.code})."
    )


def release_list(
    name: Annotated[str, typer.Argument(help="The list, as its figures are loaded with --visibility.")],
    organisation: Annotated[str, typer.Option(help="The code of the alliance whose list it is.")],
    purpose: Annotated[str, typer.Option(help="What the list is for, when it is opened.")] = "",
    person: Annotated[
        list[str] | None, typer.Option(help="The address of a person to put on it; may be repeated.")
    ] = None,
    until: Annotated[
        str | None,
        typer.Option(help="The last day on which they are on it, as 2026-05-31; open if not given."),
    ] = None,
    store: Store = DEFAULT_STORE,
    site_data: SiteData = None,
) -> None:
    """Open a named list of those who see figures before they are public, and put people on it."""
    folder = site_data or store / "site"
    _set(ALLIANCE_STORE=store.resolve(), ALLIANCE_SITE_FOLDER=folder.resolve())
    _prepare(folder)
    from django.utils import timezone

    from alliance.ingest import open_book
    from alliance_site.accounts.opening import list_set_up

    held, added = list_set_up(
        name=name,
        organisation=organisation,
        purpose=purpose,
        people=person or (),
        until=until,
        book=open_book(store),
        at=timezone.now(),
    )
    typer.echo(f"The list {held} of {held.alliance} is open.")
    for each in added:
        typer.echo(f"{each.user.email} is on it{f' until {each.valid_to}' if each.valid_to else ''}.")


def gap_lines(
    store: Path, place: str, *, as_of: date | None = None, site_data: Path | None = None
) -> Sequence[Any]:
    """The gaps and commitments of an alliance for its pack, as they stood at the end of a day (None: today).

    The register is in `site_data`. Where that is not named it is the demonstration's own, or in the store's folder
    `site`, and there may be none.

    Raises
    ------
    StoreTrouble
        The folder that is named holds no register.
    """
    demo = store.parent if (store.parent / "scenario.json").exists() else None
    folder = site_data or demo or store / "site"
    if not (folder / REGISTER).exists() and not os.environ.get("ALLIANCE_DATABASE_URL"):
        if site_data is None:
            return ()
        raise StoreTrouble(
            f"There is no register of gaps in {site_data}.",
            "Name the folder of the site's records with --site-data or ALLIANCE_SITE_FOLDER, "
            "or serve the site once, which makes it: alliance serve.",
        )
    if demo is not None and folder.resolve() == demo.resolve():
        _set(ALLIANCE_DEMO=demo.resolve())
    _set(ALLIANCE_STORE=store.resolve(), ALLIANCE_SITE_FOLDER=folder.resolve())
    _prepare(folder)
    from alliance_site.config.clock import today
    from alliance_site.evidence.pack_lines import pack_lines

    return pack_lines(place, on=as_of or today())


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
    from alliance_site.demo_register import catch_up
    from alliance_site.demo_register.months import NextMonth

    typer.echo(NextMonth(today, (), tuple(catch_up())).seals)


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
    """The alliance's own code; the site bears its name if no other is set."""
    from alliance.ingest import open_book

    place = open_book(store).get(code)
    os.environ.setdefault("ALLIANCE_SITE_NAME", place.name)
    return place.code


def _listen(host: str, port: int) -> socket.socket:
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    listening = socket.socket(family, socket.SOCK_STREAM)
    listening.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    try:
        listening.bind((host, port))
        listening.listen()  # who comes before the site is ready waits, and is not turned away
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

    from alliance_site.evidence.selectors import warm_up

    warm_up()
    address = f"http://{_shown(host)}:{listening.getsockname()[1]}{path}"
    typer.echo(f"The site is at {address} (Ctrl+C stops it)")
    config = uvicorn.Config("alliance_site.config.asgi:application", log_level="warning", access_log=False)
    uvicorn.Server(config).run(sockets=[listening])


def _say_demo(address: str, seeded: Any) -> None:
    typer.echo("A fictional alliance: every person and organisation in it is made up.")
    for sign_in in seeded.sign_ins:
        typer.echo(f"  {sign_in}")
    typer.echo(f"Begin with one gap's story: {address}{seeded.story}")
