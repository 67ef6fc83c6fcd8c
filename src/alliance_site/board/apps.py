"""The app's name."""

from __future__ import annotations

from django.apps import AppConfig


class Board(AppConfig):
    name = "alliance_site.board"
    label = "board"

    def ready(self) -> None:
        """Make this room's rules known."""
        from alliance_site.board import permissions  # noqa: F401
