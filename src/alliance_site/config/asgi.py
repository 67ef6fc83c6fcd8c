"""What a server runs: `uvicorn alliance_site.config.asgi:application`."""

from __future__ import annotations

import os
import warnings

from django.core.asgi import get_asgi_application

from alliance_site.config.start import SETTINGS

os.environ.setdefault("DJANGO_SETTINGS_MODULE", SETTINGS)

# Static files are small and are sent whole: Django warns of the manner in which WhiteNoise hands them over.
warnings.filterwarnings("ignore", message="StreamingHttpResponse must consume synchronous iterators")

application = get_asgi_application()
