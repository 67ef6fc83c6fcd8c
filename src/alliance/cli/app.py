"""The application: the library's commands, and those of installed extensions."""

from __future__ import annotations

from functools import cache

import typer

from alliance.cli import asking, demonstrating, exporting, fetching, listing_sources, loading, looking_up
from alliance.cli.extensions import extensions

__all__ = ["make_app"]


@cache
def make_app() -> typer.Typer:
    """The command with all its subcommands."""
    app = typer.Typer(
        name="alliance",
        help="The shared data of a Cancer Alliance: from published files to a commitment kept.",
        no_args_is_help=True,
        pretty_exceptions_enable=False,
        rich_markup_mode=None,
        add_completion=False,
        context_settings={"help_option_names": ["-h", "--help"]},
    )
    for room in (loading, fetching, listing_sources, looking_up, asking, exporting, demonstrating):
        room.add(app)
    for extension in extensions():
        extension.add_commands(app)
    return app
