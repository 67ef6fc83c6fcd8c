"""Makes a site ready to serve: its folder, its key, its tables. Call before anything of Django is imported."""

from __future__ import annotations

import os
from pathlib import Path

from alliance_site.config.secret_key import keep_secret_key

__all__ = ["SETTINGS", "prepare_site"]

SETTINGS = "alliance_site.config.settings"


def prepare_site(folder: Path) -> None:
    """Keep the secret key in `folder`, load Django and bring the tables up to date; harmless when repeated."""
    keep_secret_key(folder)
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", SETTINGS)
    os.environ.setdefault("ALLIANCE_SITE_FOLDER", str(folder))
    import django
    from django.core.management import call_command

    django.setup()
    call_command("migrate", interactive=False, verbosity=0)
