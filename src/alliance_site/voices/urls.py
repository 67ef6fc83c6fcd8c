"""The addresses of this room."""

from __future__ import annotations

from django.urls import path

from alliance_site.voices import views

urlpatterns = [
    path("gaps/<int:pk>/voices/add/", views.add, name="voice_add"),
    path("voices/<int:pk>/publish/", views.publish, name="voice_publish"),
    path("voices/<int:pk>/hide/", views.hide, name="voice_hide"),
]
