"""The app's name."""

from __future__ import annotations

from django.apps import AppConfig


class Register(AppConfig):
    name = "alliance_site.register"
    label = "register"

    def ready(self) -> None:
        """Make this room's rules known."""
        from alliance_site.register import permissions  # noqa: F401
