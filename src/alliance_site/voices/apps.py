"""The app's name."""

from __future__ import annotations

from django.apps import AppConfig


class Voices(AppConfig):
    name = "alliance_site.voices"
    label = "voices"

    def ready(self) -> None:
        """Make this room's rules known."""
        from alliance_site.voices import permissions  # noqa: F401
