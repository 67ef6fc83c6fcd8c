"""What a server runs: `uvicorn alliance_site.config.asgi:application`."""

from __future__ import annotations

import os

from django.core.asgi import get_asgi_application

from alliance_site.config.start import SETTINGS

os.environ.setdefault("DJANGO_SETTINGS_MODULE", SETTINGS)

application = get_asgi_application()
