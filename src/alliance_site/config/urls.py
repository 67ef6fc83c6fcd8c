"""Every address of the site; each room lists its own."""

from __future__ import annotations

from django.urls import include, path

urlpatterns = [
    path("accounts/", include("allauth.urls")),
    path("", include("alliance_site.accounts.urls")),
    path("", include("alliance_site.register.urls")),
    path("", include("alliance_site.voices.urls")),
    path("", include("alliance_site.board.urls")),
    path("", include("alliance_site.evidence.urls")),
    path("", include("alliance_site.demo_register.urls")),
]

handler400 = "alliance_site.config.problems.not_understood"
handler403 = "alliance_site.config.problems.not_allowed"
handler404 = "alliance_site.config.problems.not_found"
handler500 = "alliance_site.config.problems.our_fault"
