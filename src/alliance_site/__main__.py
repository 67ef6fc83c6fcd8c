"""Django's own commands: `python -m alliance_site migrate`, `createsuperuser`, `shell`."""

from __future__ import annotations

import os
import sys

from django.core.management import execute_from_command_line

from alliance_site.config.start import SETTINGS


def main() -> None:
    """Run one of Django's commands with the site's settings."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", SETTINGS)
    execute_from_command_line(sys.argv)


if __name__ == "__main__":
    main()
