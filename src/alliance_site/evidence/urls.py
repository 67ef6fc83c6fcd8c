"""The public pages of figures."""

from __future__ import annotations

from django.urls import path, register_converter

from alliance_site.evidence import views


class Format:
    """The two formats of a download."""

    regex = "csv|json"

    def to_python(self, value: str) -> str:
        return value

    def to_url(self, value: str) -> str:
        return value


register_converter(Format, "format")

app_name = "evidence"
urlpatterns = [
    path("", views.home, name="home"),
    path("places/", views.places, name="places"),
    path("places/<str:code>/", views.place, name="place"),
    path("places/<str:code>/findings/", views.place_findings, name="place-findings"),
    path("findings/", views.findings, name="findings"),
    path("measures/", views.measures, name="measures"),
    path("measures/<slug:measure>/", views.measure, name="measure"),
    path("measures/<slug:measure>/data.<format:form>", views.measure_data, name="measure-data"),
    path("sources/", views.sources, name="sources"),
    path("how-numbers-are-made/", views.how_numbers, name="how-numbers"),
    path("accessibility/", views.accessibility, name="accessibility"),
]
